"""The facts of a payment decision, as a case worker knows them: what is on record, not what follows from it.

Of what facts have many of, the records are tuples: they are made several times as fast.

All intervals are half-open: `until` is the first day or month not covered, None while open. Money is whole cents.
`payment_facts.py` gives them a JSON form, which `portal decide payment` reads.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from portal.policy.core import Month

PHASE_1_KINDS = ("P1M1", "P1M2", "P1M3", "P1M4")
PAYMENT_KINDS = (*PHASE_1_KINDS, "P2", "OUTCOME", "RECONCILIATION")
WORK = frozenset({"wages", "self-employment"})
WORKED_OFF = frozenset({"suspended-for-work", "ended-for-work"})


@dataclass(frozen=True, slots=True)
class ServicesStatement:
    """What a provider states about its services after the Ticket left it (PAY-16).

    `certification` is the number of the certification of services that states it, where it stands in one.
    """

    dated_on: date
    shows_contribution: bool
    certification: str | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """One request for one payment. `asks` is a payment kind, `claim_month` the month it names."""

    provider: str
    asks: str
    claim_month: Month
    submitted_on: date
    origin: str
    form: str
    services_described: bool
    services_statement: ServicesStatement | None = None
    earnings_already_proven: bool = False
    job_started_on: date | None = None


@dataclass(frozen=True, slots=True)
class MonthSpan:
    """Calendar months [from_, until)."""

    from_: Month
    until: Month | None


@dataclass(frozen=True, slots=True)
class DaySpan:
    """Days [from_, until)."""

    from_: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Hold:
    """Days [from_, until) in which payments to a provider wait."""

    from_: date
    until: date | None
    reason: str


@dataclass(frozen=True, slots=True)
class Benefit:
    """Months [from_, until) of one federal disability benefit in one status. `title` is T2 (SSDI) or T16 (SSI)."""

    title: str
    from_: Month
    until: Month | None
    status: str


@dataclass(frozen=True, slots=True)
class Beneficiary:
    blind: tuple[MonthSpan, ...] = ()
    benefits: tuple[Benefit, ...] = ()
    died_on: date | None = None
    full_retirement_month: Month | None = None
    age_65_month: Month | None = None


@dataclass(frozen=True, slots=True)
class Termination:
    """The Ticket ended in this month."""

    month: Month
    cause: str


@dataclass(frozen=True, slots=True)
class VrClosure:
    """A State VR agency closed the person's case."""

    closed_on: date
    successful: bool


@dataclass(frozen=True, slots=True)
class VrCase:
    """A State VR agency's case under cost reimbursement, with the months it claimed costs for."""

    opened_on: date
    closed_on: date | None
    claimed: tuple[MonthSpan, ...] = ()


@dataclass(frozen=True, slots=True)
class Ticket:
    terminations: tuple[Termination, ...] = ()
    vr_closures: tuple[VrClosure, ...] = ()
    vr_cases: tuple[VrCase, ...] = ()


@dataclass(frozen=True, slots=True)
class Assignment:
    """A Ticket with a provider. The assignment date is the later signature; `ended_on` is the day it was taken out.

    `system` is the payment system in effect when the Ticket was assigned (PAY-01).
    """

    provider: str
    provider_signed_on: date
    holder_signed_on: date
    entered_on: date | None
    ended_on: date | None
    system: str
    assigned_on: date = field(init=False)
    assigned_in: Month = field(init=False)

    def __post_init__(self) -> None:
        assigned_on = max(self.provider_signed_on, self.holder_signed_on)
        object.__setattr__(self, "assigned_on", assigned_on)
        object.__setattr__(self, "assigned_in", Month.of(assigned_on))


@dataclass(frozen=True, slots=True)
class Standing:
    """A provider's standing. `sam_registered_until` is the first day no longer registered; None is unknown."""

    agreement: tuple[DaySpan, ...] = ()
    holds: tuple[Hold, ...] = ()
    sam_registered_until: date | None = None
    bank_current: bool | None = None


class Earning(NamedTuple):
    """Gross earnings (or net self-employment earnings) that count for a calendar month, from one source."""

    month: Month
    gross: int
    kind: str
    employer: str | None
    source: str
    disclosure: str
    proven: bool = False


class Shows(NamedTuple):
    """What can be read on a paper (EVD-01)."""

    name: bool
    gross: bool
    pay_date: bool
    pay_period: bool
    legible: bool


class Evidence(NamedTuple):
    id: str
    kind: str
    issuer: str
    months: tuple[Month, ...]
    shows: Shows


class Payment(NamedTuple):
    """A payment made on this Ticket, to any provider; reversed ones are left out."""

    provider: str
    kind: str
    month: Month
    amount: int
    paid_on: date


@dataclass(frozen=True, slots=True)
class OpenClaim:
    """An earlier request on this Ticket that is not decided yet; never the request being judged."""

    provider: str
    kind: str
    month: Month
    submitted_on: date


@dataclass(frozen=True, slots=True)
class Allocation:
    """Shares of one payment among providers, set by a person with a reason (PAY-17). The shares add up to 1."""

    kind: str
    month: Month
    shares: Mapping[str, Fraction]
    reason: str


@dataclass(frozen=True, slots=True)
class PaymentFacts:
    """A Ticket's whole history and one request. `decided_on` is a US Eastern date."""

    decided_on: date
    request: Request | None
    beneficiary: Beneficiary = field(default_factory=Beneficiary)
    ticket: Ticket = field(default_factory=Ticket)
    assignments: tuple[Assignment, ...] = ()
    providers: Mapping[str, Standing] = field(default_factory=dict)
    earnings: tuple[Earning, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    payments: tuple[Payment, ...] = ()
    open_claims: tuple[OpenClaim, ...] = ()
    allocations: tuple[Allocation, ...] = ()
