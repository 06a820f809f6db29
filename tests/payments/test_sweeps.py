"""The sweep: claims nobody asked for, once for ever, each determined like any other (rows K6, I7, E4)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import IntegrityError, connection, connections
from django.test.utils import CaptureQueriesContext

from portal.kernel.actor import SYSTEM
from portal.kernel.clock import now
from portal.kernel.ids import new_id
from portal.kernel.models import Duty, Mail, TrailEntry
from portal.kernel.numbers import new_number
from portal.kernel.results import Changed, Done, NotAllowed, NotFound
from portal.kernel.unit import open_unit
from portal.payments import jobs
from portal.payments.judging import replay
from portal.payments.models import (
    Award,
    Determination,
    LedgerTransaction,
    PaymentRequest,
    RequestStep,
    SweepFinding,
    SweepProvider,
)
from portal.payments.services import sweeping
from portal.payments.services.sweeps import resume_sweep, start_sweep, stop_sweep
from portal.providers.models import Hold, Provider
from tests.payments import sweeps
from tests.payments.sweeps import LOADER, claimed, done, findings, found, started
from tests.replay.kept import made_again

pytestmark = [pytest.mark.row("K6")]
YEAR = {f"2025-{month:02}": 1700 for month in range(2, 12)}


def test_what_was_never_asked_for_is_claimed_determined_and_told(desk):
    holder = desk.holder(earned={"2025-02": 1200})
    run = done(desk)
    assert (run.state, run.tickets_total, run.tickets_done) == ("done", 1, 1)
    assert (run.as_of, run.started_by_name, run.rules) == (date(2025, 12, 15), "Lea Lead", "2025-12")
    [request] = claimed()
    assert (request.state, request.asks, request.organisation_id) == ("approved", "P1M1", desk.en.pk)
    assert (request.submitted_on, request.submission_id, request.assignment_id) == (
        run.as_of,
        None,
        holder.pk,
    )
    assert findings(run) == [("P1M1", "2025-02", "claimed")]
    steps = RequestStep.objects.using(LOADER).filter(request=request).order_by("version")
    assert [(step.from_state, step.to_state, step.by) for step in steps] == [
        ("draft", "submitted", "system"),
        ("submitted", "approved", "system"),
    ]
    award = Award.objects.using(LOADER).get(request=request)
    assert LedgerTransaction.objects.using(LOADER).filter(award=award).count() == 1
    kept = Determination.objects.using(LOADER).select_related("decision").get(request=request)
    assert replay(kept.decision.facts).answer == kept.decision.answer
    mail = Mail.objects.using(LOADER).get(key__startswith=f"determination/{kept.pk}/")
    assert request.number in mail.subject
    trail = TrailEntry.objects.using(LOADER).filter(subject=request.pk).order_by("id")
    assert [one.kind for one in trail] == ["request-claim-by-sweep", "request-approve-by-rules"]
    assert trail[0].detail["sweep"] == run.number


def test_a_second_sweep_finds_nothing_that_the_first_has_claimed(desk):
    desk.holder(earned=YEAR)
    done(desk)
    first = {(one.asks, str(one.claim_month), one.state) for one in claimed()}
    assert ("P1M1", "2025-02", "approved") in first
    second = done(desk)
    assert {(one.asks, str(one.claim_month), one.state) for one in claimed()} == first
    assert {became for _, _, became in findings(second)} <= {"asked-before", "left"}


def test_what_the_provider_has_asked_for_is_not_claimed_also_where_it_was_withdrawn(desk):
    holder = desk.holder(earned={"2025-02": 1200})
    old = desk.world.add(
        PaymentRequest(
            number=new_number("PR"),
            organisation=holder.organisation,
            ticket=holder.ticket,
            person=holder.person,
            assignment=holder,
            asks="P1M1",
            claim_month="2025-02",
            form="evidentiary",
            state="withdrawn",
            submitted_on=date(2025, 6, 1),
            submitted_at=now().at,
        )
    )
    run = done(desk)
    assert claimed() == []
    row = SweepFinding.objects.using(LOADER).get(sweep=run)
    assert (row.became, row.request_id) == ("asked-before", old.pk)


@pytest.mark.row("E4")
def test_what_is_not_available_goes_to_a_person_and_what_is_not_proven_is_left_with_why(desk):
    excluded = desk.holder(earned={"2024-12": 1700, "2025-02": 1700})
    unproven = desk.holder()
    desk.world.earnings(unproven.person, "2025-02", 1700, source="pay-slip", given_to=desk.en, proven=False)
    done(desk)
    by_person = {one.person_id: one for one in claimed()}
    assert by_person[excluded.person_id].state == "with-analyst"
    assert Duty.objects.using(LOADER).filter(subject=by_person[excluded.person_id].pk).count() == 1
    assert unproven.person_id not in by_person
    left = SweepFinding.objects.using(LOADER).get(person=unproven.person, asks="P1M1")
    assert left.became == "left" and "proved" in left.why


def test_whom_its_standing_keeps_from_being_paid_is_not_swept_and_the_run_says_why(desk):
    desk.holder(earned={"2025-02": 1200})
    on_hold, lapsed = desk.world.organisation("EN on hold"), desk.world.organisation("Lapsed EN")
    desk.world.add(Hold(provider_id=on_hold.pk, from_on=date(2025, 1, 1), reason="audit"))
    Provider.objects.using(LOADER).filter(pk=lapsed.pk).update(sam_registered_until=date(2025, 12, 15))
    for provider in (on_hold, lapsed):
        desk.holder(earned={"2025-02": 1200}, en=provider)
    run = done(desk)
    assert [one.organisation_id for one in claimed()] == [desk.en.pk]
    rows = {one.organisation_id: one for one in SweepProvider.objects.using(LOADER).filter(sweep=run)}
    assert {key: row.swept for key, row in rows.items()} == {
        desk.en.pk: True,
        on_hold.pk: False,
        lapsed.pk: False,
    }
    assert "on hold" in rows[on_hold.pk].why and "SAM" in rows[lapsed.pk].why
    assert {row.decision.rule for row in rows.values()} == {"sweep"}
    made_again("sweep", "payment")


def test_two_runs_at_once_are_refused_and_only_a_lead_starts_one(desk):
    run = started(desk)
    for actor, words in ((desk.lead, "running already"), (desk.analyst, "Only"), (desk.clerk, "Only")):
        with desk.unit_as(actor):
            answer = start_sweep()
        assert isinstance(answer, NotAllowed) and words in answer.sentence
    assert sweeps.sweep(run.pk).state == "running"


@pytest.mark.row("I7")
def test_a_stopped_run_does_nothing_and_goes_on_where_it_was(desk, monkeypatch):
    monkeypatch.setattr(sweeping, "SLICE_SIZE", 1)
    for _ in range(3):
        desk.holder(earned={"2025-02": 1200})
    run = started(desk)
    first, *rest = found(run)
    jobs.sweep_slice(str(first.pk), "system")
    run = sweeps.sweep(run.pk)
    with desk.unit_as(desk.analyst):
        assert isinstance(stop_sweep(sweep=run.pk, version=run.version), NotAllowed)
    with desk.unit_as(desk.lead):
        assert isinstance(resume_sweep(sweep=run.pk, version=run.version), NotAllowed)
        assert isinstance(stop_sweep(sweep=new_id(), version=0), NotFound)
        assert isinstance(stop_sweep(sweep=run.pk, version=7), Changed)
        stopped = stop_sweep(sweep=run.pk, version=run.version)
    assert isinstance(stopped, Done) and stopped.state == "stopped"
    for piece in rest:
        jobs.sweep_slice(str(piece.pk), "system")
    assert (len(claimed()), sweeps.sweep(run.pk).tickets_done) == (1, 1)
    with desk.unit_as(desk.lead):
        assert isinstance(resume_sweep(sweep=run.pk, version=run.version + 1), Done)
    for piece in [first, *rest]:
        jobs.sweep_slice(str(piece.pk), "system")
    run = sweeps.sweep(run.pk)
    assert (len(claimed()), run.state, run.tickets_done) == (3, "done", 3)


def test_a_stopped_run_cannot_go_on_beside_another(desk):
    run = started(desk)
    with desk.unit_as(desk.lead):
        stop_sweep(sweep=run.pk, version=0)
        assert isinstance(start_sweep(), Done)
        answer = resume_sweep(sweep=run.pk, version=1)
    assert isinstance(answer, NotAllowed) and "running already" in answer.sentence
    assert sweeps.sweep(run.pk).state == "stopped"


@pytest.mark.row("I7")
def test_a_run_that_has_lost_its_jobs_gets_them_again(desk, database):
    desk.holder(earned={"2025-02": 1200})
    admin = database.admins[0]

    def asked() -> list[str]:
        rows = admin.execute(
            "select task_name from procrastinate_jobs where task_name like 'payments.sweep%'"
        )
        return [name for (name,) in rows.fetchall()]

    run = started(desk)
    for reached in ("payments.sweep", "payments.sweep_slice"):
        admin.execute("delete from procrastinate_jobs")
        jobs.look_for_stuck_sweeps(0)
        assert asked() == []
        admin.execute("update payments_sweep set stepped_at = stepped_at - interval '10 minutes'")
        jobs.look_for_stuck_sweeps(0)
        assert asked() == [reached]
        found(run)


def test_two_workers_on_the_same_slices_claim_each_payment_once(desk, monkeypatch):
    monkeypatch.setattr(sweeping, "SLICE_SIZE", 2)
    for _ in range(8):
        desk.holder(earned={"2025-02": 1200})
    pieces = [str(piece.pk) for piece in found(started(desk))]

    def work(order: list[str]) -> None:
        try:
            for piece in order:
                jobs.sweep_slice(piece, "system")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, [pieces, pieces[::-1]]))
    assert len(claimed()) == Award.objects.using(LOADER).count() == 8
    assert RequestStep.objects.using(LOADER).count() == 16


def test_the_database_keeps_a_claim_of_the_sweep_from_being_made_twice(desk):
    desk.holder(earned={"2025-02": 1200})
    done(desk)
    [first] = claimed()
    PaymentRequest.objects.using(LOADER).filter(pk=first.pk).update(state="withdrawn")
    first.pk, first.number = new_id(), new_number("PR")
    with pytest.raises(IntegrityError, match="request_swept_once"):
        desk.world.add(first)


def test_a_slice_asks_as_often_for_two_tickets_as_for_ten(desk, monkeypatch):
    def statements(count: int) -> int:
        for _ in range(count):
            desk.holder(earned={"2025-02": 1200, "2025-03": 1300})
        [piece] = found(started(desk))
        with (
            open_unit(SYSTEM, now(), reading=False, page="test"),
            CaptureQueriesContext(connection) as captured,
        ):
            sweeping.work_on(piece=piece.pk)
        return len(captured)

    monkeypatch.setattr("portal.payments.services.awarding.drawn", lambda *_: False)
    assert statements(2) == statements(10)


def test_many_payments_on_one_ticket_are_determined_as_if_one_after_the_other(desk):
    """Phase 1 and then what Phase 2 leaves open: each rests on those before it, in one unit."""
    desk.holder(earned=YEAR)
    done(desk)
    rows = [(one.asks, str(one.claim_month), one.state) for one in claimed()]
    assert rows == [
        ("P1M1", "2025-02", "approved"),
        ("P1M2", "2025-04", "approved"),
        ("P1M3", "2025-07", "approved"),
        ("P1M4", "2025-10", "approved"),
        ("P2", "2025-02", "with-analyst"),
        ("P2", "2025-11", "approved"),
    ]
    kept = Determination.objects.using(LOADER).select_related("decision").order_by("request")
    assert [one.decision.answer for one in kept] == [replay(one.decision.facts).answer for one in kept]
    paid = [len(one.decision.facts["payments"]) for one in kept]
    assert paid == [0, 1, 2, 3, 4, 4]
