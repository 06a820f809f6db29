"""Taking payments back, and keeping what was paid back of the next deposits (PAY-19); the books over any history."""

import random

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Sum

from portal.kernel import results as kernel
from portal.kernel.actor import SYSTEM
from portal.kernel.models import Mail
from portal.payments.models import Award, Deposit, KeptBack, PaymentRequest, Recovery, RunLine
from portal.payments.results import Done, NotAllowed
from portal.payments.services.reversing import reverse
from portal.policy.corrections import Cause
from portal.policy.roles import Role
from tests.payments.running import books, row

pytestmark = [pytest.mark.row("E5")]


def back(money, request, cause=Cause.WRONG_PROVIDER, reason="Another provider held the Ticket.", actor=None):
    row = money.desk.request(request.number)
    with money.unit_as(actor or money.desk.lead):
        return reverse(request=row.pk, version=row.version, cause=cause, reason=reason)


def pay(money, **answer):
    run = money.run("sent")
    for deposit in money.deposits(run):
        if deposit.net_cents:
            money.answer(row(deposit, **answer))
    return money.of(run.pk), money.deposits(run)


def test_what_was_not_paid_is_owed_no_more(money):
    [request] = money.granted(1)
    assert isinstance(back(money, request), Done)
    assert money.states() == ["reversed"] and books() == {}
    assert not Recovery.objects.using("loader").exists()
    # The payment can be made anew.
    money.granted(1)
    assert Award.objects.using("loader").filter(reversed_on=None).count() == 1


def test_what_was_paid_is_kept_back_of_the_next_deposits_until_nothing_is_left(desk, money):
    [request] = money.granted(1)
    _, [first] = pay(money)
    one = first.net_cents
    assert isinstance(back(money, request), Done)
    recovery = Recovery.objects.using("loader").get()
    assert (recovery.cents, recovery.organisation_id) == (one, desk.en.pk)
    assert books() == {"cash": -one, "receivable": one}
    mail = Mail.objects.using("loader").get(key=f"recovery/{recovery.pk}/{desk.clerk.account}")
    assert recovery.number in mail.body and request.number in mail.body
    # Everything that is owed now is kept back: nothing is sent, nobody answers, the claims are paid.
    money.granted(1)
    run, [second] = pay(money)
    assert (second.owed_cents, second.kept_cents, second.net_cents, second.state) == (one, one, 0, "paid")
    assert run.state == "acknowledged"
    assert books() == {"program-cost": one, "cash": -one}
    assert money.states()[-1] == "paid"
    money.granted(1)
    _, [third] = pay(money)
    assert (third.kept_cents, third.net_cents) == (0, one)
    assert books() == {"program-cost": 2 * one, "cash": -2 * one}


def test_what_came_back_opens_the_recovery_again(desk, money):
    [request] = money.granted(1)
    _, [first] = pay(money)
    one = first.net_cents
    back(money, request)
    money.granted(2)
    run = money.run("sent")
    [deposit] = money.deposits(run)
    assert (deposit.owed_cents, deposit.kept_cents) == (2 * one, one)
    assert books() == {"program-cost": 2 * one, "cash": -one, "on-the-way": -one}
    money.answer(row(deposit, result="returned", reason="R02"))
    assert books() == {"program-cost": 2 * one, "payable": -2 * one, "cash": -one, "receivable": one}
    assert not KeptBack.objects.using("loader").filter(dropped=False).exists()
    money.mended(desk.en)
    again = money.gather().subject
    [deposit] = money.deposits(money.of(again))
    assert (deposit.owed_cents, deposit.kept_cents) == (2 * one, one)


@pytest.mark.parametrize("cause", [Cause.BENEFIT_DECISION, Cause.WORK_STOPPED, Cause.LESS_THAN_DUE])
def test_the_law_says_which_payments_stay(money, cause):
    [request] = money.granted(1)
    pay(money)
    before = books()
    refused = back(money, request, cause=cause)
    assert isinstance(refused, NotAllowed) and "It does not hold" in refused.sentence
    assert money.states() == ["paid"] and books() == before


def test_not_without_a_reason_nor_in_a_run_nor_by_who_released_it(desk, money):
    [request] = money.granted(1)
    assert "Say why" in back(money, request, reason=" ").sentence
    run = money.run("proposed")
    assert run.number in back(money, request).sentence
    assert money.step(run.pk, "release", desk.lead).state == "released"
    assert "second person" in back(money, request).sentence
    assert isinstance(back(money, request, actor=desk.analyst), NotAllowed)
    other = desk.person(desk.tpm, Role.TPM_PAYMENTS_LEAD, "Lou Lead")
    assert run.number in back(money, request, actor=other).sentence
    money.send(run.pk)
    money.answer(row(money.deposits(run)[0]))
    assert isinstance(back(money, request, actor=other), Done)


