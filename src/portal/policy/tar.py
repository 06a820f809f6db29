"""Ticket Assignment Review of new ENs: receipt, 7 working days, ten compliant plans, the right to assign (F1; §4.5)."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from portal.policy.core import Check, Decision, State, Test, check, decide, unknown
from portal.policy.dates import within
from portal.policy.tables.parameters import CASEWORK, CaseworkSettings
from portal.policy.workdays import NO_CLOSURES, working_days_after

VERSION = "2025-12"


class Result(StrEnum):
    """What a review ended with. Only missing content moves the receipt; findings on quality do not."""

    COMPLIANT = "compliant"
    FINDINGS = "findings"
    MISSING_CONTENT = "returned for missing content"
    WITHDRAWN = "withdrawn"


class Submission(NamedTuple):
    """One version of a plan sent in. `complete`: signed by both, with every component."""

    received_on: date
    complete: bool
    result: Result | None = None
    decided_on: date | None = None


class Finding(NamedTuple):
    """The reviewer's verdict on one component; `explained` says that a note says what to mend."""

    component: str
    fails: bool
    explained: bool


class RightFacts(NamedTuple):
    """What the grant or withdrawal of the right to assign rests on. People are opaque identifiers.

    `plans` are the submissions of each plan since the review began or was imposed again.
    """

    plans: tuple[tuple[Submission, ...], ...]
    agreement: tuple[tuple[date, date | None], ...]
    proposed_by: str | None
    decided_by: str | None
    reason: str = ""
    has_right: bool = False


_KNOWN = (State.HELD, State.FAILED)
IN_TIME = Test(
    "plan-reviewed-within-seven-working-days",
    "TA-06",
    "EN Guide, Submitting IWPs; EN Essentials, Ticket Assignment Review",
    "The plan was reviewed within seven federal working days of its receipt.",
    "Review the plan now. The time of the review never costs the Employment Network.",
)
QUOTA = Test(
    "ten-plans-found-compliant",
    "TA-02",
    "EN Essentials, Ticket Assignment Review; readings settled: TAR (C-05)",
    "Ten plans of the Employment Network were found compliant since the review began.",
    "Send further plans to Program Integrity. Each compliant plan counts once.",
    states=_KNOWN,
)
AGREEMENT = Test(
    "agreement-in-force-for-the-right-to-assign",
    "TA-01",
    "20 CFR 411.320; Ticket Program Agreement",
    "The Employment Network's agreement with Social Security is in force.",
    "Ask the EN Services specialist about the agreement.",
)
NEW = Test(
    "right-not-yet-held",
    "TA-02",
    "EN Guide, Submitting IWPs",
    "The Employment Network does not yet have the right to assign.",
    "Nothing needs to be done.",
    states=_KNOWN,
)
HELD_NOW = Test(
    "right-is-held",
    "TA-03",
    "EN Essentials, Ticket Assignment Review",
    "The Employment Network has the right to assign, so that it can be taken back.",
    "Nothing needs to be done.",
    states=_KNOWN,
)
SECOND = Test(
    "decided-by-a-second-person",
    "TA-02, TA-03",
    "Readings settled: TAR (C-05)",
    "One person proposed it and another decided it.",
    "Ask a second person of Program Integrity to decide.",
)
REASON = Test(
    "withdrawal-gives-a-reason",
    "TA-03",
    "EN Essentials, Ticket Assignment Review",
    "The withdrawal says why, for example high staff turnover.",
    "Write the reason.",
    states=_KNOWN,
)
CHECKED = Test(
    "every-component-has-a-verdict",
    "TA-05",
    "EN Guide, Required Components of an IWP; Submitting IWPs",
    "The reviewer has a verdict on each of the plan's components.",
    "Choose pass, fail or does not apply for the components that have none.",
    states=(State.HELD, State.UNKNOWN),
)
EXPLAINED = Test(
    "every-failure-is-explained",
    "TA-05",
    "EN Guide, Submitting IWPs: non-compliant IWPs are discussed with the EN",
    "Each component that fails says what has to be mended.",
    "Write what the provider has to mend.",
    states=_KNOWN,
)
FITS = Test(
    "result-fits-the-verdicts",
    "TA-04, TA-05",
    "EN Guide, Submitting IWPs: the Ticket is not assigned until the plan is compliant",
    "A compliant plan fails in nothing, and a returned one fails in something.",
    "Return a plan that fails in a component, and find one compliant that fails in none.",
    states=_KNOWN,
)
TESTS = (IN_TIME, QUOTA, AGREEMENT, NEW, HELD_NOW, SECOND, REASON, CHECKED, EXPLAINED, FITS)


