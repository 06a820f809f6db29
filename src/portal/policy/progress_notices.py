"""The notices of a progress review, their order and their dates (TPR-05, TPR-06)."""

from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from portal.policy.dates import DAY
from portal.policy.progress_facts import ProgressFacts, Replier
from portal.policy.tables.parameters import PROGRESS, ProgressSettings
from portal.policy.ticket_states import Assigned
from portal.policy.ticket_use import held_on


class NoticeKind(NamedTuple):
    """A notice as data: to whom, when it is sent, and whether a reply is asked for."""

    code: str
    title: str
    to: str
    sent: str
    reply_asked: bool
    citation: str


NOTICES: dict[str, NoticeKind] = {
    one.code: one
    for one in (
        NoticeKind(
            "Q-2",
            "Progress review: your work and study",
            "the Ticketholder or the payee",
            "after a period, where the records do not show the progress",
            True,
            "20 CFR 411.200(b); form SSA-1375, letter SSA-L1373",
        ),
        NoticeKind(
            "Qp2",
            "Progress review: request for certification of work",
            "the provider",
            "where the Ticketholder did not answer and the provider gives progress information",
            True,
            "20 CFR 411.200(b), 411.395(b); letter SSA-L1377",
        ),
        NoticeKind(
            "F-1",
            "Progress review: second request",
            "the Ticketholder or the payee",
            "where the answer does not show the progress, or nobody else can be asked",
            True,
            "20 CFR 411.200(b); form SSA-1375",
        ),
        NoticeKind(
            "F-2",
            "Progress review: not in timely progress",
            "the Ticketholder or the payee",
            "where the last request brought no proof",
            False,
            "20 CFR 411.200(d), 411.205",
        ),
        NoticeKind(
            "H-1",
            "Review of the decision: favorable",
            "the Ticketholder or the payee",
            "after Social Security decided",
            False,
            "20 CFR 411.205",
        ),
        NoticeKind(
            "H-2",
            "Review of the decision: unfavorable",
            "the Ticketholder or the payee",
            "after Social Security decided",
            False,
            "20 CFR 411.205",
        ),
        NoticeKind(
            "I-1",
            "Back in use",
            "the Ticketholder or the payee",
            "after the missed requirement was met, the Ticket being assigned",
            False,
            "20 CFR 411.210(b)",
        ),
        NoticeKind(
            "I-2",
            "Requirement met, Ticket not assigned",
            "the Ticketholder or the payee",
            "after the missed requirement was met, the Ticket not being assigned",
            False,
            "20 CFR 411.210(b)",
        ),
    )
}


class Wait(StrEnum):
    NOTHING = "nothing"
    REPLY = "a reply"
    AGENCY = "whether the State VR agency gives progress information"


class Step(NamedTuple):
    """What comes next while the progress is not shown: a notice to send from a day on, or a wait.

    `last_day` is the last day of a reply in time; a later one is taken too until the fail notice is sent.
    """

    send: str | None
    from_on: date | None
    waits_for: Wait = Wait.NOTHING
    last_day: date | None = None


DONE = Step(None, None)


def next_step(facts: ProgressFacts, review_from: date, *, settings: ProgressSettings = PROGRESS) -> Step:
    """The next notice in the order of TPR-06, as of the day of the facts, where the progress is not shown."""
    sent = {one.code: one.sent_on for one in facts.notices}
    if "F-2" in sent:
        return DONE
    if "Q-2" not in sent:
        return Step("Q-2", review_from)
    if "F-1" in sent:
        return _after_last_request(facts, sent["F-1"], Replier.HOLDER, settings)
    if "Qp2" in sent:
        return _after_last_request(facts, sent["Qp2"], Replier.PROVIDER, settings)
    return _after_first_request(facts, sent["Q-2"], settings)


def asked_enough(step: Step) -> bool:
    """Has everybody been asked, so that only the fail notice is left or was sent?"""
    return step == DONE or step.send == "F-2"


def _after_first_request(facts: ProgressFacts, sent_on: date, settings: ProgressSettings) -> Step:
    replied = _replied(facts, Replier.HOLDER, sent_on)
    if replied is not None:
        return Step("F-1", replied)
    last = sent_on + timedelta(days=settings.progress_reply_days)
    if facts.decided_on <= last:
        return Step(None, None, Wait.REPLY, last)
    answers = provider_answers(facts)
    if answers is None:
        return Step(None, None, Wait.AGENCY)
    return Step("Qp2" if answers else "F-1", last + DAY)


def _after_last_request(facts: ProgressFacts, sent_on: date, by: Replier, settings: ProgressSettings) -> Step:
    replied = _replied(facts, by, sent_on)
    if replied is not None:
        return Step("F-2", replied)
    last = sent_on + timedelta(days=settings.progress_reply_days)
    if facts.decided_on <= last:
        return Step(None, None, Wait.REPLY, last)
    return Step("F-2", last + DAY)


def _replied(facts: ProgressFacts, by: Replier, since: date) -> date | None:
    days = (one.received_on for one in facts.replies if one.by == by)
    return min((day for day in days if since <= day <= facts.decided_on), default=None)


def provider_answers(facts: ProgressFacts) -> bool | None:
    """Is there a provider to ask? An Employment Network always; a State VR agency where it gives the information."""
    holding = held_on(facts.use, facts.decided_on)
    if holding is None:
        return False
    return True if holding.kind == Assigned.EN else facts.agency_reports
