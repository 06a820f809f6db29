"""Payment runs: gathered, released by a second person, sent as one file, answered; the ledger at each step (E5, E10)."""

import threading
from datetime import date

import pytest
from django.db import IntegrityError, connections, transaction

from portal.kernel.actor import SYSTEM, Actor, Wall
from portal.kernel.clock import now
from portal.kernel.models import Mail
from portal.kernel.results import Changed, Done, NotAllowed
from portal.kernel.unit import open_unit
from portal.payments.models import Award, Deposit, LedgerEntry, PaymentRun, RunLine
from portal.payments.run_moves import MOVES, STATE_WORDS, may_move, move_named
from portal.payments.services import decide, gathering, sending
from portal.payments.services.releasing import release
from portal.policy.roles import Role
from tests.payments.running import books, paid_on, row

pytestmark = [pytest.mark.row("E5"), pytest.mark.row("E10")]

DAY = date(2025, 12, 15)
ANALYST = ("tpm-payments-analyst", "tpm-payments-lead")
# move: (to, from, by, needs a second person)
EXPECTED = {
    "gather": ("open", {"owed"}, ANALYST, False),
    "gather-again": ("open", {"open"}, ANALYST, False),
    "propose": ("proposed", {"open"}, ANALYST, False),
    "send-back": ("open", {"proposed"}, ANALYST, False),
    "cancel": ("cancelled", {"open", "proposed"}, ANALYST, False),
    "release": ("released", {"proposed"}, ANALYST, True),
    "send": ("sent", {"released"}, ("system",), False),
    "acknowledge": ("acknowledged", {"sent"}, ("system",), False),
}


def test_every_move_from_every_state_by_every_role(desk):
    assert {one.name: one.to for one in MOVES} == {name: said[0] for name, said in EXPECTED.items()}
    myself, other = desk.analyst.account, "somebody else"
    for name, (_, before, by, second) in EXPECTED.items():
        for state in STATE_WORDS:
            for role in Role:
                actor = Actor(wall=Wall.STAFF, name="x", account=myself, roles=frozenset({role}))
                allowed = state in before and role.value in by
                assert (may_move(state, move_named(name), actor, other) is None) is allowed, (
                    name,
                    state,
                    role,
                )
                mine = may_move(state, move_named(name), actor, str(myself))
                assert (mine is None) is (allowed and not second), (name, state, role)
            system = state in before and by == ("system",)
            assert (may_move(state, move_named(name), SYSTEM) is None) is system


def test_a_run_from_what_is_owed_to_what_is_paid(desk, money):
    money.granted(2)
    money.granted(1, money.other)
    one = Award.objects.using("loader").first().amount_cents
    assert books() == {"program-cost": 3 * one, "payable": -3 * one}
    run = money.run("released")
    first, second = money.deposits(run)
    assert {first.claims, second.claims} == {1, 2}
    assert [first.net_cents, second.net_cents] == [first.claims * one, second.claims * one]
    assert set(money.states()) == {"released"}
    assert books() == {"program-cost": 3 * one, "on-the-way": -3 * one}
    assert money.send(run.pk) == "sent"
    rows = money.answer(row(first), row(second))
    assert {one.became for one in rows} == {"accepted"}
    assert money.of(run.pk).state == "acknowledged"
    assert set(money.states()) == {"paid"}
    assert paid_on() == [DAY] * 3
    assert books() == {"program-cost": 3 * one, "cash": -3 * one}
    assert books(money.other) == {"program-cost": one, "cash": -one}
    said = Mail.objects.using("loader").filter(key__startswith="deposit-paid/")
    assert {mail.account for mail in said} == {desk.clerk.account, money.other_clerk.account}
    assert not said.filter(body="").exists()


def test_the_file_has_fixed_columns_and_totals_and_is_the_same_again(desk, money, unit_as):
    money.granted(2)
    money.granted(1, money.other)
    run = money.run("released")
    money.send(run.pk)
    with unit_as(SYSTEM):
        sent = money.of(run.pk)
        file = sending.file_of(sent)
        assert file == sending.content(sent, list(reversed(money.deposits(run))))
        # Asked for again, nothing moves and the file stays as it is.
        assert sending.send(run=run.pk) == "sent"
        assert sending.file_of(sent) == file
    lines = file.decode("ascii").splitlines()
    assert {len(line) for line in lines} == {100}
    assert lines[0].startswith(
        f"H01{run.number}20251215000002{sum(one.net_cents for one in money.deposits(run)):015d}"
    )
    for line, deposit in zip(lines[1:-1], money.deposits(run), strict=True):
        assert line[1:40] == f"{deposit.place:06d}{deposit.number}{deposit.ein}{deposit.uei}"
        assert (int(line[40:53]), int(line[53:59])) == (deposit.net_cents, deposit.claims)
    total = sum(one.net_cents for one in money.deposits(run))
    eins = sum(int(one.ein) for one in money.deposits(run))
    assert lines[-1].rstrip() == f"T000002{3:08d}{total:015d}{eins:010d}"


