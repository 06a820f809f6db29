"""What is said of people at work: roles, state, what lapses, what was done. For administrators and the desk."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from portal.kernel.unit import current
from portal.people.facts import Employee, Noted
from portal.people.models import Designation
from portal.policy.access import access, lapses, served_through, used_through
from portal.policy.core import Outcome, State
from portal.policy.roles import ROLE_NAMES, Role
from portal.web.ui import formats
from portal.web.ui.components import Column, Event

# What the gate's checks are about, said of somebody else; and in two words where one does not hold.
_CHECKS: dict[str, tuple[str, str]] = {
    "account-is-active": ("The account is open", "Account closed"),
    "employment-is-verified-and-current": ("Employment is verified and current", "Employment to verify"),
    "access-is-granted": ("Portal access is open", "No portal access"),
    "agreement-is-active": ("The organization's agreement is in force", "No agreement"),
    "organization-is-enrolled": ("The organization has moved to this portal", "Organization not moved"),
    "clearance-is-favorable-and-current": ("Suitability clearance is favorable and current", "No clearance"),
    "training-within-the-last-year": ("Security awareness training within a year", "Training to take"),
    "access-was-used-in-time": ("The portal was used within 180 days", "Not used too long"),
    "second-factor-is-set-up": ("Extra security is set up", "Extra security to set up"),
}
_NOTED = {
    "designation-designate": "Named by the organization",
    "designation-find-verified": "Employment was verified already",
    "designation-verify-employment": "Employment verified",
    "designation-find-cleared": "Clearance is on record, or not needed",
    "designation-ask-for-clearance": "Clearance asked for",
    "designation-record-clearance": "Clearance recorded",
    "designation-grant": "Designation granted",
    "designation-record-without-access": "Recorded without portal access",
    "designation-refuse": "Refused",
    "designation-withdraw": "Withdrawn",
    "designation-end-with-employment": "Closed, because the person has left",
    "designation-move-refused": "A step was tried and not possible",
    "employment-entered": "Employment entered",
    "access-granted": "Access opened",
    "access-ended": "Access ended",
    "roles-changed": "Roles taken away",
    "recorded-without-access": "Recorded without portal access",
    "departure-reported": "Departure reported",
    "account-made": "Account made",
    "clearance-recorded": "Clearance recorded",
    "training-recorded": "Training recorded",
    "training-completed": "Training completed",
    "signed-in": "Signed in",
    "sign-in-ended": "Sign-in ended",
    "invitation-sent": "Invitation sent",
    "invitation-withdrawn": "Invitation withdrawn",
    "invitation-used": "Invitation used",
}
COLUMNS = (
    Column("Name", header=True),
    Column("Roles"),
    Column("Clearance through"),
    Column("Training through"),
    Column("Last used"),
    Column("State"),
)
HEADER = (
    "Name",
    "E-mail",
    "Organization",
    "Job title",
    "Roles",
    "First day",
    "Last day worked",
    "Clearance",
    "Clearance through",
    "Training through",
    "Last used",
    "State",
    "Lapses next",
)


class Standing(NamedTuple):
    """How one check of the gate stands for a person."""

    says: str
    state: str


def role_words(names: Iterable[str]) -> list[str]:
    """The roles' names in the order of the table of roles."""
    held = set(names)
    return [words for role, words in ROLE_NAMES.items() if role in held]


def role_choices(roles: Iterable[Role]) -> list[tuple[str, str]]:
    """Roles to tick, in the order of the table of roles."""
    wanted = set(roles)
    return [(str(role), words) for role, words in ROLE_NAMES.items() if role in wanted]


lines = formats.lines


def short_day(on: date | None) -> SafeString | None:
    """12/15/2025, for dense lists."""
    return None if on is None else format_html('<span class="text-no-wrap">{}</span>', f"{on:%m/%d/%Y}")


def number_link(number: str, url: str) -> SafeString:
    """A number as a link that is never broken over two lines."""
    return format_html('<a class="usa-link text-no-wrap" href="{}">{}</a>', url, number)


