"""Write a Ticket's history and a progress review in a few words."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Any

from portal.policy.core import Month
from portal.policy.progress_facts import (
    Completed,
    Completion,
    Notice,
    ProgressFacts,
    Replier,
    Reply,
    Term,
)
from portal.policy.records import Benefit, Earning
from portal.policy.ticket_states import Assigned
from portal.policy.use_facts import Failure, Holding, Inactivity, UseFacts


def day(text: str) -> date:
    return date.fromisoformat(text)


def maybe(text: str | None) -> date | None:
    return None if text is None else day(text)


def month(text: str) -> Month:
    return Month.parse(text)


def held(since: str, until: str | None = None, reason: str | None = None, kind: str = "EN") -> Holding:
    """A Ticket held, by an Employment Network unless told; unassigned because of a move unless told."""
    named = Assigned(kind)
    if until is not None and reason is None and named is not Assigned.CR:
        reason = "moved"
    return Holding(named, day(since), maybe(until), reason)


def inactive(asked: str, active: str | None = None) -> Inactivity:
    return Inactivity(day(asked), maybe(active))


def failure(
    notice: str,
    *,
    period: int = 1,
    appealed: str | None = None,
    decided: str | None = None,
    favorable: bool | None = None,
    back: str | None = None,
) -> Failure:
    return Failure(period, day(notice), maybe(appealed), maybe(decided), favorable, maybe(back))


def used(*holdings: Holding, **other: object) -> UseFacts:
    """A history; an Employment Network holds the Ticket from 15 January 2024 unless told."""
    return UseFacts(holdings or (held("2024-01-15"),), **other)  # type: ignore[arg-type]


def months(first: str, count: int) -> tuple[Month, ...]:
    return tuple(month(first).plus(step) for step in range(count))


RECORD, EVIDENCE, REPLY = "ssa-record", "employer-statement", "beneficiary"


def earned(first: str, count: int, dollars: str, source: str = RECORD, **other: Any) -> tuple[Earning, ...]:
    """The same gross in `count` months in a row, wages of one employer unless told."""
    cents = int(dollars.replace(".", "")) if "." in dollars else int(dollars) * 100
    row = {"kind": "wages", "employer": "ACME", "source": source, "disclosure": "given"} | other
    return tuple(Earning(month=one, gross=cents, **row) for one in months(first, count))


def term(ended: str, credits: str, full_time_year: str = "24") -> Term:
    return Term(day(ended), Fraction(credits), Fraction(full_time_year))


def completed(what: str, on: str) -> Completed:
    return Completed(Completion(what), day(on))


def notice(code: str, sent: str) -> Notice:
    return Notice(code, day(sent))


def reply(on: str, by: str = "ticketholder") -> Reply:
    return Reply(Replier(by), day(on))


def benefit(first: str, until: str | None = None, status: str = "paid", title: str = "T2") -> Benefit:
    return Benefit(title, month(first), None if until is None else month(until), status)


def years(number: int) -> UseFacts:
    """A history in which the period of this number is February 2024 to January 2025."""
    return used(held(f"{2025 - number}-01-15"))


ASKED = (notice("Q-2", "2025-02-03"), notice("Qp2", "2025-03-10"))
"""Everybody was asked about the period that ended in January 2025, and the time has passed on 20 April."""


def facts(
    period: int = 1, on: str = "2025-04-20", notices: Iterable[Notice] = ASKED, **other: object
) -> ProgressFacts:
    """A review of February 2024 to January 2025 after which only the fail notice is left, unless told."""
    given = {"use": years(period), "notices": tuple(notices)} | other
    return ProgressFacts(day(on), period, **given)  # type: ignore[arg-type]
