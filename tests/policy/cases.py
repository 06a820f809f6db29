"""Write a Ticket's history in a few words, and read the answer of the law about it.

A case here is the facts JSON of a payment decision, as a case worker would write it by hand: everything in
order unless the test says otherwise, so that a test names only what it is about.
"""

import csv
import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from hypothesis import settings

from portal.policy.payment import IN_FORCE, decide
from portal.policy.payment_facts import parse

type Facts = dict[str, Any]

EXPECTED = Path(__file__).parent / "expected"
TODAY = "2025-12-15"
OPEN_END = "2099-01-01"
PRIMARY = ("original-pay-slip", "employer-statement", "payroll-report")
SECONDARY = ("pay-slip-copy", "beneficiary-statement", "unemployment-record", "tax-return")
SHOWN = ("name", "gross", "pay_date", "pay_period", "legible")

few = settings(deadline=None, database=None, max_examples=int(os.environ.get("PORTAL_EXAMPLES", "25")))


def plus(month: str, count: int) -> str:
    """The month `count` months after `month`, both as "2025-02"."""
    year, number = int(month[:4]), int(month[5:])
    while count > 0:
        year, number, count = (year + 1, 1, count - 1) if number == 12 else (year, number + 1, count - 1)
    while count < 0:
        year, number, count = (year - 1, 12, count + 1) if number == 1 else (year, number - 1, count + 1)
    return f"{year}-{number:02}"


def months(first: str, count: int) -> list[str]:
    """`count` months in a row from `first`."""
    return [plus(first, step) for step in range(count)]


def last_day(month: str) -> str:
    """The last day of a month, as "2025-02-28"."""
    return str(date.fromisoformat(plus(month, 1) + "-01") - timedelta(days=1))


def every(first: str, count: int, gross: float | str) -> dict[str, float | str]:
    """The same gross in `count` months in a row."""
    return dict.fromkeys(months(first, count), gross)


def dollars(gross: float | str) -> str:
    """Dollars and cents as the facts write them."""
    return gross if isinstance(gross, str) else f"{gross:.2f}"


def earned(month: str, gross: float | str, **other: Any) -> Facts:
    """One earnings row."""
    row = {
        "month": month,
        "gross": dollars(gross),
        "kind": "wages",
        "employer": "ACME",
        "source": "employer-statement",
        "disclosure": "given",
        "proven": False,
    }
    return row | other


def paper(kind: str, covers: Iterable[str], issuer: str = "ACME", lacks: Iterable[str] = ()) -> Facts:
    """One piece of evidence showing all that 20 CFR 411.575(c) asks, except what it lacks."""
    shows = {item: item not in set(lacks) for item in SHOWN}
    return {"id": f"{kind}-{issuer}", "kind": kind, "issuer": issuer, "months": list(covers), "shows": shows}


def assignment(
    signed: str,
    *,
    provider: str = "EN-A",
    entered: str | None = None,
    ended: str | None = None,
    system: str = "outcome-milestone",
) -> Facts:
    """One assignment, both signatures on one day, entered the same day unless told."""
    return {
        "provider": provider,
        "provider_signed_on": signed,
        "holder_signed_on": signed,
        "entered_on": entered or signed,
        "ended_on": ended,
        "system": system,
    }


def provider(**other: Any) -> Facts:
    """A provider in good standing."""
    standing: Facts = {
        "agreement": [{"from": "2002-01-01", "until": None}],
        "holds": [],
        "sam_registered_until": OPEN_END,
        "bank_current": True,
    }
    return standing | other


def benefits(title: str, turns: Mapping[str, str], until: str | None = None) -> list[Facts]:
    """Rows of one title: paid from 2001, with another status from each month in `turns` on."""
    starts = {"2001-01": "paid"} | dict(turns)
    ordered = sorted(starts)
    ends = [*ordered[1:], until]
    return [
        {"title": title, "from": start, "until": end, "status": starts[start]}
        for start, end in zip(ordered, ends, strict=True)
    ]


def paid(kind: str, month: str, *, to: str = "EN-A", amount: str = "100.00", on: str | None = None) -> Facts:
    """One earlier payment on this Ticket."""
    return {
        "provider": to,
        "kind": kind,
        "month": month,
        "amount": amount,
        "paid_on": on or plus(month, 1) + "-20",
    }


