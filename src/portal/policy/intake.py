"""The intake discussion with an interested beneficiary: what has to be told, asked and decided (D2; §2.4).

An intake decides nothing about the Ticket: it never assigns, and a plan can follow only an intake that went on.
"""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from portal.policy.core import Check, Decision, Outcome, State, Test, check, decide, unknown

RULE = "intake"
VERSION = "2025-12"
# The Help Line's number and the website are everybody's: nobody's name is needed.
PUBLIC = frozenset({"help-line", "choose-work"})
_KNOWN = (State.HELD, State.FAILED)


class Match(StrEnum):
    """What the two decided together (IN-15)."""

    ACCEPT = "accept"
    NOT_A_MATCH = "not-a-match"
    DECLINES = "declines"
    THINKS = "thinks"


class IntakeFacts(NamedTuple):
    """The worksheet as far as it is filled in; None is "not asked yet".

    `informed_on` is the day the fact sheet on the program was given, `questions` the key questions by name with
    whether each has an answer, `noted` the same for limitations, strengths and fears. `wants_self_sufficiency` is the
    person's own answer. `handed_off` says that a hand-off or a referral is on record.
    """

    held_on: date | None
    informed_on: date | None
    questions: tuple[tuple[str, bool], ...]
    noted: tuple[tuple[str, bool], ...]
    wants_self_sufficiency: bool | None
    match: Match | None
    handed_off: bool = False


class HandOffFacts(NamedTuple):
    """A hand-off as it is typed. `named` says that the organisation it goes to is named; None is "not entered"."""

    to_kind: str
    named: bool
    consent_on: date | None
    made_on: date | None
    follow_up_on: date | None


HELD_ON = Test(
    "discussion-was-held",
    "IN-01",
    "EN Guide, Ticketholder Intake Process",
    "The intake discussion was held, and its day is not in the future.",
    "Enter the day on which you talked with the person.",
)
INFORMED = Test(
    "program-was-explained",
    "IN-03",
    "EN Guide, Purpose 2: Informing Ticketholders about the Ticket to Work Program",
    "The person got the fact sheet about the program, no later than today.",
    "Give the person the fact sheet about the Ticket program, and enter the day. Everybody who is interested gets it.",
)
QUESTIONS = Test(
    "key-questions-asked",
    "IN-05 to IN-10",
    "EN Guide, Key Questions",
    "Each of the key questions has an answer.",
    "Ask what is still open. “The person does not know yet” is an answer too.",
    states=(State.HELD, State.UNKNOWN),
)
BARRIERS = Test(
    "barriers-and-strengths-noted",
    "IN-11",
    "EN Guide, Identifying Barriers to Success",
    "Limitations, strengths and fears about benefits are written down.",
    "Write down what the person said. “None named” is an answer too.",
    states=(State.HELD, State.UNKNOWN),
)
DECIDED = Test(
    "decided-together",
    "IN-15",
    "EN Guide, Purpose 4 and Look for the Best Fit",
    "You and the person decided together whether your organization is a good fit.",
    "Choose what you decided. “Thinks about it” is a decision too.",
    states=(State.HELD, State.UNKNOWN),
)
WANTS_IT = Test(
    "works-toward-self-sufficiency",
    "IN-06",
    "EN Guide, Ticketholder Intake Process: the program is not right for those who want to work part time indefinitely",
    "Who goes on to a plan wants to become financially self-sufficient.",
    "Talk about the goal again. The program is for people who want to live from their work in the end.",
    on_fail=Outcome.REFER,
)
HAND_OFF = Test(
    "handed-on-to-somebody-who-fits",
    "IN-16",
    "EN Guide, Look for the Best Fit",
    "Where it is not a good match, the person was handed on to somebody who can help.",
    "Introduce the person to another EN or State VR agency, or name the Help Line or the Choose Work website.",
    on_fail=Outcome.ASK,
    states=_KNOWN,
)
CONSENT = Test(
    "person-agreed-to-the-hand-off",
    "IN-16",
    "EN Guide, Look for the Best Fit; portal-and-forms, Warm hand-off",
    "The person agreed that you hand on what they told you, no later than the hand-off.",
    "Ask the person, and enter the day they agreed.",
)
MADE = Test(
    "hand-off-was-made",
    "IN-16",
    "EN Guide, Look for the Best Fit",
    "The hand-off was made, and its day is not in the future.",
    "Enter the day on which you introduced the person.",
)
NAMED = Test(
    "hand-off-names-whom-to",
    "IN-16",
    "EN Guide, Look for the Best Fit",
    "The organization that the person was introduced to is named.",
    "Enter the organization, and whom you spoke with.",
    states=(State.HELD, State.UNKNOWN),
)
FOLLOWED = Test(
    "hand-off-is-followed-up",
    "IN-17",
    "EN Guide, Look for the Best Fit: follow up within a few days",
    "You ask the person after the hand-off whether it connected.",
    "Enter a day after the hand-off on which you will ask.",
)
TESTS = (HELD_ON, INFORMED, QUESTIONS, BARRIERS, DECIDED, WANTS_IT, HAND_OFF, CONSENT, MADE, NAMED, FOLLOWED)


