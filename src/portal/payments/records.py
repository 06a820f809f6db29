"""The rows that payment decisions stand on, loaded for many Tickets at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from portal.earnings.models import EarningsMonth, Evidence
from portal.kernel.gathering import gather
from portal.kernel.models import StoredFile
from portal.payments.models import Award, PaymentRequest
from portal.people.models import Organisation
from portal.providers.models import Agreement, Hold, Provider
from portal.tickets.models import (
    Assignment,
    BenefitPeriod,
    BlindPeriod,
    Person,
    Termination,
    VrCase,
    VrClosure,
)

Grouped = dict[UUID, list[Any]]

# The column that owns the rows of a part, and the order in which facts name them (then by ID).
OWNERS = {
    "agreements": "provider_id",
    "holds": "provider_id",
    "assignments": "ticket_id",
    "terminations": "ticket_id",
    "awards": "ticket_id",
    "requests": "ticket_id",
    "benefits": "person_id",
    "blind": "person_id",
    "closures": "person_id",
    "cases": "person_id",
    "earnings": "person_id",
    "evidence": "person_id",
}
ORDERS: dict[str, tuple[str, ...]] = {
    "agreements": ("from_on",),
    "holds": ("from_on",),
    "assignments": ("assigned_on",),
    "terminations": ("month",),
    "awards": ("month", "kind"),
    "requests": ("submitted_at",),
    "benefits": ("title", "from_month"),
    "blind": ("from_month",),
    "closures": ("closed_on",),
    "cases": ("opened_on",),
    "earnings": ("month", "source"),
    "evidence": ("recorded_at",),
}


@dataclass(frozen=True, slots=True)
class Records:
    """Rows by Ticket, person or organisation, in a fixed order so that the same facts read the same."""

    numbers: dict[UUID, str]
    people: dict[UUID, Person]
    providers: dict[UUID, Provider]
    agreements: Grouped
    holds: Grouped
    assignments: Grouped
    terminations: Grouped
    benefits: Grouped
    blind: Grouped
    closures: Grouped
    cases: Grouped
    earnings: Grouped
    evidence: Grouped
    awards: Grouped
    requests: Grouped

    def number(self, organisation: UUID) -> str:
        """The public number, which is the provider's key in the facts."""
        return self.numbers[organisation]


def load(tickets: Iterable[UUID], organisations: Iterable[UUID], known_at: datetime | None) -> Records:
    """All rows about these Tickets as known at an instant (None: now): two queries, however many there are."""
    found = gather(_of_tickets(set(tickets), known_at))
    # Whoever held a Ticket, was paid or has asked on it.
    holders = {
        row.organisation_id for name in ("assignments", "awards", "requests") for row in found[name]
    } | set(organisations)
    found |= gather(_of_organisations(holders))
    grouped = {name: _by(OWNERS[name], found[name], ORDERS[name]) for name in OWNERS}
    return Records(
        numbers={row.pk: row.number for row in found["organisations"]},
        people={row.pk: row for row in found["people"]},
        providers={row.pk: row for row in found["providers"]},
        **grouped,
    )


def _of_organisations(holders: set[UUID]) -> dict[str, QuerySet[Any]]:
    return {
        "organisations": Organisation.objects.filter(pk__in=holders),
        "providers": Provider.objects.filter(pk__in=holders),
        "agreements": Agreement.objects.filter(provider__in=holders),
        "holds": Hold.objects.filter(provider__in=holders),
    }


def _of_tickets(tickets: set[UUID], known_at: datetime | None) -> dict[str, QuerySet[Any]]:
    def of(model: type[Model], by: str) -> QuerySet[Any]:
        return _known(model._default_manager.filter(**{by: tickets}), known_at)

    clean = Q(file=None) | Q(file__state=StoredFile.State.CLEAN)
    person = "person__tickets__in"
    return {
        "people": Person.objects.filter(tickets__in=tickets),
        "assignments": of(Assignment, "ticket__in"),
        "terminations": of(Termination, "ticket__in"),
        "awards": _standing_awards(tickets, known_at),
        "requests": _requests(tickets, known_at),
        "benefits": of(BenefitPeriod, person),
        "blind": of(BlindPeriod, person),
        "closures": of(VrClosure, person),
        "cases": of(VrCase, person),
        "earnings": of(EarningsMonth, person).select_related("employer"),
        "evidence": of(Evidence, person).filter(clean).select_related("file", "issuer"),
    }


def _known(rows: QuerySet[Any], known_at: datetime | None) -> QuerySet[Any]:
    if known_at is None:
        return rows.filter(superseded_at=None)
    return rows.filter(Q(superseded_at=None) | Q(superseded_at__gt=known_at), recorded_at__lte=known_at)


def _standing_awards(tickets: set[UUID], known_at: datetime | None) -> QuerySet[Award]:
    rows = Award.objects.filter(ticket__in=tickets)
    if known_at is None:
        return rows.filter(reversed_on=None)
    day = known_at.date()
    return rows.filter(Q(reversed_on=None) | Q(reversed_on__gt=day), awarded_on__lte=day)


def _requests(tickets: set[UUID], known_at: datetime | None) -> QuerySet[PaymentRequest]:
    rows = PaymentRequest.objects.filter(ticket__in=tickets)
    return rows if known_at is None else rows.filter(submitted_at__lte=known_at)


def _by(column: str, rows: list[Any], order: tuple[str, ...]) -> Grouped:
    """Rows by a column, in an order that two loads share; a row that came twice counts once."""
    grouped: Grouped = {}
    distinct = {row.pk: row for row in rows}.values()
    for row in sorted(distinct, key=lambda row: (*(getattr(row, name) for name in order), row.pk)):
        grouped.setdefault(getattr(row, column), []).append(row)
    return grouped