def test_killed_while_the_file_is_written_nothing_is_half(money, monkeypatch):
    money.granted(1)
    run = money.run("released")

    def killed(*given, **named):
        raise SystemExit("killed")

    with monkeypatch.context() as patched:
        patched.setattr(sending, "make_move", killed)
        with pytest.raises(SystemExit):
            money.send(run.pk)
    assert money.of(run.pk).state == "released"
    assert money.send(run.pk) == "sent"
    assert money.answer(row(money.deposits(run)[0]))[0].became == "accepted"
    assert money.of(run.pk).state == "acknowledged"


def test_one_run_at_a_time_and_each_payment_in_one(desk, money):
    money.granted(1)
    first = money.run("open")
    assert first.number in money.gather().sentence
    money.step(first.pk, "propose")
    assert first.number in money.gather().sentence
    assert isinstance(money.step(first.pk, "release", desk.other_analyst), Done)
    assert money.gather().sentence == gathering.NOTHING
    money.granted(1)
    second = money.run("open")
    lines = RunLine.objects.using("loader").values_list("run", "award")
    assert len(set(lines)) == len({award for _, award in lines}) == 2
    assert [one.claims for one in money.deposits(second)] == [1]


def test_the_release_needs_another_than_who_proposed_or_approved(desk, money):
    money.granted(1)
    [disputed] = desk.submitted(desk.disputed(), ("P1M1", "2025-02"))
    with desk.unit_as(desk.other_analyst):
        decide.approve(request=disputed.pk, version=disputed.version, note="ok")
    run = money.run("proposed")
    assert "second person" in money.step(run.pk, "release", desk.analyst).sentence
    refused = money.step(run.pk, "release", desk.other_analyst)
    assert isinstance(refused, NotAllowed) and disputed.number in refused.sentence
    assert set(money.states()) == {"approved"} and "on-the-way" not in books()
    assert isinstance(money.step(run.pk, "release", desk.lead), Done)
    assert set(money.states()) == {"released"}


def test_a_hold_keeps_a_provider_out_and_stops_a_release(desk, money):
    money.granted(1)
    money.granted(1, money.other)
    hold = money.hold(money.other)
    run = money.run("proposed")
    assert [one.organisation_id for one in money.deposits(run)] == [desk.en.pk]
    late = money.hold(desk.en)
    refused = money.step(run.pk, "release", desk.lead)
    assert isinstance(refused, NotAllowed) and "First EN may not be paid out now" in refused.sentence
    assert isinstance(money.step(run.pk, "send-back", why="A hold came."), Done)
    hold.delete(using="loader")
    assert money.step(run.pk, "gather-again").state == "open"
    assert [one.organisation_id for one in money.deposits(run)] == [money.other.pk]
    late.delete(using="loader")
    money.hold(money.other)
    money.hold(desk.en)
    assert money.step(run.pk, "gather-again").state == "cancelled"
    assert money.states() == ["approved", "approved"]


def test_a_canceled_run_leaves_everything_owed(desk, money):
    money.granted(2)
    run = money.run("proposed")
    assert isinstance(money.step(run.pk, "cancel"), NotAllowed)
    assert isinstance(money.step(run.pk, "cancel", version=0, why="x"), Changed)
    assert money.step(run.pk, "cancel", why="The amounts are looked at again.").state == "cancelled"
    assert isinstance(money.step(run.pk, "release", desk.lead), NotAllowed)
    again = money.run("open")
    assert [one.claims for one in money.deposits(again)] == [2]


def test_what_came_back_is_owed_again_and_paid_by_a_later_run(desk, money):
    money.granted(1)
    money.granted(1, money.other)
    run = money.run("sent")
    first, second = money.deposits(run)
    back = row(second, result="returned", reason="R02 account closed")
    assert [one.became for one in money.answer(row(first), back)] == ["accepted", "accepted"]
    assert money.of(run.pk).state == "acknowledged"
    assert sorted(money.states()) == ["approved", "paid"]
    assert books(second.organisation) == {"program-cost": second.net_cents, "payable": -second.net_cents}
    assert money.gather(desk.lead) == NotAllowed(gathering.NOTHING), "the account is mended first"
    money.mended(second.organisation)
    # Who released it before has made its last step; another does it now.
    again = money.gather(desk.lead)
    money.step(again.subject, "propose", desk.lead)
    assert isinstance(money.step(again.subject, "release", desk.analyst), Done)
    money.send(again.subject)
    [deposit] = money.deposits(money.of(again.subject))
    assert deposit.organisation_id == second.organisation_id and deposit.number != second.number
    money.answer(row(deposit))
    assert money.states() == ["paid", "paid"]
    assert books(second.organisation) == {"program-cost": second.net_cents, "cash": -second.net_cents}


