"""What an amendment changes in a plan, as tables: what it says until now beside what it says then."""

from collections.abc import Sequence

from portal.casework.plan.amended import Revised
from portal.web.ui import formats
from portal.web.ui.components import Column, Table

_COLUMNS = (
    Column("Question", header=True),
    Column("In the plan until now"),
    Column("With this amendment"),
)


def tables(revised: Sequence[Revised]) -> list[Table]:
    """A table for each part that is revised, of the questions whose answers change."""
    return [
        Table(
            one.title,
            _COLUMNS,
            [
                [
                    change.asked,
                    formats.lines(*(change.before or "Not in the plan").split("\n")),
                    formats.lines(*(change.after or "Taken out").split("\n")),
                ]
                for change in one.changes
                if change.is_new
            ],
        )
        for one in revised
    ]
