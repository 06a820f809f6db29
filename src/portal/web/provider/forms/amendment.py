"""What an amendment to a plan is about: why the plan is changed, and which parts of it (AM-03, AM-04, AM-07)."""

from portal.casework.plan.amended import LONG, REASONS, SERVICES, SHORT
from portal.web.provider.forms.plan import PartForm, long_text, one_of, some_of
from portal.web.ui.fields import OptionLabel


class AboutForm(PartForm):
    """The first part of an amendment. Nothing is required to be kept."""

    reason = one_of("Why is the plan changed?", dict(REASONS))
    other_reason = long_text("If for another reason, which?", rows=2, max_length=500)
    revises = some_of(
        "What do you both want to change?",
        [
            (SHORT, OptionLabel("The short-term goal", "Work, hours, pay, training or the date")),
            (LONG, OptionLabel("The long-term goal", "Work, hours, pay, training or the date")),
            (SERVICES, OptionLabel("Supports and services", "Add one, take one out, or change one")),
        ],
        "All else stays as the plan has it.",
    )
    groups = (("Why", ("reason", "other_reason")), ("What", ("revises",)))
