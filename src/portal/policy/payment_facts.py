"""The facts of a payment decision: their records, and their JSON form (`parse`, `to_json`, `schema`)."""

from collections.abc import Iterable
from itertools import combinations
from typing import cast

from portal.policy import records as pf
from portal.policy.core import Json
from portal.policy.reading import (
    DAY,
    FLAG,
    MONEY,
    MONTH,
    SHARE,
    TEXT,
    FactsError,
    choice,
    field,
    list_of,
    map_of,
    nullable,
    record,
)
from portal.policy.records import (
    Allocation,
    Assignment,
    Beneficiary,
    Benefit,
    DaySpan,
    Earning,
    Evidence,
    Hold,
    MonthSpan,
    OpenClaim,
    Payment,
    PaymentFacts,
    Request,
    ServicesStatement,
    Shows,
    Standing,
    Termination,
    Ticket,
    VrCase,
    VrClosure,
)

__all__ = [
    "Allocation",
    "Assignment",
    "Beneficiary",
    "Benefit",
    "DaySpan",
    "Earning",
    "Evidence",
    "FactsError",
    "Hold",
    "MonthSpan",
    "OpenClaim",
    "Payment",
    "PaymentFacts",
    "Request",
    "ServicesStatement",
    "Shows",
    "Standing",
    "Termination",
    "Ticket",
    "VrCase",
    "VrClosure",
    "parse",
    "schema",
    "to_json",
]

_KIND = choice(*pf.PAYMENT_KINDS)
_MONTH_SPAN = record(pf.MonthSpan, field("from", MONTH), field("until", nullable(MONTH), None))
_DAY_SPAN = record(pf.DaySpan, field("from", DAY), field("until", nullable(DAY), None))
_STATEMENT = record(pf.ServicesStatement, field("dated_on", DAY), field("shows_contribution", FLAG))

_REQUEST = record(
    pf.Request,
    field("provider", TEXT),
    field("asks", _KIND),
    field("claim_month", MONTH),
    field("submitted_on", DAY),
    field("origin", choice("provider", "staff", "sweep")),
    field("form", choice("evidentiary", "certification")),
    field("services_described", FLAG),
    field("services_statement", nullable(_STATEMENT), None),
    field("earnings_already_proven", FLAG, False),
    field("job_started_on", nullable(DAY), None),
)

_BENEFIT = record(
    pf.Benefit,
    field("title", choice("T2", "T16")),
    field("from", MONTH),
    field("until", nullable(MONTH), None),
    field("status", choice("paid", "suspended-for-work", "suspended-other", "ended-for-work", "ended-other")),
)

_BENEFICIARY = record(
    pf.Beneficiary,
    field("blind", list_of(_MONTH_SPAN), ()),
    field("benefits", list_of(_BENEFIT), ()),
    field("died_on", nullable(DAY), None),
    field("full_retirement_month", nullable(MONTH), None),
    field("age_65_month", nullable(MONTH), None),
)

_TERMINATION = record(
    pf.Termination,
    field("month", MONTH),
    field(
        "cause",
        choice("death", "medical-cessation", "retirement-age", "age-65", "outcome-period-complete", "other"),
    ),
)

_VR_CASE = record(
    pf.VrCase,
    field("opened_on", DAY),
    field("closed_on", nullable(DAY), None),
    field("claimed", list_of(_MONTH_SPAN), ()),
)

_TICKET = record(
    pf.Ticket,
    field("terminations", list_of(_TERMINATION), ()),
    field(
        "vr_closures", list_of(record(pf.VrClosure, field("closed_on", DAY), field("successful", FLAG))), ()
    ),
    field("vr_cases", list_of(_VR_CASE), ()),
)

_ASSIGNMENT = record(
    pf.Assignment,
    field("provider", TEXT),
    field("provider_signed_on", DAY),
    field("holder_signed_on", DAY),
    field("entered_on", nullable(DAY)),
    field("ended_on", nullable(DAY), None),
    field("system", choice("outcome-milestone", "outcome", "cost-reimbursement")),
)

_STANDING = record(
    pf.Standing,
    field("agreement", list_of(_DAY_SPAN), ()),
    field(
        "holds",
        list_of(
            record(pf.Hold, field("from", DAY), field("until", nullable(DAY), None), field("reason", TEXT))
        ),
        (),
    ),
    field("sam_registered_until", nullable(DAY), None),
    field("bank_current", nullable(FLAG), None),
)

_EARNING = record(
    pf.Earning,
    field("month", MONTH),
    field("gross", MONEY),
    field("kind", choice("wages", "self-employment", "paid-training", "pension", "other-not-work")),
    field("employer", nullable(TEXT), None),
    field(
        "source", choice("pay-slip", "employer-statement", "ssa-record", "tax-record", "beneficiary", "other")
    ),
    field("disclosure", choice("given", "ssa-record", "other-provider")),
    field("proven", FLAG, False),
)

_SHOWS = record(
    pf.Shows,
    field("name", FLAG),
    field("gross", FLAG),
    field("pay_date", FLAG),
    field("pay_period", FLAG),
    field("legible", FLAG),
)

