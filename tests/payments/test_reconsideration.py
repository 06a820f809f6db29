"""A denial reconsidered: asked for in time, by another analyst, beside the first decision (row L6)."""

from datetime import timedelta

import pytest

from portal.kernel import desk_lists, desks
from portal.kernel.desks import Barred
from portal.kernel.duties import Claimed
from portal.kernel.models import Duty, Mail, TrailEntry
from portal.payments.deciders import DECIDED_IT
from portal.payments.duties import DESK
from portal.payments.models import Award, Determination, PaymentRequest, RequestStep
from portal.payments.results import Changed, NotAllowed, NotFound
from portal.payments.services import decide
from portal.payments.services.answer_return import NOTHING, Added, ask_reconsideration
from portal.policy.roles import Role
from tests.payments.desk import earned

pytestmark = pytest.mark.row("L6")


def stored(model, **where):
    return model.objects.using("loader").filter(**where)


@pytest.fixture
def denied(desk, unit_as):
    [request] = desk.submitted(desk.holder(earned={"2025-02": 900}), ("P1M1", "2025-02"))
    with unit_as(desk.analyst):
        decide.deny(request=request.id, version=request.version, code="DEN-04", note="Below the level.")
    return desk.request(request.number)


def ask(desk, unit_as, request, actor=None, *, note="A second job is missing.", added=NOTHING):
    with unit_as(actor or desk.clerk):
        return ask_reconsideration(request=request.id, version=request.version, note=note, added=added)


def taken(desk, unit_as, request, actor):
    duty = stored(Duty, subject=request.id, closed_at=None).get()
    with unit_as(actor):
        return desks.take(DESK, duty=duty.id, version=duty.version)


def test_who_denied_it_neither_takes_nor_decides_it_and_a_colleague_does(desk, unit_as, denied):
    second_job = Added(earnings=[earned("2025-02", 300, employer="Second Job Inc")])
    assert ask(desk, unit_as, denied, added=second_job).state == "reconsideration"
    asked = desk.request(denied.number)
    assert stored(Duty, subject=denied.id, closed_at=None).get().kind == "reconsider-payment"
    assert taken(desk, unit_as, asked, desk.analyst) == Barred(DECIDED_IT)
    with unit_as(desk.analyst):
        assert desk_lists.next_free(DESK) is None, "the next one is never one's own denial"
        own = decide.approve(request=asked.id, version=asked.version, move=decide.APPROVE_AFTER_ALL)
    assert isinstance(own, NotAllowed) and "second person" in own.sentence
    with unit_as(desk.other_analyst):
        assert desk_lists.next_free(DESK).subject == asked.id
    assert isinstance(taken(desk, unit_as, asked, desk.other_analyst), Claimed)
    duty = stored(Duty, subject=asked.id, closed_at=None).get()
    with unit_as(desk.other_analyst):
        able = {desk.analyst.account: "Andy Analyst"}
        back = desks.hand_over(
            DESK, duty=duty.id, version=duty.version, to_account=desk.analyst.account, able=able
        )
        assert back == Barred(DECIDED_IT)
        done = decide.approve(request=asked.id, version=asked.version, move=decide.APPROVE_AFTER_ALL)
    assert done.state == "approved"
    first, second = stored(Determination, request=denied.id, determined__in=["deny", "approve"]).order_by(
        "at"
    )
    assert (first.determined, first.by_name) == ("deny", "Andy Analyst")
    assert (second.determined, second.by_name) == ("approve", "Olga Analyst")
    assert stored(Award, request=denied.id).get().amount_cents == second.amount_cents > 0
    assert not stored(Duty, subject=denied.id, closed_at=None).exists()
    mails = stored(Mail, subject__contains="was reconsidered and is approved")
    assert mails.count() == 1
    assert "Holder" not in mails.get().body


def test_an_upheld_denial_is_told_and_not_reconsidered_again(desk, unit_as, denied):
    ask(desk, unit_as, denied)
    asked = desk.request(denied.number)
    with unit_as(desk.other_analyst):
        no = decide.approve(request=asked.id, version=asked.version, move=decide.APPROVE_AFTER_ALL)
        assert isinstance(no, NotAllowed) and no.sentence.endswith("Uphold the denial.")
        done = decide.deny(
            request=asked.id, version=asked.version, code="DEN-04", note="Still below.", move=decide.UPHOLD
        )
    assert done.state == "denied"
    steps = stored(RequestStep, request=denied.id).order_by("version")
    assert [step.to_state for step in steps][-3:] == ["denied", "reconsideration", "denied"]
    assert stored(Mail, subject__contains="stays denied").count() == 1
    upheld = desk.request(denied.number)
    again = ask(desk, unit_as, upheld)
    assert isinstance(again, NotAllowed) and "has not been reconsidered before" in again.sentence


def test_too_late_asked_anew_without_a_reason_or_by_somebody_else(desk, unit_as, denied):
    assert isinstance(ask(desk, unit_as, denied, note="  "), NotAllowed)
    other = desk.person(desk.world.organisation("Other EN"), Role.EN_PAYMENTS_CLERK, "Olaf Other")
    assert ask(desk, unit_as, denied, other) == NotFound()
    assert isinstance(ask(desk, unit_as, denied, desk.lead), NotAllowed)
    stale = stored(PaymentRequest, pk=denied.id).get()
    stale.version -= 1
    assert isinstance(ask(desk, unit_as, stale), Changed)
    stored(PaymentRequest, pk=denied.id).update(decided_on=denied.decided_on - timedelta(days=61))
    late = ask(desk, unit_as, denied)
    assert isinstance(late, NotAllowed) and "in the time after the denial" in late.sentence
    stored(PaymentRequest, pk=denied.id).update(decided_on=denied.decided_on)
    desk.submitted(denied.assignment, ("P1M1", "2025-02"))
    anew = ask(desk, unit_as, denied)
    assert isinstance(anew, NotAllowed) and "has not been asked for again" in anew.sentence
    assert desk.request(denied.number).state == "denied"
    assert stored(TrailEntry, kind="request-move-refused", subject=denied.id).count() == 5
