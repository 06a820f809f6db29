"""Two answers of the rules side by side: the checks that stand otherwise."""

from collections.abc import Sequence

from portal.web.pages import WorkRequest
from portal.web.staff import listing
from portal.web.staff.queries.judged import Difference
from portal.web.ui.components import Column, Table
from portal.web.ui.states import state_look


def differences_table(request: WorkRequest, changed: Sequence[Difference], *, now: str) -> Table:
    """The checks as they stood then and as they stand in the other answer, which `now` names."""
    columns = (Column("Check", header=True), Column("Rule"), Column("Then"), Column(now))
    rows = [[one.says, one.rule, _state(one.before), _state(one.now)] for one in changed]
    return listing.table(
        request, "Checks that stand otherwise", columns, rows, "Every check stands as it did."
    )


def _state(state: str) -> str:
    return state_look(state).words if state else "not checked"
