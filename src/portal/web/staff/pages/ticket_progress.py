"""A Ticket's progress and protection for staff: what protects, until when, and each period by the records (row G5)."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from portal.policy.dates import DAY
from portal.policy.progress import Review
from portal.policy.protection import WORK_REVIEWS
from portal.policy.roles import Permission
from portal.progress.record import ProgressRecord, progress_record
from portal.web.pages import WorkRequest, page
from portal.web.staff.pages.tickets import record_or_404
from portal.web.tickets import AsOfForm
from portal.web.ui.components import Column, Table


@page(Permission.READ_TICKETS, "to see a Ticket's progress and protection")
@require_safe
def progress(request: WorkRequest, number: str) -> HttpResponse:
    found = record_or_404(number)
    form = AsOfForm(request.GET or None)
    asked = form.cleaned_data["on"] if form.is_bound and form.is_valid() else None
    on = asked or request.unit.on
    stands = progress_record(found.ticket, on)
    context = {
        "record": found,
        "form": form,
        "on": on,
        "today": stands.today,
        "through": stands.today.until and stands.today.until - DAY,
        "work_reviews": WORK_REVIEWS,
        "known": stands.known,
        "protection": _protection(stands),
        "periods": _periods(stands),
        "left_out": _left_out(stands),
    }
    return render(request, "staff/ticket_progress.html", context)


def _protection(stands: ProgressRecord) -> Table:
    columns = [Column("From", header=True), Column("Through"), Column("Ended by")]
    rows = [
        [one.since, one.until - DAY if one.until else "Goes on", capfirst(one.ended_by)]
        for one in stands.protected
    ]
    return Table(
        "Days of protection", columns, rows, empty="The Ticket has never protected.", caption_hidden=True
    )


def _periods(stands: ProgressRecord) -> Table:
    columns = [
        Column("Period", header=True),
        Column("First month"),
        Column("Last month counted"),
        Column("Months counted", numeric=True),
        Column("Work on record"),
        Column("Review from"),
    ]
    rows = [
        [
            one.period.number,
            one.period.months[0] if one.period.months else None,
            one.period.months[-1] if one.period.months else None,
            len(one.period.months),
            _work(one),
            one.period.review_from,
        ]
        for one in stands.reviews
    ]
    return Table("Progress periods", columns, rows, empty="No period has begun.", caption_hidden=True)


def _work(one: Review) -> str:
    """How many months reach the level, of how many asked for; months that stand open are named."""
    needed, work = one.requirement, one.measure.work
    cash = " without a cash benefit" if needed.no_cash else ""
    text = f"{len(work.reached)} of {needed.months} months{cash}"
    if work.perhaps:
        text += f"; open: {work.needs}"
    return text + (": progress made" if one.measure.met else "")


def _left_out(stands: ProgressRecord) -> Table:
    columns = [Column("Month", header=True), Column("Why it does not count")]
    rows = [[one.month, capfirst(one.why)] for one in stands.left_out]
    return Table("Months that do not count", columns, rows, empty="Every month counts.", caption_hidden=True)
