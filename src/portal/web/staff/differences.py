"""Two answers of the rules side by side: the facts taken to be otherwise, and the checks that stand otherwise."""

from collections.abc import Sequence

from portal.payments.models import PaymentRequest
from portal.policy.core import shown
from portal.policy.what_if import Altered
from portal.tickets.models import BenefitPeriod
from portal.web.pages import WorkRequest
from portal.web.staff import listing
from portal.web.staff.forms.progress_what_if import COMPLETIONS
from portal.web.staff.queries.judged import Difference
from portal.web.ui.components import Column, Table
from portal.web.ui.decision_view import value_words
from portal.web.ui.states import state_look

_ALTERED = (Column("Fact", header=True), Column("On record"), Column("Taken instead"))
_CODES: dict[str, str] = {
    **dict(PaymentRequest.Kind.choices),
    **dict(BenefitPeriod.Status.choices),
    **{one.value: words for one, words in COMPLETIONS.items()},
}


def differences_table(request: WorkRequest, changed: Sequence[Difference], *, now: str) -> Table:
    """The checks as they stood then and as they stand in the other answer, which `now` names."""
    columns = (Column("Check", header=True), Column("Rule"), Column("Then"), Column(now))
    rows = [[one.says, one.rule, _state(one.before), _state(one.now)] for one in changed]
    return listing.table(
        request, "Checks that stand otherwise", columns, rows, "Every check stands as it did."
    )


def _state(state: str) -> str:
    return state_look(state).words if state else "not checked"


def altered_table(request: WorkRequest, altered: Sequence[Altered]) -> Table:
    """What is on record, and what is taken instead."""
    rows = [[one.what, _words(one.on_record), _words(one.instead)] for one in altered]
    return listing.table(
        request, "Facts taken to be otherwise", _ALTERED, rows, "Every fact is as on record."
    )


def _words(value: object) -> str:
    words = value_words(shown(value))
    return _CODES.get(words, words)
