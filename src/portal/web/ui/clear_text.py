"""What may not stand in text that is kept readable: reasons, notes about providers, announcements.

Such text is about staff, organisations or the portal, never about a Ticketholder, so it is not sealed as the notes
on requests are. Names cannot be told from other words, so the hints ask to leave them out; a number that reads as a
Social Security number is refused.
"""

from django.core.exceptions import ValidationError

from portal.kernel.mailguard import Kind, check_outgoing

_NUMBERS = frozenset({Kind.SSN, Kind.PART_OF_SSN})


def no_ssn(text: str) -> None:
    """Refuse text with a Social Security number, or the end of one, in it. Raises ValidationError."""
    if any(found.kind in _NUMBERS for found in check_outgoing("", text)):
        raise ValidationError(
            "This reads as a Social Security number. Take it out: this text is kept readable. If you mean a"
            " Ticketholder, use the Ticket's or the request's number.",
            code="ssn",
        )
