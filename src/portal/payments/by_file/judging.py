"""The verdict on rows of a file of payment requests: the law's, as for a single request, for a whole batch at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from portal.kernel.sent_files.kinds import Judged, Verdict
from portal.kernel.tables_in import Problem
from portal.payments.by_file.reading import Asked, Named, place
from portal.payments.claims import Claim
from portal.payments.course import asks_the_provider
from portal.payments.facts import gather
from portal.payments.form import EarningsGiven
from portal.payments.given import with_given
from portal.payments.judging import Answered, answer
from portal.payments.models import PaymentRequest
from portal.payments.moves import ENDED, STATE_WORDS
from portal.policy.core import Decision, Month, Outcome, State

_ONCE = "Each Ticketholder, payment and month once."
# The column that can change what a check says; the others are about the record.
_COLUMNS = {
    "services-are-described": "services_described",
    "services-shown-after-unassignment": "services_statement_on",
    "earnings-are-proved": "basis",
    "earnings-from-a-real-job": "job_started_on",
    "earnings-are-from-work": "kind",
    "earned-trial-work-level": "gross",
    "earned-trial-work-level-often-enough": "other_pay",
    "earned-substantial-gainful-activity": "gross",
}
_COMES_OF_IT = {
    Outcome.GRANT: ("Would be approved by the rules.", ""),
    Outcome.REFER: ("An analyst would decide this.", ""),
}


@dataclass(slots=True)
class JudgedRequest(Judged):
    """A row with what it asks for, and the rules' answer to it where they were asked."""

    asked: Asked | None = None
    answered: Answered | None = None


class _Before(NamedTuple):
    """A request of the organisation that is there. `once`: the key under which a file asked for it."""

    request: UUID
    number: str
    state: str
    once: UUID | None


# By person, payment and month, the latest first.
type _There = dict[tuple[UUID, str, Month], list[_Before]]


def judge(organisation: UUID, named: Named, on: date) -> list[JudgedRequest]:
    """The verdict of each row as of `on`; each is tried with the pay that all rows of its Ticketholder give."""
    asked = place(organisation, named)
    before = _before(organisation, {one.assignment.person_id for one in asked if one.assignment})
    judged = [_first(one, before) for one in asked]
    open_rows = [one for one in judged if not one.verdict and one.asked]
    for one, answered in zip(
        open_rows, _answered([row.asked for row in open_rows if row.asked], on), strict=True
    ):
        one.answered, decision = answered, answered.decision
        one.verdict = Verdict.REFUSED if decision.outcome is Outcome.REFUSE else Verdict.ACCEPTED
        one.problems = list(_told(decision))
    return judged


def _first(one: Asked, before: _There) -> JudgedRequest:
    """The verdict where none of the law's is needed."""
    person = one.assignment.person_id if one.assignment else None
    judged = JudgedRequest(
        one.row, "", one.problems, person, one.assignment.pk if one.assignment else None, asked=one
    )
    if one.problems or one.form is None:
        judged.verdict = Verdict.REFUSED
    elif there := _asked_before(one, before):
        judged.verdict, judged.made = Verdict.ALREADY, there.request
        judged.problems = [
            Problem(
                "payment",
                _ONCE,
                f"You asked for this before: {there.number}, {STATE_WORDS[there.state]}.",
                "Open that request. To ask again after it has ended, use Request a payment.",
            )
        ]
    return judged


def _asked_before(one: Asked, before: _There) -> _Before | None:
    """The same claim, open or paid; or the very row, whatever has become of it."""
    if one.assignment is None:
        return None
    found = before.get((one.assignment.person_id, *one.claim), ())
    return next((row for row in found if row.state not in ENDED or row.once == one.once), None)


def _before(organisation: UUID, people: Iterable[UUID]) -> _There:
    rows = PaymentRequest.objects.filter(organisation=organisation, person__in=set(people))
    found: _There = {}
    for pk, number, state, person, asks, month, once in rows.order_by("-submitted_at").values_list(
        "pk", "number", "state", "person", "asks", "claim_month", "submission__draft"
    ):
        key: Any = (person, asks, month)
        found.setdefault(key, []).append(_Before(pk, number, state, once))
    return found


def _answered(asked: Sequence[Asked], on: date) -> list[Answered]:
    pay: dict[UUID, list[EarningsGiven]] = {}
    for one in asked:
        if one.assignment and one.form:
            pay.setdefault(one.assignment.person_id, []).extend(one.form.earnings)
    facts = gather([_claim(one, on) for one in asked], decided_on=on)
    return [
        answer(with_given(stated, replace(one.form, earnings=_once(pay[one.assignment.person_id]))))
        for one, stated in zip(asked, facts, strict=True)
        if one.form and one.assignment
    ]


def _once(given: Iterable[EarningsGiven]) -> tuple[EarningsGiven, ...]:
    """Pay that several rows give alike is one pay."""
    return tuple(dict.fromkeys(given))


def _claim(one: Asked, on: date) -> Claim:
    if one.assignment is None or one.form is None:
        raise LookupError("a row that names nobody asks for nothing")
    form = one.form
    return Claim(
        one.assignment.ticket_id,
        one.assignment.person_id,
        one.assignment.organisation_id,
        *one.claim,
        on,
        form.form,
        services_described=form.services_described,
        services_statement_on=form.services_statement_on,
        services_contributed=form.services_contributed,
        earnings_already_proven=form.earnings_already_proven,
        job_started_on=form.job_started_on,
    )


def _told(decision: Decision) -> Iterable[Problem]:
    """Why it is refused, each failed check; or what would come of it."""
    if decision.outcome is Outcome.REFUSE:
        for check in decision.checks:
            if check.state is State.FAILED:
                test = check.test
                rule = f"{test.rule} ({test.citation})" + (f", {test.denial}" if test.denial else "")
                when = f" True from {check.true_from}." if check.true_from else ""
                yield Problem(
                    _COLUMNS.get(test.name, "payment"), rule, f"{_not_so(test.says)}{when}", test.remedy
                )
        return
    if decision.outcome is Outcome.ASK:
        theirs = asks_the_provider(decision)
        for check in decision.checks:
            if check.state is not State.HELD:
                needs = check.needs or check.test.says
                yield Problem(
                    _COLUMNS.get(check.test.name, "payment"),
                    check.test.rule,
                    f"Needs {needs}." if theirs else f"An analyst would look at this: {needs}.",
                    "The request is made and waits for it." if theirs else "",
                )
        return
    reason, remedy = _COMES_OF_IT[decision.outcome]
    yield Problem("payment", decision.rule, reason, remedy)


def _not_so(says: str) -> str:
    return f"Not met: {says}" if says.endswith(".") else f"Not met: {says}."
