"""What this room keeps sealed: an inquiry's row as it was shown, under the key of the provider's file on the person."""

from portal.earnings.models import InquiryRow
from portal.kernel import vault
from portal.kernel.vault import Sealed
from portal.kernel.vault.keys import file_subject
from portal.kernel.vault.sealing import place


def seal_content(row: InquiryRow, text: str) -> bytes:
    """The row's text sealed for its cell."""
    key = file_subject(row.person_id, row.organisation_id, row.assignment_id)
    return vault.seal(vault.FILE, key, _place(row), text)


def sealed_content(row: InquiryRow) -> Sealed:
    """The same, to be shown."""
    return Sealed(bytes(row.content), _place(row), row.person_id)


def _place(row: InquiryRow) -> str:
    return place("earnings_inquiryrow", "content", row.pk)
