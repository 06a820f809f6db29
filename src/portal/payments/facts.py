"""The facts of payment decisions, for one claim or a thousand, in a constant number of queries.

Read as the facts role: a rule must know what the asking provider may not see. The answer is the policy's
facts JSON, so that what is stored with a decision is what was judged.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from fractions import Fraction
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

from portal.earnings.disclosure import disclosure
from portal.kernel.unit import read_as_facts
from portal.payments.claims import Claim
from portal.payments.moves import UNDECIDED
from portal.payments.records import Records, load
from portal.policy.core import Month
from portal.policy.cos import Certified, covering

Facts = dict[str, Any]
# Tickets that one page or one submission asks about; the planner reckons with ten where it does not know.
_FEW = 10


class _Open(NamedTuple):
    """Where a request stands in the order of claims."""

    at: datetime
    request: UUID


def gather(claims: Sequence[Claim], *, decided_on: date, known_at: datetime | None = None) -> list[Facts]:
    """The facts of each claim, in order: as in force on `decided_on`, as known at `known_at` (None: now)."""
    if not claims:
        return []
    records = records_of(claims, known_at=known_at)
    return [facts_of(claim, records, decided_on) for claim in claims]


def records_of(claims: Sequence[Claim], *, known_at: datetime | None = None) -> Records:
    """What stands on record about the claims' Tickets, as known at `known_at` (None: now). One query."""
    tickets, organisations = {claim.ticket for claim in claims}, {claim.organisation for claim in claims}
    return load(partial(read_as_facts, few=len(tickets) <= _FEW), tickets, organisations, known_at)


def standings(organisations: Sequence[UUID], on: date) -> dict[UUID, Facts]:
    """The facts of whether each provider is swept: its standing on the day, and whose it is. One query."""
    records = load(read_as_facts, (), organisations, None)
    return {organisation: _standing(organisation, records, on) for organisation in organisations}


def _standing(organisation: UUID, records: Records, on: date) -> Facts:
    claim = Claim(
        organisation, organisation, organisation, "P1M1", Month.of(on), on, "evidentiary", origin="sweep"
    )
    return {
        "decided_on": on.isoformat(),
        "request": _request(claim, records),
        "providers": {records.number(organisation): _provider(organisation, records, on)},
    }


def facts_of(claim: Claim, records: Records, decided_on: date) -> Facts:
    """The facts of one claim from records already loaded, as in force on `decided_on`."""
    key = (claim.ticket, claim.organisation, decided_on)
    if key not in records.lasting:
        records.lasting[key] = _lasting(claim, records, decided_on)
    return {
        "decided_on": decided_on.isoformat(),
        "request": _request(claim, records),
        **records.lasting[key],
        "earnings": [_stated(row, claim, records) for row in records.earnings.get(claim.person, ())],
        "payments": [_payment(row, records) for row in records.awards.get(claim.ticket, ())],
        "open_claims": [_open_claim(row, records) for row in _open(claim, records)],
        "allocations": [_allocation(row, records) for row in _allocated(claim, records)],
    }


def _lasting(claim: Claim, records: Records, decided_on: date) -> Facts:
    """What no determination on the Ticket changes: worked out once for all claims on it by one provider."""
    holders = {row.organisation_id for row in records.assignments.get(claim.ticket, ())} | {
        claim.organisation
    }
    return {
        "beneficiary": _beneficiary(claim, records),
        "ticket": _ticket(claim, records),
        "assignments": [_assignment(row, records) for row in records.assignments.get(claim.ticket, ())],
        "providers": {
            records.number(organisation): _provider(organisation, records, decided_on)
            for organisation in sorted(holders, key=records.number)
        },
        "evidence": [
            _evidence(row)
            for row in records.evidence.get(claim.person, ())
            if row.organisation_id == claim.organisation
        ],
    }


def asking(facts: Facts, claim: Claim, records: Records) -> Facts:
    """The facts of another claim of the same provider on the same Ticket, as long as nothing else has changed."""
    return {**facts, "request": _request(claim, records)}


def _request(claim: Claim, records: Records) -> Facts:
    return {
        "provider": records.number(claim.organisation),
        "asks": claim.asks,
        "claim_month": str(claim.claim_month),
        "submitted_on": claim.submitted_on.isoformat(),
        "origin": claim.origin,
        "form": claim.form,
        "services_described": claim.services_described,
        "services_statement": _statement(claim, records),
        "earnings_already_proven": claim.earnings_already_proven,
        "job_started_on": _day(claim.job_started_on),
    }


def _statement(claim: Claim, records: Records) -> Facts | None:
    """The certification of services that names the month; without one, what the request itself states (PAY-16)."""
    certified = covering(
        [
            Certified(
                row.number,
                row.purpose,
                tuple(Month.of(day) for day in row.claim_months),
                row.signed_on,
                row.contributed,
            )
            for row in records.certifications.get(claim.person, ())
            if row.organisation_id == claim.organisation
        ],
        claim.claim_month,
    )
    if certified is not None:
        return {
            "dated_on": certified.signed_on.isoformat(),
            "shows_contribution": certified.contributed,
            "certification": certified.number,
        }
    if claim.services_statement_on is None:
        return None
    return {
        "dated_on": claim.services_statement_on.isoformat(),
        "shows_contribution": bool(claim.services_contributed),
    }


