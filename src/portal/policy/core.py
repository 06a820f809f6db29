"""The few words every rule is written in: months, tests, checks, figures, decisions.

A rule makes one `Check` for each of its `Test`s, never stopping at the first, and `decide` draws the outcome.
All of these are tuples: a payment decision makes some thirty checks, and tens of thousands of decisions a second
are made from them. Nothing is formatted before `to_json`.
"""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple, Self

type Json = bool | int | str | list[Json] | dict[str, Json] | None


class Month(int):
    """A calendar month, as year x 12 + month - 1, so that comparing and counting run at the speed of `int`."""

    __slots__ = ()

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(day.year * 12 + day.month - 1)

    @classmethod
    def parse(cls, text: str) -> Self:
        """`Month.parse("2025-02")`. Raises ValueError for anything else than four digits, a hyphen and 01-12."""
        year, hyphen, number = text.partition("-")
        if not (hyphen and len(year) == 4 and len(number) == 2 and (year + number).isascii()):
            raise ValueError(f"not a month: {text!r}")
        if not (year + number).isdigit() or not 1 <= int(number) <= 12 or int(year) < 1:
            raise ValueError(f"not a month: {text!r}")
        return cls(int(year) * 12 + int(number) - 1)

    def plus(self, months: int) -> Self:
        return type(self)(self + months)

    @property
    def year(self) -> int:
        return self // 12

    @property
    def number(self) -> int:
        """1 for January to 12 for December."""
        return self % 12 + 1

    @property
    def first(self) -> date:
        return date(self // 12, self % 12 + 1, 1)

    @property
    def last(self) -> date:
        return self.plus(1).first - timedelta(days=1)

    def __str__(self) -> str:
        return _month_text(self)

    def __repr__(self) -> str:
        return f"Month({self})"


@lru_cache(maxsize=4096)
def _month_text(month: int) -> str:
    """The same few months stand in most facts."""
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


class Cents(int):
    """Money in whole cents. A type of its own, so that a fact that is money is shown as money."""

    __slots__ = ()

    def __str__(self) -> str:
        return dollars(self)


class Earned(NamedTuple):
    """Gross earnings of a month in whole cents, as a fact. Sources that differ give `low` < `high`.

    Kept apart from other money because a provider may not see all of it (see `disclosed.py`).
    """

    month: Month
    low: int
    high: int


class EarnedMonths(NamedTuple):
    """Months picked out by what was earned in them; as a fact, bound by the same disclosure as `Earned`."""

    months: tuple[Month, ...]


class Owned(NamedTuple):
    """A fact that belongs to one provider: another may know that it is on record, not what it says."""

    provider: str
    value: object


class State(StrEnum):
    HELD = "held"
    FAILED = "failed"
    UNKNOWN = "unknown"


class Outcome(StrEnum):
    GRANT = "grant"
    REFUSE = "refuse"
    REFER = "refer"
    ASK = "ask"


class Test(NamedTuple):
    """The part of a check that never changes: what is tested, by which law, and what can be done.

    `denial` is the code a failure carries. `on_fail` is what a failure leads to; `on_unknown` is REFER where only a
    person can supply what is missing. `states` are the states the test can have at all.
    """

    name: str
    rule: str
    citation: str
    says: str
    remedy: str
    denial: str | None = None
    on_fail: Outcome = Outcome.REFUSE
    on_unknown: Outcome = Outcome.ASK
    states: tuple[State, ...] = (State.HELD, State.FAILED, State.UNKNOWN)


Test.__test__ = False  # type: ignore[attr-defined] # pytest would take its name for a class of tests


class Figure(NamedTuple):
    """A dated amount of the law in whole cents. `standing` is "published" or "derived"; `source` says from where."""

    name: str
    year: int
    cents: int
    standing: str
    source: str

    def to_json(self) -> dict[str, Json]:
        return {
            "name": self.name,
            "year": self.year,
            "amount": dollars(self.cents),
            "standing": self.standing,
            "source": self.source,
        }


type Facts = tuple[tuple[str, object], ...]


class Check(NamedTuple):
    """One test applied to one case. `true_from` is when it would hold; `needs` what is missing when unknown."""

    test: Test
    state: State
    facts: Facts = ()
    figure: Figure | None = None
    true_from: Month | date | None = None
    needs: str | None = None

    @property
    def told(self) -> str:
        """What is tested, what is missing to know it, and what can be done, in sentences."""
        missing = f" Missing: {self.needs}." if self.needs else ""
        return f"{self.test.says}{missing} {self.test.remedy}"

    def to_json(self, facts: dict[str, Json] | None = None) -> dict[str, Json]:
        """`facts`: what stands there instead of all facts."""
        test = self.test
        return {
            "name": test.name,
            "state": self.state.value,
            "rule": test.rule,
            "citation": test.citation,
            "says": test.says,
            "facts": {name: shown(value) for name, value in self.facts} if facts is None else facts,
            "figure": self.figure.to_json() if self.figure else None,
            "true_from": shown(self.true_from),
            "needs": self.needs,
            "remedy": test.remedy,
            "denial": test.denial,
        }


class Decision(NamedTuple):
    """What a rule answers. `amount` in whole cents, on a grant only. `primary` is the reason where it is no grant."""

    rule: str
    version: str
    outcome: Outcome
    amount: int | None
    primary: Check | None
    checks: tuple[Check, ...]
    notes: tuple[str, ...] = ()

    @property
    def told(self) -> str:
        """Why it is no grant, and what can be done; "" for a grant."""
        return self.primary.told if self.primary else ""

    @property
    def denial(self) -> str | None:
        """The code of the first failed check, where the answer rests on a failure."""
        primary = self.primary
        return primary.test.denial if primary is not None and primary.state is State.FAILED else None

    def to_json(self, check: Callable[[Check], dict[str, Json]] = Check.to_json) -> dict[str, Json]:
        return {
            "rule": self.rule,
            "version": self.version,
            "outcome": self.outcome.value,
            "amount": None if self.amount is None else dollars(self.amount),
            "denial": self.denial,
            "primary": check(self.primary) if self.primary else None,
            "checks": [check(one) for one in self.checks],
            "notes": list(self.notes),
        }


def decide(
    rule: str, version: str, checks: Iterable[Check], amount: int | None = None, notes: tuple[str, ...] = ()
) -> Decision:
    """Draw the outcome from all checks.

    A failure that refuses decides, else a failure that refers; else what waits or is missing is asked for, and only
    then goes to a person what only a person can know. The primary reason of a refusal is the first failed check
    with a code, in the order given; else it is the first check that leads to the outcome.
    """
    checks = tuple(checks)
    held_state = State.HELD
    open_checks = [check for check in checks if check[1] is not held_state]
    if not open_checks:
        return Decision(rule, version, Outcome.GRANT, amount, None, checks, notes)
    outcome, primary = _reason(open_checks)
    return Decision(rule, version, outcome, None, primary, checks, notes)


def _reason(open_checks: list[Check]) -> tuple[Outcome, Check]:
    failures = [one for one in open_checks if one.state is State.FAILED]
    for one in failures:
        if one.test.on_fail is Outcome.REFUSE:
            return Outcome.REFUSE, next((two for two in failures if two.test.denial), one)
    for one in failures:
        if one.test.on_fail is Outcome.REFER:
            return Outcome.REFER, one
    for one in open_checks:
        if one.state is State.FAILED or one.test.on_unknown is not Outcome.REFER:
            return Outcome.ASK, one
    return Outcome.REFER, open_checks[0]


_new = tuple.__new__  # NamedTuple's own constructor is a Python function and takes twice as long
_HELD = State.HELD


def held(test: Test, facts: Facts = (), figure: Figure | None = None) -> Check:
    return _new(Check, (test, _HELD, facts, figure, None, None))


def failed(
    test: Test, facts: Facts = (), figure: Figure | None = None, true_from: Month | date | None = None
) -> Check:
    return Check(test, State.FAILED, facts, figure, true_from)


def unknown(test: Test, needs: str, facts: Facts = (), figure: Figure | None = None) -> Check:
    return Check(test, State.UNKNOWN, facts, figure, None, needs)


def check(
    test: Test,
    holds: bool,
    facts: Facts = (),
    figure: Figure | None = None,
    true_from: Month | date | None = None,
) -> Check:
    """Held or failed; `true_from` is kept for a failure only."""
    if holds:
        return _new(Check, (test, _HELD, facts, figure, None, None))
    return Check(test, State.FAILED, facts, figure, true_from)


def dollars(cents: int) -> str:
    """`185000` as "1850.00"."""
    sign, cents = ("-", -cents) if cents < 0 else ("", int(cents))
    return f"{sign}{cents // 100}.{cents % 100:02d}"


def in_dollars(cents: int) -> str:
    """`185000` as "$1,850.00", as people write it; the sign before the dollar mark."""
    sign, cents = ("-", -cents) if cents < 0 else ("", int(cents))
    return f"{sign}${cents // 100:,}.{cents % 100:02d}"


def shown(value: object) -> Json:
    """A fact as JSON: months and days as text, money as "1850.00", shares as "3/5", tuples as lists."""
    # Most facts are of these very types: found by it they are shown faster than they are told apart.
    kind = type(value)
    if kind in _AS_IT_IS:
        return value  # type: ignore[return-value]
    return _month_text(value) if kind is Month else _told_apart(value)


_AS_IT_IS = frozenset({type(None), bool, str, int})


def _told_apart(value: object) -> Json:
    match value:
        case None | bool() | str():
            return value
        case Month() | Cents() | Fraction():
            return str(value)
        case Earned(_, low, high):
            return dollars(low) if low == high else {"at least": dollars(low), "at most": dollars(high)}
        case EarnedMonths(months):
            return [str(month) for month in months]
        case Owned(_, owned):
            return shown(owned)
        case int():
            return value
        case date():
            return value.isoformat()
        case tuple():
            return [shown(one) for one in value]
    raise TypeError(f"no fact of a check: {type(value).__name__}")
