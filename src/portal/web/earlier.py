"""Earlier submissions as a table, alike for the provider and for staff."""

from collections.abc import Iterable

from portal.providers.earlier import EarlierRow
from portal.web.pages import WorkRequest
from portal.web.ui.components import Column, Table

_COLUMNS = (
    Column("Reference", header=True),
    Column("Form"),
    Column("Submitted"),
    Column("By"),
    Column("State then"),
)


def earlier_table(request: WorkRequest, rows: Iterable[EarlierRow]) -> Table:
    """What was submitted in the earlier portal, as that portal had it."""
    cells = [
        [row.reference, row.form, f"{row.submitted_on:%m/%d/%Y}", row.submitted_by_name or None, row.state]
        for row in rows
    ]
    return Table(
        "Submissions in the earlier portal",
        _COLUMNS,
        cells,
        query=request.GET,
        empty="Nothing from the earlier portal is here.",
        caption_hidden=True,
    )
