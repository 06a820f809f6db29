"""Social Security's hand: it approves, denies, asks back; the same determination, ledger and notice (row E2)."""

from datetime import date

import pytest

from portal.kernel import desks
from portal.kernel.desks import Barred
from portal.kernel.duties import Claimed
from portal.kernel.models import Duty, Mail, TrailEntry
from portal.payments.duties import SSA_DESK
from portal.payments.models import Award, Determination, LedgerEntry
from portal.payments.results import Changed, Done, NotAllowed
from portal.payments.services import decide
from portal.policy.core import Outcome, State, Test, failed, held, unknown
from portal.policy.core import decide as outcome_of
from portal.policy.override import overridden
from portal.policy.roles import Role
from portal.providers.models import Agreement
from tests.payments.test_races import at_once

pytestmark = pytest.mark.row("E2")
WHY = "The record looks wrong."


def stored(model, **where):
    return model.objects.using("loader").filter(**where)


def referred(desk, unit_as, holder):
    [request] = desk.submitted(holder, ("P1M1", "2025-02"))
    with unit_as(desk.analyst):
        assert isinstance(decide.refer_to_ssa(request=request.id, version=request.version, reason=WHY), Done)
    return desk.request(request.number)


@pytest.fixture
def doubtful(desk, unit_as):
    """Two sources that differ: the rules leave it to a person."""
    return referred(desk, unit_as, desk.disputed())


@pytest.fixture
def refused(desk, unit_as):
    """Below the trial work level: the rules refuse it."""
    return referred(desk, unit_as, desk.holder(earned={"2025-02": 900}))


def approve(unit_as, actor, request, note=""):
    with unit_as(actor):
        return decide.approve(
            request=request.id, version=request.version, note=note, move=decide.APPROVE_AT_SSA
        )


def test_what_it_approves_ends_as_an_analysts_approval_does(desk, unit_as, doubtful):
    assert approve(unit_as, desk.authoriser, doubtful) == Done(doubtful.id, doubtful.number, "approved")
    request = desk.request(doubtful.number)
    assert (request.amount_cents, request.decided_on) == (185_000, date(2025, 12, 15))
    assert stored(Award, request=request).get().amount_cents == 185_000
    assert sum(entry.cents for entry in stored(LedgerEntry)) == 0
    determined = stored(Determination, request=request).latest("at")
    assert (determined.determined, determined.by_name) == ("approve", "Sam Authoriser")
    assert stored(Mail, subject__contains=f"{request.number} is approved by Social Security").count() == 1
    assert not stored(Duty, subject=request.id, closed_at=None).exists()


def test_what_it_denies_has_a_code_and_a_notice(desk, unit_as, refused, doubtful):
    for request, code, note in ((refused, "DEN-04", ""), (doubtful, "DEN-16", "The job was not real.")):
        with unit_as(desk.authoriser):
            answer = decide.deny(
                request=request.id, version=request.version, code=code, note=note, move=decide.DENY_AT_SSA
            )
        assert answer == Done(request.id, request.number, "denied")
        assert desk.request(request.number).denial_code == code
        assert stored(Mail, subject__contains=f"{request.number} is denied by Social Security").count() == 1
    assert not stored(Award).exists()


def test_a_question_brings_it_back_to_the_analysts(desk, unit_as, refused):
    with unit_as(desk.authoriser):
        silent = decide.send_back(request=refused.id, version=refused.version, question=" ")
    assert isinstance(silent, NotAllowed)
    with unit_as(desk.authoriser):
        answer = decide.send_back(request=refused.id, version=refused.version, question="Which employer?")
    assert answer.state == "with-analyst"
    assert stored(Duty, subject=refused.id, closed_at=None).get().kind == "decide-payment"
    back = desk.request(refused.number)
    with unit_as(desk.analyst):
        again = decide.refer_to_ssa(request=back.id, version=back.version, reason="Acme Bakery.")
    assert again.state == "waiting-for-ssa"


def test_a_payment_that_is_not_due_is_approved_by_nobody(desk, unit_as, refused):
    answer = approve(unit_as, desk.authoriser, refused, "We know them.")
    assert isinstance(answer, NotAllowed) and "send it back" in answer.sentence
    assert not stored(Award).exists()


def test_an_agreement_that_had_ended_is_overridden_with_a_reason(desk, unit_as):
    holder = desk.holder(earned={"2025-02": 1500})
    [agreement] = stored(Agreement, provider=desk.en.id)
    stored(Agreement, pk=agreement.pk).update(until_on=date(2025, 12, 1))
    request = referred(desk, unit_as, holder)
    with unit_as(desk.analyst):
        by_analyst = decide.judge_now(request)
    assert by_analyst["denial"] == "DEN-05"
    silent = approve(unit_as, desk.authoriser, request)
    assert isinstance(silent, NotAllowed) and "Say in the note why" in silent.sentence
    assert approve(unit_as, desk.authoriser, request, "The claim was on its way.").state == "approved"
    assert stored(Award, request=request).get().amount_cents == 185_000


def test_nobody_else_answers_and_not_who_referred_it(desk, unit_as, refused):
    both = desk.world.account(desk.ssa, [Role.SSA_PAYMENT_AUTHORISER], name="Ana")
    for actor in (desk.analyst, desk.lead, desk.clerk):
        assert isinstance(approve(unit_as, actor, refused), NotAllowed), actor.name
    assert desk.request(refused.number).state == "waiting-for-ssa"
    assert stored(TrailEntry, kind="request-move-refused", subject=refused.id).count() == 3
    duty = stored(Duty, subject=refused.id, closed_at=None).get()
    with unit_as(desk.analyst):
        assert desks.take(SSA_DESK, duty=duty.id, version=0) is None
    with unit_as(desk.authoriser):
        assert isinstance(desks.take(SSA_DESK, duty=duty.id, version=0), Claimed)
    with unit_as(desk.world.actor(both)):
        assert isinstance(desks.take(SSA_DESK, duty=duty.id, version=1), Barred)


def test_of_two_answers_at_once_one_counts_and_the_other_is_told(desk, unit_as, doubtful):
    other = desk.person(desk.ssa, Role.SSA_PAYMENT_AUTHORISER, "Olive Other")

    def deny():
        with unit_as(other):
            return decide.deny(
                request=doubtful.id,
                version=doubtful.version,
                code="DEN-16",
                note="The job was not real.",
                move=decide.DENY_AT_SSA,
            )

    answers = at_once([lambda: approve(unit_as, desk.authoriser, doubtful), deny])
    assert {type(answer) for answer in answers} == {Done, Changed}
    assert stored(Determination, request=doubtful.id, determined__in=("approve", "deny")).count() == 1


def test_only_what_may_be_overridden_is():
    def one(name, denial=None):
        return Test(name, "PAY-23", "law", "Says.", "Do.", denial)

    ended, low = failed(one("agreement", "DEN-05")), failed(one("low", "DEN-04"))
    fine, missing = held(one("fine")), unknown(one("missing"), "a slip")
    cases = (
        ([ended, fine], Outcome.GRANT),
        ([ended, low], Outcome.REFUSE),
        ([ended, missing], Outcome.ASK),
        ([fine], Outcome.GRANT),
    )
    for checks, expected in cases:
        answer = overridden(outcome_of("payment", "1", checks))
        assert answer.outcome is expected, checks
        assert [check.test for check in answer.checks] == [check.test for check in checks]
    assert overridden(outcome_of("payment", "1", [ended])).checks[0].state is State.HELD
