"""Two at once, with real connections: one payment a milestone, and a ledger that balances (row E5)."""

import threading

import pytest
from django.db import IntegrityError, connections, transaction

from portal.kernel.actor import SYSTEM
from portal.kernel.clock import now
from portal.kernel.unit import as_system, open_unit
from portal.payments.models import Award, LedgerEntry, LedgerTransaction, PaymentRequest
from portal.payments.results import Done, NotAllowed
from portal.payments.services import decide
from portal.payments.services.awarding import award
from portal.policy.core import Month

pytestmark = pytest.mark.row("E5")


def at_once(calls):
    """Run each call in its own thread and connection, starting together; their answers in order."""
    gate, answers = threading.Barrier(len(calls)), [None] * len(calls)

    def run(place, call):
        try:
            gate.wait()
            answers[place] = call()
        except Exception as error:
            answers[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    return answers


def test_eight_approvals_of_one_milestone_pay_once(desk):
    holder = desk.disputed()
    [first] = desk.submitted(holder, ("P1M1", "2025-02"))
    # Seven more of the same milestone, put in past the rules: only the moment of approval stands between.
    requests = [first]
    for month in range(3, 10):
        fields = {f.attname: getattr(first, f.attname) for f in PaymentRequest._meta.fields}
        fields |= {"claim_month": Month.parse(f"2025-{month:02d}"), "number": f"PR-0000-{month:04d}"}
        del fields["id"]
        requests.append(desk.world.add(PaymentRequest(**fields)))

    def approve(request):
        with open_unit(desk.analyst, now(), reading=False, page="test"):
            return decide.approve(request=request.id, version=request.version, note="ok")

    answers = at_once([lambda request=request: approve(request) for request in requests])
    assert not [answer for answer in answers if not isinstance(answer, Done | NotAllowed)]
    assert sum(isinstance(answer, Done) for answer in answers) == 1
    awards = Award.objects.using("loader").filter(ticket=holder.ticket_id)
    assert awards.count() == sum(isinstance(answer, Done) for answer in answers)
    assert LedgerTransaction.objects.using("loader").count() == awards.count()


def test_eight_approvals_of_one_request_are_one(desk):
    holder = desk.disputed()
    [request] = desk.submitted(holder, ("P1M1", "2025-02"))

    def approve():
        with open_unit(desk.analyst, now(), reading=False, page="test"):
            return decide.approve(request=request.id, version=request.version, note="ok")

    answers = at_once([approve] * 8)
    assert [type(answer).__name__ for answer in answers].count("Done") == 1
    assert [type(answer).__name__ for answer in answers].count("Changed") == 7
    assert Award.objects.using("loader").count() == 1
    assert sum(entry.cents for entry in LedgerEntry.objects.using("loader").all()) == 0


def test_submitting_the_same_milestone_from_eight_drafts_pays_once(desk):
    holder = desk.holder(earned={"2025-02": 1200})
    answers = at_once([lambda: desk.submit(holder, ("P1M1", "2025-02"))] * 8)
    states = sorted(answer.requests[0].state for answer in answers)
    assert states == ["approved"] + ["denied"] * 7
    assert Award.objects.using("loader").count() == 1


def test_the_database_refuses_a_second_award_of_a_milestone(desk, unit_as):
    holder = desk.holder(earned={"2025-02": 1200})
    [request] = desk.submitted(holder, ("P1M1", "2025-02"))
    with unit_as(SYSTEM):
        with pytest.raises(IntegrityError, match="award_"), transaction.atomic(), as_system():
            Award.objects.create(
                ticket_id=request.ticket_id,
                person_id=request.person_id,
                organisation_id=request.organisation_id,
                kind="P1M1",
                ordinal=1,
                month=Month.parse("2025-03"),
                amount_cents=1,
                awarded_on=now().on,
            )
        with pytest.raises(IntegrityError), transaction.atomic(), as_system():
            award(request, Month.parse("2025-03"), 1)


def test_the_database_refuses_a_transaction_that_does_not_balance(desk):
    with pytest.raises(IntegrityError, match="does not balance"):
        with open_unit(SYSTEM, now(), reading=False, page="test") as unit:
            posted = LedgerTransaction.objects.create(key="x", says="x", on=unit.on, at=unit.at, by="test")
            LedgerEntry.objects.create(
                transaction=posted, account="cash", organisation_id=desk.en.id, cents=5
            )
            LedgerEntry.objects.create(
                transaction=posted, account="payable", organisation_id=desk.en.id, cents=-4
            )
    assert not LedgerTransaction.objects.using("loader").exists()