def judge_intake(facts: IntakeFacts, on: date) -> Decision:
    """Is the intake complete, as of `on` (US Eastern)? What is missing is asked for."""
    return decide(RULE, VERSION, _checks(facts, on))


def judge_hand_off(facts: HandOffFacts, on: date) -> Decision:
    """Is the hand-off written down whole, as of `on`? A public number or website needs no name."""
    return decide("hand-off", VERSION, _hand_off(facts, on))


def may_be_recorded(decision: Decision) -> bool:
    """Is nothing missing but the hand-off, which comes after, and what the counsellor may weigh?"""
    return all(
        one.state is State.HELD
        or one.test is HAND_OFF
        or (one.state is State.FAILED and one.test.on_fail is Outcome.REFER)
        for one in decision.checks
    )


def _checks(facts: IntakeFacts, on: date) -> Iterator[Check]:
    yield _day(HELD_ON, facts.held_on, on, "the day of the discussion")
    yield _day(INFORMED, facts.informed_on, on, "the day the fact sheet was given")
    yield _answered(QUESTIONS, facts.questions)
    yield _answered(BARRIERS, facts.noted)
    if facts.match is None:
        yield unknown(DECIDED, "what you decided together")
        return
    yield check(DECIDED, True, (("decided", facts.match.value),))
    if facts.match is Match.ACCEPT:
        yield _wants_it(facts.wants_self_sufficiency)
    if facts.match is Match.NOT_A_MATCH:
        yield check(HAND_OFF, facts.handed_off)


def _hand_off(facts: HandOffFacts, on: date) -> Iterator[Check]:
    made = facts.made_on
    if facts.to_kind in PUBLIC or facts.named:
        yield check(NAMED, True)
    else:
        yield unknown(NAMED, "the organization")
    yield _day(MADE, made, on, "the day of the hand-off")
    if facts.consent_on is None or made is None:
        yield unknown(CONSENT, "the day the person agreed")
    else:
        yield check(CONSENT, facts.consent_on <= made, (("agreed_on", facts.consent_on),))
    if facts.follow_up_on is None or made is None:
        yield unknown(FOLLOWED, "the day you will ask")
    else:
        yield check(FOLLOWED, facts.follow_up_on > made, (("follow_up_on", facts.follow_up_on),))


def _day(test: Test, day: date | None, on: date, words: str) -> Check:
    if day is None:
        return unknown(test, words)
    return check(test, day <= on, (("day", day),), true_from=day)


def _answered(test: Test, parts: tuple[tuple[str, bool], ...]) -> Check:
    missing = [name for name, there in parts if not there]
    if missing:
        return unknown(test, "not answered yet: " + ", ".join(missing))
    return check(test, True, (("answered", len(parts)),))


def _wants_it(answer: bool | None) -> Check:
    if answer is None:
        return unknown(WANTS_IT, "whether the person wants to become self-sufficient")
    return check(WANTS_IT, answer)
