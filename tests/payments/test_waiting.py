"""What waits for something else than a person: the scanner, a registration; and what is drawn for a second look."""

from datetime import date

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from hypothesis import given
from hypothesis import strategies as st

from portal.earnings.models import EarningsMonth
from portal.kernel import drafts, files
from portal.kernel.actor import SYSTEM
from portal.kernel.models import Duty, StoredFile
from portal.payments import parameters
from portal.payments.jobs import JUDGE_AGAIN, judge_person
from portal.payments.models import Determination, QualitySample
from portal.payments.services import decide
from portal.payments.services.answer_return import Added, answer_return
from portal.payments.services.judge_again import asked_by_rules, judge_again, of_person, scanning
from portal.payments.services.submit import submit
from portal.policy.quality import drawn
from portal.providers.models import Hold, Provider
from tests.payments.desk import SHOWN, earned, filled, slip


def upload(tmp_path):
    document = pikepdf.new()
    document.add_blank_page()
    document.save(tmp_path / "slip.pdf")
    return files.inspected(SimpleUploadedFile("slip.pdf", (tmp_path / "slip.pdf").read_bytes()))


def scanned(number, state):
    StoredFile.objects.using("loader").filter(number=number).update(state=state)


@pytest.fixture
def with_slip(desk, unit_as, tmp_path):
    """A request with evidence whose file waits for the scanner."""
    holder = desk.holder()
    draft = desk.draft(holder)
    with unit_as(desk.clerk):
        line = files.receive(
            inspected=upload(tmp_path),
            person=holder.person_id,
            organisation=desk.en.id,
            assignment=holder.id,
            subject=draft.id,
        )
    form = filled(
        holder,
        ("P1M1", "2025-02"),
        form="evidentiary",
        earnings=(earned("2025-02", 1200),),
        papers=(slip("2025-02", file_number=line.number),),
    )
    with unit_as(desk.clerk):
        receipt = submit(draft=draft.id, revision=0, form=form, shown=SHOWN)
    return desk.request(receipt.requests[0].number), line.number


def judged_again(unit_as, request):
    with unit_as(SYSTEM):
        return judge_again(request=request.id)


@pytest.mark.row("L6")
def test_a_fact_about_a_person_queues_all_that_was_not_withdrawn(desk, unit_as):
    """Each has a job of its own; nobody else's is among them."""
    holder = desk.holder(earned={"2025-02": 1160, "2025-03": 900})
    approved, with_analyst = desk.submitted(holder, ("P1M1", "2025-02"), ("P2", "2025-03"))
    desk.submitted(desk.holder(earned={"2025-02": 1160}), ("P1M1", "2025-02"))
    with unit_as(SYSTEM, reading=True):
        assert set(of_person(holder.person_id)) == {approved.id, with_analyst.id}
    judge_person(str(holder.person_id), "system")
    with connections["loader"].cursor() as cursor:
        cursor.execute("select args->>'subject' from procrastinate_jobs where task_name = %s", [JUDGE_AGAIN])
        assert {subject for (subject,) in cursor.fetchall()} == {str(approved.id), str(with_analyst.id)}


@pytest.mark.row("C2", "J4")
def test_evidence_counts_once_it_is_found_clean(desk, unit_as, with_slip):
    request, number = with_slip
    assert request.state == "submitted"
    assert not Determination.objects.using("loader").exists()
    assert judged_again(unit_as, request) == "submitted"
    scanned(number, "clean")
    with unit_as(SYSTEM, reading=True):
        assert (scanning(), asked_by_rules()) == ([request.id], [])
    assert judged_again(unit_as, request) == "approved"
    assert judged_again(unit_as, request) == "approved"


@pytest.mark.row("E3")
def test_earnings_an_approval_stands_on_are_posted_as_proven(desk, unit_as, with_slip):
    request, number = with_slip
    scanned(number, "clean")
    judged_again(unit_as, request)
    rows = EarningsMonth.objects.using("loader").order_by("recorded_at", "proven")
    assert [(row.proven, row.superseded_at is None, row.gross_cents) for row in rows] == [
        (False, False, 120_000),
        (True, True, 120_000),
    ]


def test_an_infected_file_proves_nothing(desk, unit_as, with_slip):
    request, number = with_slip
    scanned(number, "infected")
    assert judged_again(unit_as, request) == "waiting-for-information"


