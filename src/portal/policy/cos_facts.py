"""The facts of a certification of services: what a provider states, and what it is compared with (§2.10; C9)."""

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from portal.policy.core import Month


class Purpose(StrEnum):
    """What a certification is for; it decides which period it has to cover."""

    YEARLY_REVIEW = "services-and-supports-review"
    AFTER_UNASSIGNMENT = "claims-after-unassignment"
    PHASE_1 = "phase-1-without-pay-slips"
    QUALITY = "quality-review"


class ServiceRow(NamedTuple):
    """One service given (CS-04). `opened` says that the signer opened the row."""

    service: str
    on: date
    method: str
    by: str
    description: str
    opened: bool


class Contacts(NamedTuple):
    """How many contacts went both ways, and how many attempts failed."""

    two_way: int
    attempts: int


class CertificationFacts(NamedTuple):
    """A certification and the record. The Ticket was assigned on days [assigned_on, ended_on).

    It covers days [from_, until). `plan_services` are those of the plan version named; `notes` the contacts that the
    case notes of the period show. None is not on record.
    """

    purpose: Purpose
    decided_on: date
    assigned_on: date | None
    ended_on: date | None
    from_: date
    until: date
    plan_version: str | None
    plan_services: frozenset[str] | None
    rows: tuple[ServiceRow, ...]
    stated: Contacts
    notes: Contacts | None
    claim_months: tuple[Month, ...] = ()
    provided: bool | None = None
    contributed: bool | None = None
    certified: bool = False
    signer_cleared: bool | None = None
    signed_on: date | None = None
