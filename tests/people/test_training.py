"""Taking a course: order, place kept, passing recorded once, old versions refused."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from portal.kernel.actor import Actor, Wall
from portal.kernel.clock import now
from portal.kernel.ids import new_id
from portal.kernel.models import Duty, TrailEntry
from portal.people.models import TrainingProgress, TrainingRecord
from portal.people.renewals import RENEW_CLEARANCE, RENEW_TRAINING
from portal.people.services import training
from portal.people.services.training import Kept, NotNow, OutOfDate
from portal.people.training import in_force
from portal.policy.roles import Role
from portal.providers.gate import admit
from tests.world import TODAY

pytestmark = [pytest.mark.row("A8")]
COURSE = in_force("security-awareness", TODAY)["en"]
SPANISH = in_force("security-awareness", TODAY)["es"]


@pytest.fixture
def person(world):
    """Somebody whose training lapsed, as the account area lets them act."""
    account = world.account(world.organisation(), [Role.EN_PAYMENTS_CLERK], trained_on=date(2024, 1, 2))
    return Actor(wall=Wall.ENTRANCE, name=account.name, account=account.pk)


def read_all(unit_as, person, course=COURSE) -> None:
    with unit_as(person):
        training.begin(course=course)
        for number in range(1, len(course.sections) + 1):
            training.read_section(course=course, number=number)


def answer_all(unit_as, person, wrong: int, course=COURSE) -> object:
    """Answer every question, the first `wrong` of them wrong; the last answer's result."""
    with unit_as(person):
        for number, question in enumerate(course.questions, 1):
            choice = question.right if number > wrong else (question.right + 1) % len(question.choices)
            last = training.answer(course=course, number=number, choice=choice)
    return last


def test_passing_is_recorded_once_and_the_gate_opens_at_the_next_request(unit_as, person):
    with unit_as(person):
        assert admit(person.account, now()).actor is None
    read_all(unit_as, person)
    passed = answer_all(unit_as, person, wrong=2)
    with unit_as(person):
        again = training.complete(course=COURSE)
        admitted = admit(person.account, now())
    assert isinstance(passed, Kept)
    assert passed.record == again.record is not None
    row = TrainingRecord.objects.using("loader").get(pk=passed.record)
    assert (row.course, row.version, row.language) == ("security-awareness", "2026", "en")
    assert (row.right_answers, row.questions, row.completed_on, row.recorded_by) == (8, 10, TODAY, None)
    assert admitted.actor is not None
    kinds = list(TrailEntry.objects.using("loader").order_by("id").values_list("kind", flat=True))
    assert kinds.count("training-completed") == 1


def test_too_few_right_answers_are_no_completion_and_may_be_tried_again(unit_as, person):
    read_all(unit_as, person)
    failed = answer_all(unit_as, person, wrong=3)
    assert failed.record is None
    with unit_as(person):
        refused = training.complete(course=COURSE)
        assert isinstance(training.again(course=COURSE), Kept)
    assert refused == NotNow("7 answers are right. 8 are needed. You can try again at once.")
    assert answer_all(unit_as, person, wrong=0).record is not None


def test_the_place_is_kept_and_holds_in_the_other_language(unit_as, person):
    with unit_as(person):
        training.begin(course=COURSE)
        training.read_section(course=COURSE, number=1)
    with unit_as(person):
        training.begin(course=COURSE)
        training.read_section(course=SPANISH, number=2)
        place = training.place(SPANISH)
    assert (place.sections_read, place.language) == (2, "es")


def test_the_record_says_in_which_language_it_was_taken(unit_as, person):
    read_all(unit_as, person, SPANISH)
    passed = answer_all(unit_as, person, wrong=0, course=SPANISH)
    assert TrainingRecord.objects.using("loader").get(pk=passed.record).language == "es"


def test_nothing_is_skipped(unit_as, person):
    with unit_as(person):
        early = [
            training.read_section(course=COURSE, number=1),
            training.answer(course=COURSE, number=1, choice=0),
            training.complete(course=COURSE),
            training.again(course=COURSE),
        ]
        training.begin(course=COURSE)
        early += [
            training.read_section(course=COURSE, number=2),
            training.read_section(course=COURSE, number=0),
            training.answer(course=COURSE, number=1, choice=0),
        ]
    read_all(unit_as, person)
    with unit_as(person):
        early += [
            training.answer(course=COURSE, number=2, choice=0),
            training.answer(course=COURSE, number=11, choice=0),
            training.answer(course=COURSE, number=1, choice=4),
        ]
    assert [type(one) for one in early] == [NotNow] * 10
    assert TrainingProgress.objects.using("loader").get().answers == []


def test_an_answer_given_stays_when_it_is_sent_again(unit_as, person):
    read_all(unit_as, person)
    wrong = (COURSE.questions[0].right + 1) % 4
    with unit_as(person):
        training.answer(course=COURSE, number=1, choice=wrong)
        training.answer(course=COURSE, number=1, choice=COURSE.questions[0].right)
    assert TrainingProgress.objects.using("loader").get().answers == [wrong]


def test_a_version_that_is_not_in_force_any_more_cannot_be_completed(unit_as, person, monkeypatch):
    read_all(unit_as, person)
    newer = SimpleNamespace(version="2027")
    monkeypatch.setattr(training, "in_force", lambda key, on: {"en": newer, "es": newer})
    with unit_as(person):
        answers = [
            training.begin(course=COURSE),
            training.read_section(course=COURSE, number=1),
            training.answer(course=COURSE, number=1, choice=0),
            training.complete(course=COURSE),
            training.again(course=COURSE),
        ]
    assert answers == [OutOfDate()] * 5
    assert TrainingRecord.objects.using("loader").count() == 1


def test_completing_closes_the_duty_to_renew_the_training_and_no_other(world, unit_as, person):
    for kind in (RENEW_TRAINING, RENEW_CLEARANCE):
        world.add(
            Duty(
                kind=kind,
                subject=person.account,
                organisation=new_id(),
                opened_at=now().at,
                due_on=TODAY + timedelta(days=7),
            )
        )
    from_loader = Duty.objects.using("loader")
    # The day the clearance on record ends: nothing later is there yet.
    from_loader.filter(kind=RENEW_CLEARANCE).update(due_on=date(2027, 1, 1))
    read_all(unit_as, person)
    answer_all(unit_as, person, wrong=0)
    assert list(from_loader.filter(closed_at=None).values_list("kind", flat=True)) == [RENEW_CLEARANCE]


def test_one_persons_place_and_records_are_not_anothers(world, unit_as, person):
    read_all(unit_as, person)
    record = answer_all(unit_as, person, wrong=0).record
    other = world.account(world.organisation(), [Role.EN_PAYMENTS_CLERK], trained_on=None)
    with unit_as(Actor(wall=Wall.ENTRANCE, name=other.name, account=other.pk)):
        assert training.place(COURSE) is None
        assert training.records() == []
        assert training.record_of(record) is None
