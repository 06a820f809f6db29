"""The JSON form of the facts of progress reviews and protection (`parse...`, `...to_json`, `...schema`)."""

from datetime import date
from itertools import combinations
from typing import NamedTuple, cast

from portal.policy import progress_facts as pf
from portal.policy import use_facts as uf
from portal.policy.contradictions import once
from portal.policy.core import Json
from portal.policy.payment_facts import BENEFIT, EARNING, MONTH_SPAN
from portal.policy.progress_notices import NOTICES
from portal.policy.reading import (
    DAY,
    FLAG,
    MONTH,
    NUMBER,
    SHARE,
    FactsError,
    choice,
    field,
    list_of,
    nullable,
    read_whole,
    record,
    titled,
)
from portal.policy.ticket_states import Assigned
from portal.policy.unassignment import REASONS

_HELD = tuple(one.value for one in Assigned if one is not Assigned.NONE)
_HOLDING = record(
    lambda kind, **other: uf.Holding(Assigned(kind), **other),
    field("kind", choice(*_HELD)),
    field("since", DAY),
    field("until", nullable(DAY), None),
    field("reason", nullable(choice(*REASONS)), None),
)
_INACTIVITY = record(
    uf.Inactivity, field("requested_on", DAY), field("active_requested_on", nullable(DAY), None)
)
_FAILURE = record(
    uf.Failure,
    field("period", NUMBER),
    field("notice_on", DAY),
    field("appealed_on", nullable(DAY), None),
    field("decided_on", nullable(DAY), None),
    field("favorable", nullable(FLAG), None),
    field("reentered_on", nullable(DAY), None),
)
_USE = record(
    uf.UseFacts,
    field("holdings", list_of(_HOLDING), ()),
    field("inactivities", list_of(_INACTIVITY), ()),
    field("failures", list_of(_FAILURE), ()),
    field("terminated_in", nullable(MONTH), None),
    field("died_on", nullable(DAY), None),
)
_TERM = record(pf.Term, field("ended_on", DAY), field("credits", SHARE), field("full_time_year", SHARE))
_COMPLETED = record(
    lambda what, on: pf.Completed(pf.Completion(what), on),
    field("what", choice(*(one.value for one in pf.Completion))),
    field("on", DAY),
)
_NOTICE = record(pf.Notice, field("code", choice(*NOTICES)), field("sent_on", DAY))
_REPLY = record(
    lambda by, received_on: pf.Reply(pf.Replier(by), received_on),
    field("by", choice(*(one.value for one in pf.Replier))),
    field("received_on", DAY),
)
_REENTRY = record(pf.ReentryRequest, field("requested_on", DAY), field("written", nullable(FLAG), None))
_PROGRESS = record(
    pf.ProgressFacts,
    field("decided_on", DAY),
    field("period", NUMBER),
    field("use", _USE),
    field("earnings", list_of(EARNING), ()),
    field("terms", list_of(_TERM), ()),
    field("completed", list_of(_COMPLETED), ()),
    field("benefits", list_of(BENEFIT), ()),
    field("blind", list_of(MONTH_SPAN), ()),
    field("notices", list_of(_NOTICE), ()),
    field("replies", list_of(_REPLY), ()),
    field("agency_reports", nullable(FLAG), None),
    field("reentry", nullable(_REENTRY), None),
)


class ProtectionFacts(NamedTuple):
    """A Ticket's history and the day that is asked about."""

    on: date
    use: uf.UseFacts


_PROTECTION = record(ProtectionFacts, field("on", DAY), field("use", _USE))


def parse_progress(value: object) -> pf.ProgressFacts:
    """The facts a JSON value states. Raises FactsError, whose sentence names the first field that is wrong."""
    facts = cast(pf.ProgressFacts, read_whole(_PROGRESS, value))
    _agree(facts.use)
    for index, term in enumerate(facts.terms):
        if term.full_time_year == 0:
            raise FactsError(f"terms[{index}].full_time_year: must be more than 0")
    once("notices", "code", (one.code for one in facts.notices))
    return facts


def parse_protection(value: object) -> ProtectionFacts:
    """The same for protection on a day."""
    facts = cast(ProtectionFacts, read_whole(_PROTECTION, value))
    _agree(facts.use)
    return facts


def progress_to_json(facts: pf.ProgressFacts) -> dict[str, Json]:
    """The facts as JSON; `parse_progress` gives the same facts again."""
    return cast(dict[str, Json], _PROGRESS.write(facts))


def protection_to_json(facts: ProtectionFacts) -> dict[str, Json]:
    """The facts as JSON; `parse_protection` gives the same facts again."""
    return cast(dict[str, Json], _PROTECTION.write(facts))


def progress_schema() -> dict[str, Json]:
    """The JSON Schema (2020-12) of the facts of a progress review."""
    return titled(_PROGRESS, "Facts of a progress review")


def protection_schema() -> dict[str, Json]:
    """The JSON Schema (2020-12) of the facts of protection on a day."""
    return titled(_PROTECTION, "Facts of protection from medical reviews")


def _agree(use: uf.UseFacts) -> None:
    """Raise FactsError where rows contradict each other or a span ends before it begins."""
    for index, holding in enumerate(use.holdings):
        if holding.until is not None and holding.until < holding.since:
            raise FactsError(f"use.holdings[{index}].until: is before since")
        if holding.reason is not None and (holding.kind is Assigned.CR or holding.until is None):
            raise FactsError(f"use.holdings[{index}].reason: only what was unassigned has one")
    for (_, one), (index, other) in combinations(enumerate(use.holdings), 2):
        if _overlap(one, other):
            raise FactsError(f"use.holdings[{index}].since: another one holds the Ticket on that day")
    _pauses_agree(use)


def _pauses_agree(use: uf.UseFacts) -> None:
    for index, pause in enumerate(use.inactivities):
        if pause.active_requested_on is not None and pause.active_requested_on < pause.requested_on:
            raise FactsError(f"use.inactivities[{index}].active_requested_on: is before requested_on")
    once("use.failures", "period", (one.period for one in use.failures))
    for index, failure in enumerate(use.failures):
        if (failure.decided_on is None) is not (failure.favorable is None):
            raise FactsError(f"use.failures[{index}].favorable: stands with decided_on, or neither does")
        if failure.decided_on is not None and failure.appealed_on is None:
            raise FactsError(f"use.failures[{index}].decided_on: there is no appealed_on")


def _overlap(one: uf.Holding, other: uf.Holding) -> bool:
    return (other.until is None or one.since < other.until) and (one.until is None or other.since < one.until)
