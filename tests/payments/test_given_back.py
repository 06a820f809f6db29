"""A bank gives back what was paid: it is owed again, once the account is mended (E5, E10)."""

from datetime import date

import pytest

from portal.kernel.clock import now
from portal.kernel.models import Mail, TrailEntry
from portal.kernel.results import Done, NotAllowed, NotFound
from portal.kernel.unit import open_unit
from portal.payments.services import gathering
from portal.payments.services.answer_by_hand import give_back
from portal.payments.services.reversing import reverse
from portal.policy.corrections import Cause
from tests.payments.running import books, paid_on, row
from tests.payments.test_races import at_once

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


def by_hand(money, deposit, actor=None, on=date(2025, 12, 15), reason="R02 account closed"):
    with money.unit_as(actor or money.desk.analyst):
        return give_back(deposit=deposit.number, on=on, reason=reason, trace="")


def test_by_hand_it_is_what_it_is_by_file(desk, money):
    money.granted(2)
    run = money.run("sent")
    [deposit] = money.deposits(run)
    money.answer(row(deposit))
    for typed, words in (
        ({"on": date(2025, 12, 16)}, "still to come"),
        ({"reason": ""}, "Say why the bank did not take it."),
        ({"on": date(2025, 12, 14)}, "before the release"),
    ):
        answer = by_hand(money, deposit, **typed)
        assert isinstance(answer, NotAllowed) and words in answer.sentence, answer
    assert by_hand(money, deposit, desk.clerk) == NotFound()
    paid = books()
    assert isinstance(by_hand(money, deposit), Done)
    assert books() == {"program-cost": paid["program-cost"], "payable": -paid["program-cost"]}
    assert money.states() == ["approved", "approved"] and paid_on() == [None, None]
    [back] = money.deposits(run)
    assert (back.state, back.reason) == ("returned", "R02 account closed")
    [noted] = TrailEntry.objects.using("loader").filter(kind="deposit-returned")
    assert noted.actor == desk.analyst.label
    again = by_hand(money, deposit)
    assert isinstance(again, Done) and "booked already" in again.said
    [same] = money.answer(row(deposit, result="returned", reason="R02 account closed"))
    assert same.tried == "already-there" and books()["payable"] == -paid["program-cost"]


def test_by_hand_and_by_file_at_once_it_is_booked_once(desk, money):
    money.granted(1)
    [deposit] = money.deposits(money.run("sent"))

    def typed(actor):
        with open_unit(actor, now(), reading=False, page="test"):
            return give_back(deposit=deposit.number, on=date(2025, 12, 15), reason="R02", trace="")

    answers = at_once([lambda: typed(desk.analyst), lambda: typed(desk.lead)])
    assert sorted(one.said == "" for one in answers) == [False, True], answers
    assert TrailEntry.objects.using("loader").filter(kind="deposit-returned").count() == 1


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
