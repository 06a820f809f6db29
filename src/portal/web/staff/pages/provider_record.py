"""One provider's record: every section with its rows, and how it came about (mission row L2)."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from portal.policy.roles import Permission
from portal.providers import elections
from portal.providers.earlier import submissions
from portal.providers.models import Agreement, Hold
from portal.providers.queries import STATE_WORDS, bank_words, covers, last_day
from portal.providers.record import ProviderRecord, Step, provider_of, record
from portal.web.earlier import earlier_table
from portal.web.pages import WorkRequest, page
from portal.web.staff import listing
from portal.web.staff.forms.provider import FindEarlier
from portal.web.ui import formats
from portal.web.ui.components import Answer, Column, Table


class Section(NamedTuple):
    """A part of the record: its table, and where a row is added."""

    title: str
    hint: str
    table: Table
    add_url: str
    add_label: str


@page(Permission.READ_PROVIDERS, "to see a provider's record")
@require_safe
def provider_record(request: WorkRequest, number: str) -> HttpResponse:
    found = record(number)
    if found is None:
        raise Http404
    keeps = request.actor.may(Permission.KEEP_PROVIDERS)
    context = {
        "record": found,
        "warnings": list(_warnings(found, request.unit.on)),
        "answers": _answers(found, request.unit.on, number if keeps else ""),
        "sections": [
            _agreements(found, request.unit.on, number, keeps),
            _holds(found, request.unit.on, number, keeps),
            _affiliates(found, request.unit.on, number, keeps),
            _counsellors(found, request.unit.on, number, keeps),
        ],
        "cleared": _cleared(found),
        "history": Table(
            "Changes of this record",
            (Column("When", header=True), Column("What"), Column("From, to"), Column("By")),
            [_step(step) for step in found.history],
            empty="Nothing was changed since the record was made.",
            caption_hidden=True,
        ),
    }
    return render(request, "staff/provider.html", context)


@page(Permission.READ_PROVIDERS, "to see what a provider submitted in the earlier portal")
@require_safe
def earlier(request: WorkRequest, number: str) -> HttpResponse:
    provider = provider_of(number)
    if provider is None:
        raise Http404
    form = FindEarlier(request.GET or None)
    find = form.cleaned_data["find"] if form.is_bound and form.is_valid() else ""
    lines = submissions(organisation=provider.pk, find=find, page=listing.page_number(request))
    context = {
        "form": form,
        "lines": lines,
        "organisation": provider.organisation,
        "table": earlier_table(request, lines.rows),
        "reset": request.path if request.GET else "",
    }
    return render(request, "staff/earlier.html", context)


def _warnings(found: ProviderRecord, on: date) -> Iterable[str]:
    """What stops the provider's people or its payments today."""
    if not any(covers(row, on) for row in found.agreements):
        yield "No agreement is in force: nobody of this provider can work in the portal."
    if held := sum(covers(row, on) for row in found.holds):
        yield f"{'A hold is' if held == 1 else f'{held} holds are'} in force: payment requests wait."
    until = found.provider.sam_registered_until
    if until is None or until <= on:
        yield "The SAM registration is not current: payment requests wait."
    if bank_words(found.provider, on) != "current":
        yield "The bank account is not verified: payment requests wait."


def _answers(found: ProviderRecord, on: date, number: str) -> list[Answer]:
    row = found.provider

    def change(part: str) -> str:
        return reverse("staff-provider-keep", args=[number, part]) if number else ""

    sam, bank = last_day(row.sam_registered_until), last_day(row.bank_verified_until)
    bank_until = f", through {bank:%m/%d/%Y}" if bank else ""
    sam_words = "not known" if sam is None else f"{'good' if sam >= on else 'lapsed'}, through {sam:%m/%d/%Y}"
    roll_out = [_enrolled(one.state, one.from_on, on) for one in found.enrolments] or ["not enrolled"]
    return [
        Answer("EIN, PID, UEI", [f"EIN {row.ein}", f"PID {row.pid}", f"UEI {row.uei}"], change("numbers")),
        Answer("SAM registration", sam_words, change("registration")),
        Answer("Bank account", f"{bank_words(row, on)}{bank_until}", change("bank")),
        Answer("Business models", found.model_names or "none on record", change("business-models")),
        Answer("Payment system", _systems(row), change("payment-system")),
        Answer("Roll-out", roll_out, f"{reverse('staff-roll-out')}?find={row.pid}" if number else ""),
    ]


def _systems(row: Any) -> list[str]:
    """The system in effect, and the one to come."""
    since = f" since {row.elected_since:%m/%d/%Y}" if row.elected_since else ""
    found = [f"{elections.words(row.elected)}{since}"]
    if row.electing:
        found.append(f"{elections.words(row.electing)} from {row.electing_from:%m/%d/%Y}")
    return found