def _beneficiary(claim: Claim, records: Records) -> Facts:
    person = records.people[claim.person]
    return {
        "blind": [_months(row.from_month, row.until_month) for row in records.blind.get(claim.person, ())],
        "benefits": [
            {"title": row.title, **_months(row.from_month, row.until_month), "status": row.status}
            for row in records.benefits.get(claim.person, ())
        ],
        "died_on": _day(person.died_on),
        "full_retirement_month": _month(person.full_retirement_month),
        "age_65_month": _month(person.age_65_month),
    }


def _ticket(claim: Claim, records: Records) -> Facts:
    return {
        "terminations": [
            {"month": str(row.month), "cause": row.cause}
            for row in records.terminations.get(claim.ticket, ())
        ],
        "vr_closures": [
            {"closed_on": row.closed_on.isoformat(), "successful": row.successful}
            for row in records.closures.get(claim.person, ())
        ],
        "vr_cases": [
            {
                "opened_on": row.opened_on.isoformat(),
                "closed_on": _day(row.closed_on),
                "claimed": [
                    _months(one.from_month, one.until_month)
                    for one in records.cost_claims.get(claim.person, ())
                    if one.vr_case == row.number
                ],
            }
            for row in records.cases.get(claim.person, ())
        ],
    }


def _assignment(row: Any, records: Records) -> Facts:
    return {
        "provider": records.number(row.organisation_id),
        "provider_signed_on": row.provider_signed_on.isoformat(),
        "holder_signed_on": row.holder_signed_on.isoformat(),
        "entered_on": row.entered_on.isoformat(),
        "ended_on": _day(row.ended_on),
        "system": row.system,
    }


def _provider(organisation: UUID, records: Records, decided_on: date) -> Facts:
    provider = records.providers[organisation]
    return {
        "agreement": [_days(row.from_on, row.until_on) for row in records.agreements.get(organisation, ())],
        "holds": [
            {**_days(row.from_on, row.until_on), "reason": row.reason}
            for row in records.holds.get(organisation, ())
        ],
        "sam_registered_until": _day(provider.sam_registered_until),
        "bank_current": bank_current(provider.bank_current, provider.bank_verified_until, decided_on),
    }


def bank_current(current: bool | None, verified_until: date | None, on: date) -> bool | None:
    """Bank data once verified are current until their verification ends; not known stays not known."""
    return current and (verified_until is None or on < verified_until)


def _stated(row: Any, claim: Claim, records: Records) -> Facts:
    """Earnings as this provider may read them, worked out once. The row is kept beside, so that its ID stays its own."""
    key = (claim.organisation, id(row))
    if key not in records.stated:
        records.stated[key] = row, _earnings(row, claim)
    return records.stated[key][1]


def _earnings(row: Any, claim: Claim) -> Facts:
    return {
        "month": str(row.month),
        "gross": dollars(row.gross_cents),
        "kind": row.kind,
        "employer": row.employer.name if row.employer else None,
        "source": row.source,
        "disclosure": str(disclosure(row.given_to_id, row.source, claim.organisation)),
        "proven": row.proven,
    }


def _evidence(row: Any) -> Facts:
    return {
        "id": row.file.number if row.file else str(row.pk),
        "kind": row.kind,
        "issuer": row.issuer.name if row.issuer else None,
        "months": [day.strftime("%Y-%m") for day in row.months],
        "shows": {
            "name": row.shows_name,
            "gross": row.shows_gross,
            "pay_date": row.shows_pay_date,
            "pay_period": row.shows_pay_period,
            "legible": row.legible,
        },
    }


def _payment(row: Any, records: Records) -> Facts:
    return {
        "provider": records.number(row.organisation_id),
        "kind": row.kind,
        "month": str(row.month),
        "amount": dollars(row.amount_cents),
        "paid_on": (row.paid_on or row.awarded_on).isoformat(),
    }


def _open(claim: Claim, records: Records) -> Iterable[Any]:
    for row in records.requests.get(claim.ticket, ()):
        if row.pk == claim.request or row.state not in UNDECIDED:
            continue
        if (
            claim.request is None
            or claim.submitted_at is None
            or _Open(row.submitted_at, row.pk) < _Open(claim.submitted_at, claim.request)
        ):
            yield row


def _open_claim(row: Any, records: Records) -> Facts:
    return {
        "provider": records.number(row.organisation_id),
        "kind": row.asks,
        "month": str(row.claim_month),
        "submitted_on": row.submitted_on.isoformat(),
    }


def _allocated(claim: Claim, records: Records) -> Iterable[Any]:
    """The latest division of each payment: it takes the place of those before it. One that was withdrawn is none."""
    latest = {(row.kind, row.month): row for row in records.allocations.get(claim.ticket, ())}
    return [row for row in latest.values() if row.shares]


def _allocation(row: Any, records: Records) -> Facts:
    return {
        "kind": row.kind,
        "month": str(row.month),
        "shares": {
            records.number(UUID(organisation)): str(Fraction(part, row.out_of))
            for organisation, part in row.shares.items()
        },
        "reason": row.reason,
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _month(month: Any) -> str | None:
    return None if month is None else str(month)


def _months(since: Any, until: Any) -> Facts:
    return {"from": str(since), "until": _month(until)}


def _days(since: date, until: date | None) -> Facts:
    return {"from": since.isoformat(), "until": _day(until)}


def dollars(cents: int) -> str:
    """Whole cents as the facts write money."""
    return f"{cents // 100}.{cents % 100:02d}"