@pytest.mark.row("J9")
@pytest.mark.parametrize("what", ["sam", "hold"])
def test_a_lapsed_registration_or_a_hold_waits_and_is_never_denied(desk, unit_as, what):
    holder = desk.holder(earned={"2025-02": 1200})
    provider = Provider.objects.using("loader").filter(organisation=desk.en)
    if what == "sam":
        provider.update(sam_registered_until=date(2025, 12, 15))
    else:
        desk.world.add(Hold(provider_id=desk.en.id, from_on=date(2025, 12, 1), reason="audit"))
    [request] = desk.submitted(holder, ("P1M1", "2025-02"))
    assert request.state == "waiting-for-information"
    assert Duty.objects.using("loader").get(subject=request.id, closed_at=None).kind == "answer-return"
    assert judged_again(unit_as, request) == "waiting-for-information"
    with unit_as(SYSTEM, reading=True):
        assert (scanning(), asked_by_rules()) == ([], [request.id])
    provider.update(sam_registered_until=date(2026, 12, 15))
    Hold.objects.using("loader").update(until_on=date(2025, 12, 10))
    assert judged_again(unit_as, request) == "approved"
    assert not Duty.objects.using("loader").filter(subject=request.id, closed_at=None).exists()


def test_a_figure_that_is_not_loaded_waits_with_an_analyst(desk):
    # The 2025 amount of an outcome payment to an SSI-only person under the outcome system is not published.
    world, person = desk.world, desk.world.person()
    world.benefits(person, title="T16", until="2025-03")
    world.benefits(person, title="T16", status="suspended-for-work", since="2025-03")
    holder = world.assignment(world.ticket(person), desk.en, system="outcome")
    world.earnings(person, "2025-03", 1700)
    [request] = desk.submitted(holder, ("OUTCOME", "2025-03"))
    found = Determination.objects.using("loader").get(request=request)
    assert (request.state, found.outcome) == ("with-analyst", "ask")
    assert found.shown["primary"]["needs"] == "rate not loaded for 2025"


@pytest.mark.row("C2")
def test_an_answer_may_say_the_services_and_bring_papers(desk, unit_as):
    holder = desk.holder()
    [request] = desk.submitted(
        holder,
        ("P1M1", "2025-02"),
        form="evidentiary",
        services_described=False,
        earnings=(earned("2025-02", 1200),),
    )
    assert request.state == "waiting-for-information"
    with unit_as(desk.clerk):
        half = answer_return(
            request=request.id, version=request.version, note="", added=Added(services_described=True)
        )
    assert half.state == "waiting-for-information"
    version = desk.request(request.number).version
    with unit_as(desk.clerk):
        whole = answer_return(
            request=request.id, version=version, note="", added=Added(papers=(slip("2025-02"),))
        )
    assert whole.state == "approved"


def test_a_return_by_a_person_waits_for_the_person(desk, unit_as):
    holder = desk.disputed()
    [request] = desk.submitted(holder, ("P1M1", "2025-02"))
    with unit_as(desk.analyst):
        decide.return_for_information(
            request=request.id, version=request.version, note="Which is right?", due_on=date(2026, 1, 9)
        )
    EarningsMonth.objects.using("loader").filter(source="ssa-record").delete()
    with unit_as(SYSTEM, reading=True):
        assert asked_by_rules() == []
    assert judged_again(unit_as, request) == "waiting-for-information"


@pytest.mark.row("E6")
def test_determinations_are_drawn_by_the_rate_and_the_same_ones_again(desk, monkeypatch):
    monkeypatch.setattr(parameters, "QUALITY_RATE", (parameters.Dated(date(2008, 7, 21), 1.0, "test"),))
    holder = desk.holder(earned={"2025-02": 1200})
    [request] = desk.submitted(holder, ("P1M1", "2025-02"))
    sample = QualitySample.objects.using("loader").get()
    assert (sample.determination.request_id, sample.seed) == (request.id, parameters.QUALITY_SEED)
    assert drawn(str(sample.determination_id), sample.seed, 1.0)
    assert not drawn(str(sample.determination_id), sample.seed, 0.0)


@pytest.mark.row("E6")
@given(st.text(max_size=40), st.text(max_size=10))
def test_a_higher_rate_draws_all_of_a_lower_one(subject, seed):
    assert [drawn(subject, seed, rate / 10) for rate in range(11)] == sorted(
        drawn(subject, seed, rate / 10) for rate in range(11)
    )


@pytest.mark.row("E6")
def test_about_one_in_twenty_is_drawn():
    assert 400 < sum(drawn(str(number), "seed", 0.05) for number in range(10_000)) < 600


def test_a_cancelled_draft_cannot_be_submitted(desk, unit_as):
    holder = desk.holder()
    draft = desk.draft(holder)
    with unit_as(desk.clerk):
        drafts.cancel(draft=draft.id, revision=0)
    with unit_as(desk.clerk):
        answer = submit(draft=draft.id, revision=1, form=filled(holder, ("P1M1", "2025-02")), shown=SHOWN)
    assert answer == drafts.Closed("cancelled")