def state_of(row: Employee) -> tuple[str, str]:
    """The badge's state and words: may the person work in the portal today, and if not, why first."""
    on = current().on
    if row.ended_on is not None and row.ended_on <= on:
        return "ended", "Left"
    if not row.roles:
        return "ended", "No portal access"
    decision = access(row.facts, on)
    if decision.outcome is Outcome.GRANT:
        return (
            ("due", f"Leaves {row.last_day_worked:%m/%d/%Y}") if row.last_day_worked else ("done", "May work")
        )
    first = next(one for one in decision.checks if one.state is not State.HELD)
    return "overdue", _CHECKS.get(first.test.name, ("", first.test.says))[1]


def standings(row: Employee) -> list[Standing]:
    """Every check of the gate as it stands today, the second column of the person's record."""
    return [
        Standing(_CHECKS.get(one.test.name, (one.test.says, ""))[0], one.state.value)
        for one in access(row.facts, current().on).checks
    ]


def clearance_through(row: Employee) -> date | None:
    """The last good day of a favourable clearance."""
    known = row.facts.clearance
    return known.expires_on if known and known.favourable else None


def training_through(row: Employee) -> date | None:
    """The last day the training serves."""
    return served_through(row.facts.trained_on) if row.facts.trained_on else None


def cells(row: Employee, url: str, *, organisation: bool = False) -> list[Any]:
    """A person as a row of a list."""
    state, words = state_of(row)
    soon = {lapse.what: lapse.days for lapse in lapses(row.facts, current().on)}
    where = row.organisation_name if organisation else ""
    return [
        lines(formats.link(row.name, url), _quiet(row.email), _quiet(where)),
        lines(*role_words(row.roles)) or "none",
        _clearance(row, soon.get("suitability clearance")),
        _through(training_through(row), soon.get("security awareness training")),
        lines(short_day(row.used_on), _unused(row)),
        formats.badge(state, words),
    ]


def exported(row: Employee) -> list[Any]:
    """A person as a row of a file."""
    known = row.facts.clearance
    next_lapse = next(iter(lapses(row.facts, current().on)), None)
    return [
        row.name,
        row.email,
        row.organisation_name,
        row.job_title,
        ", ".join(role_words(row.roles)),
        row.started_on,
        row.last_day_worked,
        "none" if known is None else "favorable" if known.favourable else "not favorable",
        clearance_through(row),
        training_through(row),
        row.used_on,
        state_of(row)[1],
        f"{next_lapse.what}, {next_lapse.last_day:%m/%d/%Y}" if next_lapse else "",
    ]


def events(entries: Sequence[Noted]) -> list[Event]:
    """The trail's entries as a timeline."""
    return [
        Event(_NOTED.get(one.kind, capfirst(one.kind.replace("-", " "))), one.at, one.by, _more(one))
        for one in entries
    ]


def asked_for(row: Designation) -> str:
    """What a designation asks for, in a line."""
    return (
        f"{Designation.Purpose(row.purpose).label}: {', '.join(role_words(row.roles)) or 'no portal access'}"
    )


def _quiet(text: str) -> SafeString | str:
    return format_html('<span class="text-normal">{}</span>', text) if text else ""


def _through(day: date | None, days_left: int | None) -> object:
    if day is None:
        return None
    if day < current().on:
        return lines(short_day(day), formats.badge("overdue", "Ended"))
    if days_left is None:
        return short_day(day)
    return lines(short_day(day), formats.badge("due", f"{days_left} day{'' if days_left == 1 else 's'} left"))


def _clearance(row: Employee, days_left: int | None) -> object:
    known = row.facts.clearance
    if known is not None and not known.favourable:
        return formats.badge("overdue", "Not favorable")
    return _through(clearance_through(row), days_left)


def _unused(row: Employee) -> object:
    last = row.facts.last_used_on
    if last is None or not row.roles or current().on <= used_through(last):
        return ""
    return formats.badge("overdue", "Too long ago")


def _more(entry: Noted) -> str:
    detail = entry.detail
    match entry.kind:
        case "access-granted":
            return ", ".join(role_words(detail["roles"]))
        case "roles-changed":
            before, after = (", ".join(role_words(detail[when])) or "none" for when in ("before", "after"))
            return f"Before: {before}. Now: {after}."
        case "access-ended":
            return f"Before: {', '.join(role_words(detail['before']))}."
        case "departure-reported":
            hours = f"{detail['hours']} hours after the last day worked" if detail["hours"] else "in time"
            return f"Reported late: {hours}." if detail["late"] else f"Reported {hours}."
        case "clearance-recorded":
            return "Favorable." if detail["favourable"] else "Not favorable."
    return ""
