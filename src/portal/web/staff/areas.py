"""The desks that staff share work at, each with its pages' names and what its list shows (row L13)."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.http import Http404
from django.urls import reverse

from portal.earnings.duties import DESK as INQUIRY_DESK
from portal.earnings.inquiries import InquiryLine, by_id
from portal.earnings.models import Inquiry
from portal.integrity.models import PlanReview
from portal.integrity.services.desk import DESK as REVIEWERS
from portal.kernel.desks import Desk
from portal.kernel.duties import DutyLine, line
from portal.kernel.models import Duty
from portal.payments.duties import AGAIN_DESK, SSA_DESK
from portal.payments.duties import DESK as ANALYSTS
from portal.payments.models import PaymentRequest
from portal.payments.rows import of_number
from portal.people.duties import DESK as ACCESS_DESK
from portal.people.models import Designation
from portal.progress.duties import DESK as PROGRESS_DESK
from portal.progress.models import ProgressReview
from portal.progress.moves import STATE_WORDS
from portal.support.duties import DESK as MAIL_ROOM
from portal.support.models import PaperItem
from portal.web.staff import listing
from portal.web.staff.desk_pages import Area, Listed
from portal.web.staff.queries.desk import desk_rows
from portal.web.staff.request_cells import AGAIN_COLUMNS, COLUMNS, again_cells, cells
from portal.web.ui import formats
from portal.web.ui.components import Column

_REVIEW_COLUMNS = (
    Column("Review", header=True),
    Column("Provider"),
    Column("Sent in because"),
    Column("Received"),
    Column("Due"),
    Column("With"),
)

_PAPER_COLUMNS = (
    Column("Paper", header=True),
    Column("What it is"),
    Column("Came in"),
    Column("Due"),
    Column("With"),
)

_PROGRESS_COLUMNS = (
    Column("Review", header=True),
    Column("Period", numeric=True),
    Column("State"),
    Column("Due"),
    Column("With"),
)


INQUIRY_COLUMNS = (
    Column("Inquiry", header=True),
    Column("Provider"),
    Column("Ticketholders", numeric=True),
    Column("Submitted"),
    Column("Due"),
    Column("With"),
)


def _about_request(number: str) -> str:
    row = of_number(number)
    if row is None:
        raise Http404
    return f"{row.kind_words} for {formats.month(row.claim_month)}, {row.organisation_name}, {row.name}."


def _requests(rows: Sequence[Duty]) -> list[Listed]:
    return [Listed(row.duty, row.request.number, cells(row)) for row in desk_rows(rows)]


def _again(rows: Sequence[Duty]) -> list[Listed]:
    return [Listed(row.duty, row.request.number, again_cells(row)) for row in desk_rows(rows)]


def _about_review(number: str) -> str:
    row = PlanReview.objects.select_related("organisation").defer("coversheet").get(number=number)
    return f"A plan of {row.organisation.name}, received {formats.day(row.received_on)}."


def _reviews(rows: Sequence[Duty]) -> list[Listed]:
    """Without a name: who moves work between people reads no plan for it."""
    found = PlanReview.objects.select_related("organisation").defer("coversheet")
    by_key = found.in_bulk([row.subject for row in rows])
    return [Listed(line(row), by_key[row.subject].number, _review(by_key[row.subject], row)) for row in rows]


def _review(review: PlanReview, duty: Duty) -> list[Any]:
    return [
        review.number,
        review.organisation.name,
        str(PlanReview.Reason(review.reason).label),
        listing.short_day(review.received_on),
        *listing.due_and_holder(duty),
    ]


def _about_paper(number: str) -> str:
    row = PaperItem.objects.get(number=number)
    return f"{row.get_kind_display().capitalize()}, came in on {formats.day(row.received_on)}."


def _papers(rows: Sequence[Duty]) -> list[Listed]:
    """Without a name, as reviews."""
    found = PaperItem.objects.in_bulk([row.subject for row in rows])
    return [Listed(line(row), found[row.subject].number, _paper(found[row.subject], row)) for row in rows]


def _paper(paper: PaperItem, duty: Duty) -> list[Any]:
    return [
        paper.number,
        paper.get_kind_display(),
        listing.short_day(paper.received_on),
        *listing.due_and_holder(duty),
    ]


def _about_progress(number: str) -> str:
    row = ProgressReview.objects.get(number=number)
    return f"The review of period {row.period}, due {formats.day(row.due_on)}: {STATE_WORDS[row.state]}."


def _progress(rows: Sequence[Duty]) -> list[Listed]:
    """Without a name, as reviews."""
    found = ProgressReview.objects.in_bulk([row.subject for row in rows])
    return [
        Listed(line(row), found[row.subject].number, _progress_cells(found[row.subject], row)) for row in rows
    ]


def _progress_cells(review: ProgressReview, duty: Duty) -> list[Any]:
    return [review.number, review.period, STATE_WORDS[review.state], *listing.due_and_holder(duty)]


def _about_inquiry(number: str) -> str:
    row = Inquiry.objects.select_related("organisation").get(number=number)
    return f"An inquiry of {row.organisation.name}, submitted {formats.day(row.submitted_on)}."


def _inquiries(rows: Sequence[Duty]) -> list[Listed]:
    found = by_id([row.subject for row in rows])
    return [
        Listed(line(row), found[row.subject].number, inquiry_cells(found[row.subject], row)) for row in rows
    ]


def inquiry_cells(inquiry: InquiryLine, duty: Duty | DutyLine) -> list[Any]:
    """An inquiry that waits, in a list; it names nobody."""
    return [
        listing.number_link(inquiry.number, "earnings-inquiry"),
        inquiry.organisation_name,
        inquiry.people,
        listing.short_day(inquiry.submitted_on),
        *listing.due_and_holder(duty),
    ]


def _finding(model: type[Model]) -> Callable[[str], UUID | None]:
    return lambda number: model._default_manager.filter(number=number).values_list("pk", flat=True).first()


def _naming(model: type[Model]) -> Callable[[UUID], str]:
    return lambda subject: model._default_manager.values_list("number", flat=True).get(pk=subject)


def _area(desk: Desk, prefix: str, record: str, noun: str, model: type[Model], **more: Any) -> Area:
    return Area(desk, prefix, record, noun, _finding(model), _naming(model), **more)


PAYMENTS = _area(
    ANALYSTS,
    "staff",
    "staff-request",
    "request",
    PaymentRequest,
    about=_about_request,
    columns=COLUMNS,
    listed=_requests,
)
# The requests that Social Security decides. Its authorisers hand work over among themselves; nobody supervises them.
AT_SSA = _area(
    SSA_DESK,
    "at-ssa",
    "staff-request",
    "request",
    PaymentRequest,
    about=_about_request,
    columns=COLUMNS,
    listed=_requests,
)
AGAIN = _area(
    AGAIN_DESK,
    "payment-again",
    "payment-again",
    "decision",
    PaymentRequest,
    about=_about_request,
    columns=AGAIN_COLUMNS,
    listed=_again,
)
REVIEWS = _area(
    REVIEWERS,
    "integrity-plan",
    "integrity-plan",
    "review",
    PlanReview,
    about=_about_review,
    columns=_REVIEW_COLUMNS,
    listed=_reviews,
)
PAPERS = _area(
    MAIL_ROOM,
    "paper",
    "paper",
    "paper",
    PaperItem,
    about=_about_paper,
    columns=_PAPER_COLUMNS,
    listed=_papers,
)
PROGRESS = _area(
    PROGRESS_DESK,
    "staff-progress",
    "staff-progress",
    "review",
    ProgressReview,
    about=_about_progress,
    columns=_PROGRESS_COLUMNS,
    listed=_progress,
)
INQUIRIES = _area(
    INQUIRY_DESK,
    "earnings-inquiry",
    "earnings-inquiry",
    "request",
    Inquiry,
    about=_about_inquiry,
    columns=INQUIRY_COLUMNS,
    listed=_inquiries,
)
# Small enough to have no supervisor: its people only take and lay down.
ACCESS = _area(
    ACCESS_DESK, "access", "access-designation", "designation", Designation, about=lambda number: ""
)
SUPERVISED = (PAYMENTS, AGAIN, REVIEWS, PAPERS, INQUIRIES, PROGRESS)


def supervisors_view(area: Area) -> str:
    """The address of who has what at a desk."""
    return reverse(f"{area.prefix}-supervise")
