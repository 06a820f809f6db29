"""Two at once on one draft or one Ticket: one claim, one payment, one receipt (rows B5, E5)."""

from datetime import date
from functools import partial

import pytest

from portal.kernel import drafts
from portal.kernel.models import Mail, Submission
from portal.payments.models import Award, LedgerEntry, PaymentRequest
from portal.payments.services import decide
from portal.payments.services.submit import submit
from portal.payments.services.withdraw import withdraw
from portal.policy.core import Month
from portal.policy.roles import Role
from tests.payments.desk import SHOWN, filled
from tests.races.starting import at_once, kinds, unit

pytestmark = [pytest.mark.row("B5", "E5")]
P1 = (("P1M1", "2024-01"), ("P1M2", "2024-03"), ("P1M3", "2024-06"), ("P1M4", "2024-09"))
P2_MONTHS = ("2024-10", "2024-11", "2024-12", "2025-01", "2025-02", "2025-03")


def stored(model, **where):
    return model.objects.using("loader").filter(**where)


def ledger_sum():
    return sum(entry.cents for entry in stored(LedgerEntry))


def submitting(draft, holder, actor, *claims, **form):
    with unit(actor):
        return submit(
            draft=draft.id, revision=draft.revision, form=filled(holder, *claims, **form), shown=SHOWN
        )


def approving(actor, request):
    with unit(actor):
        return decide.approve(request=request.id, version=request.version, note="ok")


def test_eight_submits_of_one_draft_get_the_same_receipt(desk):
    holder = desk.holder(earned={"2025-02": 1200})
    draft = desk.draft(holder)
    colleague = desk.person(desk.en, Role.EN_PAYMENTS_CLERK, "Carl Colleague")
    calls = [
        partial(submitting, draft, holder, actor, ("P1M1", "2025-02"))
        for actor in (desk.clerk, colleague)
        for _ in range(4)
    ]
    answers = at_once(calls)
    assert kinds(answers) == ["Receipt"] * 8
    assert len({(answer.number, answer.submitted_by_name, answer.requests) for answer in answers}) == 1
    assert stored(Submission).count() == stored(PaymentRequest).count() == stored(Award).count() == 1
    assert stored(Mail, key__startswith="receipt/").count() == 1


def test_a_draft_kept_while_it_is_submitted_is_what_was_submitted(desk):
    holder = desk.holder(earned={"2025-02": 1200})
    draft = desk.draft(holder)

    def keeping():
        with unit(desk.clerk):
            return drafts.keep(draft=draft.id, revision=0, answers={"claims": ["P1M2"]})

    kept, receipt = at_once([keeping, partial(submitting, draft, holder, desk.clerk, ("P1M1", "2025-02"))])
    assert (type(kept).__name__, type(receipt).__name__) in {("Closed", "Receipt"), ("Kept", "Conflict")}
    assert stored(PaymentRequest).count() == (type(receipt).__name__ == "Receipt")


def test_two_clerks_asking_for_one_milestone_are_paid_once(desk):
    holder = desk.holder(earned={"2025-02": 1200})
    colleague = desk.person(desk.en, Role.EN_PAYMENTS_CLERK, "Carl Colleague")
    calls = [
        partial(submitting, desk.draft(holder, actor), holder, actor, ("P1M1", "2025-02"))
        for actor in (desk.clerk, colleague)
    ]
    answers = at_once(calls)
    states = sorted(answer.requests[0].state for answer in answers)
    assert states == ["approved", "denied"]
    assert stored(PaymentRequest, state="denied").get().denial_code == "DEN-07"
    assert stored(Award).count() == 1
    assert ledger_sum() == 0


def test_two_providers_asking_for_one_month_are_not_both_paid(desk, world):
    """The Ticket has moved in April; both say that May is theirs. What the rules leave, two analysts approve at once."""
    other = world.organisation("Second EN")
    clerk = desk.person(other, Role.EN_PAYMENTS_CLERK, "Otto Other")
    moved = date(2025, 4, 15)
    person, ticket, first = world.holder(desk.en, ended_on=moved)
    second = world.assignment(ticket, other, on=moved)
    world.earnings(person, "2025-05", 1200)
    helped = {"services_statement_on": date(2025, 6, 1), "services_contributed": True}
    calls = [
        partial(submitting, desk.draft(first), first, desk.clerk, ("P1M1", "2025-05"), **helped),
        partial(submitting, desk.draft(second, clerk), second, clerk, ("P1M1", "2025-05")),
    ]
    answers = at_once(calls)
    assert kinds(answers) == ["Receipt", "Receipt"]
    left = list(stored(PaymentRequest, state="with-analyst"))
    assert left, "two providers of one month are for a person"
    decided = at_once(
        [
            partial(approving, actor, request)
            for actor, request in zip((desk.analyst, desk.other_analyst), left, strict=False)
        ]
    )
    assert set(kinds(decided)) <= {"Done", "NotAllowed"}
    assert stored(Award).count() == stored(PaymentRequest, state="approved").count() <= 1
    assert ledger_sum() == 0


def test_milestones_granted_at_once_are_counted_without_a_gap(desk):
    months = [str(Month.parse("2024-01").plus(number)) for number in range(23)]
    holder = desk.holder(earned=dict.fromkeys(months, 3000), on=date(2023, 12, 5))
    for claim in P1:
        desk.submit(holder, claim)
    drafted = [desk.draft(holder) for _ in P2_MONTHS]
    answers = at_once(
        [
            partial(submitting, draft, holder, desk.clerk, ("P2", month))
            for draft, month in zip(drafted, P2_MONTHS, strict=True)
        ]
    )
    assert [answer.requests[0].state for answer in answers] == ["approved"] * len(P2_MONTHS)
    counted = sorted(stored(Award, kind="P2").values_list("ordinal", flat=True))
    assert counted == list(range(1, len(P2_MONTHS) + 1))


@pytest.mark.parametrize("turn", range(4))
def test_an_analyst_decides_while_the_provider_withdraws(desk, turn):
    [request] = desk.submitted(desk.disputed(), ("P1M1", "2025-02"))

    def withdrawing():
        with unit(desk.clerk):
            return withdraw(request=request.id, version=request.version, reason="a mistake")

    calls = [partial(approving, desk.analyst, request), withdrawing]
    answers = at_once(calls if turn % 2 else calls[::-1])
    assert kinds(answers) == ["Changed", "Done"]
    approved = desk.request(request.number).state == "approved"
    assert stored(Award).count() == approved
    [changed] = [answer for answer in answers if type(answer).__name__ == "Changed"]
    assert changed.by == (desk.analyst.name if approved else desk.clerk.name)


def test_eight_approvals_by_two_analysts_are_one_payment(desk):
    [request] = desk.submitted(desk.disputed(), ("P1M1", "2025-02"))
    answers = at_once(
        [partial(approving, actor, request) for actor in (desk.analyst, desk.other_analyst) for _ in range(4)]
    )
    assert kinds(answers) == ["Changed"] * 7 + ["Done"]
    assert stored(Award).count() == 1
    assert ledger_sum() == 0