def case(
    *,
    assigned: str = "2025-01-10",
    entered: str | None = None,
    ended: str | None = None,
    system: str = "outcome-milestone",
    asks: str = "P1M1",
    month: str = "2025-02",
    on: str | None = None,
    earnings: Mapping[str, float | str] | None = None,
    title: str = "T2",
    turns: Mapping[str, str] | None = None,
    blind: bool = False,
    closed: Iterable[str] = (),
    terminated: Mapping[str, str] | None = None,
    payments: Iterable[Facts] = (),
    assignments: list[Facts] | None = None,
) -> Facts:
    """A case in which everything is in order except what the words say.

    `turns` maps a month to the benefit status from then on, for every title; `closed` are days of successful
    VR closures; `on` is the day of request and decision. Every month of earnings has an employer's statement.
    """
    earnings = earnings or {}
    day = on or (TODAY if month.startswith("2025") else plus(month, 2) + "-15")
    titles = ("T2", "T16") if title == "concurrent" else (title,)
    facts: Facts = {
        "decided_on": day,
        "request": {
            "provider": "EN-A",
            "asks": asks,
            "claim_month": month,
            "submitted_on": day,
            "origin": "provider",
            "form": "evidentiary",
            "services_described": True,
            "services_statement": None,
            "earnings_already_proven": False,
            "job_started_on": None,
        },
        "beneficiary": {
            "blind": [{"from": "2001-01", "until": None}] if blind else [],
            "benefits": [row for one in titles for row in benefits(one, turns or {})],
            "died_on": None,
            "full_retirement_month": None,
            "age_65_month": None,
        },
        "ticket": {
            "terminations": [{"month": at, "cause": why} for at, why in (terminated or {}).items()],
            "vr_closures": [{"closed_on": at, "successful": True} for at in closed],
            "vr_cases": [],
        },
        "assignments": assignments or [assignment(assigned, entered=entered, ended=ended, system=system)],
        "providers": {"EN-A": provider(), "EN-B": provider(), "EN-C": provider()},
        "earnings": [earned(at, gross) for at, gross in earnings.items()],
        "evidence": [paper("employer-statement", earnings)] if earnings else [],
        "payments": list(payments),
        "open_claims": [],
        "allocations": [],
    }
    return facts


def phase2(gross: float | str, *, month: str = "2024-10", **words: Any) -> Facts:
    """A Phase 2 claim where a successful VR closure leaves no Phase 1 milestone to wait for."""
    words = {"assigned": f"{month[:4]}-08-10", "earnings": {month: gross}} | words
    words.setdefault("closed", [f"{words['assigned'][:7]}-01"])
    return case(asks="P2", month=month, **words)


def outcome(gross: float | str, *, month: str = "2025-03", **words: Any) -> Facts:
    """A claim for the outcome month `month`, benefits suspended for work from that month on."""
    words = {"assigned": f"{plus(month, -2)}-10", "turns": {month: "suspended-for-work"}} | words
    words.setdefault("earnings", {month: gross})
    return case(asks="OUTCOME", month=month, **words)


class Answer(NamedTuple):
    """What a test reads from a Decision's JSON."""

    json: dict[str, Any]

    @property
    def outcome(self) -> str:
        """grant, refuse, refer or ask."""
        return str(self.json["outcome"])

    @property
    def amount(self) -> str | None:
        """Dollars like "1850.00", or None."""
        found = self.json["amount"]
        return None if found is None else str(found)

    @property
    def checks(self) -> list[dict[str, Any]]:
        """Every check, in PAY-23's order."""
        return list(self.json["checks"])

    @property
    def code(self) -> str | None:
        """The denial code of the primary reason."""
        found = self.json["denial"]
        return None if found is None else str(found)

    def all(self, state: str) -> list[dict[str, Any]]:
        """The checks that are held, failed or unknown."""
        return [check for check in self.checks if check["state"] == state]

    @property
    def codes(self) -> set[str]:
        """The denial codes of all failed checks."""
        return {check["denial"] for check in self.all("failed") if check["denial"]}

    @property
    def rules(self) -> set[str]:
        """The rules of all failed checks."""
        return {check["rule"] for check in self.all("failed")}

    @property
    def needs(self) -> str:
        """What the unknown checks miss, in one string."""
        return "; ".join(str(check["needs"]) for check in self.all("unknown"))

    @property
    def notes(self) -> str:
        """The sentences beside the answer."""
        return " ".join(self.json["notes"])

    @property
    def short(self) -> str:
        """The answer in one word: the amount granted, the code refused with, or the outcome."""
        if self.outcome == "grant":
            return f"grant {self.amount}"
        return f"{self.outcome} {self.code}" if self.code else self.outcome


def judge(facts: Facts, **parameters: Any) -> Answer:
    """Decide the case by the parameters in force, except those given."""
    return Answer(decide(parse(facts), settings=replace(IN_FORCE, **parameters)).to_json())


def table(name: str) -> list[dict[str, str]]:
    """The rows of a hand-copied table under expected/."""
    with (EXPECTED / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))
