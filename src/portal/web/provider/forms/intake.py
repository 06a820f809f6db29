"""The intake worksheet's pages (IN-01 to IN-15), the hand-off and the close of a case.

Nothing is required while it is written: what is missing is said on the check page, by the rules.
"""

from typing import Any, NamedTuple

from django import forms
from django.utils.text import capfirst

from portal.casework.models import Case, HandOff, Intake
from portal.casework.plan.words import MODALITIES
from portal.casework.services.close_case import WHYS
from portal.policy.core import Month
from portal.policy.tables.figures import SGA_NON_BLIND, TRIAL_WORK_LEVEL
from portal.web.ui import formats
from portal.web.ui.fields import DayField, LongTextField, OptionLabel, YesNoField

HELP_LINE = "1-866-968-7842"
HELP_LINE_TTY = "1-866-833-2967"


class ToldForm(forms.Form):
    """When one talked, how the person wants to be reached, and what they were told."""

    held_on = DayField(label="Day of the discussion", required=False)
    how = forms.MultipleChoiceField(
        label="How did you talk?",
        choices=list(MODALITIES.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    informed_on = DayField(
        label="Day you gave the fact sheet about the Ticket program",
        help_text="Everybody who is interested gets it, also those who do not go on.",
        required=False,
    )
    reach = forms.CharField(
        label="How the person wants to be reached",
        help_text="Telephone, e-mail or address, as the person gave it to you.",
        max_length=300,
        required=False,
    )
    language = forms.CharField(label="Language the person prefers", max_length=60, required=False)
    accommodation = LongTextField(
        label="What the person needs to take part", max_length=1000, rows=2, required=False
    )
    benefits = forms.MultipleChoiceField(
        label="Benefits the person gets",
        choices=[
            ("SSDI", "Social Security disability (SSDI)"),
            ("SSI", "Supplemental Security Income (SSI)"),
            ("Medicare", "Medicare"),
            ("Medicaid", "Medicaid"),
            ("other", "Other benefits"),
            ("not sure", "The person is not sure"),
        ],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class QuestionsForm(forms.Form):
    """The key questions. Dollar figures stand instead of the names of the levels."""

    considered_goals = YesNoField(label="Has the person thought about what work they want?", required=False)
    goals = LongTextField(
        label="What they want to do, soon and in three to five years",
        max_length=2000,
        rows=3,
        required=False,
    )
    wants_self_sufficiency = YesNoField(
        label="Does the person want to live from their own work in the end?",
        help_text="Part-time work is a good start. The program is for people who want to earn enough one day.",
        required=False,
    )
    skills = LongTextField(label="Skills and education", max_length=2000, rows=3, required=False)
    worked = LongTextField(
        label="Work and pay in the last 18 months",
        help_text="Employer, kind of work, from when to when, about how much a month. “None” is an answer.",
        max_length=2000,
        rows=3,
        required=False,
    )
    likely = forms.ChoiceField(
        label="Is the person likely to earn that much?",
        choices=[("yes", "Yes"), ("no", "No"), ("not sure", "Not sure yet")],
        widget=forms.RadioSelect,
        required=False,
    )
    services_match = YesNoField(
        label="Do your services fit what the person needs?",
        help_text="Look at your own list.",
        required=False,
    )

    def __init__(self, *args: Any, month: Month | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if month is not None:
            self.fields["likely"].label = _likely(month)


class BarriersForm(forms.Form):
    """What may stand in the way and what helps. Yes or no first, then in the person's words."""

    vr_involved = YesNoField(label="Is there a State VR agency case, now or before?", required=False)
    vr_agency = forms.CharField(
        label="Which agency, and when it ended, if it did", max_length=200, required=False
    )
    background = YesNoField(
        label="Is there something that an employer's background check would show?", required=False
    )
    limitations = LongTextField(
        label="What may stand in the way",
        help_text="Limits, transport, care for others, anything. “None named” is an answer.",
        max_length=2000,
        rows=3,
        required=False,
    )
    strengths = LongTextField(
        label="Strengths that will help",
        max_length=2000,
        rows=3,
        required=False,
    )
    fears = LongTextField(
        label="What the person fears to lose",
        help_text="Cash benefits, Medicare, Medicaid, housing. “None named” is an answer.",
        max_length=2000,
        rows=3,
        required=False,
    )


class DecideForm(forms.Form):
    """What the two decided together."""

    match = forms.ChoiceField(
        label="What did you decide together?",
        choices=[
            (Intake.Outcome.ACCEPT.value, OptionLabel("Go on", "We write a plan together.")),
            (
                Intake.Outcome.NOT_A_MATCH.value,
                OptionLabel("Not a good match", "We hand the person on to somebody who fits better."),
            ),
            (Intake.Outcome.DECLINES.value, OptionLabel("The person declines", "")),
            (Intake.Outcome.THINKS.value, OptionLabel("The person thinks about it", "We talk again.")),
        ],
        widget=forms.RadioSelect,
        required=False,
    )
    why = LongTextField(label="Why, in a few words", max_length=1000, rows=3, required=False)


class Part(NamedTuple):
    """One page of the worksheet."""

    slug: str
    title: str
    form: type[forms.Form]


PARTS = (
    Part("told", "What you told the person", ToldForm),
    Part("questions", "Key questions", QuestionsForm),
    Part("barriers", "What stands in the way, and what helps", BarriersForm),
    Part("decision", "What you decided", DecideForm),
)


class HandOffForm(forms.Form):
    """Whom the person was introduced to, with their consent, and when one asks whether it connected."""

    to_kind = forms.ChoiceField(
        label="Who can help the person better?",
        choices=[
            (HandOff.Kind.EN.value, "Another Employment Network"),
            (HandOff.Kind.SVRA.value, "A State VR agency"),
            (
                HandOff.Kind.HELP_LINE.value,
                OptionLabel("The Ticket to Work Help Line", f"{HELP_LINE}, TTY {HELP_LINE_TTY}"),
            ),
            (
                HandOff.Kind.CHOOSE_WORK.value,
                OptionLabel("The Choose Work website", "choosework.ssa.gov, where one can search for an EN"),
            ),
            (HandOff.Kind.OTHER.value, "Another service"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who can help the person better."},
    )
    to_name = forms.CharField(
        label="Organization, and whom you spoke with",
        help_text="Not needed for the Help Line and the website.",
        max_length=200,
        required=False,
    )
    consent_on = DayField(
        label="Day the person agreed that you tell what they told you",
        required=False,
    )
    made_on = DayField(label="Day you introduced the person", required=False)
    method = forms.ChoiceField(
        label="How you introduced the person",
        choices=[
            ("stayed on the line", "By telephone; I stayed on the line"),
            ("introduced in person", "In person"),
            ("introduced by e-mail", "By an e-mail to both"),
            ("gave the number", "I gave the person the number or address"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how you introduced the person."},
    )
    follow_up_on = DayField(
        label="Day you will ask whether it connected",
        help_text="A few days later is good. You find it among today's work then.",
        required=False,
    )
    note = LongTextField(label="What the other side has to know", max_length=1000, rows=3, required=False)


class CloseForm(forms.Form):
    """Why a case without an assignment is closed."""

    why = forms.ChoiceField(
        label="Why do you close it?",
        choices=[(one.value, capfirst(one.label)) for one in Case.ClosedWhy if one.value in WHYS],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why the case is closed."},
    )


def _likely(month: Month) -> str:
    first, later = TRIAL_WORK_LEVEL.on(month), SGA_NON_BLIND.on(month)
    if first is None or later is None:
        return "Is the person likely to earn enough to leave benefits one day?"
    return (
        f"Is the person likely to earn {formats.money(first.cents)} in a month, "
        f"and later {formats.money(later.cents)} or more?"
    )
