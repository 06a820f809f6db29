"""What is typed to write an announcement, and to close a function."""

import re
from datetime import UTC, date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from portal.kernel.clock import EASTERN
from portal.kernel.models import Announcement
from portal.kernel.notices.services.announcing import Text
from portal.web.ui.clear_text import no_ssn
from portal.web.ui.fields import DayField, LongTextField, OptionLabel

_TIME = re.compile(r"(\d{1,2})(?::(\d{2}))?\s*(?:([ap])\.?\s?m\.?)?", re.IGNORECASE | re.ASCII)
KINDS = (
    ("news", OptionLabel("News", "Something new, or something to know.")),
    (
        "outage",
        OptionLabel("Outage", "Something does not work, or will not. With a banner it is shown first."),
    ),
    ("event", OptionLabel("Learning event", "A call, a class or a webinar on a day.")),
)
AUDIENCE = (
    ("EN", "Employment Networks"),
    ("SVRA", "State VR agencies"),
    ("TPM", "The Ticket Program Manager"),
    ("SSA", "Social Security"),
)


class ClockField(forms.Field):
    """A time of day in Eastern Time, typed as 9 a.m., 9:30 AM or 14:30; gives a time."""

    default_error_messages = {
        "required": "Enter a time.",
        "shape": "Enter a time, for example 9:30 a.m. or 2 p.m.",
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "Eastern Time, for example 9:30 a.m.")
        look = {"class": "usa-input--small", "maxlength": "12", "autocomplete": "off"}
        super().__init__(widget=forms.TextInput(attrs=look), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, time):
            return f"{value.hour % 12 or 12}:{value:%M} {'a.m.' if value.hour < 12 else 'p.m.'}"
        return value

    def to_python(self, value: Any) -> Any:
        if isinstance(value, time):
            return value
        typed = str(value or "").strip()
        if not typed:
            return None
        found = _TIME.fullmatch(typed)
        hour, minute = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
        half = found[3].lower() if found and found[3] else ""
        if half:
            hour = hour % 12 + (12 if half == "p" else 0) if 1 <= hour <= 12 else 99
        if hour > 23 or minute > 59 or not (half or (found and found[2])):
            raise ValidationError(self.error_messages["shape"], code="shape")
        return time(hour, minute)


class AnnouncementForm(forms.Form):
    """An announcement. Days and times are Eastern Time."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    kind = forms.ChoiceField(
        label="What is it?",
        choices=KINDS,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what kind of announcement it is."},
    )
    title = forms.CharField(
        validators=[no_ssn],
        label="Title",
        help_text="Stands in the list and in the banner. One plain sentence.",
        max_length=140,
        error_messages={"required": "Write a title."},
    )
    body = LongTextField(
        validators=[no_ssn],
        label="Text",
        help_text="An empty line begins a new paragraph; a line that begins with “- ” is a bullet."
        " No names or numbers of Ticketholders.",
        rows=8,
        max_length=4000,
        error_messages={"required": "Write the text."},
    )
    audience = forms.MultipleChoiceField(
        label="Who is it for?",
        help_text="Choose none to tell everybody.",
        choices=AUDIENCE,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    banner = forms.BooleanField(
        label="Show it as a banner at the top of every page",
        help_text="The banner of an outage for everybody stands on the sign-in page too.",
        required=False,
    )
    from_day = DayField(label="Shown from")
    from_time = ClockField(label="At")
    until_day = DayField(
        label="Shown until (optional)", required=False, help_text="Leave it empty to end it by hand."
    )
    until_time = ClockField(label="At (optional)", required=False)
    happens_day = DayField(label="Day of the learning event", required=False, help_text="Only for an event.")
    happens_time = ClockField(label="Time of the learning event", required=False)
    where = forms.CharField(
        validators=[no_ssn],
        label="Place or link of the learning event",
        max_length=300,
        required=False,
        help_text="Only for an event.",
    )

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        for name, words in (("until", "end"), ("happens", "learning event")):
            day, clock = typed.get(f"{name}_day"), typed.get(f"{name}_time")
            if clock and not day and f"{name}_day" not in self.errors:
                self.add_error(f"{name}_day", f"Enter the day of the {words}, or leave out its time.")
            if day and not clock and f"{name}_time" not in self.errors:
                self.add_error(f"{name}_time", f"Enter the time of the {words}.")
        return typed

    def text(self) -> Text:
        """What was typed, for the service."""
        typed = self.cleaned_data
        event = typed["kind"] == Announcement.Kind.EVENT
        until = _instant(typed["until_day"], typed["until_time"])
        happens = _instant(typed["happens_day"], typed["happens_time"]) if event else None
        return Text(
            kind=typed["kind"],
            title=typed["title"],
            body=typed["body"].replace("\r\n", "\n"),
            audience=tuple(typed["audience"]),
            banner=typed["banner"],
            from_at=datetime.combine(typed["from_day"], typed["from_time"], EASTERN).astimezone(UTC),
            until_at=until,
            happens_at=happens,
            where=typed["where"] if event else "",
        )


class CloseForm(forms.Form):
    """Why a function is closed."""

    why = forms.CharField(
        validators=[no_ssn],
        label="Why is it closed, and when may it open again?",
        help_text="Everybody reads this at the top of every page.",
        max_length=240,
        error_messages={"required": "Write why it is closed, and when it may open again."},
    )


def written(row: Announcement) -> dict[str, Any]:
    """The form's first values for an announcement that is there."""
    return {
        "version": row.version,
        **{name: getattr(row, name) for name in ("kind", "title", "body", "audience", "banner", "where")},
        **_typed("from", row.from_at),
        **_typed("until", row.until_at),
        **_typed("happens", row.happens_at),
    }


def begun(at: datetime) -> dict[str, Any]:
    """The form's first values for a new one: from now."""
    return _typed("from", at)


def _typed(name: str, at: datetime | None) -> dict[str, Any]:
    here = at.astimezone(EASTERN) if at else None
    return {f"{name}_day": here.date(), f"{name}_time": here.time()} if here else {}


def _instant(day: date | None, clock: time | None) -> datetime | None:
    return datetime.combine(day, clock, EASTERN).astimezone(UTC) if day and clock else None
