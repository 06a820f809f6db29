"""Why somebody at the desk does something, as colleagues read it."""

from portal.web.ui.clear_text import no_ssn
from portal.web.ui.fields import LongTextField


def reason_field(missing: str, label: str = "Why") -> LongTextField:
    """The question, and what is said where nothing was written."""
    return LongTextField(
        label=label,
        help_text="Your colleagues read it. Leave out names and numbers of people.",
        max_length=1000,
        rows=3,
        validators=[no_ssn],
        error_messages={"required": missing},
    )
