"""A claim to be judged: a request on record, or one that could be made."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple, Protocol
from uuid import UUID

from portal.payments.models import PaymentRequest
from portal.policy.core import Month


class Claim(NamedTuple):
    """What the facts of a decision start from. `request` and `submitted_at` are None for one not made yet."""

    ticket: UUID
    person: UUID
    organisation: UUID
    asks: str
    claim_month: Month
    submitted_on: date
    form: str
    origin: str = "provider"
    services_described: bool = False
    services_statement_on: date | None = None
    services_contributed: bool | None = None
    earnings_already_proven: bool = False
    job_started_on: date | None = None
    request: UUID | None = None
    submitted_at: datetime | None = None


def claim_of(request: PaymentRequest) -> Claim:
    """The claim a request makes."""
    return Claim(
        ticket=request.ticket_id,
        person=request.person_id,
        organisation=request.organisation_id,
        asks=request.asks,
        claim_month=request.claim_month,
        submitted_on=request.submitted_on,
        form=request.form,
        origin=request.origin,
        services_described=request.services_described,
        services_statement_on=request.services_statement_on,
        services_contributed=request.services_contributed,
        earnings_already_proven=request.earnings_already_proven,
        job_started_on=request.job_started_on,
        request=request.pk,
        submitted_at=request.submitted_at,
    )


class Assigned(Protocol):
    """What has a day of assignment: a row, or a line of a record."""

    @property
    def assigned_on(self) -> date: ...


def of_month[Line: Assigned](assignments: Sequence[Line], month: Month) -> Line:
    """The assignment that a month fell into; else the latest begun by then; else the first. The earliest come first."""
    begun = [row for row in assignments if row.assigned_on <= month.last]
    return begun[-1] if begun else assignments[0]
