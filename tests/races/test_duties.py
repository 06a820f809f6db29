"""Two on one duty: one has it, the other is told who (row L13)."""

from functools import partial

import pytest

from portal.kernel import desks
from portal.kernel.models import Duty
from portal.payments.duties import DESK
from portal.payments.models import PaymentRequest
from portal.payments.services import decide
from tests.races.starting import at_once, kinds, unit

pytestmark = [pytest.mark.row("L13", "E5")]


@pytest.fixture
def duty(desk):
    [request] = desk.submitted(desk.disputed(), ("P1M1", "2025-02"))
    return Duty.objects.using("loader").get(subject=request.id, kind="decide-payment", closed_at=None)


def claiming(actor, duty):
    with unit(actor):
        return desks.take(DESK, duty=duty.id, version=duty.version)


@pytest.mark.parametrize("each", [1, 4])
def test_two_analysts_claim_one_duty(desk, duty, each):
    answers = at_once(
        [partial(claiming, actor, duty) for actor in (desk.analyst, desk.other_analyst) for _ in range(each)]
    )
    assert kinds(answers).count("Claimed") == 1
    assert set(kinds(answers)) <= {"Claimed", "Taken", "Barred"}
    row = Duty.objects.using("loader").get(pk=duty.id)
    assert row.version == duty.version + 1
    winner = desk.analyst if type(answers[0]).__name__ == "Claimed" else None
    losers = [answer for answer in answers if type(answer).__name__ != "Claimed"]
    assert row.claimed_by in (desk.analyst.account, desk.other_analyst.account)
    assert winner is None or row.claimed_by == winner.account
    assert all(row.claimed_by_name in (getattr(one, "by_name", "") or one.sentence) for one in losers)


def test_a_duty_claimed_while_its_request_is_decided_is_settled(desk, duty):
    def approving():
        with unit(desk.other_analyst):
            request = PaymentRequest.objects.using("loader").get(pk=duty.subject)
            return decide.approve(request=request.id, version=request.version, note="ok")

    answers = at_once([partial(claiming, desk.analyst, duty), approving])
    assert type(answers[1]).__name__ == "Done"
    assert type(answers[0]).__name__ in ("Claimed", "Taken", "NoneType")
    row = Duty.objects.using("loader").get(pk=duty.id)
    assert row.closed_at is not None
    assert not Duty.objects.using("loader").filter(subject=duty.subject, closed_at=None).exists()
