"""A payment request on one screen: what the rules say, then and now, its history, evidence, and what can be done."""

from typing import Any, NamedTuple

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from portal.payments.duties import DECIDE_AT_SSA
from portal.payments.models import PaymentRequest
from portal.payments.moves import UNDECIDED
from portal.payments.record import RequestRecord, Step, request_record
from portal.payments.sharing import allocations_of
from portal.policy.roles import Permission
from portal.web.pages import WorkRequest, page
from portal.web.staff import listing
from portal.web.staff.areas import AT_SSA, PAYMENTS
from portal.web.staff.deciding import SSA_MOVES
from portal.web.staff.desk_pages import Work, work
from portal.web.staff.queries.history import MonthLine, history
from portal.web.staff.queries.judged import differences, judged_now
from portal.web.ui import formats
from portal.web.ui.components import Column, Event, Table

# The moves that have a page, in the order of their buttons.
MOVES = (
    *("approve", "deny", "return", "refer-to-ssa", "approve-after-all", "uphold", "reverse"),
    *SSA_MOVES,
)
_SUGGESTED = {
    "grant": ("approve", "approve-after-all", "approve-at-ssa"),
    "refuse": ("deny", "uphold", "deny-at-ssa"),
    "ask": ("return", "uphold", "send-back"),
}
_MONTHS = (
    Column("Month", header=True),
    Column("Benefits"),
    Column("Earnings and source"),
    Column("Reaches"),
    Column("Ticket with"),
    Column("Paid or asked for"),
)


class MoveLink(NamedTuple):
    """A button that leads to a move's page."""

    words: str
    url: str
    suggested: bool


@page(Permission.READ_ALL_REQUESTS, "to see a payment request in full")
@require_safe
def record(request: WorkRequest, number: str) -> HttpResponse:
    found = request_record(number)
    if found is None:
        raise Http404
    now = judged_now(found.request)
    stored = found.latest.full if found.latest else None
    laid_out = history(now.facts, found.row.claim_month, request.unit.on)
    context = {
        "record": found,
        "row": found.row,
        "title": f"{found.row.kind_words} for {formats.month(found.row.claim_month)}",
        "now": now.answer,
        "payable": now.payable,
        "stored": stored,
        "changed": differences(stored, now.answer) if stored and now.answer else None,
        "shown": found.latest.shown if found.latest else None,
        "certification": (now.facts["request"]["services_statement"] or {}).get("certification"),
        "history": laid_out,
        "near": months_table(request, laid_out.near, "Months around the month claimed"),
        "far": months_table(request, laid_out.far, "Other months on record"),
        "earnings_shown": _earnings_shown(request, found.earnings_shown),
        "events": [*_shared(found, now.facts), *events(found.timeline, found)],
        "moves": _moves(found, now.answer),
        "referral": _referral(found),
        "may_work": request.actor.may(Permission.WORK_PAYMENT_QUEUE),
        "may_share": _may_share(request, found, now.facts),
        "take_next": _take_next(request),
        "work": _work(request, found),
    }
    return render(request, "staff/record.html", context)


def _work(request: WorkRequest, found: RequestRecord) -> Work | None:
    """Who has it, at the desk where it waits."""
    area = AT_SSA if found.duty and found.duty.kind == DECIDE_AT_SSA else PAYMENTS
    waits = found.duty is not None and found.duty.kind in area.desk.worklist.kinds
    return work(request, area, found.row.number, found.duty if waits else None)


def _take_next(request: WorkRequest) -> str:
    """The address that gives this reader the next one of its own desk; "" where it has none."""
    mine = [area for area in (PAYMENTS, AT_SSA) if request.actor.may(area.desk.work)]
    return mine[0].url("take-next") if mine else ""


def _may_share(request: WorkRequest, found: RequestRecord, facts: dict[str, Any]) -> bool:
    """An open request about a Ticket that more than one provider has held."""
    held = {one["provider"] for one in facts["assignments"]}
    open_still = found.row.state in UNDECIDED
    return open_still and len(held) > 1 and request.actor.may(Permission.WORK_PAYMENT_QUEUE)


def _shared(found: RequestRecord, facts: dict[str, Any]) -> list[Event]:
    """Who divided a payment of this kind or withdrew that, and why; asked for only where several held the Ticket."""
    row = found.request
    if len({one["provider"] for one in facts["assignments"]}) < 2:
        return []
    return [
        Event(
            f"Payment for {formats.month(one.month)} {'shared' if one.shares else 'not shared any more'}",
            one.at,
            one.by_name,
            one.reason,
        )
        for one in allocations_of(row.ticket_id, row.asks)
    ]


def _referral(found: RequestRecord) -> Step | None:
    """The analyst's step that gave it to Social Security, while it waits there."""
    at_ssa = found.row.state == PaymentRequest.State.WAITING_FOR_SSA
    return found.timeline[-1] if at_ssa else None


def events(steps: tuple[Step, ...], found: RequestRecord) -> list[Event]:
    """The status timeline with what comes next."""
    done = [
        Event(
            capfirst(step.to_words),
            step.at,
            step.by_name,
            step.note,
            "now" if step is steps[-1] else "done",
        )
        for step in steps
    ]
    row = found.row
    upcoming = Event(row.next_step, f"by {formats.day(row.next_by)}" if row.next_by else None, state="next")
    return [*done, upcoming]


def _moves(found: RequestRecord, now: dict[str, Any] | None) -> list[MoveLink]:
    """The moves open to this person, and only those; the one that follows from the rules stands out."""
    suggested = _SUGGESTED.get(now["outcome"] if now else "", ())
    return [
        MoveLink(move.words, reverse(f"staff-{move.name}", args=[found.row.number]), move.name in suggested)
        for name in MOVES
        for move in found.moves
        if move.name == name
    ]


def months_table(request: WorkRequest, lines: tuple[MonthLine, ...], caption: str) -> Table:
    """The Ticket month by month."""
    return listing.table(
        request, caption, _MONTHS, [_month(line) for line in lines], "No other month is on record."
    )


def _earnings_shown(request: WorkRequest, snapshot: dict[str, Any]) -> Table:
    """The snapshot kept at submission (row J6), as it was shown."""
    columns = [
        Column("Month", header=True),
        Column("Amount", numeric=True),
        Column("Level"),
        Column("Source"),
    ]
    rows = [
        [
            formats.month(one["month"]),
            "not shown" if one["amount_cents"] is None else formats.money(one["amount_cents"]),
            one["level"],
            one["source"],
        ]
        for one in snapshot.get("earnings", ())
    ]
    return listing.table(
        request, "Earnings shown to the provider", columns, rows, "No earnings were on record."
    )


def _month(line: MonthLine) -> list[Any]:
    wages = [
        f"{formats.money(wage.cents)} {wage.employer or 'employer not named'}"
        f" ({wage.kind}, {wage.source}{', proven' if wage.proven else ''})"
        for wage in line.wages
    ]
    paid = [*line.payments, *(f"asked for: {claim}" for claim in line.claims)]
    return [
        listing.lines(formats.month(line.month), formats.badge("due", "Claimed") if line.is_claimed else ""),
        listing.lines(*line.benefits) or "none",
        listing.lines(*wages) or "none on record",
        line.level,
        line.holder or "nobody",
        listing.lines(*paid) or None,
    ]
