"""The Ticket's history as staff read it: the facts of a decision, laid out month by month."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from portal.earnings.models import EarningsMonth
from portal.payments.models import PaymentRequest
from portal.people.models import Organisation
from portal.policy.core import Month
from portal.policy.tables.figures import SGA_BLIND, SGA_NON_BLIND, TRIAL_WORK_LEVEL
from portal.tickets.models import Assignment, BenefitPeriod, Termination
from portal.web.ui import formats

Facts = dict[str, Any]
_AROUND = 6
_TITLES = {BenefitPeriod.Title.T2.value: "SSDI", BenefitPeriod.Title.T16.value: "SSI"}


@dataclass(frozen=True, slots=True)
class Wage:
    """Earnings of a month from one source, in whole cents."""

    cents: int
    employer: str
    source: str
    kind: str
    proven: bool


@dataclass(frozen=True, slots=True)
class Held:
    """A provider held the Ticket, `until` being the last day; None while it still does."""

    provider: str
    system: str
    signed_on: date
    entered_on: date
    until: date | None


@dataclass(slots=True)
class MonthLine:
    """All that is known of one month. `level` says where the highest total reaches."""

    month: Month
    benefits: list[str] = field(default_factory=list)
    wages: list[Wage] = field(default_factory=list)
    level: str = ""
    holder: str = ""
    payments: list[str] = field(default_factory=list)
    claims: list[str] = field(default_factory=list)
    is_claimed: bool = False


@dataclass(frozen=True, slots=True)
class History:
    """`near` are the months around the one claimed, `far` the others; both the latest first."""

    holders: tuple[Held, ...]
    near: tuple[MonthLine, ...]
    far: tuple[MonthLine, ...]
    other: tuple[tuple[str, str], ...]


def history(facts: Facts, claimed: Month, on: date) -> History:
    """Lay the facts out. One query, for the providers' names."""
    names = dict(Organisation.objects.filter(number__in=_providers(facts)).values_list("number", "name"))
    lines: dict[Month, MonthLine] = {}

    def line(month: Month) -> MonthLine:
        return lines.setdefault(month, MonthLine(month, is_claimed=month == claimed))

    line(claimed)
    for row in facts["earnings"]:
        line(Month.parse(row["month"])).wages.append(_wage(row))
    for row in facts["payments"]:
        paid, to = formats.dollars(row["amount"]), names.get(row["provider"], row["provider"])
        text = f"{_kind(row['kind'])}: {paid} to {to}"
        line(Month.parse(row["month"])).payments.append(text)
    for row in facts["open_claims"]:
        text = f"{_kind(row['kind'])}, {names.get(row['provider'], row['provider'])}"
        line(Month.parse(row["month"])).claims.append(text)
    for assignment in facts["assignments"]:
        line(Month.of(_assigned(assignment)))
    for one in lines.values():
        _fill(one, facts, names)
    newest = sorted(lines.values(), key=lambda one: one.month, reverse=True)
    near = tuple(one for one in newest if abs(one.month - claimed) <= _AROUND)
    far = tuple(one for one in newest if abs(one.month - claimed) > _AROUND)
    return History(_holders(facts, names), near, far, tuple(_other(facts)))


def _fill(one: MonthLine, facts: Facts, names: dict[str, str]) -> None:
    one.benefits = [
        f"{_TITLES[row['title']]} {BenefitPeriod.Status(row['status']).label}"
        for row in facts["beneficiary"]["benefits"]
        if _covers(row, one.month)
    ]
    one.holder = ", ".join(
        names.get(row["provider"], row["provider"])
        for row in facts["assignments"]
        if _assigned(row) <= one.month.last
        and (row["ended_on"] is None or date.fromisoformat(row["ended_on"]) > one.month.first)
    )
    if one.wages:
        one.level = _level(one, blind=any(_covers(row, one.month) for row in facts["beneficiary"]["blind"]))


def _level(one: MonthLine, *, blind: bool) -> str:
    """Sources that differ are not added up: the highest of an employer's rows counts for the words here."""
    highest: dict[str, int] = defaultdict(int)
    for wage in one.wages:
        highest[wage.employer] = max(highest[wage.employer], wage.cents)
    total = sum(highest.values())
    figures = [TRIAL_WORK_LEVEL.on(one.month), (SGA_BLIND if blind else SGA_NON_BLIND).on(one.month)]
    reached = [figure for figure in figures if figure is not None and total >= figure.cents]
    if not any(figures):
        return "no level loaded"
    return "SGA or more" if len(reached) == len(figures) else "TWL or more" if reached else "below TWL"


def _wage(row: Facts) -> Wage:
    return Wage(
        cents(row["gross"]),
        row["employer"] or "",
        str(EarningsMonth.Source(row["source"]).label),
        str(EarningsMonth.Kind(row["kind"]).label),
        row["proven"],
    )


def _holders(facts: Facts, names: dict[str, str]) -> tuple[Held, ...]:
    rows = sorted(facts["assignments"], key=_assigned, reverse=True)
    return tuple(
        Held(
            names.get(row["provider"], row["provider"]),
            str(Assignment.System(row["system"]).label),
            _assigned(row),
            date.fromisoformat(row["entered_on"]),
            None if row["ended_on"] is None else date.fromisoformat(row["ended_on"]) - timedelta(days=1),
        )
        for row in rows
    )


def _other(facts: Facts) -> Iterable[tuple[str, str]]:
    beneficiary, ticket = facts["beneficiary"], facts["ticket"]
    for row in ticket["terminations"]:
        cause = Termination.Cause(row["cause"]).label
        yield "Ticket terminated", f"{formats.month(row['month'])}: {cause}"
    for row in ticket["vr_closures"]:
        how = "successful" if row["successful"] else "not successful"
        yield "State VR case closed", f"{formats.day(row['closed_on'])}, {how}"
    for row in ticket["vr_cases"]:
        closed = formats.day(row["closed_on"]) if row["closed_on"] else "not yet"
        yield "State VR case", f"opened {formats.day(row['opened_on'])}, closed {closed}"
    if beneficiary["died_on"]:
        yield "Died", formats.day(beneficiary["died_on"])
    for label, column in (("Full retirement age", "full_retirement_month"), ("Age 65", "age_65_month")):
        if beneficiary[column]:
            yield label, formats.month(beneficiary[column])
    for row in beneficiary["blind"]:
        until = f" to {formats.month(Month.parse(row['until']).plus(-1))}" if row["until"] else ""
        yield "Blind (in the sense of the Act)", f"from {formats.month(row['from'])}{until}"


def _providers(facts: Facts) -> set[str]:
    return {
        row["provider"] for part in ("assignments", "payments", "open_claims") for row in facts[part]
    } | set(facts["providers"])


def _assigned(row: Facts) -> date:
    return max(date.fromisoformat(row["provider_signed_on"]), date.fromisoformat(row["holder_signed_on"]))


def _covers(row: Facts, month: Month) -> bool:
    return Month.parse(row["from"]) <= month and (row["until"] is None or month < Month.parse(row["until"]))


def _kind(kind: str) -> str:
    return str(PaymentRequest.Kind(kind).label)


def cents(dollars: str) -> int:
    """`"1850.00"` as 185000."""
    whole, _, rest = dollars.partition(".")
    return int(whole) * 100 + int(rest.ljust(2, "0")[:2] or 0)
