"""Plans under review as pages show them, and how far each provider is; the walls say whose."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.utils.text import capfirst

from portal.casework.models import Case
from portal.casework.sealing import show, show_json
from portal.integrity.duties import TO_REVIEW
from portal.integrity.models import AssignRight, PlanReview, ReviewFinding
from portal.integrity.versions import grouped
from portal.kernel.desk_lists import Which, part
from portal.kernel.duties import DutyLine, line
from portal.kernel.models import Duty
from portal.kernel.paging import Page, read
from portal.kernel.unit import current
from portal.people.models import Organisation
from portal.policy.plan import COMPONENTS
from portal.policy.tables.parameters import CASEWORK
from portal.policy.tar import Result, compliant_count
from portal.providers.models import AssignmentRight

_TITLES = {one.slug: one.title for one in COMPONENTS}
_PLACES = {one.slug: place for place, one in enumerate(COMPONENTS)}


class ReviewLine(NamedTuple):
    """One version of a plan in a list, with the name as it was given to the provider."""

    id: UUID
    number: str
    state: str
    organisation: UUID
    organisation_name: str
    case_number: str
    form_number: str
    name: str
    reason: str
    received_on: date
    due_on: date
    decided_on: date | None
    decided_by_name: str
    version: int
    result: str

    @property
    def state_words(self) -> str:
        return str(capfirst(PlanReview.State(self.state).label))

    @property
    def reason_words(self) -> str:
        return str(capfirst(PlanReview.Reason(self.reason).label))

    @property
    def moves_receipt(self) -> bool:
        """Does the corrected plan's day count as its receipt?"""
        return self.result == Result.MISSING_CONTENT


class FindingLine(NamedTuple):
    """The reviewer's verdict on a component; `note` says what to mend."""

    component: str
    title: str
    verdict: str
    verdict_words: str
    note: str


@dataclass(frozen=True, slots=True)
class ReviewRecord:
    """A review with its coversheet and findings opened. `duty` is open while it waits for Program Integrity."""

    line: ReviewLine
    form: UUID
    received_at: datetime
    coversheet: dict[str, Any]
    findings: tuple[FindingLine, ...]
    earlier: tuple[ReviewLine, ...]
    duty: DutyLine | None


class QueueRow(NamedTuple):
    """A review in the queue with its duty; `days_late` is 0 when it is not."""

    review: ReviewLine
    duty: DutyLine
    days_late: int


class Standing(NamedTuple):
    """How far a provider is with the review of its plans."""

    id: UUID
    number: str
    name: str
    direct: bool
    compliant: int
    needed: int
    open: AssignRight | None
    components: tuple[tuple[str, int], ...]


def queue(which: Which = Which.ALL, *, page: int = 1, size: int = 25) -> Page[QueueRow]:
    """What waits for a review, or a part of it, by due date; the names shown are looks."""
    return read(part(TO_REVIEW, which), page, size).map(_queued)


def reviews(*, page: int = 1, size: int = 25) -> Page[ReviewLine]:
    """The organisation's plans sent in, the last first."""
    rows = _all().filter(organisation=current().actor.organisation).order_by("-received_on", "-id")
    return read(rows, page, size).map(_lines)


def review(number: str) -> ReviewRecord | None:
    """One review by number; None outside the reader's scope. Opening it is a look."""
    versions = list(_all().filter(case__plan_reviews__number=number).order_by("-received_at"))
    row = next((one for one in versions if one.number == number), None)
    if row is None:
        return None
    # Findings are written with the decision: before it there are none to ask for.
    found = sorted(ReviewFinding.objects.filter(review=row), key=_place) if row.decided_on else []
    notes = show(found, "note") if found else []
    others = [one for one in versions if one.pk != row.pk]
    duty = Duty.objects.filter(subject=row.pk, kind__in=TO_REVIEW.kinds, closed_at=None).first()
    return ReviewRecord(
        _lines([row])[0],
        row.signed_form_id,
        row.received_at,
        show_json(row, "coversheet"),
        tuple(_finding(one, note) for one, note in zip(found, notes, strict=True)),
        tuple(_lines(others)) if others else (),
        line(duty) if duty else None,
    )


