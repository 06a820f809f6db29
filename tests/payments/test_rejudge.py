"""A fact changed after a decision: judged again as of both dates, and settled by a person (row L6)."""

import pytest
from django.db import connections

from portal.earnings.models import EarningsMonth
from portal.earnings.services.recording import record_earnings
from portal.kernel import desks
from portal.kernel.actor import SYSTEM
from portal.kernel.clock import now
from portal.kernel.models import Duty, TrailEntry
from portal.payments.duties import AGAIN, AGAIN_DESK
from portal.payments.jobs import JUDGE_PERSON
from portal.payments.models import Award, Determination, Rejudged
from portal.payments.results import Changed, NotAllowed, NotFound
from portal.payments.services import decide
from portal.payments.services.judge_again import judge_again
from portal.payments.services.rejudge import settle_rejudged
from tests.payments.desk import earned
from tests.payments.running import books

pytestmark = pytest.mark.row("L6")


def stored(model, **where):
    return model.objects.using("loader").filter(**where)


def again(unit_as, request):
    with unit_as(SYSTEM):
        return judge_again(request=request.id)


def corrected(request, dollars):
    """Social Security's record of the month says something else from now on."""
    rows = stored(EarningsMonth, person=request.person_id, month=request.claim_month, superseded_at=None)
    row = rows.get()
    rows.update(superseded_at=now().at)
    row.pk, row.gross_cents, row.recorded_at = None, dollars * 100, now().at
    row._state.adding = True
    row.save(using="loader")


def opened(request):
    return stored(Rejudged, request=request.id, settled_at=None).select_related("decision")


def settle(
    desk, unit_as, request, settled_as, *, actor=None, take=True, version=0, reason="The slip is right."
):
    actor = actor or desk.analyst
    if take:
        duty = stored(Duty, subject=request.id, kind=AGAIN, closed_at=None).get()
        with unit_as(actor):
            desks.take(AGAIN_DESK, duty=duty.id, version=duty.version)
    with unit_as(actor):
        return settle_rejudged(request=request.id, version=version, settled_as=settled_as, reason=reason)


@pytest.fixture
def approved(desk):
    [request] = desk.submitted(desk.holder(earned={"2025-02": 1200}), ("P1M1", "2025-02"))
    assert request.state == "approved"
    return request


@pytest.fixture
def denied(desk, unit_as):
    [request] = desk.submitted(desk.holder(earned={"2025-02": 900}), ("P1M1", "2025-02"))
    with unit_as(desk.analyst):
        decide.deny(request=request.id, version=request.version, code="DEN-04", note="")
    return desk.request(request.number)


def test_nothing_is_found_while_the_answer_is_the_same(unit_as, approved, denied):
    """Its own award, and what was proven by it, are no reason to judge otherwise."""
    corrected(approved, 1300)
    for request, state in ((approved, "approved"), (denied, "denied")):
        assert again(unit_as, request) == state
        assert not stored(Rejudged).exists()


def test_a_payment_whose_earnings_fell_below_the_level_is_put_before_a_person(desk, unit_as, approved):
    corrected(approved, 900)
    for _ in range(2):
        again(unit_as, approved)
    [found] = opened(approved)
    assert found.decision.outcome == "refuse"
    assert found.decision.facts["decided_on"] == approved.decided_on.isoformat()
    assert found.decision.facts["payments"] == []
    assert stored(Duty, kind=AGAIN, closed_at=None).count() == 1
    assert desk.request(approved.number).state == "approved", "nothing is decided by it"
    assert settle(desk, unit_as, approved, "reopened") == NotAllowed(
        "Choose one of the ways that are offered."
    )
    assert settle(desk, unit_as, approved, "recover", take=False).state == "reversed"
    [settled] = stored(Rejudged)
    assert (settled.settled_as, settled.by_name, settled.reason) == (
        "recover", "Andy Analyst", "The slip is right.",
    )  # fmt: skip
    assert not stored(Duty, kind=AGAIN, closed_at=None).exists()
    assert not stored(Award, reversed_on=None).exists() and books() == {}
    corrected(approved, 1250)
    again(unit_as, approved)
    assert not opened(approved).exists(), "what was taken back is asked for anew, not judged again"


def test_what_was_settled_is_not_asked_again(desk, unit_as, approved):
    corrected(approved, 900)
    again(unit_as, approved)
    settle(desk, unit_as, approved, "stands")
    again(unit_as, approved)
    assert not opened(approved).exists()
    corrected(approved, 1250)
    again(unit_as, approved)
    corrected(approved, 800)
    again(unit_as, approved)
    assert not opened(approved).exists(), "nor when the record comes back to the very same answer"


def test_what_is_open_ends_by_itself_when_the_record_is_put_right(unit_as, approved):
    corrected(approved, 900)
    again(unit_as, approved)
    corrected(approved, 1200)
    again(unit_as, approved)
    [found] = stored(Rejudged)
    assert (found.settled_as, found.by_name) == ("gone", "the system")
    assert not stored(Duty, kind=AGAIN, closed_at=None).exists()


def test_a_denial_that_would_be_granted_now_is_opened_and_decided_anew(desk, unit_as, denied):
    corrected(denied, 1200)
    again(unit_as, denied)
    assert opened(denied).get().decision.outcome == "grant"
    assert settle(desk, unit_as, denied, "reopened").state == "with-analyst"
    request = desk.request(denied.number)
    with unit_as(desk.analyst):
        assert decide.approve(request=request.id, version=request.version).state == "approved"
    said = stored(Determination, request=denied.id).order_by("at").values_list("determined", flat=True)
    assert list(said)[-2:] == ["deny", "approve"]


def test_a_denial_is_left_alone_where_the_payment_was_claimed_anew(desk, unit_as, denied):
    corrected(denied, 1200)
    again(unit_as, denied)
    desk.submitted(denied.assignment, ("P1M1", "2025-02"))
    answer = settle(desk, unit_as, denied, "reopened")
    assert isinstance(answer, NotAllowed) and "in another request" in answer.sentence
    again(unit_as, denied)
    assert stored(Rejudged).get().settled_as == "gone"


def test_who_has_not_taken_it_gives_no_reason_or_is_late_settles_nothing(desk, unit_as, approved):
    corrected(approved, 900)
    again(unit_as, approved)
    assert settle(desk, unit_as, approved, "stands", actor=desk.clerk, take=False) == NotFound()
    assert isinstance(settle(desk, unit_as, approved, "stands", take=False), NotAllowed)
    assert isinstance(settle(desk, unit_as, approved, "stands", reason=" "), NotAllowed)
    late = settle(desk, unit_as, approved, "stands", actor=desk.other_analyst, take=False)
    assert isinstance(late, NotAllowed) and "Andy Analyst" in late.sentence
    assert isinstance(settle(desk, unit_as, approved, "stands", take=False, version=7), Changed)
    assert opened(approved).exists()
    assert stored(TrailEntry, kind="request-move-refused", subject=approved.id).count() == 4
    settle(desk, unit_as, approved, "stands", take=False)
    assert isinstance(settle(desk, unit_as, approved, "stands", take=False), Changed)


def test_earnings_that_replace_others_queue_the_person(desk, unit_as):
    holder = desk.holder()
    for dollars, queued in ((300, 0), (400, 1)):
        with unit_as(desk.clerk):
            record_earnings(holder.person_id, desk.en.id, holder.id, [earned("2025-02", dollars)])
        with connections["loader"].cursor() as cursor:
            cursor.execute("select count(*) from procrastinate_jobs where task_name = %s", [JUDGE_PERSON])
            assert cursor.fetchone() == (queued,)
