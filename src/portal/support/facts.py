"""What was typed from a paper: it stands in a provider's file, and the mail room reads no other draft of it."""

from uuid import UUID

from portal.kernel.models import Draft
from portal.kernel.unit import read_as_facts

_COLUMNS = (
    *("id", "form", "form_version", "organisation", "person", "subject", "answers", "revision", "state"),
    *("started_by", "started_at", "changed_by", "changed_by_name", "changed_at"),
)
_OF_PAPER = """
select d.id, d.form, d.form_version, d.organisation, d.person, d.subject, d.answers, d.revision, d.state,
    d.started_by, d.started_at, d.changed_by, d.changed_by_name, d.changed_at
from kernel_draft d join support_paperitem p on p.draft = d.id where p.id = %(paper)s
"""


def draft_of(paper: UUID) -> Draft | None:
    """The draft of a paper, sealed; None where nothing was typed from it. One query."""
    rows = read_as_facts(_OF_PAPER, {"paper": paper}, few=True)
    return Draft(**dict(zip(_COLUMNS, rows[0], strict=True))) if rows else None
