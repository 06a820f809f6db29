"""The facts of a payment decision: their records, and their JSON form (`parse`, `to_json`, `schema`)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from portal.policy import records as pf
from portal.policy.contradictions import agree
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
    read_whole,
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
    "BENEFIT",
    "EARNING",
    "MONTH_SPAN",
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
    "parse_beside",
    "schema",
    "to_json",
]

_KIND = choice(*pf.PAYMENT_KINDS)
MONTH_SPAN = record(pf.MonthSpan, field("from", MONTH), field("until", nullable(MONTH), None))
_DAY_SPAN = record(pf.DaySpan, field("from", DAY), field("until", nullable(DAY), None))
_STATEMENT = record(
    pf.ServicesStatement,
    field("dated_on", DAY),
    field("shows_contribution", FLAG),
    field("certification", nullable(TEXT), None),
)

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

BENEFIT = record(
    pf.Benefit,
    field("title", choice("T2", "T16")),
    field("from", MONTH),
    field("until", nullable(MONTH), None),
    field("status", choice("paid", "suspended-for-work", "suspended-other", "ended-for-work", "ended-other")),
)

_BENEFICIARY = record(
    pf.Beneficiary,
    field("blind", list_of(MONTH_SPAN), ()),
    field("benefits", list_of(BENEFIT), ()),
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
    field("claimed", list_of(MONTH_SPAN), ()),
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

EARNING = record(
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
    field("earnings", list_of(EARNING), ()),
    field("evidence", list_of(_EVIDENCE), ()),
    field("payments", list_of(_PAYMENT), ()),
    field("open_claims", list_of(_OPEN_CLAIM), ()),
    field("allocations", list_of(_ALLOCATION), ()),
)


def parse(value: object, *, request_required: bool = True) -> pf.PaymentFacts:
    """The facts a JSON value states. Raises FactsError, whose sentence names the first field that is wrong."""
    facts = cast(pf.PaymentFacts, read_whole(_FACTS, value))
    if request_required and facts.request is None:
        raise FactsError("request: is missing")
    agree(facts)
    return facts


def parse_beside(
    value: Mapping[str, object], before: Mapping[str, object], read: pf.PaymentFacts
) -> pf.PaymentFacts:
    """What `parse` gives, where `read` are the facts of `before` and most of both is the same: only the rest is read."""
    if value.keys() != before.keys():
        return parse(value)
    changed = {key: part for key, part in value.items() if before[key] != part}
    fresh = read_whole(_FACTS, {"decided_on": value["decided_on"], **changed})
    facts = replace(read, **{name: getattr(fresh, name) for name in changed})
    agree(facts)
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
