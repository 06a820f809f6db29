"""What could still be claimed on a Ticket, and what is missing (mission row E8). Every answer is a decision."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from portal.policy.case import Case
from portal.policy.core import Check, Decision, Month, Outcome, State
from portal.policy.dates import in_words
from portal.policy.milestones import attainment, sga
from portal.policy.payment import decide_case
from portal.policy.reconciliation import twelfth_outcome
from portal.policy.records import PHASE_1_KINDS, PaymentFacts, Request
from portal.policy.tables.parameters import IN_FORCE, PolicySettings
from portal.policy.timing import (
    after_assignment,
    after_entry,
    in_time,
    no_death,
    not_terminated,
    regulated,
)

# Failed once for a month, failed for ever: asked first, for most months of a long history are past their time.
_FOR_EVER: tuple[Callable[[Case], Check], ...] = (
    in_time,
    after_assignment,
    after_entry,
    no_death,
    not_terminated,
    regulated,
)


class Claimable(NamedTuple):
    """A payment that could be claimed. `month` is None for one that is not reached yet; `missing` says what lacks.

    The decision is the one a request made on that day would get, as far as the facts go.
    """

    kind: str
    month: Month | None
    decision: Decision

    @property
    def missing(self) -> tuple[str, ...]:
        """What stands between the decision and a grant, in sentences, each once."""
        open_checks = [check for check in self.decision.checks if check.state is not State.HELD]
        return tuple(dict.fromkeys(_sentence(check) for check in open_checks))


def what_can_be_claimed(
    facts: PaymentFacts,
    provider: str,
    on: date,
    *,
    origin: str = "provider",
    settings: PolicySettings = IN_FORCE,
) -> list[Claimable]:
    """Everything this provider has not been paid for: reached and unclaimed first by kind, then the next of a kind.

    `facts` need no request (one they hold is ignored); `on` is the day a request would be made (US Eastern), `origin`
    who would make it: a provider that describes its services, the staff, or the sweep.
    Months already paid to anybody, with an open request of this provider, or out of reach for ever (before
    the assignment, after the end of the Ticket, too long ago) are left out. What can be paid stands first.
    """
    request = Request(provider, "P1M1", Month.of(on), on, origin, "evidentiary", origin == "provider")
    case = Case(replace(facts, decided_on=on, request=request), settings)
    found = [
        Claimable(kind, month, _as_if(case, kind, month or Month.of(on)))
        for kind, month in list(_candidates(case))
        if month is None or not _out_of_reach(case, month)
    ]
    return sorted(found, key=lambda one: one.month is None or one.decision.outcome is not Outcome.GRANT)


def _out_of_reach(case: Case, month: Month) -> bool:
    """Does a check fail that no paper and no further earnings can mend? Every kind has these, for the month itself."""
    case.judge(month)
    return any(check(case).state is State.FAILED for check in _FOR_EVER)


def _sentence(check: Check) -> str:
    if check.needs is not None:
        return f"Not known: {check.needs}."
    if check.true_from is not None:
        return f"Not yet: {check.test.says} This holds from {in_words(check.true_from)} on."
    return f"Not so: {check.test.says} {check.test.remedy}"


def _as_if(case: Case, kind: str, month: Month) -> Decision:
    proven = any(row.month == month and row.proven for row in case.facts.earnings)
    request = replace(case.request, asks=kind, claim_month=month, earnings_already_proven=proven)
    return decide_case(case.asking(request))


def _candidates(case: Case) -> Iterator[tuple[str, Month | None]]:
    facts, provider = case.facts, case.provider
    system = next((one.system for one in reversed(case.assigned) if one.provider == provider), None)
    taken = {(one.kind, one.month) for one in facts.payments}
    taken |= {(one.kind, one.month) for one in facts.open_claims if one.provider == provider}
    kinds = {kind for kind, _ in taken}
    if system != "outcome" and "RECONCILIATION" not in kinds:
        yield from _phase_1(case, kinds)
        yield from _months(case, "P2", taken)
    yield from _months(case, "OUTCOME", taken)
    if system != "outcome" and "RECONCILIATION" not in kinds and case.outcome_from is not None:
        yield ("RECONCILIATION", twelfth_outcome(case))


def _phase_1(case: Case, taken: set[str]) -> Iterator[tuple[str, Month | None]]:
    """Each milestone not paid: reached ones with their month, the others without."""
    for kind in PHASE_1_KINDS:
        if kind not in taken:
            yield (kind, attainment(case, kind).perhaps)


def _months(case: Case, kind: str, taken: set[tuple[str, Month]]) -> Iterator[tuple[str, Month | None]]:
    """The months with substantial earnings on the kind's side of the outcome period's begin, then the next one."""
    start = case.outcome_from
    for month in sorted(case.earnings.low):
        after = start is not None and month >= start
        if month >= (case.window_from or month) and after is (kind == "OUTCOME"):
            figure = sga(case, month).on(month)
            enough = figure is None or case.earnings.high[month] >= figure.cents
            if enough and (kind, month) not in taken:
                yield (kind, month)
    if (start is None) is (kind == "P2"):
        yield (kind, None)
