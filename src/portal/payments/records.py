"""The rows that payment decisions stand on, loaded for many Tickets at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from portal.earnings.models import EarningsMonth, Evidence
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
    """All rows about these Tickets as known at an instant (None: now): 15 queries, however many there are."""
    wanted = set(tickets)
    people = {
        person.pk: person
        for person in Person.objects.filter(tickets__in=wanted).defer("name", "ssn", "birth_date")
    }
    of_tickets = _of_tickets(wanted, known_at)
    # Whoever held a Ticket, was paid or has asked on it.
    holders = {
        row.organisation_id
        for name in ("assignments", "awards", "requests")
        for group in of_tickets[name].values()
        for row in group
    } | set(organisations)
    return Records(
        numbers=dict(Organisation.objects.filter(pk__in=holders).values_list("pk", "number")),
        people=people,
        providers={row.pk: row for row in Provider.objects.filter(pk__in=holders)},
        agreements=_by("provider_id", Agreement.objects.filter(provider__in=holders), "from_on"),
        holds=_by("provider_id", Hold.objects.filter(provider__in=holders), "from_on"),
        **of_tickets,
        **_of_people(set(people), known_at),
    )


def _of_tickets(tickets: set[UUID], known_at: datetime | None) -> dict[str, Grouped]:
    def of(model: type[Model]) -> QuerySet[Any]:
        return _known(model._default_manager.filter(ticket__in=tickets), known_at)

    return {
        "assignments": _by("ticket_id", of(Assignment), "assigned_on"),
        "terminations": _by("ticket_id", of(Termination), "month"),
        "awards": _by("ticket_id", _standing_awards(tickets, known_at), "month", "kind"),
        "requests": _by("ticket_id", _requests(tickets, known_at), "submitted_at"),
    }


def _of_people(people: set[UUID], known_at: datetime | None) -> dict[str, Grouped]:
    def of(model: type[Model]) -> QuerySet[Any]:
        return _known(model._default_manager.filter(person__in=people), known_at)

    clean = Q(file=None) | Q(file__state=StoredFile.State.CLEAN)
    papers = of(Evidence).filter(clean).select_related("file", "issuer")
    return {
        "benefits": _by("person_id", of(BenefitPeriod), "title", "from_month"),
        "blind": _by("person_id", of(BlindPeriod), "from_month"),
        "closures": _by("person_id", of(VrClosure), "closed_on"),
        "cases": _by("person_id", of(VrCase), "opened_on"),
        "earnings": _by("person_id", of(EarningsMonth).select_related("employer"), "month", "source"),
        "evidence": _by("person_id", papers, "recorded_at"),
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


def _by(column: str, rows: QuerySet[Any], *order: str) -> Grouped:
    """Rows by a column, in an order that two loads share."""
    grouped: Grouped = {}
    for row in rows.order_by(*order, "id"):
        grouped.setdefault(getattr(row, column), []).append(row)
    return grouped
