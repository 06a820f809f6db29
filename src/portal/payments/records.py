"""The rows that payment decisions stand on, loaded for many Tickets at once."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from portal.casework.models import Certification
from portal.earnings.facts import EARNED
from portal.earnings.models import EarningsMonth, Evidence
from portal.kernel.clock import EASTERN
from portal.kernel.gathering import Part, Rows, gathered, statement
from portal.kernel.models import StoredFile
from portal.payments.models import Allocation, Award, CostClaim, PaymentRequest
from portal.payments.models.cost_claim import STANDING
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
# How a statement is asked with its parameters, by whoever may read all rows.
Reading = Callable[[str, dict[str, Any]], Rows]

# The column that owns the rows of a part, and the order in which facts name them (then by ID).
OWNERS = {
    "agreements": "provider_id",
    "holds": "provider_id",
    "assignments": "ticket_id",
    "terminations": "ticket_id",
    "awards": "ticket_id",
    "requests": "ticket_id",
    "allocations": "ticket_id",
    "benefits": "person_id",
    "blind": "person_id",
    "closures": "person_id",
    "cases": "person_id",
    "cost_claims": "person_id",
    "earnings": "person_id",
    "evidence": "person_id",
    "certifications": "person_id",
}
ORDERS: dict[str, tuple[str, ...]] = {
    "agreements": ("from_on",),
    "holds": ("from_on",),
    "assignments": ("assigned_on",),
    "terminations": ("month",),
    "awards": ("month", "kind"),
    "requests": ("submitted_at",),
    "allocations": ("kind", "month", "place"),
    "benefits": ("title", "from_month"),
    "blind": ("from_month",),
    "closures": ("closed_on",),
    "cases": ("opened_on",),
    "cost_claims": ("from_month",),
    "earnings": ("month", "source"),
    "evidence": ("recorded_at",),
    "certifications": ("signed_at",),
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
    certifications: Grouped = field(default_factory=dict)
    allocations: Grouped = field(default_factory=dict)
    cost_claims: Grouped = field(default_factory=dict)
    # Worked out once: rows as facts, by the provider that reads them (a Ticket's claims rest on the same earnings), and
    # the facts that stay as they are whatever is determined, by Ticket, provider and day.
    stated: dict[tuple[UUID, int], tuple[Any, dict[str, Any]]] = field(default_factory=dict)
    lasting: dict[tuple[UUID, UUID, date], dict[str, Any]] = field(default_factory=dict)

    def number(self, organisation: UUID) -> str:
        """The public number, which is the provider's key in the facts."""
        return self.numbers[organisation]


# Whose Tickets they are; and whoever held one, was paid or has asked on it, or asks now. Found once: written into
# each part, the database would plan them a dozen times, which takes longer than finding the rows.
_FOUND = """
with asked as materialized (select person_id from tickets_ticket where id = any(%(tickets)s)),
    holder as materialized (
        select organisation_id from tickets_assignment where ticket_id = any(%(tickets)s)
        union select organisation_id from payments_award where ticket_id = any(%(tickets)s)
        union select organisation_id from payments_paymentrequest where ticket_id = any(%(tickets)s)
        union select unnest(%(organisations)s::uuid[]))
"""
_PEOPLE = "(select person_id from asked)"
_STANDING = "('" + "', '".join(STANDING) + "')"
_HOLDERS = "(select organisation_id from holder)"
_NOW = {
    "kept": "t.superseded_at is null",
    "standing": "t.reversed_on is null",
    "asked": "true",
    "signed": "true",
    "shared": "true",
}
_THEN = {
    "kept": "(t.superseded_at is null or t.superseded_at > %(known_at)s) and t.recorded_at <= %(known_at)s",
    "standing": "(t.reversed_on is null or t.reversed_on > %(known_on)s) and t.awarded_on <= %(known_on)s",
    "asked": "t.submitted_at <= %(known_at)s",
    "signed": "t.signed_at <= %(known_at)s",
    "shared": "t.at <= %(known_at)s",
}


