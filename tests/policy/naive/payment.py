"""The payment rules a second time, deliberately naive: one table of a Ticket by month, read claim by claim.

Written from the payments document (PAY-01 to PAY-23) and the decisions, without regard to how the law is written in
`policy`. It is slow, repeats itself on purpose, and knows only what the generator of histories makes: one source of
earnings, evidence that is there or not, no allocations, requests after February 2020.
"""

from typing import NamedTuple

from portal.policy.records import PaymentFacts, Request
from tests.policy.naive import figures
from tests.policy.naive.life import MILESTONES, Life, month_of


class Verdict(NamedTuple):
    """Any of `outcomes` is right, and for a refusal any of `codes` where there are some. Amounts in cents."""

    outcomes: frozenset[str]
    amount: int | None
    codes: frozenset[str]


class Row(NamedTuple):
    """One line of the decision table: the step of PAY-23, whether it holds, and what follows where it does not."""

    step: float
    holds: bool | None
    otherwise: str
    code: str | None = None


def judge(life: Life, facts: PaymentFacts) -> Verdict:
    """The verdict on one claim of this life; what was paid and asked for before may differ from claim to claim."""
    life.facts, request = facts, facts.request
    assert request is not None
    month = judged_month(life, request)
    table = [*standing(life, request), *claim(life, request, month)]
    if request.asks == "RECONCILIATION":
        table += reconciliation(life, request)
        amount = reconciled(life, month)
    else:
        own = {"P2": phase_2, "OUTCOME": outcome}.get(request.asks, phase_1)
        table += own(life, request, month)
        amount = price(life, request, month)
    return read(table, amount)


def read(table: list[Row], amount: int | None) -> Verdict:
    """What refuses decides. The reason is the first row not met in the order of PAY-23; within a step it is open."""
    if any(one.holds is False and one.otherwise == "refuse" for one in table):
        coded = [one for one in table if one.holds is False and one.code]
        first = min((one.step for one in coded), default=0)
        codes = frozenset(one.code for one in coded if one.code and one.step == first)
        return Verdict(frozenset({"refuse"}), None, codes)
    others = {one.otherwise for one in table if not one.holds}
    if amount is None:
        others.add("ask")
    if others:
        return Verdict(frozenset(others), None, frozenset())
    return Verdict(frozenset({"grant"}), amount, frozenset())


def judged_month(life: Life, request: Request) -> int:
    """A milestone is judged for its month of attainment, the reconciliation for the twelfth outcome's."""
    claimed = int(request.claim_month)
    if request.asks in MILESTONES:
        attained = life.attained[request.asks]
        return attained if attained is not None and attained <= claimed else claimed
    if request.asks == "RECONCILIATION":
        return min(claimed, twelfth_outcome(life) or claimed)
    return claimed


def twelfth_outcome(life: Life) -> int | None:
    outcomes = sorted(one.month for one in life.facts.payments if one.kind == "OUTCOME")
    return outcomes[11] if len(outcomes) >= 12 else None


def standing(life: Life, request: Request) -> list[Row]:
    """Step 1: the provider's agreement, holds, registration and bank data."""
    provider, day = life.facts.providers[request.provider], request.submitted_on
    agreed = any(one.from_ <= day and (one.until is None or day < one.until) for one in provider.agreement)
    on_hold = any(one.from_ <= day and (one.until is None or day < one.until) for one in provider.holds)
    until = provider.sam_registered_until
    return [
        Row(1, agreed, "refuse", "DEN-05"),
        Row(1, not on_hold, "ask"),
        Row(1, until is not None and day < until, "ask"),
        Row(1, provider.bank_current, "ask"),
    ]


