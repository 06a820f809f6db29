"""Submitting: several claims, each judged and numbered alone, once, with a receipt for ever."""

import threading
from datetime import date

import pytest
from django.db import connections

from portal.kernel import drafts
from portal.kernel.clock import now
from portal.kernel.drafts import Closed, Conflict
from portal.kernel.models import Duty, Mail, StoredDecision, Submission, TrailEntry
from portal.kernel.unit import open_unit
from portal.payments.models import Award, LedgerEntry, PaymentRequest, RequestStep
from portal.payments.receipts import receipt, submitted_form
from portal.payments.results import NotAllowed
from portal.payments.services.submit import submit
from portal.policy.roles import Role
from portal.tickets.history import stands_on
from tests.payments.desk import SHOWN, filled

pytestmark = [pytest.mark.row("C1"), pytest.mark.row("E1")]


def stored(model, **where):
    return model.objects.using("loader").filter(**where)


@pytest.mark.row("E2", "E5")
def test_a_grant_with_every_fact_on_record_is_approved_at_once(desk):
    holder = desk.holder(earned={"2025-02": 1160})
    receipt = desk.submit(holder, ("P1M1", "2025-02"))
    [line] = receipt.requests
    assert (line.state, line.amount_cents, line.kind_words) == ("approved", 185_000, "Phase 1 Milestone 1")
    request = desk.request(line.number)
    assert (request.decided_on, request.denial_code) == (now().on, "")
    [award] = stored(Award, request=request)
    assert (award.kind, award.ordinal, str(award.month), award.amount_cents) == (
        "P1M1",
        1,
        "2025-02",
        185_000,
    )
    entries = stored(LedgerEntry, transaction__award=award).order_by("cents")
    assert [(entry.account, entry.cents) for entry in entries] == [
        ("payable", -185_000),
        ("program-cost", 185_000),
    ]
    steps = stored(RequestStep, request=request).order_by("version")
    assert [(s.from_state, s.to_state, s.by_name) for s in steps] == [
        ("draft", "submitted", "Clara Clerk"),
        ("submitted", "approved", "the system"),
    ]
    assert not stored(Duty, subject=request.id).exists()


@pytest.mark.row("C7")
def test_t_10_after_a_failed_progress_review_the_ticket_stays_assigned_and_payments_go_on(desk):
    """T-10, TPR-08: no protection from medical reviews, and the claim for a month after it is paid as any other."""
    holder = desk.holder(earned={"2025-02": 1160})
    ticket = holder.ticket
    desk.world.ticket_step(ticket, "fail-progress-review", date(2025, 2, 1), to=("EN", "failed-progress"))
    [line] = desk.submit(holder, ("P1M1", "2025-02")).requests
    assert (line.state, line.amount_cents) == ("approved", 185_000)
    with desk.unit_as(desk.analyst, reading=True):
        stands = stands_on(ticket.pk, now().on)
    assert (stands.words, stands.protected) == ("Assigned Not In Use – FTPR", False)  # noqa: RUF001


@pytest.mark.row("J3")
def test_each_claim_is_judged_and_numbered_alone(desk):
    holder = desk.holder(earned={"2025-02": 1200, "2025-03": 1200, "2025-04": 900})
    receipt = desk.submit(holder, ("P1M1", "2025-02"), ("P1M2", "2025-04"), ("P2", "2025-04"))
    assert [(line.kind, line.state) for line in receipt.requests] == [
        ("P1M1", "approved"),
        ("P1M2", "with-analyst"),
        ("P2", "with-analyst"),
    ]
    assert len({line.number for line in receipt.requests}) == 3


@pytest.mark.row("E4")
def test_what_the_rules_refuse_waits_for_an_analyst_with_a_date(desk):
    holder = desk.holder(earned={"2025-02": 900})
    [request] = desk.submitted(holder, ("P1M1", "2025-02"))
    assert (request.state, request.denial_code, request.amount_cents) == ("with-analyst", "", None)
    [duty] = stored(Duty, subject=request.id)
    # Ten working days after 15 December 2025, with Christmas and New Year.
    assert (duty.kind, str(duty.due_on), duty.organisation) == ("decide-payment", "2025-12-30", None)
    [decision] = stored(StoredDecision, subject=request.id)
    assert decision.outcome == "refuse"
    assert not stored(Award, ticket=holder.ticket_id).exists()


def test_what_is_missing_is_asked_for(desk):
    holder = desk.holder(earned={"2025-02": 1200})
    [request] = desk.submitted(holder, ("P1M1", "2025-02"), services_described=False)
    assert request.state == "waiting-for-information"
    [duty] = stored(Duty, subject=request.id)
    assert (duty.kind, duty.organisation) == ("answer-return", desk.en.id)


@pytest.mark.row("B5")
def test_submitting_again_returns_the_first_receipt(desk, unit_as):
    holder = desk.holder(earned={"2025-02": 1160})
    draft = desk.draft(holder)
    answers = []
    for revision in (0, 0, 7):
        with unit_as(desk.clerk):
            answers.append(
                submit(
                    draft=draft.id, revision=revision, form=filled(holder, ("P1M1", "2025-02")), shown=SHOWN
                )
            )
    assert answers[0] == answers[1] == answers[2]
    assert stored(Submission).count() == stored(PaymentRequest).count() == stored(Award).count() == 1


