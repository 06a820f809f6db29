"""Intake and hand-off: kept as it is written, recorded once it is whole, asked about until it connected (D2, K5)."""

import threading
from datetime import date

import pytest
from django.db import connections

from portal.casework.intakes import hand_offs_of, to_ask_about, whole_intake
from portal.casework.models import Case, HandOff, Intake
from portal.casework.results import Changed, NotAllowed, NotFound
from portal.casework.services.close_case import close_case
from portal.casework.services.hand_off import Given, answer_connected, hand_off
from portal.casework.services.record_intake import record_intake, start_intake
from portal.casework.worksheet import Worksheet
from portal.kernel import drafts
from portal.kernel.clock import now
from portal.kernel.drafts import Conflict
from portal.kernel.models import Draft, Duty, TrailEntry
from portal.kernel.unit import open_unit
from tests.authorization.casework import signed_plan

pytestmark = pytest.mark.row("D2")
TODAY, LATER = date(2025, 12, 15), date(2025, 12, 18)
WHOLE = Worksheet(
    held_on=TODAY,
    informed_on=TODAY,
    considered_goals=True,
    wants_self_sufficiency=True,
    skills="Two years of college",
    worked="None",
    likely="yes",
    services_match=True,
    limitations="Cannot stand long",
    strengths="Patient with people",
    fears="To lose Medicare",
    match="accept",
    shown=(("Key questions", (("Skills and education", "Two years of college"),)),),
)


@pytest.fixture
def case(office):
    return office.world.case(office.beneficiary, office.en)


def started(office, case, actor=None):
    with office.unit_as(actor or office.counsellor):
        return start_intake(case=case.pk)


def recorded(office, draft, worksheet=WHOLE, revision=0, actor=None):
    with office.unit_as(actor or office.counsellor):
        return record_intake(draft=draft, revision=revision, worksheet=worksheet)


def given(**other):
    typed = {
        "to_kind": "EN",
        "to_name": "Harbor Works, Ms. Lee",
        "consent_on": TODAY,
        "made_on": TODAY,
        "method": "stayed on the line",
        "follow_up_on": LATER,
        "note": "Wants to bake",
    }
    return Given(**{**typed, **other})


def test_a_colleague_goes_on_with_the_one_draft(office, case):
    draft = started(office, case)
    assert started(office, case, office.colleague) == draft
    assert Draft.objects.using("loader").filter(subject=case.pk).count() == 1


def test_what_is_whole_is_recorded_and_read_again_as_shown(office, case):
    answer = recorded(office, started(office, case))
    assert isinstance(answer, Intake)
    with office.unit_as(office.colleague, reading=True) as unit:
        line = whole_intake(case.pk)
        assert line.pages == (("Key questions", (("Skills and education", "Two years of college"),)),)
        assert (line.held_on, line.outcome_words) == (TODAY, "go on to a plan")
        assert unit.looked_at == {office.beneficiary.pk}
    row = Intake.objects.using("loader").get()
    assert b"college" not in bytes(row.content)
    assert TrailEntry.objects.using("loader").filter(kind="intake-recorded", subject=case.pk).count() == 1


def test_without_the_fact_sheet_it_is_not_recorded_and_the_draft_stays(office, case):
    draft = started(office, case)
    answer = recorded(office, draft, Worksheet(**{**vars_of(WHOLE), "informed_on": None}))
    assert isinstance(answer, NotAllowed)
    assert not Intake.objects.using("loader").exists()
    assert Draft.objects.using("loader").get(pk=draft).state == "open"


def test_sent_twice_counts_once(office, case):
    draft = started(office, case)
    first, second = recorded(office, draft), recorded(office, draft)
    assert first.pk == second.pk
    assert Intake.objects.using("loader").get().version == 0


def test_who_kept_other_answers_meanwhile_is_named(office, case):
    draft = started(office, case)
    with office.unit_as(office.colleague):
        drafts.keep(draft=draft, revision=0, answers={"told": {"language": ["Spanish"]}})
    answer = recorded(office, draft)
    assert isinstance(answer, Conflict)
    assert answer.by_name == "Carl Colleague"


def test_talking_again_goes_on_from_the_answers_and_replaces_the_record(office, case):
    draft = started(office, case)
    with office.unit_as(office.counsellor):
        drafts.keep(draft=draft, revision=0, answers={"told": {"language": ["Spanish"]}})
    recorded(office, draft, Worksheet(**{**vars_of(WHOLE), "match": "thinks"}), revision=1)
    again = started(office, case)
    assert again != draft
    with office.unit_as(office.counsellor, reading=True):
        assert drafts.read(again).answers == {"told": {"language": ["Spanish"]}}
    recorded(office, again)
    row = Intake.objects.using("loader").get()
    assert (row.outcome, row.version) == ("accept", 1)