def claim(life: Life, request: Request, month: int) -> list[Row]:
    """Steps 2 to 5 and 7: held, in time, once, and the class."""
    assignment = life.governing(request.provider, month)
    if assignment is None:
        return [Row(2, False, "refuse", "DEN-16")]
    rows = [Row(2, True, "")]
    ended = assignment.ended_on
    if ended is not None and month > month_of(ended) and life.base_month(assignment) < month:
        said = request.services_statement
        rows.append(Row(2, None if said is None else True, "ask"))
        if said is not None:
            rows.append(Row(2, said.shows_contribution, "refuse", "DEN-16"))
            rows.append(Row(2, None, "refer"))
    for case in life.facts.ticket.vr_cases:
        twice = any(one.from_ <= month and (one.until is None or month < one.until) for one in case.claimed)
        rows.append(Row(2, not twice, "refer"))
    requested = month_of(request.submitted_on)
    rows.append(Row(3, request.claim_month <= requested, "refuse", "DEN-09"))
    rows.append(Row(3, month > life.base_month(assignment), "refuse", "DEN-09"))
    rows.extend(Row(3, month < end, "refuse", code) for end, code in life.ends(month))
    rows.append(Row(4, requested <= month + 24, "refuse", "DEN-15"))
    rows += once(life, request, month)
    rows.append(Row(7, not life.class_changed(month), "refer"))
    return rows


def once(life: Life, request: Request, month: int) -> list[Row]:
    """Step 5: never paid twice (PAY-17); the reconciliation paid all milestones that were left."""
    rows = []
    for one in life.facts.payments:
        if same(request.asks, one.kind, month == one.month):
            code = "DEN-07" if one.provider == request.provider else "DEN-02"
            rows.append(Row(5, False, "refuse", code))
    for claim in life.facts.open_claims:
        if same(request.asks, claim.kind, month == claim.month):
            own = claim.provider == request.provider
            rows.append(Row(5, False, "refuse" if own else "refer", "DEN-07" if own else None))
    return rows


def same(asked: str, kind: str, same_month: bool) -> bool:
    if kind == "RECONCILIATION" and asked != "OUTCOME":
        return True
    return kind == asked and (same_month or kind in MILESTONES)


def milestone(life: Life, request: Request, month: int) -> list[Row]:
    """What all milestones ask for: the system elected, and the time before the outcome period (step 6)."""
    assignment = life.governing(request.provider, month)
    under = assignment is None or assignment.system == "outcome-milestone"
    begun = life.outcome_start is not None and month >= life.outcome_start
    return [Row(2, under, "refuse", "DEN-09"), Row(6, not begun, "refuse", "DEN-09")]


def phase_1(life: Life, request: Request, month: int) -> list[Row]:
    kind = request.asks
    attained = life.attained[kind]
    reached = attained is not None and attained <= request.claim_month
    _, window = MILESTONES[kind]
    counted = [one for one in life.at_level if month - window < one <= month] if reached else [month]
    assignment = life.governing(request.provider, month)
    between = any(
        one.successful
        and assignment is not None
        and life.first.assigned_on < one.closed_on <= assignment.assigned_on
        for one in life.facts.ticket.vr_closures
    )
    rows = milestone(life, request, month)
    rows.append(Row(8, not life.by_closure, "refuse", "DEN-10"))
    rows.append(Row(8.5, not life.by_look_back[kind], "refuse", "DEN-11"))
    rows.append(Row(8, not between, "refer"))
    rows.append(Row(9, request.services_described, "ask", "DEN-14"))
    rows.append(Row(9, proved(life, request, counted), "ask", "DEN-14"))
    rows += not_work(life, month, "DEN-16", below=not reached)
    rows.append(Row(10, reached, "refuse", "DEN-04" if kind == "P1M1" else "DEN-09"))
    in_pay = any(status == "paid" for status in life.statuses(month).values())
    rows.append(Row(11, in_pay, "refuse"))
    return rows


def phase_2(life: Life, request: Request, month: int) -> list[Row]:
    open_ones = [life.attained[kind] for kind in MILESTONES if life.available(kind)]
    done = all(one is not None and one < month for one in open_ones)
    limit = 11 if life.title_2(month) else 18
    rows = milestone(life, request, month)
    rows.append(Row(7, life.paid("P2") < limit, "refuse", "DEN-13"))
    rows += substantial(life, request, month)
    rows.append(Row(10, done, "refuse", "DEN-09"))
    return rows


def outcome(life: Life, request: Request, month: int) -> list[Row]:
    limit = 36 if life.title_2(month) else 60
    rows = [Row(7, life.paid("OUTCOME") < limit, "refuse", "DEN-13")]
    rows += substantial(life, request, month)
    rows.append(Row(11, life.no_cash_for_work(month), "refuse", "DEN-12"))
    return rows