@pytest.mark.row("B5")
def test_submitting_one_draft_from_many_places_at_once_is_one_claim(desk):
    holder = desk.holder(earned={"2025-02": 1160})
    draft, form = desk.draft(holder), filled(holder, ("P1M1", "2025-02"))
    gate, answers = threading.Barrier(6), []

    def one():
        try:
            gate.wait()
            with open_unit(desk.clerk, now(), reading=False, page="test"):
                answers.append(submit(draft=draft.id, revision=0, form=form, shown=SHOWN))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one) for _ in range(6)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert len(answers) == 6
    assert len({answer.number for answer in answers}) == 1
    assert stored(PaymentRequest).count() == stored(Award).count() == 1


@pytest.mark.row("E4")
def test_an_exact_duplicate_is_denied_by_the_system(desk):
    holder = desk.holder(earned={"2025-02": 1160})
    [first] = desk.submitted(holder, ("P1M1", "2025-02"))
    [second] = desk.submitted(holder, ("P1M1", "2025-02"))
    assert (first.state, second.state, second.denial_code) == ("approved", "denied", "DEN-07")
    [step] = stored(RequestStep, request=second, to_state="denied")
    assert step.by == "system"


def test_a_duplicate_of_one_that_waits_is_denied_too(desk):
    holder = desk.holder(earned={"2025-02": 900})
    [first] = desk.submitted(holder, ("P1M1", "2025-02"))
    [second] = desk.submitted(holder, ("P1M1", "2025-02"))
    assert (first.state, second.state, second.denial_code) == ("with-analyst", "denied", "DEN-07")


def test_a_stale_revision_is_told_and_nothing_is_submitted(desk, unit_as):
    holder = desk.holder(earned={"2025-02": 1160})
    draft = desk.draft(holder)
    colleague = desk.person(desk.en, Role.EN_PAYMENTS_CLERK, "Colin Clerk")
    with unit_as(colleague):
        drafts.keep(draft=draft.id, revision=0, answers={"claims": ["P2"]})
    with unit_as(desk.clerk):
        answer = submit(draft=draft.id, revision=0, form=filled(holder, ("P1M1", "2025-02")), shown=SHOWN)
    assert isinstance(answer, Conflict)
    assert answer.by_name == "Colin Clerk"
    assert not stored(PaymentRequest).exists()
    assert stored(TrailEntry, kind="submission-refused").count() == 1


def test_what_cannot_be_submitted(desk, unit_as):
    holder, elsewhere = desk.holder(), desk.holder()
    counsellor = desk.person(desk.en, Role.EN_COUNSELLOR, "Connie Counsellor")
    stranger = desk.person(desk.world.organisation(), Role.EN_PAYMENTS_CLERK, "Steve Stranger")
    february = ("P1M1", "2025-02")
    for actor, form, expected in (
        (desk.clerk, filled(holder), NotAllowed),
        (desk.clerk, filled(holder, february, february), NotAllowed),
        (desk.clerk, filled(elsewhere, february), NotAllowed),
        (counsellor, filled(holder, february), NotAllowed),
        (stranger, filled(holder, february), Closed),
    ):
        draft = desk.draft(holder)
        with unit_as(actor):
            assert isinstance(submit(draft=draft.id, revision=0, form=form, shown=SHOWN), expected)
    assert not stored(PaymentRequest).exists()


@pytest.mark.row("C11")
def test_the_receipt_and_the_form_as_shown_are_read_back(desk, unit_as):
    holder = desk.holder(earned={"2025-02": 1160})
    given = desk.submit(holder, ("P1M1", "2025-02"))
    with unit_as(desk.clerk, reading=True) as unit:
        assert receipt(given.number) == given
        form = submitted_form(given.number)
        assert form.sections == SHOWN
        assert unit.looked_at == {holder.person_id}
    assert (given.submitted_by_name, given.organisation_name) == ("Clara Clerk", "First EN")
    stranger = desk.person(desk.world.organisation(), Role.EN_PAYMENTS_CLERK, "Steve Stranger")
    with unit_as(stranger, reading=True):
        assert receipt(given.number) is None
        assert submitted_form(given.number) is None


@pytest.mark.row("B4", "K7")
def test_mail_goes_to_who_submitted_and_names_nobody(desk):
    holder = desk.holder(earned={"2025-02": 1160})
    given = desk.submit(holder, ("P1M1", "2025-02"))
    mails = list(stored(Mail).order_by("written_at"))
    assert {mail.state for mail in mails} == {"waiting"}
    assert {mail.account for mail in mails} == {desk.clerk.account}
    assert any(given.number in mail.subject for mail in mails)
    assert any(given.requests[0].number in mail.subject for mail in mails)


@pytest.mark.row("J6")
def test_what_was_shown_of_the_earnings_is_kept_with_the_claim(desk):
    holder = desk.holder(earned={"2025-02": 1160})
    [request] = desk.submitted(holder, ("P1M1", "2025-02"))
    [row] = request.shown_at_submit["earnings"]
    assert (row["month"], row["disclosure"], row["amount_cents"]) == ("2025-02", "ssa-record", None)
    assert "at or above $1,160.00" in row["level"]