def receipt(versions: tuple[Submission, ...]) -> date | None:
    """The day that counts as the plan's receipt, and as its entry for the 14 days. None before a complete version.

    The first complete signed version; where one was returned for missing content, the corrected one after it.
    """
    found = None
    for version in sorted(versions, key=lambda one: one.received_on):
        if version.result is Result.MISSING_CONTENT:
            found = None
        elif version.complete and found is None:
            found = version.received_on
    return found


def review_due(
    received_on: date, *, closures: frozenset[date] = NO_CLOSURES, settings: CaseworkSettings = CASEWORK
) -> date:
    """The last day of the review: day 1 is the next federal working day."""
    return working_days_after(received_on, settings.review_working_days, closures)


def reviewed_in_time(
    version: Submission,
    on: date,
    *,
    closures: frozenset[date] = NO_CLOSURES,
    settings: CaseworkSettings = CASEWORK,
) -> Decision:
    """Did, or does, Program Integrity keep its seven working days for this version? Judged on `on`."""
    due = review_due(version.received_on, closures=closures, settings=settings)
    said = (("received_on", version.received_on), ("due_on", due), ("decided_on", version.decided_on))
    if version.decided_on is None and on <= due:
        one = unknown(IN_TIME, "the review", said)
    else:
        one = check(IN_TIME, (version.decided_on or on) <= due, said)
    return decide("plan-review", VERSION, (one,))


def judge_review(findings: tuple[Finding, ...], components: tuple[str, ...], result: Result) -> Decision:
    """May the review end with this result on these findings? `components` are all that need a verdict."""
    return decide("plan-review-result", VERSION, _review(findings, components, result))


def _review(findings: tuple[Finding, ...], components: tuple[str, ...], result: Result) -> Iterator[Check]:
    there = {one.component for one in findings}
    missing = [name for name in components if name not in there]
    if missing:
        yield unknown(CHECKED, "a verdict on " + ", ".join(missing))
    else:
        yield check(CHECKED, True, (("components", len(components)),))
    failing = [one for one in findings if one.fails]
    silent = tuple(one.component for one in failing if not one.explained)
    yield check(EXPLAINED, not silent, (("without_a_note", silent),))
    said = (("failing", tuple(one.component for one in failing)), ("result", result.value))
    yield check(FITS, (result is Result.COMPLIANT) is not bool(failing), said)


def compliant_count(plans: tuple[tuple[Submission, ...], ...]) -> int:
    """Plans found compliant, in their first or a corrected version; each counts once."""
    return sum(any(one.result is Result.COMPLIANT for one in versions) for versions in plans)


def grant_right(facts: RightFacts, on: date, *, settings: CaseworkSettings = CASEWORK) -> Decision:
    """May the right to assign directly be granted on `on`? Program Integrity may; it never happens by itself."""
    return decide("grant-right-to-assign", VERSION, _grant(facts, on, settings))


def _grant(facts: RightFacts, on: date, settings: CaseworkSettings) -> Iterator[Check]:
    count = compliant_count(facts.plans)
    yield check(
        QUOTA, count >= settings.review_quota, (("compliant", count), ("needed", settings.review_quota))
    )
    if not facts.agreement:
        yield unknown(AGREEMENT, "the agreement with Social Security")
    else:
        yield check(AGREEMENT, any(within(*days, on) for days in facts.agreement))
    yield check(NEW, not facts.has_right)
    yield _second(facts)


def withdraw_right(facts: RightFacts) -> Decision:
    """May the right to assign be taken back? By two people, with a reason; the review then begins again."""
    checks = (
        check(HELD_NOW, facts.has_right),
        check(REASON, bool(facts.reason.strip())),
        _second(facts),
    )
    return decide("withdraw-right-to-assign", VERSION, checks)


def _second(facts: RightFacts) -> Check:
    if facts.proposed_by is None or facts.decided_by is None:
        return unknown(SECOND, "the second person's decision")
    return check(SECOND, facts.proposed_by != facts.decided_by)