def test_the_database_recovers_once(desk, money, unit_as):
    [request] = money.granted(1)
    pay(money)
    back(money, request)
    money.granted(2)
    run = money.run("open")
    [deposit], [kept] = money.deposits(run), KeptBack.objects.using("loader").all()
    other = Recovery.objects.using("loader").get()
    with pytest.raises(IntegrityError), unit_as(SYSTEM), transaction.atomic():
        KeptBack.objects.filter(pk=kept.pk).delete()
        KeptBack.objects.create(
            deposit=deposit, run=run, organisation=desk.en, recovery=other, cents=other.cents + 1
        )


@pytest.mark.parametrize("seed", [1, 2])
def test_over_any_history_the_books_say_what_the_rows_say(money, seed):
    """Payments granted, runs released, answered and canceled, payments taken back, in any order."""
    chance = random.Random(seed)
    for _ in range(9):
        match chance.choice(["grant", "pay", "return", "late", "cancel", "back", "back"]):
            case "grant":
                money.granted(chance.randint(1, 2), chance.choice([money.desk.en, money.other]))
            case "pay":
                _run(money, lambda _: {})
            case "return":
                _run(money, lambda _: chance.choice([{}, {"result": "returned", "reason": "R02"}]))
            case "late":
                _late(money, chance)
            case "cancel":
                if isinstance(answer := money.gather(), kernel.Done):
                    money.step(answer.subject, "cancel", why="Not today.")
            case "back":
                open_to_it = PaymentRequest.objects.using("loader").filter(state__in=["approved", "paid"])
                if rows := list(open_to_it.order_by("number")):
                    assert isinstance(back(money, chance.choice(rows)), Done)
        _books_agree()


def _run(money, answer_of):
    """Everything owed paid out, each deposit answered; proposed and released by people new to it."""
    desk = money.desk
    first, second = (desk.person(desk.tpm, Role.TPM_PAYMENTS_ANALYST, "A. Nalyst") for _ in range(2))
    answer = money.gather(first)
    if not isinstance(answer, kernel.Done):
        return
    assert money.step(answer.subject, "propose", first).state == "proposed"
    assert money.step(answer.subject, "release", second).state == "released"
    money.send(answer.subject)
    sent = [one for one in money.deposits(money.of(answer.subject)) if one.net_cents]
    if sent:
        money.answer(*(row(one, **answer_of(one)) for one in sent))
    for en in (desk.en, money.other):
        money.mended(en)
    assert money.of(answer.subject).state == "acknowledged"


def _late(money, chance):
    """The bank gives back a deposit that was paid, of which nothing was taken back."""
    whole = Deposit.objects.using("loader").filter(state="paid", net_cents__gt=0).exclude(
        lines__award__reversed_on__isnull=False
    )  # fmt: skip
    if found := list(whole.select_related("run").order_by("number")):
        [judged] = money.answer(row(chance.choice(found), result="returned", reason="R02"))
        assert judged.became == "accepted", judged.problems
        for en in (money.desk.en, money.other):
            money.mended(en)


def _books_agree():
    """What each account stands at, worked out from the rows that are about it."""
    standing = Award.objects.using("loader").filter(reversed_on=None)
    owed = standing.filter(request__state="approved")
    deposits = Deposit.objects.using("loader").filter(state="paid")
    taken = Recovery.objects.using("loader").aggregate(cents=Sum("cents"))["cents"] or 0
    kept = KeptBack.objects.using("loader").filter(dropped=False).aggregate(cents=Sum("cents"))["cents"] or 0
    said = {
        "program-cost": standing.aggregate(cents=Sum("amount_cents"))["cents"] or 0,
        "payable": -(owed.aggregate(cents=Sum("amount_cents"))["cents"] or 0),
        "cash": -(deposits.aggregate(cents=Sum("net_cents"))["cents"] or 0),
        "receivable": taken - kept,
    }
    assert books() == {account: cents for account, cents in said.items() if cents}
    once = RunLine.objects.using("loader").filter(dropped=False).values_list("award", flat=True)
    assert len(once) == len(set(once))