def test_answers_that_cannot_be_booked_say_why_and_change_nothing(desk, money):
    money.granted(1)
    money.granted(1, money.other)
    run = money.run("sent")
    first, second = money.deposits(run)
    wrong = {
        "unknown": (row(first, deposit="DP-0000-0000"), "knows no deposit"),
        "other run": (row(first, run="RN-0000-0000"), run.number),
        "amount": (row(first, amount="1.00"), f"${first.net_cents / 100:,.2f}"),
        "too early": (row(first, on="2025-12-14"), "before the release"),
        "to come": (row(first, on="2025-12-16"), "still to come"),
        "no reason": (row(first, result="returned"), "empty"),
        "neither": (row(first, result="lost"), "neither"),
    }
    for name, (sent, said) in wrong.items():
        [judged] = money.answer(sent)
        assert (judged.tried, judged.became) == ("refused", ""), name
        assert said in str(judged.problems), (name, judged.problems)
    doubled = money.answer(row(second), row(second, result="returned", reason="R02"))
    assert [one.tried for one in doubled] == ["accepted", "refused"]
    assert "Line 2 answers the same deposit" in str(doubled[1].problems)
    assert money.of(run.pk).state == "sent"
    assert sorted(money.states()) == ["paid", "released"]


def test_an_answer_read_twice_is_booked_once(money):
    money.granted(1)
    run = money.run("sent")
    [deposit] = money.deposits(run)
    money.answer(row(deposit))
    before = LedgerEntry.objects.using("loader").count()
    assert money.answer(row(deposit))[0].tried == "already-there"
    assert LedgerEntry.objects.using("loader").count() == before
    late = row(deposit, result="returned", reason="R02")
    assert money.answer(late)[0].became == "accepted"
    before = LedgerEntry.objects.using("loader").count()
    assert money.answer(late)[0].tried == "already-there"
    [other] = money.answer(row(deposit))
    assert other.tried == "refused" and "It is booked as returned on 12/15/2025" in str(other.problems)
    assert LedgerEntry.objects.using("loader").count() == before


def test_a_run_that_was_not_sent_is_not_answered(money):
    money.granted(1)
    run = money.run("released")
    [judged] = money.answer(row(money.deposits(run)[0]))
    assert "was not sent" in str(judged.problems)


def test_eight_at_once_gather_one_run_and_release_it_once(desk, money):
    money.granted(3)

    def at_once(call):
        gate, answers = threading.Barrier(8), []

        def go():
            try:
                gate.wait()
                with open_unit(
                    desk.analyst if call is gathering.gather else desk.lead, now(), reading=False, page="t"
                ):
                    answers.append(call())
            finally:
                connections.close_all()

        threads = [threading.Thread(target=go) for _ in range(8)]
        [one.start() for one in threads]
        [one.join() for one in threads]
        return [isinstance(one, Done) for one in answers]

    assert sorted(at_once(gathering.gather)) == [False] * 7 + [True]
    run = PaymentRun.objects.using("loader").get()
    money.step(run.pk, "propose")
    assert sorted(at_once(lambda: release(run=run.pk, version=1))) == [False] * 7 + [True]
    total = sum(one.owed_cents for one in money.deposits(run))
    assert books() == {"program-cost": total, "on-the-way": -total}


def test_the_database_holds_what_must_never_be_untrue(desk, money, unit_as):
    money.granted(1)
    run = money.run("open")
    [deposit] = money.deposits(run)
    [line] = RunLine.objects.using("loader").all()

    def refused(match, change):
        with pytest.raises(IntegrityError, match=match), unit_as(SYSTEM), transaction.atomic():
            change()

    again = {"organisation": desk.en, "run": run, "deposit": deposit, "award_id": line.award_id}
    refused("run_line_paid_once", lambda: RunLine.objects.create(cents=line.cents, **again))
    refused("is not what was granted", lambda: RunLine.objects.create(cents=1, **again))
    refused("never changed", lambda: RunLine.objects.filter(pk=line.pk).update(cents=line.cents + 1))
    refused("deposit_amounts", lambda: Deposit.objects.filter(pk=deposit.pk).update(net_cents=1))
    refused(
        "does not add up",
        lambda: Deposit.objects.filter(pk=deposit.pk).update(owed_cents=100, net_cents=100),
    )
    refused("run_being_made", lambda: PaymentRun.objects.create(number="RN-X", made_on=DAY, made_at=now().at))
    money.step(run.pk, "propose")
    refused("not open", lambda: RunLine.objects.filter(pk=line.pk).delete())
    refused("run_released_on", lambda: PaymentRun.objects.filter(pk=run.pk).update(state="sent"))
