"""The facts of progress reviews and of protection, from what is on record about a Ticket. One query.

Read as the facts role: what earlier providers held, and earnings given to another, count for the person all the same.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from portal.earnings.models import EarningsMonth
from portal.kernel.gathering import Part, gathered, statement
from portal.kernel.unit import read_as_facts
from portal.policy.core import Month
from portal.policy.dates import DAY
from portal.policy.progress_facts import Notice, ProgressFacts, ReentryRequest, Replier, Reply
from portal.policy.progress_periods import count
from portal.policy.records import Benefit, Earning, MonthSpan
from portal.policy.tables.parameters import PROGRESS
from portal.policy.ticket_states import Assigned
from portal.policy.use_facts import Failure, Holding, Inactivity, UseFacts
from portal.progress.models import ProgressNotice, ProgressReply, ProgressReview
from portal.progress.states import Stated, stated, together
from portal.tickets.models import (
    Assignment,
    BenefitPeriod,
    BlindPeriod,
    Termination,
    Ticket,
    TicketStep,
    Unassignment,
    VrCase,
)

_AGENCY = "SVRA"
FAIL = "F-2"
_SOURCES = {Replier.HOLDER: "beneficiary", Replier.PROVIDER: "other"}


def progress_facts(ticket: UUID, *, on: date, period: int = 1) -> ProgressFacts:
    """What is on record on this day, for the review of the period of this number."""
    parts, text = _about()
    rows = gathered(parts, read_as_facts(text, {"ticket": ticket}, few=True))
    (row,) = rows["tickets"]
    review = next((one for one in rows["reviews"] if one.period == period), None)
    replies = sorted(rows["replies"], key=lambda one: one.entered_at)
    said = together(stated(one.states) for one in replies)
    return ProgressFacts(
        on,
        period,
        _use(row, rows),
        earnings=(*_earnings(rows["earnings"]), *_of_replies(replies, rows["earnings"])),
        terms=said.terms,
        completed=said.completed,
        benefits=tuple(
            [
                Benefit(one.title, one.from_month, one.until_month, one.status)
                for one in sorted(rows["benefits"], key=lambda one: (one.title, one.from_month))
            ]
        ),
        blind=tuple([MonthSpan(one.from_month, one.until_month) for one in rows["blind"]]),
        notices=tuple(Notice(one.code, one.sent_on) for one in _of(review, rows["notices"])),
        replies=tuple(Reply(Replier(one.by), one.received_on) for one in _of(review, replies)),
        # A State agency gives progress information whatever way it is paid: 20 CFR 411.395(b).
        agency_reports=True,
        reentry=_reentry(review),
    )


@cache
def _about() -> tuple[dict[str, Part], str]:
    own = "t.ticket_id = %(ticket)s"
    person = "t.person_id = (select person_id from tickets_ticket where id = %(ticket)s)"
    kept = "t.superseded_at is null"
    held = "t.assignment_id in (select id from tickets_assignment where ticket_id = %(ticket)s)"
    reviewed = "t.review_id in (select id from progress_progressreview where ticket_id = %(ticket)s)"
    parts = {
        "tickets": Part(Ticket, "t.id = %(ticket)s", ("person",)),
        "assignments": Part(Assignment, f"{own} and {kept}", ("organisation",)),
        "unassignments": Part(Unassignment, held, only=("assignment_id", "reason")),
        "steps": Part(TicketStep, own, only=("ordinal", "move", "effective_on", "cause")),
        "terminations": Part(Termination, f"{own} and {kept}"),
        "cases": Part(VrCase, f"{person} and {kept}"),
        "benefits": Part(BenefitPeriod, f"{person} and {kept}"),
        "blind": Part(BlindPeriod, f"{person} and {kept}"),
        "earnings": Part(EarningsMonth, f"{person} and {kept}", ("employer",)),
        "reviews": Part(ProgressReview, own),
        "notices": Part(ProgressNotice, reviewed, only=("review_id", "code", "sent_on")),
        "replies": Part(ProgressReply, reviewed),
    }
    return parts, statement(parts)


def _use(row: Ticket, rows: dict[str, list[Any]]) -> UseFacts:
    steps = sorted(rows["steps"], key=lambda one: one.ordinal)
    ended = [one.month for one in rows["terminations"] if one.cause != Termination.Cause.DEATH]
    use = UseFacts(
        tuple(_holdings(rows)),
        tuple(_inactivities(steps)),
        (),
        min(ended, default=None),
        row.person.died_on,
    )
    reviewed = {one.number for one in rows["reviews"]}
    earlier = [one for one in steps if one.cause not in reviewed]
    known = (*_failures(use, earlier), *_failed(rows["reviews"], rows["notices"]))
    return use._replace(failures=tuple(sorted(known, key=lambda one: one.notice_on)))


def _holdings(rows: dict[str, list[Any]]) -> Iterable[Holding]:
    reasons = {one.assignment_id: one.reason for one in rows["unassignments"]}
    found = []
    for one in rows["assignments"]:
        if one.system == Assignment.System.COST_REIMBURSEMENT:
            found.append(Holding(Assigned.CR, one.assigned_on, one.ended_on))
        else:
            kind = Assigned.VREN if one.organisation.kind == _AGENCY else Assigned.EN
            found.append(Holding(kind, one.assigned_on, one.ended_on, reasons.get(one.pk)))
    # Plan and case may be one case of an agency, known twice: a case counts where no assignment covers its first day.
    for case in rows["cases"]:
        opened = case.ipe_signed_on or case.opened_on
        if not any(one.since <= opened and (one.until is None or opened < one.until) for one in found):
            found.append(Holding(Assigned.CR, opened, case.closed_on))
    return sorted(found, key=lambda one: one.since)


def _inactivities(steps: list[Any]) -> Iterable[Inactivity]:
    """A step says from when it holds, the first of a month; it was asked for in the month before."""
    began: date | None = None
    for step in steps:
        asked = Month.of(step.effective_on).first - DAY
        if step.move == "make-inactive":
            began = asked
        elif step.move == "make-active" and began is not None:
            yield Inactivity(began, asked)
            began = None
    if began is not None:
        yield Inactivity(began)


def _failed(reviews: list[Any], notices: list[Any]) -> Iterable[Failure]:
    """Reviews that failed here, from the fail notice on."""
    sent = {one.review_id: one.sent_on for one in notices if one.code == FAIL}
    for one in reviews:
        if one.pk in sent:
            yield Failure(
                one.period,
                sent[one.pk],
                one.appealed_on,
                one.appeal_decided_on,
                one.favorable,
                one.reentered_on,
            )


def _of(review: Any, rows: list[Any]) -> list[Any]:
    return [] if review is None else [one for one in rows if one.review_id == review.pk]


def _reentry(review: Any) -> ReentryRequest | None:
    """It is entered from a letter, or written by the Ticketholder on the page."""
    asked = None if review is None else review.reentry_asked_on
    return None if asked is None else ReentryRequest(asked, written=True)


def _failures(use: UseFacts, steps: list[Any]) -> Iterable[Failure]:
    """What is known from the Ticket's history alone, of reviews made elsewhere.

    A failed review takes effect on day 30 after its notice. It is of the last period that was over by then.
    """
    back = [one.effective_on for one in steps if one.move == "reinstate"]
    for step in steps:
        if step.move == "fail-progress-review":
            notice = step.effective_on - timedelta(days=PROGRESS.progress_effective_days)
            complete = [one for one in count(use, Month.of(notice)).periods if one.complete]
            again = min((day for day in back if day >= step.effective_on), default=None)
            yield Failure(max(1, len(complete)), notice, reentered_on=again)


def _earnings(rows: list[EarningsMonth]) -> Iterable[Earning]:
    for one in sorted(rows, key=lambda one: (one.month, one.source)):
        yield Earning(
            Month(one.month),
            one.gross_cents,
            one.kind,
            one.employer.name if one.employer else None,
            one.source,
            "given" if one.given_to_id is None else "other-provider",
            one.proven,
        )


def _of_replies(replies: list[ProgressReply], recorded: list[EarningsMonth]) -> Iterable[Earning]:
    """What replies state of a month in all, the later reply of one side for an earlier one's.

    Beside a month's one employer it is another source for that one. With several employers on record it cannot be
    told apart, and what is on record stands.
    """
    employers: dict[Month, set[str | None]] = {}
    for one in recorded:
        employers.setdefault(Month(one.month), set()).add(one.employer.name if one.employer else None)
    for by, source in _SOURCES.items():
        for month, (cents, proven) in _said_by(replies, by).items():
            there = employers.get(month, {None})
            if len(there) == 1:
                (employer,) = there
                yield Earning(month, cents, "wages", employer, source, "other-provider", proven)


def _said_by(replies: list[ProgressReply], by: Replier) -> dict[Month, tuple[int, bool]]:
    said: dict[Month, tuple[int, bool]] = {}
    for one in replies:
        if one.by == by:
            of_reply: Stated = stated(one.states)
            said.update({month: (cents, one.proven) for month, cents in of_reply.earnings})
    return said