def of_form(form: UUID) -> str | None:
    """The number of the review that a plan is in or came out of; None where it was never sent in."""
    found = PlanReview.objects.filter(signed_form=form).exclude(state=PlanReview.State.WITHDRAWN)
    return found.order_by("-received_at").values_list("number", flat=True).first()


def standings() -> list[Standing]:
    """Every provider whose plans are or were reviewed, with the parts that its plans failed in; four queries."""
    rows = list(PlanReview.objects.defer("coversheet").order_by("organisation", "case", "received_at", "id"))
    ids = {row.organisation_id for row in rows}
    began = _began(ids)
    open_ = {one.organisation_id: one for one in AssignRight.objects.filter(state=AssignRight.State.PROPOSED)}
    ids |= set(open_)
    direct = set(
        AssignmentRight.objects.filter(provider__in=ids, until_on=None).values_list("provider", flat=True)
    )
    failing: dict[UUID, dict[str, int]] = {}
    for organisation, component in ReviewFinding.objects.filter(
        verdict=ReviewFinding.Verdict.FAIL, organisation__in=ids
    ).values_list("organisation", "component"):
        counts = failing.setdefault(organisation, {})
        counts[component] = counts.get(component, 0) + 1
    return [
        Standing(
            one.pk,
            one.number,
            one.name,
            one.pk in direct,
            compliant_count(
                grouped(
                    row
                    for row in rows
                    if row.organisation_id == one.pk and row.received_on >= began.get(one.pk, date.min)
                )
            ),
            CASEWORK.review_quota,
            open_.get(one.pk),
            tuple(
                (_TITLES.get(slug, slug), count) for slug, count in sorted(failing.get(one.pk, {}).items())
            ),
        )
        for one in Organisation.objects.filter(pk__in=ids).order_by("name")
    ]


def standing(number: str) -> Standing | None:
    """One provider's; also of one that never sent a plan in."""
    found = next((one for one in standings() if one.number == number), None)
    if found is not None:
        return found
    one = Organisation.objects.filter(number=number, kind=Organisation.Kind.EN).first()
    if one is None:
        return None
    direct = AssignmentRight.objects.filter(provider=one.pk, until_on=None).exists()
    return Standing(one.pk, one.number, one.name, direct, 0, CASEWORK.review_quota, None, ())


def _began(organisations: set[UUID]) -> dict[UUID, date]:
    """Since when plans count: the last time that the right was taken back."""
    rows = AssignRight.objects.filter(
        organisation__in=organisations, kind=AssignRight.Kind.WITHDRAW, state=AssignRight.State.DECIDED
    ).order_by("decided_at")
    return {one.organisation_id: one.from_on for one in rows if one.from_on}


def _all() -> Any:
    return PlanReview.objects.select_related("organisation", "case", "signed_form").defer(
        "signed_form__content"
    )


def _queued(rows: Sequence[Duty]) -> list[QueueRow]:
    found = {one.id: one for one in _lines(list(_all().filter(pk__in=[row.subject for row in rows])))}
    on = current().on
    return [
        QueueRow(found[row.subject], line(row), max(0, (on - row.due_on).days))
        for row in rows
        if row.subject in found
    ]


def _lines(rows: Sequence[PlanReview]) -> list[ReviewLine]:
    cases: list[Case] = [row.case for row in rows]
    return [
        ReviewLine(
            row.pk,
            row.number,
            row.state,
            row.organisation_id,
            row.organisation.name,
            row.case.number,
            row.signed_form.number,
            name,
            row.reason,
            row.received_on,
            row.due_on,
            row.decided_on,
            row.decided_by_name,
            row.version,
            row.result,
        )
        for row, name in zip(rows, show_names(cases), strict=True)
    ]


def show_names(cases: list[Case]) -> list[str]:
    """The names of cases as given, which is a look at each."""
    return show(cases, "name") if cases else []


def _place(row: ReviewFinding) -> tuple[bool, int]:
    """What failed first, then the plan's order."""
    return row.verdict != ReviewFinding.Verdict.FAIL, _PLACES.get(row.component, len(_PLACES))


def _finding(row: ReviewFinding, note: str) -> FindingLine:
    verdict = str(ReviewFinding.Verdict(row.verdict).label)
    return FindingLine(row.component, _TITLES.get(row.component, row.component), row.verdict, verdict, note)
