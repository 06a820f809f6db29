"""What if a fact were another one? Facts with changes, each named, to be judged by the ordinary rules (mission row I4).

Nothing here decides: what comes out are facts like any others, and what is said of them is `payment.decide`'s.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from portal.policy.case import Case
from portal.policy.core import Earned, Month
from portal.policy.dates import DAY, in_words
from portal.policy.months import monthly_earnings
from portal.policy.records import WORK, Assignment, Benefit, Earning, PaymentFacts, Request
from portal.policy.tables.parameters import IN_FORCE

MOST_MONTHS = 60
"""How many months one change may cover: five years, as many as the longest count of outcome payments."""
_TITLES = {"T2": "SSDI", "T16": "SSI"}


@dataclass(frozen=True, slots=True)
class Changes:
    """What is taken to be otherwise; None is as on record.

    `earned` and `benefit` hold for the months of their spans, first and last included: gross earnings from work in whole
    cents a month, and the status of every benefit on record then. `assigned_on` is the day of both signatures,
    `agreement_through` the last day of the provider's agreement.
    """

    asks: str | None = None
    claim_month: Month | None = None
    earned: "Months | None" = None
    earned_cents: int = 0
    benefit: "Months | None" = None
    benefit_status: str = ""
    assigned_on: date | None = None
    entered_on: date | None = None
    agreement_through: date | None = None
    job_started_on: date | None = None


class Months(NamedTuple):
    """Calendar months, both included."""

    first: Month
    last: Month

    def each(self) -> list[Month]:
        return [self.first.plus(step) for step in range(self.last - self.first + 1)]


class Altered(NamedTuple):
    """One fact that was changed: what it is, what is on record (None: nothing), and what is taken instead."""

    what: str
    on_record: object
    instead: object


class Impossible(NamedTuple):
    """A change that these facts cannot take. `about` is its field in `Changes`."""

    about: str
    sentence: str


class WhatIf[Facts](NamedTuple):
    """The facts with every change that can be made, what was altered, and what could not be."""

    facts: Facts
    altered: tuple[Altered, ...]
    impossible: tuple[Impossible, ...]


class CannotError(Exception):
    """A step cannot make its change."""

    def __init__(self, about: str, sentence: str) -> None:
        super().__init__(sentence)
        self.problem = Impossible(about, sentence)


type Step[Facts, Wanted] = Callable[[Facts, Wanted], tuple[Facts, list[Altered]]]


def what_if(facts: PaymentFacts, changes: Changes) -> WhatIf[PaymentFacts]:
    """The facts as they would be. Raises ValueError where they hold no request.

    The claim is changed first, so that the assignment and the agreement are those that govern the month claimed.
    """
    return changed(facts, changes, _STEPS)


def changed[Facts, Wanted](
    facts: Facts, changes: Wanted, steps: Iterable[Step[Facts, Wanted]]
) -> WhatIf[Facts]:
    """The facts after every step that can be made."""
    altered: list[Altered] = []
    impossible: list[Impossible] = []
    for step in steps:
        try:
            facts, named = step(facts, changes)
        except CannotError as error:
            impossible.append(error.problem)
        else:
            altered += named
    return WhatIf(facts, tuple(altered), tuple(impossible))


def _claim(facts: PaymentFacts, changes: Changes) -> tuple[PaymentFacts, list[Altered]]:
    request = _request(facts)
    wanted: dict[str, tuple[str, Any]] = {
        "asks": ("Payment asked for", changes.asks),
        "claim_month": ("Claim month", changes.claim_month),
        "job_started_on": ("First day of the job", changes.job_started_on),
    }
    new = {
        name: value
        for name, (_, value) in wanted.items()
        if value is not None and value != getattr(request, name)
    }
    named = [Altered(wanted[name][0], getattr(request, name), value) for name, value in new.items()]
    return replace(facts, request=replace(request, **new)), named


def _earned(facts: PaymentFacts, changes: Changes) -> tuple[PaymentFacts, list[Altered]]:
    if changes.earned is None:
        return facts, []
    rows, named = with_earnings(facts.earnings, changes.earned, changes.earned_cents)
    return replace(facts, earnings=rows), named


def with_earnings(
    earnings: tuple[Earning, ...], span: Months, cents: int
) -> tuple[tuple[Earning, ...], list[Altered]]:
    """So much from work in each of the months, proven, in place of all that is on record. Raises CannotError."""
    months = _span("earned", span)
    before = monthly_earnings(earnings)
    kept = [row for row in earnings if row.month not in months or row.kind not in WORK]
    new = [Earning(month, cents, "wages", None, "other", "given", proven=True) for month in months if cents]
    named = [
        Altered(
            f"Earnings of {in_words(month)}, proven",
            before.earned(month) if month in before.low else None,
            Earned(month, cents, cents),
        )
        for month in months
    ]
    return (*kept, *new), named


def _benefit(facts: PaymentFacts, changes: Changes) -> tuple[PaymentFacts, list[Altered]]:
    if changes.benefit is None:
        return facts, []
    rows, named = with_benefits(facts.beneficiary.benefits, changes.benefit, changes.benefit_status)
    return replace(facts, beneficiary=replace(facts.beneficiary, benefits=rows)), named


def with_benefits(
    benefits: tuple[Benefit, ...], span: Months, status: str
) -> tuple[tuple[Benefit, ...], list[Altered]]:
    """Every benefit on record in this status in each of the months. Raises CannotError where there is none."""
    months = _span("benefit", span)
    named = []
    for month in months:
        there = [row for row in benefits if _covers(row, month)]
        if not there:
            raise CannotError(
                "benefit", f"No benefit is on record for {in_words(month)}. Choose other months."
            )
        named += [
            Altered(f"{_TITLES[row.title]} in {in_words(month)}", row.status, status)
            for row in there
            if row.status != status
        ]
    first, until = span.first, span.last.plus(1)
    return tuple(piece for row in benefits for piece in _cut(row, first, until, status)), named


def _cut(row: Benefit, first: Month, until: Month, status: str) -> list[Benefit]:
    """The row with its months in [first, until) in another status."""
    if (row.until is not None and row.until <= first) or until <= row.from_:
        return [row]
    pieces = [replace(row, from_=max(row.from_, first), until=_earlier(row.until, until), status=status)]
    if row.from_ < first:
        pieces.insert(0, replace(row, until=first))
    if row.until is None or until < row.until:
        pieces.append(replace(row, from_=until))
    return pieces


def _assigned(facts: PaymentFacts, changes: Changes) -> tuple[PaymentFacts, list[Altered]]:
    """Both days of the assignment that governs the month claimed."""
    signed, entered = changes.assigned_on, changes.entered_on
    if signed is None and entered is None:
        return facts, []
    about = "entered_on" if signed is None else "assigned_on"
    there = _governing(facts)
    if there is None:
        raise CannotError(about, "The provider has no assignment of this Ticket. Leave the day empty.")
    if signed is not None and there.ended_on is not None and signed > there.ended_on:
        raise CannotError(about, f"The assignment ended on {in_words(there.ended_on)}. Enter an earlier day.")
    new = there
    if signed is not None:
        new = replace(new, provider_signed_on=signed, holder_signed_on=signed)
    if entered is not None:
        new = replace(new, entered_on=entered)
    if new.entered_on is not None and new.entered_on < new.assigned_on:
        raise CannotError(
            about,
            f"The plan cannot be entered on {in_words(new.entered_on)}, before it is signed on "
            f"{in_words(new.assigned_on)}. Change the other day too.",
        )
    named = [Altered("Assigned on (later signature)", there.assigned_on, signed)] if signed else []
    named += [Altered("Entered in the portal on", there.entered_on, entered)] if entered else []
    assignments = tuple(new if one is there else one for one in facts.assignments)
    return replace(facts, assignments=assignments), [one for one in named if one.on_record != one.instead]


def _agreement(facts: PaymentFacts, changes: Changes) -> tuple[PaymentFacts, list[Altered]]:
    if changes.agreement_through is None:
        return facts, []
    until, provider = changes.agreement_through + DAY, _request(facts).provider
    standing = facts.providers.get(provider)
    spans = sorted(standing.agreement, key=lambda one: one.from_) if standing else []
    begun = [one for one in spans if one.from_ < until]
    if standing is None or not begun:
        raise CannotError(
            "agreement_through", "The provider has no agreement that began by then. Enter a later day."
        )
    last = spans[-1].until
    new = replace(standing, agreement=(*begun[:-1], replace(begun[-1], until=until)))
    named = [] if last == until else [Altered("Last day of the agreement", last and last - DAY, until - DAY)]
    return replace(facts, providers={**facts.providers, provider: new}), named


_STEPS: tuple[Step[PaymentFacts, Changes], ...] = (_claim, _earned, _benefit, _assigned, _agreement)


def _governing(facts: PaymentFacts) -> Assignment | None:
    case = Case(facts, IN_FORCE)
    case.judge(_request(facts).claim_month)
    return case.assignment


def _request(facts: PaymentFacts) -> Request:
    if facts.request is None:
        raise ValueError("these facts hold no request to change")
    return facts.request


def _span(about: str, months: Months) -> list[Month]:
    if months.last < months.first:
        raise CannotError(
            about, f"{in_words(months.last)} is before {in_words(months.first)}. Enter a later month."
        )
    if months.last - months.first >= MOST_MONTHS:
        raise CannotError(about, f"Change {MOST_MONTHS} months or fewer.")
    return months.each()


def _covers(row: Benefit, month: Month) -> bool:
    return row.from_ <= month and (row.until is None or month < row.until)


def _earlier(one: Month | None, other: Month) -> Month:
    return other if one is None else min(one, other)