# What facts and decisions are made from; the rest of a row is not read.
_DAYS = ("from_on", "until_on")
_MONTHS = ("from_month", "until_month")
_ASSIGNMENT = (
    "ticket_id",
    "organisation_id",
    "assigned_on",
    "provider_signed_on",
    "holder_signed_on",
    "entered_on",
    "ended_on",
    "system",
)
_AWARD = ("ticket_id", "organisation_id", "kind", "month", "amount_cents", "paid_on", "awarded_on")
_REQUEST = (
    "ticket_id",
    "organisation_id",
    "origin",
    "state",
    "asks",
    "claim_month",
    "submitted_on",
    "submitted_at",
)
_ALLOCATION = ("ticket_id", "kind", "month", "place", "shares", "out_of", "reason")
_CASE = ("person_id", "number", "opened_on", "closed_on")
_COSTS = ("person_id", "vr_case", "from_month", "until_month")
_EVIDENCE = (
    "person_id",
    "organisation_id",
    "kind",
    "months",
    "shows_name",
    "shows_gross",
    "shows_pay_date",
    "shows_pay_period",
    "legible",
    "recorded_at",
    "file.number",
    "issuer.name",
)
_CERTIFICATION = (
    *("person_id", "organisation_id", "number", "purpose", "claim_months"),
    *("signed_on", "signed_at", "contributed"),
)
_PROVIDER = ("sam_registered_until", "bank_current", "bank_verified_until")


def _parts(kept: str, standing: str, asked: str, signed: str, shared: str) -> dict[str, Part]:
    ticket, person = "t.ticket_id = any(%(tickets)s)", f"t.person_id in {_PEOPLE}"
    provider = f"t.provider_id in {_HOLDERS}"
    clean = f"(t.file_id is null or file.state = '{StoredFile.State.CLEAN}')"
    return {
        "people": Part(
            Person, f"t.id in {_PEOPLE}", only=("died_on", "full_retirement_month", "age_65_month")
        ),
        "assignments": Part(Assignment, f"{ticket} and {kept}", only=_ASSIGNMENT),
        "terminations": Part(Termination, f"{ticket} and {kept}", only=("ticket_id", "month", "cause")),
        "awards": Part(Award, f"{ticket} and {standing}", only=_AWARD),
        "requests": Part(PaymentRequest, f"{ticket} and {asked}", only=_REQUEST),
        "allocations": Part(Allocation, f"{ticket} and {shared}", only=_ALLOCATION),
        "benefits": Part(
            BenefitPeriod, f"{person} and {kept}", only=("person_id", "title", "status", *_MONTHS)
        ),
        "blind": Part(BlindPeriod, f"{person} and {kept}", only=("person_id", *_MONTHS)),
        "closures": Part(VrClosure, f"{person} and {kept}", only=("person_id", "closed_on", "successful")),
        "cases": Part(VrCase, f"{person} and {kept}", only=_CASE),
        "cost_claims": Part(CostClaim, f"{person} and {kept} and t.state in {_STANDING}", only=_COSTS),
        "earnings": Part(EarningsMonth, f"{person} and {kept}", ("employer",), only=EARNED),
        "evidence": Part(Evidence, f"{person} and {kept} and {clean}", ("file", "issuer"), only=_EVIDENCE),
        "certifications": Part(
            Certification,
            f"{person} and cardinality(t.claim_months) > 0 and {signed}",
            only=_CERTIFICATION,
        ),
        "organisations": Part(Organisation, f"t.id in {_HOLDERS}", only=("number",)),
        "providers": Part(Provider, f"t.organisation_id in {_HOLDERS}", only=_PROVIDER),
        "agreements": Part(Agreement, provider, only=("provider_id", *_DAYS)),
        "holds": Part(Hold, provider, only=("provider_id", "reason", *_DAYS)),
    }


@cache
def _asked(now: bool) -> tuple[dict[str, Part], str]:
    parts = _parts(**(_NOW if now else _THEN))
    return parts, _FOUND + statement(parts)


def load(
    read: Reading, tickets: Iterable[UUID], organisations: Iterable[UUID], known_at: datetime | None
) -> Records:
    """All rows about these Tickets as known at an instant (None: now): one query, however many there are."""
    parts, query = _asked(known_at is None)
    parameters = {
        "tickets": list(tickets),
        "organisations": list(organisations),
        "known_at": known_at,
        "known_on": known_at and known_at.astimezone(EASTERN).date(),
    }
    found = gathered(parts, read(query, parameters))
    grouped = {name: _by(OWNERS[name], found[name], ORDERS[name]) for name in OWNERS}
    return Records(
        numbers={row.pk: row.number for row in found["organisations"]},
        people={row.pk: row for row in found["people"]},
        providers={row.pk: row for row in found["providers"]},
        **grouped,
        stated={},
        lasting={},
    )


def _by(column: str, rows: list[Any], order: tuple[str, ...]) -> Grouped:
    """Rows by a column, in an order that two loads share; a row that came twice counts once."""
    grouped: Grouped = {}
    distinct = {row.pk: row for row in rows}.values()
    for row in sorted(distinct, key=lambda row: (*(getattr(row, name) for name in order), row.pk)):
        grouped.setdefault(getattr(row, column), []).append(row)
    return grouped
