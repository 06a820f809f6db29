"""Taking a course: the place is kept at each step, and passing is recorded once (mission row A8).

Everybody who has signed in takes courses for themselves alone, also while the access gate is closed.
"""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from portal.kernel.trail import note
from portal.kernel.unit import as_system, current
from portal.people.models import TrainingProgress, TrainingRecord
from portal.people.services.renewals import settle_renewals
from portal.people.training import Course, in_force


@dataclass(frozen=True, slots=True)
class Kept:
    """The place is kept. `record` is the completion, once the course is passed."""

    place: TrainingProgress
    record: UUID | None = None


@dataclass(frozen=True, slots=True)
class NotNow:
    """Why this step cannot be made, and what to do."""

    sentence: str


@dataclass(frozen=True, slots=True)
class OutOfDate:
    """A newer version of the course is in force; this one cannot be taken any more."""


Answer = Kept | NotNow | OutOfDate


def place(course: Course) -> TrainingProgress | None:
    """Where the acting person is in this version; None before it is begun."""
    return _places(course).first()


def begin(*, course: Course) -> Answer:
    """Begin the course, or begin it anew; a place half-way is kept."""
    if not _current(course):
        return OutOfDate()
    unit = current()
    with as_system():
        row, fresh = TrainingProgress.objects.select_for_update().get_or_create(
            account_id=_account(),
            course=course.key,
            version=course.version,
            defaults={"language": course.language, "begun_at": unit.at, "kept_at": unit.at},
        )
        if not fresh and len(row.answers) < len(course.questions):
            return _keep(row, course)
        if not fresh:
            row.sections_read, row.answers, row.finished_at, row.begun_at = 0, [], None, unit.at
            row.save()
    note("training-begun", subject_kind="account", subject=row.account_id, detail=_about(course))
    return Kept(row)


def read_section(*, course: Course, number: int) -> Answer:
    """Keep that sections up to `number` (from 1) are read."""
    if not _current(course):
        return OutOfDate()
    with as_system():
        row = _locked(course)
        if row is None:
            return NotNow("Begin the course first.")
        if not 1 <= number <= min(row.sections_read + 1, len(course.sections)):
            return NotNow("Read the sections in their order.")
        row.sections_read = max(row.sections_read, number)
        return _keep(row, course)


def answer(*, course: Course, number: int, choice: int) -> Answer:
    """Keep the answer to question `number` (from 1); the last one completes the course when it is passed.

    An answer once given stays, because the right one was shown after it: sent twice, it counts once.
    """
    if not _current(course):
        return OutOfDate()
    with as_system():
        row = _locked(course)
        if row is None or row.sections_read < len(course.sections):
            return NotNow("Read all sections first. Then the questions open.")
        if not 1 <= number <= len(row.answers) + 1 or number > len(course.questions):
            return NotNow("Answer the questions in their order.")
        if not 0 <= choice < len(course.questions[number - 1].choices):
            return NotNow("Choose one of the answers.")
        if number == len(row.answers) + 1:
            row.answers = [*row.answers, choice]
        kept = _keep(row, course)
    passed = complete(course=course)
    return passed if isinstance(passed, Kept) else kept


def complete(*, course: Course) -> Answer:
    """Record that the course is passed. A second call gives the first record.

    The awareness course opens the access gate with the next request, and closes the duty to renew it.
    """
    if not _current(course):
        return OutOfDate()
    unit = current()
    with as_system():
        row = _locked(course)
        if row is None or len(row.answers) < len(course.questions):
            return NotNow("Answer all questions first.")
        right = course.right(row.answers)
        if right < course.pass_mark:
            return NotNow(
                f"{right} answers are right. {course.pass_mark} are needed. You can try again at once."
            )
        if row.finished_at is not None:
            return Kept(row, _record(course))
        record = TrainingRecord.objects.create(
            account_id=row.account_id,
            course=course.key,
            version=course.version,
            language=course.language,
            right_answers=right,
            questions=len(course.questions),
            completed_on=unit.on,
        )
        row.finished_at = unit.at
        row.save(update_fields=["finished_at"])
        settle_renewals(account=row.account_id)
    note(
        "training-completed",
        subject_kind="account",
        subject=row.account_id,
        detail={**_about(course), "right": right, "of": len(course.questions)},
    )
    return Kept(row, record.pk)


def again(*, course: Course) -> Answer:
    """Take the questions again; what was read stays read."""
    if not _current(course):
        return OutOfDate()
    with as_system():
        row = _locked(course)
        if row is None or len(row.answers) < len(course.questions):
            return NotNow("Answer all questions first.")
        row.answers, row.finished_at = [], None
        return _keep(row, course)


def records() -> list[TrainingRecord]:
    """What the acting person has completed, the latest first."""
    return list(TrainingRecord.objects.filter(account_id=_account()).order_by("-completed_on", "-id"))


def record_of(key: UUID) -> TrainingRecord | None:
    """One completion of the acting person."""
    return TrainingRecord.objects.filter(pk=key, account_id=_account()).first()


def _record(course: Course) -> UUID | None:
    found = TrainingRecord.objects.filter(
        account_id=_account(), course=course.key, version=course.version, recorded_by=None
    )
    return found.order_by("-completed_on", "-id").values_list("pk", flat=True).first()


def _current(course: Course) -> bool:
    now = in_force(course.key, current().on).get(course.language)
    return now is not None and now.version == course.version


def _keep(row: TrainingProgress, course: Course) -> Kept:
    row.language, row.kept_at = course.language, current().at
    row.save()
    return Kept(row)


def _places(course: Course) -> QuerySet[TrainingProgress]:
    return TrainingProgress.objects.filter(account_id=_account(), course=course.key, version=course.version)


def _locked(course: Course) -> TrainingProgress | None:
    return _places(course).select_for_update().first()


def _about(course: Course) -> dict[str, str]:
    return {"course": course.key, "version": course.version, "language": course.language}


def _account() -> UUID:
    account = current().actor.account
    if account is None:
        raise PermissionError("a course is taken by a person who has signed in")
    return account