def _enrolled(state: str, since: date, on: date) -> str:
    return f"{STATE_WORDS[state]} {'since' if since <= on else 'from'} {since:%m/%d/%Y}"


def _section(
    title: str, hint: str, columns: Sequence[str], rows: Sequence[Sequence[Any]], number: str, part: str
) -> Section:
    """`number` is empty for who may only read; then the last column, the links, is left out."""
    shown = [Column(label, header=place == 0) for place, label in enumerate(columns)]
    if number:
        shown.append(Column("Change", label_hidden=True))
    cells = [row if number else row[:-1] for row in rows]
    table = Table(title, shown, cells, empty="None on record.", caption_hidden=True)
    url = reverse("staff-provider-add", args=[number, part]) if number else ""
    return Section(title, hint, table, url, part)


def _agreements(found: ProviderRecord, on: date, number: str, keeps: bool) -> Section:
    rows = [
        [
            row.number or "no number",
            listing.short_day(row.from_on),
            listing.short_day(last_day(row.until_on)) or "no end",
            _badge(row, on),
            _change(number, "agreement", row.pk, "Extend or end", row.number or f"{row.from_on:%m/%d/%Y}"),
        ]
        for row in found.agreements
    ]
    hint = "The portal is open to the provider's people while one is in force."
    columns = ("Number", "From", "Last day", "Today")
    return _section("Agreements", hint, columns, rows, number if keeps else "", "agreement")


def _holds(found: ProviderRecord, on: date, number: str, keeps: bool) -> Section:
    rows = [
        [
            listing.short_day(row.from_on),
            _hold_until(row),
            listing.lines(row.reason, f"Lifted: {row.lifted_why}" if row.lifted_why else ""),
            _badge(row, on),
            _change(number, "hold", row.pk, "Lift", f"hold of {row.from_on:%m/%d/%Y}")
            if row.until_on is None or row.until_on > on
            else None,
        ]
        for row in found.holds
    ]
    hint = "While one is in force, payment requests wait. None is denied for it."
    columns = ("From", "Last day", "Reason", "Today")
    return _section("Holds on payments", hint, columns, rows, number if keeps else "", "hold")


def _hold_until(row: Hold) -> object:
    if row.until_on is None:
        return "until it is lifted"
    # Lifted on or before its first day, it held nothing.
    return "none" if row.until_on <= row.from_on else listing.short_day(last_day(row.until_on))


def _affiliates(found: ProviderRecord, on: date, number: str, keeps: bool) -> Section:
    rows = [
        [
            row.name,
            row.share_rule,
            _period(row.from_on, row.until_on),
            _change(number, "affiliate", row.pk, "Change", row.name),
        ]
        for row in found.affiliates
    ]
    hint = "Organizations that work under this administrative EN's agreement."
    columns = ("Name", "How payments are shared", "When")
    return _section("Affiliates", hint, columns, rows, number if keeps else "", "affiliate")


def _counsellors(found: ProviderRecord, on: date, number: str, keeps: bool) -> Section:
    rows = [
        [
            row.name,
            row.certificate,
            _period(row.from_on, row.until_on),
            formats.badge("current" if row.until_on is None or row.until_on > on else "ended"),
            _change(number, "counsellor", row.pk, "Change", row.name),
        ]
        for row in found.counsellors
    ]
    hint = "A provider without one refers Ticketholders for benefits counseling."
    columns = ("Name", "Certificate", "When", "Today")
    return _section(
        "Certified benefits counselors", hint, columns, rows, number if keeps else "", "counsellor"
    )


def _cleared(found: ProviderRecord) -> Table:
    rows = [
        [
            person.name,
            person.job_title or None,
            "no clearance on record"
            if person.expires_on is None
            else f"{'favorable' if person.favourable else 'not favorable'}, through {person.expires_on:%m/%d/%Y}",
            formats.badge("current" if person.good else "ended", "" if person.good else "Not current"),
        ]
        for person in found.cleared
    ]
    return Table(
        "People with a clearance and no portal account",
        (Column("Name", header=True), Column("Job"), Column("Clearance"), Column("Today")),
        rows,
        empty="None on record.",
        caption_hidden=True,
    )


def _step(step: Step) -> list[Any]:
    told = [f"{name}: {old} → {new}" for name, old, new in step.changes]
    return [formats.instant(step.at), step.part, listing.lines(*told) or None, step.by]


def _badge(row: Agreement | Hold, on: date) -> SafeString:
    if covers(row, on):
        return formats.badge("open", "In force")
    return formats.badge("due", "To come") if row.from_on > on else formats.badge("ended")


def _period(since: date, until: date | None) -> str:
    last = last_day(until)
    return f"{since:%m/%d/%Y} to {last:%m/%d/%Y}" if last else f"since {since:%m/%d/%Y}"


def _change(number: str, part: str, row: UUID, label: str, what: str) -> SafeString:
    return formats.link(label, reverse("staff-provider-change", args=[number, part, row]), hidden=f": {what}")
