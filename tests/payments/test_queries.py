"""Lists and records: what each reader sees, in a number of queries that does not grow."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.kernel import desks, worklist
from portal.kernel.desk_lists import Which
from portal.kernel.desks import Barred
from portal.kernel.duties import Claimed, Taken
from portal.kernel.models import Duty
from portal.payments import holders, queries
from portal.payments.available import could_claim, try_claims
from portal.payments.duties import DESK, duties_for
from portal.payments.models import PaymentRequest
from portal.payments.record import request_record
from portal.payments.services import decide
from portal.people.colleagues import colleagues
from portal.policy.roles import Permission, Role
from portal.tickets.queries import ticketholder
from tests.payments.desk import earned, filled


@pytest.fixture
def busy(desk):
    """Requests of every kind: two approved, three with an analyst, one that waits for the EN."""
    for _ in range(2):
        desk.submitted(desk.holder(earned={"2025-02": 1200}), ("P1M1", "2025-02"))
    for _ in range(3):
        desk.submitted(desk.holder(earned={"2025-02": 900}), ("P1M1", "2025-02"))
    desk.submitted(desk.holder(earned={"2025-02": 1200}), ("P1M1", "2025-02"), services_described=False)
    return desk


@pytest.fixture
def stranger(desk):
    return desk.person(desk.world.organisation(), Role.EN_PAYMENTS_CLERK, "Steve Stranger")


@pytest.mark.row("E7", "L11")
def test_requests_by_state_and_found(busy, unit_as, stranger):
    with unit_as(busy.clerk, reading=True) as unit:
        page = queries.requests()
        assert (page.total, len(page.rows), len(unit.looked_at)) == (6, 6, 6)
        assert queries.requests(state="approved").total == 2
        row = page.rows[0]
        assert [found.number for found in queries.requests(find=row.number.lower()).rows] == [row.number]
        assert queries.requests(find=row.ticket_number).total == 1
        assert queries.requests(find=row.name.upper()).rows[0].name == row.name
        assert queries.requests(find="nobody of this name").total == 0
        counts = {state.state: state.count for state in queries.states()}
        assert (counts["approved"], counts["with-analyst"], counts["waiting-for-information"]) == (2, 3, 1)
    with unit_as(stranger, reading=True):
        assert queries.requests().total == 0
        assert sum(state.count for state in queries.states()) == 0
        assert request_record(row.number) is None
    with unit_as(busy.analyst, reading=True):
        assert queries.requests(organisation=busy.en.id).total == 6


@pytest.mark.row("J5", "K1", "L7")
def test_the_record_tells_the_provider_all_it_may_know(desk, unit_as):
    holder = desk.holder()
    desk.world.earnings(holder.person, "2025-02", 777, given_to=desk.world.organisation(), source="pay-slip")
    [request] = desk.submitted(holder, ("P1M1", "2025-02"))
    with unit_as(desk.clerk, reading=True):
        record = request_record(request.number)
    assert [step.to_state for step in record.timeline] == ["submitted", "with-analyst"]
    assert str(record.row.next_by) == str(record.timeline[-1].due_on) == "2025-12-30"
    assert record.latest.full is None
    assert "777" not in str(record.latest.shown)
    assert "on record, not shown to you" in str(record.latest.shown)
    assert [move.name for move in record.moves] == ["withdraw"]
    with unit_as(desk.analyst, reading=True):
        record = request_record(request.number)
    assert "777.00" in str(record.latest.full)
    assert [move.name for move in record.moves] == ["approve", "deny", "return", "refer-to-ssa"]


@pytest.mark.row("L13")
def test_the_queue_is_claimed_put_off_and_handed_over(busy, unit_as):
    desk = busy
    with unit_as(desk.analyst, reading=True):
        rows = queries.analyst_queue().rows
        assert [(row.overdue, row.claimed_by_me, row.outcome) for row in rows] == [
            (False, False, "refuse")
        ] * 3
        first, second, third = (row.duty for row in rows)
    with unit_as(desk.lead, reading=True):
        able = colleagues(Permission.WORK_PAYMENT_QUEUE)
    steps = (
        (desk.analyst, lambda: desks.take(DESK, duty=first.id, version=0), Claimed),
        (desk.other_analyst, lambda: desks.take(DESK, duty=first.id, version=0), Barred),
        (desk.other_analyst, lambda: desks.lay_down(DESK, duty=first.id, version=1), Barred),
        (desk.other_analyst, lambda: desks.take(DESK, duty=second.id, version=5), Taken),
        (
            desk.analyst,
            lambda: desks.put_off(DESK, duty=first.id, version=1, until=date(2026, 1, 5), reason=""),
            Barred,
        ),
        (
            desk.analyst,
            lambda: desks.put_off(DESK, duty=first.id, version=1, until=date(2025, 12, 15), reason="x"),
            Barred,
        ),
        (
            desk.analyst,
            lambda: desks.put_off(DESK, duty=first.id, version=1, until=date(2026, 1, 5), reason="EN calls"),
            Claimed,
        ),
        (
            desk.analyst,
            lambda: desks.hand_over(DESK, duty=third.id, version=0, to_account=desk.lead.account, able=able),
            Barred,
        ),
        (
            desk.lead,
            lambda: desks.hand_over(DESK, duty=third.id, version=0, to_account=desk.clerk.account, able=able),
            Barred,
        ),
        (
            desk.lead,
            lambda: desks.hand_over(
                DESK, duty=third.id, version=0, to_account=desk.other_analyst.account, able=able
            ),
            Claimed,
        ),
        (desk.clerk, lambda: desks.take(DESK, duty=second.id, version=0), type(None)),
    )
    for actor, step, expected in steps:
        with unit_as(actor):
            assert isinstance(step(), expected)
    with unit_as(desk.analyst, reading=True):
        assert [row.duty.id for row in queries.analyst_queue(Which.PUT_OFF).rows] == [first.id]
        assert [row.duty.id for row in queries.analyst_queue(Which.FREE).rows] == [second.id]
        assert {row.duty.id for row in queries.analyst_queue().rows} == {first.id, second.id, third.id}
        assert queries.analyst_queue(Which.MINE).total == 0
        line = next(one for one in worklist.lines() if one.slug == "payments-to-decide")
        assert (line.count, line.put_off, line.mine) == (2, 1, 1)
    with unit_as(desk.other_analyst, reading=True):
        assert [row.duty.id for row in queries.analyst_queue(Which.MINE).rows] == [third.id]
    with unit_as(desk.clerk, reading=True):
        [line] = worklist.lines()
        assert (line.slug, line.count) == ("payments-to-answer", 1)
        assert queries.returned().total == 1


@pytest.mark.row("E2")
def test_social_securitys_queue(busy, unit_as):
    with unit_as(busy.analyst, reading=True):
        row = queries.analyst_queue().rows[0].request
    with unit_as(busy.analyst):
        decide.refer_to_ssa(request=row.id, version=row.version, reason="Override asked for.")
    authoriser = busy.person(busy.ssa, Role.SSA_PAYMENT_AUTHORISER, "Ada Authoriser")
    with unit_as(authoriser, reading=True):
        assert [one.request.number for one in queries.ssa_queue().rows] == [row.number]


@pytest.mark.row("E5")
def test_the_ledger_balances_and_a_provider_sees_its_own_payments(busy, unit_as, stranger):
    with unit_as(busy.analyst, reading=True):
        owed = {"program-cost": 370_000, "payable": -370_000}
        assert queries.balances() == {**owed, "on-the-way": 0, "cash": 0, "receivable": 0}
        page = queries.ledger(organisation=busy.en.id)
        assert page.total == 4
        assert {(line.debit_cents, line.credit_cents) for line in page.rows} == {(185_000, 0), (0, 185_000)}
    with unit_as(busy.clerk, reading=True):
        paid = queries.awarded()
        assert [(line.kind, line.amount_cents) for line in paid.rows] == [("P1M1", 185_000)] * 2
        assert queries.balances()["payable"] == -370_000
    with unit_as(stranger, reading=True):
        assert queries.awarded().total == 0
        assert set(queries.balances().values()) == {0}


@pytest.mark.row("L11")
def test_ticketholders_with_what_was_paid_and_comes_next(busy, unit_as):
    with unit_as(busy.clerk, reading=True):
        page = holders.holders()
        assert page.total == 6
        names = [line.holder.name for line in page.rows]
        assert names == sorted(names, key=str.casefold)
        paid = [line for line in page.rows if line.last_payment]
        assert [(line.last_payment.kind, line.next_kind) for line in paid] == [("P1M1", "P1M2")] * 2
        assert {line.next_kind for line in page.rows if not line.last_payment} == {"P1M1"}


GROWING = {
    "requests": lambda: queries.requests(),
    "queue": lambda: queries.analyst_queue(),
    "holders": lambda: holders.holders(),
    "holders by date": lambda: holders.holders(order="assigned"),
    "ledger": lambda: queries.ledger(),
    "worklists": lambda: worklist.lines(),
}


@pytest.mark.parametrize("name", GROWING)
def test_lists_take_the_same_queries_for_one_row_and_for_six(desk, unit_as, name):
    counts = []
    for more in (1, 5):
        for _ in range(more):
            desk.submitted(desk.holder(earned={"2025-02": 1200}), ("P1M1", "2025-02"))
            desk.submitted(desk.holder(earned={"2025-02": 900}), ("P1M1", "2025-02"))
        with unit_as(desk.analyst, reading=True), CaptureQueriesContext(connection) as captured:
            GROWING[name]()
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 6


@pytest.mark.row("E8")
def test_what_could_still_be_claimed_and_what_is_missing(desk, unit_as, stranger):
    holder = desk.holder(earned={"2025-02": 1200, "2025-03": 1200, "2025-04": 1200})
    desk.submitted(holder, ("P1M1", "2025-02"))
    with unit_as(desk.clerk, reading=True):
        found = {one.kind: one for one in could_claim(assignment=holder.id)}
    assert "P1M1" not in found
    assert (str(found["P1M2"].month), found["P1M2"].amount_cents, found["P1M2"].payable_now) == (
        "2025-04",
        185_000,
        True,
    )
    assert (found["P1M3"].month, found["P1M3"].payable_now) == (None, False)
    assert found["P1M3"].missing
    with unit_as(stranger, reading=True):
        assert could_claim(assignment=holder.id) == []


@pytest.mark.row("E8")
def test_claims_are_tried_without_writing(desk, unit_as):
    holder = desk.holder()
    form = filled(holder, ("P1M1", "2025-02"), ("P2", "2025-02"), earnings=(earned("2025-02", 1200),))
    with unit_as(desk.clerk, reading=True):
        outcomes = [answer["outcome"] for answer in try_claims(form=form)]
        assert queries.requests().total == 0
    assert outcomes == ["grant", "refuse"]
    assert [
        line.state for line in desk.submit(holder, ("P1M1", "2025-02"), earnings=form.earnings).requests
    ] == ["approved"]


@pytest.mark.row("C1")
def test_a_ticketholders_record_is_in_scope_only(desk, unit_as, stranger):
    holder = desk.holder()
    number = holder.person.number
    with unit_as(desk.clerk, reading=True) as unit:
        record = ticketholder(number)
        assert [line.id for line in record.assignments] == [holder.id]
        assert str(record.assignments[0].first_claim_month) == "2025-02"
        assert unit.looked_at == {holder.person_id}
    with unit_as(stranger, reading=True):
        assert ticketholder(number) is None


@pytest.mark.row("J5")
def test_open_duties_are_what_the_requests_call_for(busy, unit_as):
    with unit_as(busy.analyst, reading=True):
        row = queries.analyst_queue().rows[0].request
    with unit_as(busy.analyst):
        decide.return_for_information(
            request=row.id, version=row.version, note="Slips?", due_on=date(2026, 2, 2)
        )
    wanted = set()
    for request in PaymentRequest.objects.using("loader").all():
        step = request.steps.using("loader").order_by("version").last()
        wanted |= {(due.kind, due.subject, due.due_on) for due in duties_for(request, step.on, step.due_on)}
    found = Duty.objects.using("loader").filter(closed_at=None).values_list("kind", "subject", "due_on")
    assert set(found) == wanted
    assert len(wanted) == 4
