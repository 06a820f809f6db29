"""Sweeps at the payments desk: all runs, one with its progress and sums, starting, stopping and going on (row K6)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from portal.kernel.results import Answer, Changed, Done, NotAllowed, NotFound
from portal.payments import sweeps as reading
from portal.payments.models import Sweep
from portal.payments.services.sweeps import resume_sweep, start_sweep, stop_sweep
from portal.payments.sweeps import Became, FindingLine, ProviderLine, Sums
from portal.policy.roles import Permission
from portal.web.pages import WorkRequest, page
from portal.web.staff import listing
from portal.web.staff.answers import see
from portal.web.staff.forms.desk import DutyForm
from portal.web.ui import formats
from portal.web.ui.components import Column, Table
from portal.web.ui.tables import with_query

State = Sweep.State
_LOOKS = {State.RUNNING: "started", State.STOPPED: "draft", State.DONE: "done"}
# A page left open must not keep its session alive for ever.
_WATCHED = timedelta(minutes=10)
_RUNS = (
    Column("Sweep", header=True),
    Column("As of"),
    Column("State"),
    Column("Tickets", numeric=True),
    Column("Started"),
)
_PROVIDERS = (
    Column("Provider", header=True),
    Column("Tickets", numeric=True),
    Column("Found", numeric=True),
    Column("Claimed", numeric=True),
    Column("Approved", numeric=True),
    Column("Denied", numeric=True),
    Column("With a person", numeric=True),
    Column("Asked before", numeric=True),
    Column("Left", numeric=True),
    Column("Granted", numeric=True),
)
_NOT_SWEPT = (
    Column("Provider", header=True),
    Column("Tickets", numeric=True),
    Column("Why"),
)
_FOUND = (
    Column("Ticketholder", header=True),
    Column("Provider"),
    Column("Payment"),
    Column("What became of it"),
    Column("Request"),
    Column("Amount", numeric=True),
    Column("Why it was left"),
)
_HEADER = (
    *("Sweep", "As of", "Provider", "Ticketholder number", "Payment", "Month"),
    *("What became of it", "Request", "State", "Amount", "Why it was left"),
)


@page(Permission.READ_SWEEPS, "to see the sweeps of posted earnings")
@require_safe
def sweeps(request: WorkRequest) -> HttpResponse:
    lines = reading.sweeps(page=listing.page_number(request), size=listing.PAGE_SIZE)
    rows = [_run(row) for row in lines.rows]
    context = {
        "lines": lines,
        "table": listing.table(request, "Sweeps", _RUNS, rows, "No sweep was run yet."),
        "may_run": request.actor.may(Permission.RUN_SWEEPS),
    }
    return render(request, "staff/sweeps/list.html", context)


@page(Permission.RUN_SWEEPS, "to start a sweep of posted earnings")
@require_POST
def start(request: WorkRequest) -> HttpResponse:
    answer = start_sweep()
    if isinstance(answer, NotAllowed):
        messages.error(request, answer.sentence)
        return see(reverse("staff-sweeps"))
    messages.success(request, "The sweep has begun. You may leave this page; the work goes on.")
    return see(reverse("staff-sweep", args=[answer.number]))


@page(Permission.READ_SWEEPS, "to read a sweep of posted earnings")
@require_safe
def sweep(request: WorkRequest, number: str) -> HttpResponse:
    """While it runs, how far it has come; always the sums so far and what was found."""
    found = _found(number)
    providers = reading.by_provider(found)
    became = _became(request)
    lines = reading.findings(found, became=became, page=listing.page_number(request), size=listing.PAGE_SIZE)
    moving = found.state == State.RUNNING
    context = {
        "sweep": found,
        "state": formats.badge(_LOOKS[State(found.state)], found.get_state_display().capitalize()),
        "moving": moving,
        "watched": moving and request.unit.at - found.started_at < _WATCHED,
        "sums": reading.totals(providers),
        "providers": _provider_table(request, providers),
        "not_swept": _not_swept(request, providers),
        "tabs": _tabs(became),
        "lines": lines,
        "table": listing.table(
            request, "What was found", _FOUND, [_finding(one) for one in lines.rows], "Nothing was found."
        ),
        "exports": listing.export_links(request, "staff-sweep-export", number),
        "may_run": request.actor.may(Permission.RUN_SWEEPS),
    }
    return render(request, "staff/sweeps/sweep.html", context)


@page(Permission.RUN_SWEEPS, "to stop a sweep of posted earnings")
@require_POST
def stop(request: WorkRequest, number: str) -> HttpResponse:
    return _moved(request, number, stop_sweep, "The sweep is stopped. What it has claimed stays.")


@page(Permission.RUN_SWEEPS, "to go on with a sweep of posted earnings")
@require_POST
def resume(request: WorkRequest, number: str) -> HttpResponse:
    return _moved(request, number, resume_sweep, "The sweep goes on where it was.")


@page(Permission.EXPORT_ALL_LISTS, "to export what a sweep has found", fresh=True)
@require_safe
def export(request: WorkRequest, number: str, kind: str) -> HttpResponse:
    """The list as filtered, whole. It names nobody."""
    found = _found(number)
    lines = reading.findings(found, became=_became(request), size=listing.WHOLE)
    return listing.export(
        kind, f"sweep-{found.number}", _HEADER, [_exported(found, one) for one in lines.rows]
    )


def _moved(request: WorkRequest, number: str, move: Callable[..., Answer], success: str) -> HttpResponse:
    found, form = _found(number), DutyForm(request.POST)
    if not form.is_valid():
        raise Http404
    key: UUID = found.pk
    match move(sweep=key, version=form.cleaned_data["version"]):
        case Done():
            messages.success(request, success)
        case Changed(sentence):
            messages.warning(request, sentence)
        case NotAllowed(sentence):
            messages.error(request, sentence)
        case NotFound():
            raise Http404
    return see(reverse("staff-sweep", args=[number]))


def _found(number: str) -> Sweep:
    found = reading.sweep_of(number)
    if found is None:
        raise Http404
    return found


def _became(request: WorkRequest) -> str:
    asked = request.GET.get("became", "")
    return asked if asked in Became else ""


def _run(row: Sweep) -> list[Any]:
    return [
        listing.number_link(row.number, "staff-sweep"),
        listing.short_day(row.as_of),
        formats.badge(_LOOKS[State(row.state)], row.get_state_display().capitalize()),
        f"{row.tickets_done:,} of {row.tickets_total:,}",
        f"{row.started_by_name}, {formats.instant(row.started_at)}",
    ]


def _provider_table(request: WorkRequest, lines: list[ProviderLine]) -> Table:
    rows = [[line.name, *_numbers(line.sums)] for line in lines if line.swept]
    return listing.table(request, "By provider", _PROVIDERS, rows, "No provider was looked at yet.")


def _not_swept(request: WorkRequest, lines: list[ProviderLine]) -> Table:
    rows = [[line.name, f"{line.sums.tickets:,}", line.why] for line in lines if not line.swept]
    return listing.table(request, "Providers not swept", _NOT_SWEPT, rows, "Every provider was swept.")


def _numbers(sums: Sums) -> list[Any]:
    *counts, cents = sums
    return [*(f"{count:,}" for count in counts), formats.money(cents)]


def _tabs(chosen: str) -> list[tuple[str, str, bool]]:
    ends = [
        (str(kind.label).capitalize(), with_query({"became": str(kind)}), chosen == kind) for kind in Became
    ]
    return [("All", "?", not chosen), *ends]


def _finding(one: FindingLine) -> list[Any]:
    return [
        one.person_number,
        one.organisation_name,
        listing.lines(one.kind_words, formats.month(one.claim_month)),
        listing.lines(one.became_words.capitalize(), one.state_words),
        listing.request_link(one.request_number) if one.request_number else None,
        formats.money(one.amount_cents),
        one.why or None,
    ]


def _exported(sweep: Sweep, one: FindingLine) -> list[Any]:
    return [
        sweep.number,
        sweep.as_of,
        one.organisation_name,
        one.person_number,
        one.kind_words,
        str(one.claim_month),
        one.became_words,
        one.request_number,
        one.state_words,
        None if one.amount_cents is None else one.amount_cents / 100,
        one.why,
    ]
