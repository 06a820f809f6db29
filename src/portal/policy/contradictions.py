"""What single fields of the facts cannot show: spans that end before they begin, rows that contradict each other."""

from collections.abc import Iterable
from itertools import combinations

from portal.policy import records as pf
from portal.policy.reading import FactsError


def agree(facts: pf.PaymentFacts) -> None:
    """Raise FactsError, whose sentence names a field, where rows contradict each other or a span ends first."""
    _spans("beneficiary.blind", facts.beneficiary.blind)
    _spans("beneficiary.benefits", facts.beneficiary.benefits)
    for index, case in enumerate(facts.ticket.vr_cases):
        _spans(f"ticket.vr_cases[{index}].claimed", case.claimed)
    for name, standing in facts.providers.items():
        _spans(f"providers.{name}.agreement", standing.agreement)
        _spans(f"providers.{name}.holds", standing.holds)
    _one_status_a_month(facts.beneficiary.benefits)
    once("evidence", "id", [paper.id for paper in facts.evidence])
    once("payments", "month", [(one.provider, one.kind, one.month) for one in facts.payments])
    once("allocations", "month", [(one.kind, one.month) for one in facts.allocations])
    for index, assignment in enumerate(facts.assignments):
        if assignment.ended_on is not None and assignment.ended_on < assignment.assigned_on:
            raise FactsError(f"assignments[{index}].ended_on: is before the assignment")
    for index, allocation in enumerate(facts.allocations):
        if sum(allocation.shares.values()) != 1:
            raise FactsError(f"allocations[{index}].shares: must add up to 1")


def _spans(path: str, spans: tuple[pf.MonthSpan | pf.DaySpan | pf.Benefit | pf.Hold, ...]) -> None:
    for index, span in enumerate(spans):
        if span.until is not None and not span.from_ < span.until:  # type: ignore[operator]
            raise FactsError(f"{path}[{index}].until: must be after from; it is the first one not covered")


def _one_status_a_month(benefits: tuple[pf.Benefit, ...]) -> None:
    for (i, one), (j, other) in combinations(enumerate(benefits), 2):
        if one.title == other.title and _overlap(one, other):
            raise FactsError(
                f"beneficiary.benefits[{j}]: covers months that benefits[{i}] covers for {one.title}"
            )


def _overlap(one: pf.Benefit, other: pf.Benefit) -> bool:
    return (other.until is None or one.from_ < other.until) and (one.until is None or other.from_ < one.until)


def once(path: str, key: str, values: Iterable[object]) -> None:
    """Raise FactsError where a value stands twice in the list at `path`."""
    seen: set[object] = set()
    for index, value in enumerate(values):
        if value in seen:
            raise FactsError(f"{path}[{index}].{key}: stands there twice")
        seen.add(value)