_EVIDENCE = record(
    pf.Evidence,
    field("id", TEXT),
    field(
        "kind",
        choice(
            "original-pay-slip",
            "employer-statement",
            "payroll-report",
            "pay-slip-copy",
            "beneficiary-statement",
            "unemployment-record",
            "tax-return",
        ),
    ),
    field("issuer", TEXT),
    field("months", list_of(MONTH)),
    field("shows", _SHOWS),
)

_PAYMENT = record(
    pf.Payment,
    field("provider", TEXT),
    field("kind", _KIND),
    field("month", MONTH),
    field("amount", MONEY),
    field("paid_on", DAY),
)

_OPEN_CLAIM = record(
    pf.OpenClaim,
    field("provider", TEXT),
    field("kind", _KIND),
    field("month", MONTH),
    field("submitted_on", DAY),
)

_ALLOCATION = record(
    pf.Allocation,
    field("kind", _KIND),
    field("month", MONTH),
    field("shares", map_of(SHARE)),
    field("reason", TEXT),
)

_FACTS = record(
    pf.PaymentFacts,
    field("decided_on", DAY),
    field("request", nullable(_REQUEST), None),
    field("beneficiary", _BENEFICIARY, pf.Beneficiary()),
    field("ticket", _TICKET, pf.Ticket()),
    field("assignments", list_of(_ASSIGNMENT), ()),
    field("providers", map_of(_STANDING), {}),
    field("earnings", list_of(_EARNING), ()),
    field("evidence", list_of(_EVIDENCE), ()),
    field("payments", list_of(_PAYMENT), ()),
    field("open_claims", list_of(_OPEN_CLAIM), ()),
    field("allocations", list_of(_ALLOCATION), ()),
)


def parse(value: object, *, request_required: bool = True) -> pf.PaymentFacts:
    """The facts a JSON value states. Raises FactsError, whose sentence names the first field that is wrong."""
    facts = cast(pf.PaymentFacts, _FACTS.read(value, ""))
    if request_required and facts.request is None:
        raise FactsError("request: is missing")
    _agree(facts)
    return facts


def to_json(facts: pf.PaymentFacts) -> dict[str, Json]:
    """The facts as JSON; `parse` gives the same facts again."""
    return cast(dict[str, Json], _FACTS.write(facts))


def schema() -> dict[str, Json]:
    """The JSON Schema (2020-12) of the facts of a payment decision."""
    described = dict(_FACTS.schema)
    described["required"] = ["decided_on", "request"]
    described["properties"] = {**cast(dict[str, Json], described["properties"]), "request": _REQUEST.schema}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Facts of a payment decision",
        "description": "Intervals are half-open: `until` is the first day or month not covered, null while open.",
        **described,
    }


def _agree(facts: pf.PaymentFacts) -> None:
    """What single fields cannot show: spans that end before they begin, rows that contradict each other."""
    _spans("beneficiary.blind", facts.beneficiary.blind)
    _spans("beneficiary.benefits", facts.beneficiary.benefits)
    for index, case in enumerate(facts.ticket.vr_cases):
        _spans(f"ticket.vr_cases[{index}].claimed", case.claimed)
    for name, standing in facts.providers.items():
        _spans(f"providers.{name}.agreement", standing.agreement)
        _spans(f"providers.{name}.holds", standing.holds)
    _one_status_a_month(facts.beneficiary.benefits)
    _once("evidence", "id", [paper.id for paper in facts.evidence])
    _once("payments", "month", [(one.provider, one.kind, one.month) for one in facts.payments])
    _once("allocations", "month", [(one.kind, one.month) for one in facts.allocations])
    for index, assignment in enumerate(facts.assignments):
        if assignment.ended_on is not None and assignment.ended_on < assignment.assigned_on:
            raise FactsError(f"assignments[{index}].ended_on: is before the assignment")
    for index, allocation in enumerate(facts.allocations):
        if sum(allocation.shares.values()) != 1:
            raise FactsError(f"allocations[{index}].shares: must add up to 1")


def _spans(path: str, spans: tuple[pf.MonthSpan | pf.DaySpan | pf.Benefit | pf.Hold, ...]) -> None:
    for index, span in enumerate(spans):
        if span.until is not None and not span.from_ < span.until:  # type: ignore[operator]
            raise FactsError(f"{path}[{index}].until: must be after from; it is the first one not covered")


def _one_status_a_month(benefits: tuple[pf.Benefit, ...]) -> None:
    for (i, one), (j, other) in combinations(enumerate(benefits), 2):
        if one.title == other.title and _overlap(one, other):
            raise FactsError(
                f"beneficiary.benefits[{j}]: covers months that benefits[{i}] covers for {one.title}"
            )


def _overlap(one: pf.Benefit, other: pf.Benefit) -> bool:
    return (other.until is None or one.from_ < other.until) and (one.until is None or other.from_ < one.until)


def _once(path: str, key: str, values: Iterable[object]) -> None:
    seen: set[object] = set()
    for index, value in enumerate(values):
        if value in seen:
            raise FactsError(f"{path}[{index}].{key}: stands there twice")
        seen.add(value)
