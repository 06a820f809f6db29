"""A decision beside the answer on the record as it became known later, and what changed between them (row L6)."""

from dataclasses import dataclass
from typing import Any

from portal.payments.correcting import Correction, correction
from portal.payments.models import Rejudged
from portal.payments.rows import RequestRow, of_number
from portal.payments.services.rejudge import offered
from portal.policy.rejudging import FactChange, Settled, fact_changes
from portal.web.staff.queries.judged import Difference, differences

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class JudgedAgain:
    """What is open of a request, or was settled last. `offered` is empty once it is settled."""

    row: RequestRow
    rejudged: Rejudged
    then: Json
    now: Json
    changes: list[FactChange]
    differences: list[Difference]
    offered: tuple[Settled, ...]
    correction: Correction | None


def judged_again(number: str) -> JudgedAgain | None:
    """By the request's number; None where nothing of it was judged again. The name shown is a look."""
    rows = Rejudged.objects.filter(request__number=number).select_related(
        "determination__decision", "decision", "request"
    )
    # What is open comes first: it was found last, after everything else was settled.
    rejudged = rows.order_by("-found_at", "-id").first()
    row = of_number(number) if rejudged is not None else None
    if rejudged is None or row is None:
        return None
    then, now = rejudged.determination.decision, rejudged.decision
    open_now = rejudged.settled_at is None
    found = correction(rejudged) if open_now else None
    return JudgedAgain(
        row,
        rejudged,
        then.answer,
        now.answer,
        fact_changes(then.facts, now.facts),
        differences(then.answer, now.answer),
        tuple(offered(rejudged.request, found)) if open_now else (),
        found,
    )
