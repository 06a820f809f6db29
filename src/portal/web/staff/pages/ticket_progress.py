"""A Ticket's progress and protection for staff: what protects, until when, and each period by the records (row G5)."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from portal.policy.core import Earned
from portal.policy.dates import DAY
from portal.policy.progress import Review
from portal.policy.protection import WORK_REVIEWS
from portal.policy.roles import Permission
from portal.policy.what_if import Altered
from portal.progress.record import ProgressRecord, Supposed, progress_record, suppose
from portal.web.pages import WorkRequest, page
from portal.web.staff.differences import altered_table, differences_table
from portal.web.staff.forms.progress_what_if import COMPLETIONS, ProgressWhatIfForm
from portal.web.staff.pages.tickets import record_or_404
from portal.web.staff.queries.judged import differences
from portal.web.ui.components import Column, Table


@page(Permission.READ_TICKETS, "to see a Ticket's progress and protection")
@require_safe
def progress(request: WorkRequest, number: str) -> HttpResponse:
    found = record_or_404(number)
    form = ProgressWhatIfForm(request.GET or None)
    good = form.is_bound and form.is_valid()
    on = (form.typed("on") if good else None) or request.unit.on
    changes = form.changes if good else None
    seen = suppose(found.ticket, on, changes) if changes else None
    for problem in seen.impossible if seen else ():
        form.refuse(problem)
    stands = seen.stands if seen else progress_record(found.ticket, on)
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
        **(_if(request, seen) if seen and not form.errors else {"would": None}),
    }
    return render(request, "staff/ticket_progress.html", context)


def _if(request: WorkRequest, seen: Supposed) -> dict[str, Any]:
    """What is taken to be otherwise, each period then and if, and the latest period's answers."""
    then, would = ([one.decision.to_json() for one in each.reviews] for each in (seen.stands, seen.would))
    return {
        "altered": altered_table(request, [_unsaid(one) for one in seen.altered]),
        "would": _beside(seen),
        "then_answer": then[-1] if then else None,
        "if_answer": would[-1] if would else None,
        "checks": differences_table(request, differences(then[-1], would[-1]), now="If") if then else None,
    }


def _unsaid(one: Altered) -> Altered:
    """Who may read progress may not read what was earned: that something is on record is said."""
    return one._replace(on_record="On record, not shown here") if isinstance(one.on_record, Earned) else one


def _beside(seen: Supposed) -> Table:
    columns = [Column("Period", header=True), Column("By the record"), Column("If")]
    rows = [
        [was.period.number, _reached(was), _reached(now)]
        for was, now in zip(seen.stands.reviews, seen.would.reviews, strict=True)
    ]
    return Table("Each period then and if", columns, rows, empty="No period has begun.", caption_hidden=True)


def _reached(one: Review) -> str:
    """Work, and study where it helps in the period, in words."""
    found = one.measure
    if found.completed is not None:
        return f"{COMPLETIONS[found.completed]}: progress made"
    share = found.study_share
    study = "" if not share else f"; {share * 100:.0f} percent of the study asked for"
    return f"{_months_of(one)}{study}" + (": progress made" if found.met else "")


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
    return _months_of(one) + (": progress made" if one.measure.met else "")


def _months_of(one: Review) -> str:
    """How many months reach the level, of how many asked for; months that stand open are named."""
    needed, work = one.requirement, one.measure.work
    cash = " without a cash benefit" if needed.no_cash else ""
    return f"{len(work.reached)} of {needed.months} months{cash}" + (
        f"; open: {work.needs}" if work.perhaps else ""
    )


def _left_out(stands: ProgressRecord) -> Table:
    columns = [Column("Month", header=True), Column("Why it does not count")]
    rows = [[one.month, capfirst(one.why)] for one in stands.left_out]
    return Table("Months that do not count", columns, rows, empty="Every month counts.", caption_hidden=True)
