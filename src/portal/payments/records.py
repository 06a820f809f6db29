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
    assignments = _by(
        _known(Assignment.objects.filter(ticket__in=wanted), known_at).order_by("assigned_on", "id"),
        "ticket_id",
    )
    awards = _by(_standing_awards(wanted, known_at).order_by("month", "kind", "id"), "ticket_id")
    requests = _by(_requests(wanted, known_at).order_by("submitted_at", "id"), "ticket_id")
    holders = {
        row.organisation_id
        for rows in (assignments, awards, requests)
        for group in rows.values()
        for row in group
    } | set(organisations)
    people = {
        person.pk: person
        for person in Person.objects.filter(tickets__in=wanted).defer("name", "ssn", "birth_date")
    }
    of_people = {"person__in": set(people)}
    return Records(
        numbers=dict(Organisation.objects.filter(pk__in=holders).values_list("pk", "number")),
        people=people,
        providers={row.pk: row for row in Provider.objects.filter(pk__in=holders)},
        agreements=_by(
            Agreement.objects.filter(provider__in=holders).order_by("from_on", "id"), "provider_id"
        ),
        holds=_by(Hold.objects.filter(provider__in=holders).order_by("from_on", "id"), "provider_id"),
        assignments=assignments,
        terminations=_by(
            _known(Termination.objects.filter(ticket__in=wanted), known_at).order_by("month", "id"),
            "ticket_id",
        ),
        benefits=_by(
            _known(BenefitPeriod.objects.filter(**of_people), known_at).order_by("title", "from_month", "id"),
            "person_id",
        ),
        blind=_by(
            _known(BlindPeriod.objects.filter(**of_people), known_at).order_by("from_month", "id"),
            "person_id",
        ),
        closures=_by(
            _known(VrClosure.objects.filter(**of_people), known_at).order_by("closed_on", "id"), "person_id"
        ),
        cases=_by(
            _known(VrCase.objects.filter(**of_people), known_at).order_by("opened_on", "id"), "person_id"
        ),
        earnings=_by(
            _known(EarningsMonth.objects.filter(**of_people), known_at)
            .select_related("employer")
            .order_by("month", "source", "id"),
            "person_id",
        ),
        evidence=_by(
            _known(Evidence.objects.filter(**of_people), known_at)
            .filter(Q(file=None) | Q(file__state=StoredFile.State.CLEAN))
            .select_related("file", "issuer")
            .order_by("recorded_at", "id"),
            "person_id",
        ),
        awards=awards,
        requests=requests,
    )


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


def _by(rows: QuerySet[Any], column: str) -> Grouped:
    grouped: Grouped = {}
    row: Model
    for row in rows:
        grouped.setdefault(getattr(row, column), []).append(row)
    return grouped
