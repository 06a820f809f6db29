"""What the EN Services specialist types into a provider's record: one form a section, each with its version."""

from datetime import date
from typing import Any

from django import forms
from django.utils.text import capfirst

from portal.providers import business_models
from portal.providers.models import Election
from portal.providers.queries import SHOWING, STATE_WORDS
from portal.web.ui.clear_text import no_ssn
from portal.web.ui.fields import DayField, LongTextField

_LAST_DAY = "The last good day, for example 12/31/2026."


class KeepForm(forms.Form):
    """The version the page was made from."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class NumbersForm(KeepForm):
    ein = forms.CharField(label="EIN", help_text="9 digits, for example 12-3456789.", max_length=20)
    pid = forms.CharField(
        label="PID",
        help_text="The provider identification number: 4 to 15 letters and digits.",
        max_length=20,
    )
    uei = forms.CharField(
        label="UEI",
        help_text="12 letters and digits, as SAM.gov shows it. It replaced the DUNS number.",
        max_length=20,
    )


class RegistrationForm(KeepForm):
    last_day = DayField(
        label="SAM registration is good through",
        help_text="The last good day, as SAM.gov shows it. Leave empty where it is not known. "
        "Without a current registration payments wait.",
        required=False,
    )


class BankForm(KeepForm):
    CURRENT, NOT_CURRENT = "current", "not-current"

    standing = forms.ChoiceField(
        label="The bank account for payments",
        choices=[
            (CURRENT, "is verified"),
            (NOT_CURRENT, "is not verified, or has changed: payments wait"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how the bank account stands."},
    )
    last_day = DayField(
        label="Verified through (optional)",
        help_text="The last day the verification is good. The portal never holds a bank account number.",
        required=False,
    )


class ElectionForm(KeepForm):
    system = forms.ChoiceField(
        label="The payment system it elects",
        choices=Election.System.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the payment system."},
    )
    noticed_on = DayField(
        label="Notice given on",
        help_text="The day on which the provider gave notice.",
        error_messages={"required": "Enter the day on which the provider gave notice."},
    )


class BusinessModelsForm(KeepForm):
    models = forms.MultipleChoiceField(
        label="Approved business models",
        help_text="Each one needs an application of its own. Affiliates belong to an administrative EN only.",
        choices=list(business_models.NAMES.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class AgreementForm(KeepForm):
    """A new agreement."""

    number = forms.CharField(label="Agreement number", max_length=60)
    from_on = DayField(label="First day in force")
    last_day = DayField(
        label="Last day in force (optional)",
        help_text="Leave empty for an agreement without an end.",
        required=False,
    )


class KeepAgreementForm(KeepForm):
    """An agreement extended or ended."""

    number = forms.CharField(label="Agreement number", max_length=60, required=False)
    last_day = DayField(
        label="Last day in force",
        help_text="A later day extends the agreement; an earlier one ends it. Leave empty for no end. From the "
        "day after, nobody of the provider can work in the portal.",
        required=False,
    )


class HoldForm(KeepForm):
    from_on = DayField(label="Payments wait from")
    last_day = DayField(
        label="Last day of the hold (optional)",
        help_text="Leave empty where the hold lasts until you lift it.",
        required=False,
    )
    reason = LongTextField(
        validators=[no_ssn],
        label="Reason",
        help_text="The provider reads it with each request that waits. Leave out names and numbers of people.",
        max_length=500,
        rows=3,
        error_messages={"required": "Write why payments have to wait."},
    )


class LiftHoldForm(KeepForm):
    ends_on = DayField(
        label="Payments go again from", help_text="Requests that waited are judged again within the hour."
    )
    why = LongTextField(
        validators=[no_ssn],
        label="Why payments can go again",
        help_text="Leave out names and numbers of people.",
        max_length=500,
        rows=3,
        error_messages={"required": "Write why payments can go again."},
    )


class AffiliateForm(KeepForm):
    name = forms.CharField(validators=[no_ssn], label="Name of the affiliate", max_length=200)
    share_rule = LongTextField(
        validators=[no_ssn],
        label="How payments are shared",
        help_text="As the written agreement says, for example: 60 percent of each payment goes to the affiliate.",
        max_length=500,
        rows=3,
    )
    from_on = DayField(label="Affiliate from")
    last_day = DayField(label="Last day (optional)", help_text=_LAST_DAY, required=False)


class KeepAffiliateForm(AffiliateForm):
    from_on = None  # type: ignore[assignment]


class CounsellorForm(KeepForm):
    name = forms.CharField(validators=[no_ssn], label="Name of the counselor", max_length=200)
    certificate = forms.CharField(
        validators=[no_ssn], label="Certificate", help_text="Who issued it, and its number.", max_length=200
    )
    from_on = DayField(label="Certified from")
    last_day = DayField(
        label="Good through (optional)", help_text="The last good day of the certificate.", required=False
    )


class KeepCounsellorForm(CounsellorForm):
    from_on = None  # type: ignore[assignment]


class FindProviders(forms.Form):
    """Providers by name or number, and by how they stand."""

    find = forms.CharField(
        label="Find", help_text="Part of the name, or the PID, EIN or UEI.", required=False, max_length=100
    )
    showing = forms.ChoiceField(label="Show", choices=list(SHOWING.items()), required=False)
    model = forms.ChoiceField(
        label="Business model", choices=[("", "Any"), *business_models.NAMES.items()], required=False
    )


class FindRollOut(forms.Form):
    """Organisations in the roll-out."""

    find = forms.CharField(
        label="Find", help_text="Part of the name, or the PID.", required=False, max_length=100
    )
    state = forms.ChoiceField(
        label="State",
        choices=[("", "Any"), *((state, capfirst(words)) for state, words in STATE_WORDS.items())],
        required=False,
    )


class RollOutForm(forms.Form):
    """Where the chosen organisations go, and when."""

    state = forms.ChoiceField(
        label="Move the chosen organizations to",
        choices=[
            ("", "Choose a state"),
            *((state, capfirst(words)) for state, words in STATE_WORDS.items()),
        ],
        error_messages={"required": "Choose the state they move to."},
    )
    from_on = DayField(label="From", help_text="Today or a later day. Their people are told by mail.")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        # The find box on the same page has a state too.
        super().__init__(*args, **{"auto_id": "set_%s", **kwargs})
        self.fields["from_on"].limit(today, None)  # type: ignore[attr-defined]


class BringOverForm(forms.Form):
    """A file of the earlier portal."""

    kind = forms.ChoiceField(
        label="What is in the file?",
        choices=[
            ("users", "People: accounts, employment, clearance, training"),
            ("history", "Earlier submissions. Bring over the people first"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what is in the file."},
    )
    sheet = forms.FileField(
        label="The file",
        help_text="CSV (UTF-8, commas between the columns) or XLSX, at most 20,000 rows and 8 MB. "
        "The first line names the columns.",
        allow_empty_file=True,
        error_messages={"required": "Choose the file."},
    )


class FindEarlier(forms.Form):
    """Earlier submissions."""

    find = forms.CharField(
        label="Find",
        help_text="Part of the reference, the form or the state.",
        required=False,
        max_length=100,
    )
