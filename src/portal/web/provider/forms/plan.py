"""The parts of an Individual Work Plan as forms. Nothing is required to be kept: what is missing, the law's checks say.

Each form says in `groups` which of its fields belong together, and gives what was typed as the policy's own facts.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, ClassVar

from django import forms
from django.forms.boundfield import BoundField

from portal.casework.plan import words
from portal.policy.plan_facts import Discussion, Goal, Job, Party, Training, WorkHistory
from portal.providers.business_models import NAMES
from portal.web.ui import formats
from portal.web.ui.fields import DayField, LongTextField, MoneyField, YesNoField

MAX_JOBS = 20
Groups = tuple[tuple[str, tuple[str, ...]], ...]


def text(
    label: str, *, help_text: str = "", max_length: int = 200, autocomplete: str = "off"
) -> forms.CharField:
    look = forms.TextInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(
        label=label, help_text=help_text, max_length=max_length, required=False, widget=look
    )


def hours() -> forms.IntegerField:
    look = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "usa-input--small"})
    return forms.IntegerField(label="Hours a week", min_value=0, max_value=168, required=False, widget=look)


def long_text(label: str, help_text: str = "", *, rows: int = 4, max_length: int = 4000) -> LongTextField:
    return LongTextField(label=label, help_text=help_text, rows=rows, max_length=max_length, required=False)


def one_of(label: str, choices: dict[str, str], help_text: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=list(choices.items()),
        help_text=help_text,
        required=False,
        widget=forms.RadioSelect,
    )


def some_of(label: str, choices: Iterable[Any], help_text: str = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=list(choices),
        help_text=help_text,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class PartForm(forms.Form):
    """A form whose fields are shown in groups; each group is a heading and the names of its fields."""

    groups: ClassVar[Groups] = ()

    def grouped(self) -> Iterator[tuple[str, list[BoundField]]]:
        for heading, names in self.groups:
            fields = [self[name] for name in names if name in self.fields]
            if fields:
                yield heading, fields

    def said(self, name: str) -> Any:
        """A cleaned answer; None where it is not filled in or cannot be read."""
        value = getattr(self, "cleaned_data", {}).get(name)
        return None if value in ("", [], None) else value

    def party(self, prefix: str) -> Party:
        """What the fields with this prefix say of somebody."""
        return Party(**{name: self.said(f"{prefix}_{name}") for name in Party._fields})


class ContactsForm(PartForm):
    """Part One."""

    provider_address = long_text("Address of your organization", rows=2, max_length=300)
    provider_telephone = text("Telephone of your organization", max_length=40)
    provider_email = text("E-mail of your organization", max_length=200)
    model = one_of("Business model under which this Ticketholder is served", {})
    holder_name = text("Full name", max_length=120)
    holder_address = long_text("Address", rows=2, max_length=300)
    holder_telephone = text("Telephone", help_text="One way of contact is enough.", max_length=40)
    holder_mobile = text("Mobile telephone", max_length=40)
    holder_email = text("E-mail", max_length=200)
    preferred = one_of("Preferred way of contact", words.PREFERRED)
    representative_name = text("Name of the representative", max_length=120)
    representative_relationship = text(
        "In which capacity", help_text="For example guardian or representative payee", max_length=120
    )
    representative_telephone = text("Telephone of the representative", max_length=40)
    has_alternate = YesNoField(
        label="Is there somebody else to reach the Ticketholder through?", required=False
    )
    alternate_name = text("Name of the alternate contact", max_length=120)
    alternate_relationship = text("Relationship to the Ticketholder", max_length=120)
    alternate_address = long_text("Address of the alternate contact", rows=2, max_length=300)
    alternate_telephone = text("Telephone of the alternate contact", max_length=40)
    no_alternate_reason = text("Why there is none", max_length=300)

    groups = (
        ("Your organization", ("provider_address", "provider_telephone", "provider_email", "model")),
        (
            "The Ticketholder",
            (
                "holder_name",
                "holder_address",
                "holder_telephone",
                "holder_mobile",
                "holder_email",
                "preferred",
            ),
        ),
        (
            "Representative, if there is one",
            ("representative_name", "representative_relationship", "representative_telephone"),
        ),
        (
            "Alternate contact",
            (
                "has_alternate",
                "alternate_name",
                "alternate_relationship",
                "alternate_address",
                "alternate_telephone",
                "no_alternate_reason",
            ),
        ),
    )

    def __init__(self, *args: Any, models: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        model: Any = self.fields["model"]
        model.choices = [(one, NAMES.get(one, one)) for one in models]
        if not models:
            model.help_text = (
                "No business model is on your organization's record. Ask the EN Services specialist."
            )

    @property
    def alternate(self) -> Party | None:
        return self.party("alternate") if self.said("has_alternate") else None

    @property
    def representative(self) -> Party | None:
        found = self.party("representative")
        return found if found.name else None


class DiscussionForm(PartForm):
    """Part Two, Section 1."""

    held_on = DayField(label="Date of the discussion", required=False)
    modalities = some_of("How was it held?", words.MODALITIES.items())
    other_way = text("If another way, which?")
    where = one_of(
        "Where is the synopsis?",
        {"here": "I write it here", "separate": "It is in a separate document"},
    )
    why_attainable = long_text("Why the short-term and long-term goals are reasonable and can be reached")
    how_services_help = long_text("How your services and supports help to reach the goals")
    separate_names = forms.BooleanField(
        label="The document shows our name and PID, and the Ticketholder's name and Social Security number",
        required=False,
    )
    groups = (
        ("The one-on-one discussion", ("held_on", "modalities", "other_way", "where")),
        ("Synopsis, if you write it here", ("why_attainable", "how_services_help")),
        ("Synopsis, if it is in a separate document", ("separate_names",)),
    )

    def facts(self, document: str | None) -> Discussion:
        separate = self.said("where") == "separate"
        return Discussion(
            self.said("held_on"),
            tuple(self.said("modalities") or ()) or None,
            self.said("why_attainable"),
            self.said("how_services_help"),
            separate=separate,
            separate_names=(bool(self.said("separate_names")) if document else None) if separate else None,
            document=document if separate else None,
            other_way=self.said("other_way"),
        )


class HistoryForm(PartForm):
    """Part Two, Section 2, without its jobs."""

    covers_from = DayField(label="The work history goes back to", required=False)
    no_work = forms.BooleanField(label="There was no work in that time", required=False)
    wage_talk_on = DayField(label="You talked about reporting wages to Social Security on", required=False)
    groups = (("What it covers", ("covers_from", "no_work", "wage_talk_on")),)


class JobForm(forms.Form):
    """One job. A row that nobody filled in is empty."""

    employer = text("Employer")
    title = text("Job title")
    from_on = DayField(label="From", required=False)
    until = DayField(label="Until", help_text="Leave empty if it goes on", required=False)
    hours = hours()
    monthly = MoneyField(label="Earnings a month before taxes", required=False)
    source = one_of("You know it from", words.SOURCES)

    @property
    def is_empty(self) -> bool:
        return not any(str(self[name].value() or "").strip() for name in self.fields)

    @property
    def job(self) -> Job:
        found = getattr(self, "cleaned_data", {})
        return Job(
            found.get("employer") or None,
            found.get("title") or None,
            found.get("from_on"),
            found.get("until"),
            found.get("hours"),
            found.get("monthly"),
            found.get("source") or None,
        )


JobsFormSet = forms.formset_factory(JobForm, extra=0, max_num=MAX_JOBS, validate_max=True)


def history(form: HistoryForm, jobs: Iterable[JobForm]) -> WorkHistory | None:
    """The work history; None while neither a job stands there nor that there was none."""
    found = tuple(row.job for row in jobs if not row.is_empty)
    if not found and not form.said("no_work"):
        return None
    return WorkHistory(form.said("covers_from"), found, form.said("wage_talk_on"))


class GoalForm(PartForm):
    """A goal of Part Two, Section 3."""

    says = long_text("The goal in words", rows=3, max_length=2000)
    job = text("Job or kind of work")
    hours = hours()
    full_time = one_of("Full or part time", words.ENROLMENTS)
    monthly = MoneyField(label="Earnings a month before taxes", required=False)
    target_on = DayField(label="To be reached by", required=False)
    has_training = YesNoField(
        label="Is training, education or a certificate part of this goal?", required=False
    )
    programme = text("Training, education or certificate")
    training_provider = text("School or other provider of it")
    enrolment = one_of("Enrolled", words.ENROLMENTS)
    completes_on = DayField(label="Expected to be completed by", required=False)
    groups = (
        ("Work", ("says", "job", "hours", "full_time", "monthly", "target_on")),
        ("Training", ("has_training", "programme", "training_provider", "enrolment", "completes_on")),
    )

    @property
    def is_empty(self) -> bool:
        return not any(str(self[name].value() or "").strip() for name in self.fields)

    def facts(self) -> Goal | None:
        if self.is_empty:
            return None
        full = self.said("full_time")
        training = Training(
            self.said("programme"),
            self.said("enrolment"),
            self.said("completes_on"),
            self.said("training_provider"),
        )
        return Goal(
            self.said("says"),
            self.said("job"),
            self.said("hours"),
            None if full is None else full == "full-time",
            self.said("monthly"),
            self.said("target_on"),
            training if self.said("has_training") else None,
        )


def amount(cents: int | None) -> str:
    """A figure of the year as people read it: whole dollars."""
    return formats.money(cents).removesuffix(".00")
