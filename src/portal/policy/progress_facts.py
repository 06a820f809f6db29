"""The facts of a progress review, as a case worker knows them: what is on record and what was answered.

A month's earnings count for the month worked. Credits count for the month their term ended, a diploma for its day.
"""

from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from portal.policy.records import Benefit, Earning, MonthSpan
from portal.policy.use_facts import UseFacts


class Completion(StrEnum):
    """What a person can complete that meets the requirement of some period by itself."""

    DIPLOMA = "high-school-diploma"
    GED = "ged"
    TECHNICAL = "technical-program"
    TWO_YEAR = "two-year-degree"
    FOUR_YEAR = "four-year-degree"


class Replier(StrEnum):
    HOLDER = "ticketholder"
    PROVIDER = "provider"


class Term(NamedTuple):
    """Credit hours earned in a term that ended on a day, of `full_time_year` that make a full-time year there."""

    ended_on: date
    credits: Fraction
    full_time_year: Fraction


class Completed(NamedTuple):
    what: Completion
    on: date


class Notice(NamedTuple):
    """A notice of this review that was sent; `code` as in `progress_notices.NOTICES`."""

    code: str
    sent_on: date


class Reply(NamedTuple):
    by: Replier
    received_on: date


class ReentryRequest(NamedTuple):
    """The Ticketholder asks to be put back in use."""

    requested_on: date
    written: bool | None


class ProgressFacts(NamedTuple):
    """A Ticket's history and one review of it, judged on a day.

    `period` is the number of the period reviewed. `agency_reports` says whether the State VR agency that holds the
    Ticket gives progress information; an Employment Network always does. Earnings and benefits are rows as those of the
    payment facts; what a reply states is a row of its source.
    """

    decided_on: date
    period: int
    use: UseFacts
    earnings: tuple[Earning, ...] = ()
    terms: tuple[Term, ...] = ()
    completed: tuple[Completed, ...] = ()
    benefits: tuple[Benefit, ...] = ()
    blind: tuple[MonthSpan, ...] = ()
    notices: tuple[Notice, ...] = ()
    replies: tuple[Reply, ...] = ()
    agency_reports: bool | None = None
    reentry: ReentryRequest | None = None