def test_another_organization_finds_no_case(office, case):
    assert started(office, case, office.stranger) == NotFound()
    draft = started(office, case)
    with office.unit_as(office.stranger):
        assert drafts.read(draft) is None
        assert not isinstance(record_intake(draft=draft, revision=0, worksheet=WHOLE), Intake)
        assert hand_off(case=case.pk, given=given()) == NotFound()
    assert not Intake.objects.using("loader").exists()


def test_a_closed_case_begins_no_intake(office):
    old = office.world.case(office.beneficiary, office.en, closed_on=date(2025, 2, 1))
    assert isinstance(started(office, old), NotAllowed)


@pytest.mark.row("K5")
def test_a_hand_off_is_asked_about_on_its_day_until_it_is_answered(office, case):
    with office.unit_as(office.counsellor):
        row = hand_off(case=case.pk, given=given())
    duty = Duty.objects.using("loader").get(subject=row.pk)
    assert (duty.kind, duty.due_on, duty.closed_at) == ("hand-off-follow-up", LATER, None)
    with office.unit_as(office.counsellor, reading=True):
        [(line, name)] = to_ask_about().rows
        assert (line.to_words, line.connected_words) == (
            "Harbor Works, Ms. Lee (another Employment Network)",
            "Not asked yet",
        )
        assert name
        assert hand_offs_of(case.pk)[0].note == "Wants to bake"
    with office.unit_as(office.stranger, reading=True):
        assert to_ask_about().total == 0
    with office.unit_as(office.colleague):
        answer_connected(hand_off=row.pk, version=0, connected=True)
    assert Duty.objects.using("loader").get(subject=row.pk).closed_at is not None
    stored = HandOff.objects.using("loader").get()
    assert (stored.connected, stored.connected_on) == (True, TODAY)
    assert b"bake" not in bytes(stored.note)


@pytest.mark.row("K5")
@pytest.mark.parametrize("change", [{"consent_on": None}, {"to_name": ""}, {"follow_up_on": TODAY}])
def test_a_hand_off_without_consent_name_or_a_day_to_ask_is_not_written(office, case, change):
    with office.unit_as(office.counsellor):
        assert isinstance(hand_off(case=case.pk, given=given(**change)), NotAllowed)
    assert not HandOff.objects.using("loader").exists()
    assert not Duty.objects.using("loader").filter(kind="hand-off-follow-up").exists()


@pytest.mark.row("K5")
def test_two_answers_at_once_one_counts_and_the_other_is_told(office, case):
    with office.unit_as(office.counsellor):
        row = hand_off(case=case.pk, given=given())
    gate, answers = threading.Barrier(2), {}

    def run(actor, said):
        try:
            gate.wait()
            with open_unit(actor, now(), reading=False, page="test"):
                answers[said] = answer_connected(hand_off=row.pk, version=0, connected=said)
        finally:
            connections.close_all()

    people = ((office.counsellor, True), (office.colleague, False))
    threads = [threading.Thread(target=run, args=one) for one in people]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    [told] = [answer for answer in answers.values() if isinstance(answer, Changed)]
    [counted] = [said for said, answer in answers.items() if isinstance(answer, HandOff)]
    stored = HandOff.objects.using("loader").get()
    assert stored.connected is counted
    assert told.by_name == stored.recorded_by_name


def test_a_case_that_leads_nowhere_is_closed_with_its_reason(office, case):
    with office.unit_as(office.counsellor):
        assert isinstance(close_case(case=case.pk, version=case.version, why="declined"), Case)
    with office.unit_as(office.counsellor):
        assert isinstance(close_case(case=case.pk, version=case.version, why="declined"), Changed)
    row = Case.objects.using("loader").get(pk=case.pk)
    assert (row.closed_on, row.closed_why) == (TODAY, "declined")


@pytest.mark.parametrize("why", ["unassigned", "", "because"])
def test_a_case_is_closed_for_one_of_the_reasons_only(office, case, why):
    with office.unit_as(office.counsellor):
        assert isinstance(close_case(case=case.pk, version=case.version, why=why), NotAllowed)


def test_a_case_with_a_ticket_or_a_plan_to_sign_is_not_closed(office, case):
    signed_plan(office.world, case, state="to-sign")
    with office.unit_as(office.counsellor):
        answer = close_case(case=case.pk, version=case.version, why="declined")
    assert isinstance(answer, NotAllowed)
    assert "waits for signatures" in answer.sentence


def test_a_case_with_a_ticket_ends_by_the_unassignment(office):
    case = office.assigned()
    with office.unit_as(office.counsellor):
        answer = close_case(case=case.pk, version=case.version, why="no-answer")
    assert isinstance(answer, NotAllowed)
    assert "out of assignment" in answer.sentence


def vars_of(sheet):
    return {name: getattr(sheet, name) for name in Worksheet.__dataclass_fields__}
