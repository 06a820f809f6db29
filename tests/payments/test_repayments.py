"""Checks and wires that providers send for a recovery: they settle it once, and what is canceled counts no more."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from portal.kernel import results as kernel
from portal.kernel.clock import now
from portal.kernel.models import Mail, TrailEntry
from portal.kernel.unit import open_unit
from portal.payments.models import CanceledRepayment, KeptBack, Recovery, Repayment
from portal.payments.results import Done
from portal.payments.services import gathering
from portal.payments.services.cancel_repayment import cancel_repayment
from portal.payments.services.repaying import Received, record_repayment
from portal.policy.core import in_dollars
from tests.payments.running import books
from tests.payments.test_races import at_once
from tests.payments.test_recoveries import back, pay

pytestmark = [pytest.mark.row("E5")]


def repay(money, recovery, cents, reference="1001", actor=None, on=date(2025, 12, 15)):
    with money.unit_as(actor or money.desk.analyst):
        return record_repayment(recovery=recovery.number, received=Received(cents, "check", reference, on))


@pytest.fixture
def recovery(money):
    [request] = money.granted(1)
    pay(money)
    assert isinstance(back(money, request), Done)
    return Recovery.objects.using("loader").get()


def test_what_a_provider_pays_back_is_kept_back_no_more(desk, money, recovery):
    one = recovery.cents
    for cents, other, words in (
        (one + 1, {}, "no more than is still open"),
        (100, {"on": date(2025, 12, 16)}, "by today"),
        (100, {"on": date(2025, 12, 14)}, "or later"),
    ):
        answer = repay(money, recovery, cents, **other)
        assert isinstance(answer, kernel.NotAllowed) and words in answer.sentence, answer
        assert f"Still open is ${one / 100:,.2f}" in answer.sentence
    assert repay(money, recovery, 100, actor=desk.clerk) == kernel.NotFound()
    assert repay(money, recovery, 100, actor=desk.authoriser) == kernel.NotFound()
    assert isinstance(repay(money, recovery, one - 100_00), kernel.Done)
    assert books() == {"cash": -100_00, "receivable": 100_00}
    twice = repay(money, recovery, 100, reference=" 1001 ")
    assert isinstance(twice, kernel.NotAllowed) and "recorded already" in twice.sentence
    assert isinstance(repay(money, recovery, 100_01, "1002"), kernel.NotAllowed)
    mail = Mail.objects.using("loader").get(key__startswith="repayment/", account=desk.clerk.account)
    assert "$100.00 is still open" in mail.body
    # Of the next deposit only the rest is kept back.
    money.granted(1)
    _, [deposit] = pay(money)
    assert (deposit.kept_cents, deposit.net_cents) == (100_00, one - 100_00)
    assert isinstance(repay(money, recovery, 1, "1003"), kernel.NotAllowed)
    [noted] = TrailEntry.objects.using("loader").filter(kind="recovery-paid-back")
    assert noted.detail["left"] == 100_00 and noted.actor == desk.analyst.label


def canceling(money, recovery, row, reason="The bank did not honor it.", actor=None):
    with money.unit_as(actor or money.desk.lead):
        return cancel_repayment(recovery=recovery.number, repayment=row.pk, reason=reason)


def test_a_check_that_is_canceled_by_a_colleague_counts_no_more(desk, money, recovery):
    one = recovery.cents
    assert isinstance(repay(money, recovery, one), kernel.Done)
    row = Repayment.objects.using("loader").get()
    own = canceling(money, recovery, row, actor=desk.analyst)
    assert isinstance(own, kernel.NotAllowed) and "Ask a colleague to cancel it." in own.sentence
    for actor in (desk.clerk, desk.authoriser):
        assert canceling(money, recovery, row, actor=actor) == kernel.NotFound()
    assert isinstance(canceling(money, recovery, row, reason=" "), kernel.NotAllowed)
    assert books() == {}
    assert isinstance(canceling(money, recovery, row), kernel.Done)
    assert books() == {"cash": -one, "receivable": one}
    again = canceling(money, recovery, row)
    assert isinstance(again, kernel.NotAllowed) and "canceled already" in again.sentence
    mail = Mail.objects.using("loader").get(key__startswith="repayment-canceled/", account=desk.clerk.account)
    assert f"{in_dollars(one)} is open" in mail.body
    [noted] = TrailEntry.objects.using("loader").filter(kind="repayment-canceled")
    assert noted.detail["left"] == one and noted.actor == desk.lead.label
    # The same check may be presented once more, and then counts once.
    assert isinstance(repay(money, recovery, 100), kernel.Done)
    assert isinstance(repay(money, recovery, 100), kernel.NotAllowed)
    money.granted(1)
    _, [deposit] = pay(money)
    assert (deposit.kept_cents, deposit.net_cents) == (one - 100, 100)


def test_the_database_lets_a_check_count_once_and_another_person_cancel_it(desk, money, recovery):
    assert isinstance(repay(money, recovery, 100), kernel.Done)
    row = Repayment.objects.using("loader").get()
    later = {"organisation": desk.en, "on": now().on, "at": now().at, "by_name": "x"}
    same = {"how": row.how, "reference": row.reference, "received_on": now().on, "cents": 1, "by": "x"}
    for again, error in ((0, "repayment_once"), (1, "on record already")):
        with pytest.raises(IntegrityError, match=error), transaction.atomic("loader"):
            Repayment(recovery=recovery, again=again, **same, **later).save(using="loader", force_insert=True)
    for by, organisation in ((row.by, desk.en), ("x", money.other)):
        with pytest.raises(IntegrityError, match="by who recorded it"):
            CanceledRepayment(
                repayment=row, reason="x", by=by, **{**later, "organisation": organisation}
            ).save(using="loader", force_insert=True)


def test_of_two_who_cancel_at_once_one_is_told(desk, money, recovery):
    assert isinstance(repay(money, recovery, 100), kernel.Done)
    row = Repayment.objects.using("loader").get()

    def cancels():
        with open_unit(desk.lead, now(), reading=False, page="test"):
            return cancel_repayment(recovery=recovery.number, repayment=row.pk, reason="It came back.")

    kinds = {type(one) for one in at_once([cancels, cancels])}
    assert kinds == {kernel.Done, kernel.NotAllowed}
    assert books()["receivable"] == recovery.cents


def test_a_check_and_a_run_at_once_settle_a_recovery_once(desk, money, recovery):
    money.granted(1)

    def gather():
        with open_unit(desk.analyst, now(), reading=False, page="test"):
            return gathering.gather()

    def typed():
        with open_unit(desk.lead, now(), reading=False, page="test"):
            received = Received(recovery.cents, "wire", "FW-1", date(2025, 12, 15))
            return record_repayment(recovery=recovery.number, received=received)

    gathered, repaid = at_once([gather, typed])
    assert isinstance(gathered, kernel.Done)
    kept = KeptBack.objects.using("loader").count()
    assert kept == (0 if isinstance(repaid, kernel.Done) else 1), repaid
    with pytest.raises(IntegrityError), transaction.atomic("loader"):
        Repayment(
            recovery=recovery,
            organisation=desk.en,
            cents=1,
            how="check",
            reference="x",
            received_on=now().on,
            on=now().on,
            at=now().at,
            by="x",
            by_name="x",
        ).save(using="loader", force_insert=True)