def proved(life: Life, request: Request, months: list[int]) -> bool:
    """Step 9: evidence of every month's work; a certification stands in its place (EVD-02).

    A former provider need not prove what the Ticketholder earned while another one holds the Ticket (PAY-16), and
    nobody what a paid milestone rested on (a reading).
    """
    others = [one for one in life.assigned if one.provider != request.provider]
    elsewhere = any(
        one.assigned_on <= request.submitted_on
        and (one.ended_on is None or request.submitted_on < one.ended_on)
        for one in others
    )
    rested_on = set()
    for one in life.facts.payments if len(months) > 1 else ():
        if one.kind in MILESTONES:
            _, window = MILESTONES[one.kind]
            attained_then = life.attained[one.kind] == one.month
            rested_on.update(
                [month for month in life.at_level if one.month - window < month <= one.month]
                if attained_then
                else [one.month]
            )
    earned = [month for month in months if month in life.work and month not in rested_on]
    return elsewhere or request.form == "certification" or all(month in life.proven for month in earned)


def substantial(life: Life, request: Request, month: int) -> list[Row]:
    """Steps 9 and 10: proven, from work, and at substantial gainful activity; for blind people at their amount."""
    level, earned = figures.sga(month, life.blind(month)), life.work.get(month, 0)
    # A figure that is not loaded leaves it open, except where nothing was earned.
    reached = earned >= level if level is not None else None if earned else False
    below = reached is False
    return [
        Row(9, proved(life, request, [month]), "ask", "DEN-14"),
        *not_work(life, month, None, below=below),
        Row(10, reached, "refuse" if below else "ask", "DEN-03"),
    ]


def not_work(life: Life, month: int, training: str | None, *, below: bool) -> list[Row]:
    """Pension is no earning (DEN-08), and paid training alone no job. Said where it is all there is of the month."""
    kinds = life.kinds.get(month, set())
    rows = []
    if below and kinds and kinds <= {"pension"}:
        rows.append(Row(10, False, "refuse", "DEN-08"))
    if training and kinds and kinds <= {"paid-training"}:
        rows.append(Row(10, False, "refuse", training))
    return rows


def reconciliation(life: Life, request: Request) -> list[Row]:
    """PAY-13: after twelve outcomes, once, under the outcome-milestone system, with something left to pay."""
    month = judged_month(life, request)
    assignment = life.governing(request.provider, month)
    under = assignment is None or assignment.system == "outcome-milestone"
    providers = {one.provider for one in life.assigned}
    left = left_over(life, month)
    twelfth = twelfth_outcome(life)
    return [
        Row(2, under, "refuse", "DEN-09"),
        Row(5, len(providers) < 2, "refer"),
        Row(6, life.outcome_start is not None, "refuse", "DEN-09"),
        Row(7, left[0] + left[1] > 0, "refuse", "DEN-13"),
        Row(7, twelfth is not None and twelfth <= request.claim_month, "refuse", "DEN-09"),
    ]


def left_over(life: Life, month: int) -> tuple[int, int]:
    """Milestones of each phase that were available and are not paid; the class is that of the figures' month."""
    month = life.outcome_start or month
    available = {kind for kind in MILESTONES if life.available(kind)}
    paid = {one.kind for one in life.facts.payments}
    limit = 11 if life.title_2(month) else 18
    return len(available - paid), max(0, limit - life.paid("P2"))


def reconciled(life: Life, month: int) -> int | None:
    if life.outcome_start is None:
        return None
    phase_1, phase_2 = left_over(life, month)
    title_2 = life.title_2(life.outcome_start)
    first = figures.payment("P1", life.outcome_start, title_2)
    second = figures.payment("P2", life.outcome_start, title_2)
    return None if first is None or second is None else phase_1 * first + phase_2 * second


def price(life: Life, request: Request, month: int) -> int | None:
    what = request.asks[:2] if request.asks != "OUTCOME" else "OUTCOME"
    assignment = life.governing(request.provider, month)
    if request.asks == "OUTCOME" and assignment is not None and assignment.system == "outcome":
        what = "OUTCOME-ONLY"
    return figures.payment(what, month, life.title_2(month))
