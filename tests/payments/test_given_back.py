"""A bank gives back what was paid: it is owed again, once the account is mended (E5, E10)."""

from datetime import date

import pytest

from portal.kernel.models import Mail
from portal.kernel.results import Done, NotAllowed
from portal.payments.services import gathering
from portal.payments.services.reversing import reverse
from portal.policy.corrections import Cause
from tests.payments.running import books, paid_on, row

pytestmark = [pytest.mark.row("E5"), pytest.mark.row("E10")]


def test_what_the_bank_gives_back_after_it_was_paid_is_owed_again_once_the_account_is_mended(desk, money):
    money.granted(1)
    run = money.run("sent")
    [deposit] = money.deposits(run)
    one = deposit.net_cents
    money.answer(row(deposit))
    assert (books(), money.states(), paid_on()) == (
        {"program-cost": one, "cash": -one}, ["paid"], [date(2025, 12, 15)],
    )  # fmt: skip
    money.answer(row(deposit, result="returned", reason="R02 account closed"))
    assert (books(), money.states(), paid_on()) == (
        {"program-cost": one, "payable": -one}, ["approved"], [None],
    )  # fmt: skip
    [back] = money.deposits(run)
    assert (back.state, back.reason) == ("returned", "R02 account closed")
    mail = Mail.objects.using("loader").get(key=f"deposit-returned/{deposit.pk}/{desk.clerk.account}")
    assert "Once it is verified" in mail.body
    assert money.gather() == NotAllowed(gathering.NOTHING)
    money.mended(desk.en)
    # Who released it before has made its last step; another does it now.
    again = money.gather(desk.lead)
    money.step(again.subject, "propose", desk.lead)
    assert isinstance(money.step(again.subject, "release", desk.analyst), Done)
    money.send(again.subject)
    [deposit] = money.deposits(money.of(again.subject))
    money.answer(row(deposit))
    assert (books(), money.states()) == ({"program-cost": one, "cash": -one}, ["paid"])


def test_a_deposit_of_which_a_payment_was_taken_back_does_not_come_back_by_file(desk, money):
    [request, _] = money.granted(2)
    run = money.run("sent")
    [deposit] = money.deposits(run)
    money.answer(row(deposit))
    before = desk.request(request.number)
    with money.unit_as(desk.lead):
        reason = "Another provider held the Ticket."
        reverse(request=before.pk, version=before.version, cause=Cause.WRONG_PROVIDER, reason=reason)
    stands = books()
    [late] = money.answer(row(deposit, result="returned", reason="R02"))
    assert late.tried == "refused" and f"{request.number} in it was taken back" in str(late.problems)
    assert books() == stands and sorted(money.states()) == ["paid", "reversed"]
