"""Why somebody at the desk does something, as colleagues read it, and at times the provider."""

from portal.web.ui.clear_text import no_ssn
from portal.web.ui.fields import LongTextField


def reason_field(
    missing: str, label: str = "Why", readers: str = "Your colleagues read it."
) -> LongTextField:
    """The question, what is said where nothing was written, and who reads it."""
    return LongTextField(
        label=label,
        help_text=f"{readers} Leave out names and numbers of people.",
        max_length=1000,
        rows=3,
        validators=[no_ssn],
        error_messages={"required": missing},
    )
