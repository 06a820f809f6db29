"""A State VR agency's cost-reimbursement case: opened by Form SSA-1365, closed, and a wrong closing put right.

Rows C6, E9 and G5; PAY-02, SV-03 to SV-07, TT-02, TT-04, BF-04. The assignment that the form's other payment option
leads to is judged by `assignability` and `assignment`. Facts about another organisation are `Owned`.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from portal.policy.assignability_facts import Held, VrCase
from portal.policy.core import Check, Decision, Month, Owned, State, Test, check, decide, held, unknown
from portal.policy.election import ASSIGNABLE
from portal.policy.signatures import SignatureFacts, signature_checks
from portal.policy.tables.parameters import CASEWORK, IN_FORCE, CaseworkSettings, PolicySettings
from portal.policy.ticket_states import extension_until

FORM_RULE, REPORT_RULE = "ssa-1365", "vr-case-report"
CLOSING_RULE, CORRECTION_RULE = "vr-case-closing", "vr-case-correction"
VERSION = "2025-12"


class FormFacts(NamedTuple):
    """What Form SSA-1365 is judged on. None is "not answered yet" or "not on record".

    `elects_assignment`: the agency chooses its elected Employment Network system for this case, not cost
    reimbursement. `existing_plan`: the IPE was signed before the person could get a Ticket. Assignments and cases are
    all on record, the agency's own too.
    """

    agency: str
    ipe_signed_on: date | None
    goal_stated: bool
    elects_assignment: bool | None
    existing_plan: bool | None
    both_agree: bool | None
    signatures: SignatureFacts
    ticket_assignable: bool | None = None
    assignments: tuple[Held, ...] = ()
    cases: tuple[VrCase, ...] = ()


class ReportFacts(NamedTuple):
    """A case as the agency's file of cases reports it: the day of the IPE, and what is on record (BF-04)."""

    agency: str
    ipe_signed_on: date | None
    assignments: tuple[Held, ...] = ()
    cases: tuple[VrCase, ...] = ()


class ClosingFacts(NamedTuple):
    """A closing as reported: `closes_on` is the first day on which the case is not open, `employed` its status."""

    own: bool
    opened_on: date
    closed_on: date | None
    closes_on: date | None
    employed: bool | None


class CorrectionFacts(NamedTuple):
    """What a closing says, and what is right. `closes_on` None says that the case was never closed.

    `in_use_then`: the closing began an extension. `assignments` and `cases` are those of anybody, without this case.
    """

    own: bool
    opened_on: date
    closed_on: date | None
    employed: bool | None
    closes_on: date | None
    now_employed: bool | None
    in_use_then: bool
    assignments: tuple[Held, ...] = ()
    cases: tuple[VrCase, ...] = ()


class ClosingEffect(NamedTuple):
    """What follows from a closing: the first day after the extension, if there is one.

    `phase_1_open_from`: an assignment from this day on is not excluded from Phase 1 by it (PAY-09); None where the
    closing excludes nothing.
    """

    extended_until: date | None
    phase_1_open_from: date | None


_KNOWN = (State.HELD, State.FAILED)
_LAW = "20 CFR 411.385; Form SSA-1365"
IPE = Test(
    "ipe-signed-by-today",
    "SV-03",
    _LAW,
    "The Individualized Plan for Employment (IPE) was agreed and signed by today.",
    "Enter the day on which the later of both signed the IPE.",
)
GOAL = Test(
    "vocational-goal-stated",
    "SV-04",
    "20 CFR 411.385(b)",
    "The vocational goal of the IPE is stated.",
    "Write the vocational goal as it stands in the IPE.",
    states=(State.HELD, State.UNKNOWN),
)
OPTION = Test(
    "payment-option-chosen",
    "SV-05, PAY-02",
    "20 CFR 411.355, 411.385(b)",
    "The agency has chosen how it is paid for this case.",
    "Choose cost reimbursement or your elected Employment Network system.",
    states=(State.HELD, State.UNKNOWN),
)
BOTH_AGREE = Test(
    "both-agree-to-assign-under-an-existing-plan",
    "SV-06",
    "20 CFR 411.390",
    "The IPE came after the person could get a Ticket, or the person and the agency both agree to assign it.",
    "Serve the case under cost reimbursement, or agree with the person to assign the Ticket.",
)
NOT_HELD = Test(
    "not-assigned-from-the-ipe-on",
    "PAY-02, AS-10",
    "20 CFR 411.140(a), 411.355",
    "The Ticket is not assigned to a provider on the day of the IPE or later.",
    "The Ticketholder can take the Ticket out of assignment at any time. Report an IPE signed from that day on.",
    states=_KNOWN,
)
NO_CASE = Test(
    "no-case-open-from-the-ipe-on",
    "AS-11",
    "20 CFR 411.140(a)",
    "No cost-reimbursement case is open for the person on the day of the IPE or later.",
    "A case that is open has to be closed first. Your own open case is on your list of cases.",
    states=_KNOWN,
)
YOURS = Test(
    "case-is-your-agency-s",
    "TT-04",
    "20 CFR 411.140(a)",
    "The case is your agency's.",
    "Only the agency that opened the case can close it or correct its closing.",
    states=_KNOWN,
)
OPEN = Test(
    "case-is-open",
    "TT-04",
    "20 CFR 411.140(a)",
    "The case is open.",
    "The case was closed before. If the closing is wrong, correct it.",
    states=_KNOWN,
)
FORWARD = Test(
    "closed-no-earlier-than-opened",
    "TT-04, BF-04",
    "POMS DI 55025.001",
    "The closing is no earlier than the day on which the case was opened.",
    "Enter the day on which the case was closed.",
)
BY_TODAY = Test(
    "closed-by-today",
    "TT-04, BF-04",
    "POMS DI 55025.001",
    "The closing is not in the future.",
    "Report the closing on the day itself or later.",
)
STATUS = Test(
    "closing-status-given",
    "BF-04, PAY-09",
    "yourtickettowork.ssa.gov, Phase 1 milestone exclusions; State VR agency case file",
    "It is said whether the person was employed when the case was closed.",
    "Say whether the case was closed as employed. It decides whether Phase 1 stays open to a later provider.",
    states=(State.HELD, State.UNKNOWN),
)
CLOSED = Test(
    "case-is-closed",
    "TT-04",
    "20 CFR 411.140(a)",
    "The case is closed, so there is a closing to correct.",
    "Close the case first.",
    states=_KNOWN,
)
DIFFERS = Test(
    "correction-changes-something",
    "TT-04",
    "readings settled: facts are added, not changed",
    "What is right differs from what is on record.",
    "Nothing needs to be corrected.",
    states=_KNOWN,
)
FREE = Test(
    "nobody-took-the-ticket-meanwhile",
    "TT-04, AS-10, AS-11",
    "20 CFR 411.140(a)",
    "Nobody took the Ticket, and no case was opened, in the days on which this case would be open longer.",
    "Ask Program Integrity: what another provider relied on cannot be taken back here.",
    states=_KNOWN,
)
IN_USE = Test(
    "ticket-was-in-use-at-the-closing",
    "TT-04",
    "POMS DI 55025.001",
    "The case stays closed, or the Ticket was in use when it was closed.",
    "Ask Program Integrity: a Ticket that was not in use is put back by hand.",
    states=_KNOWN,
)
FORM_TESTS = (IPE, GOAL, OPTION, BOTH_AGREE, NOT_HELD, NO_CASE)
CLOSING_TESTS = (YOURS, OPEN, FORWARD, BY_TODAY, STATUS)
CORRECTION_TESTS = (CLOSED, DIFFERS, FREE, IN_USE)


def judge_form(facts: FormFacts, on: date) -> Decision:
    """May Form SSA-1365 be submitted on this day, and a case be opened by it? 20 CFR 411.385.

    The other payment option needs an assignable Ticket; an assignment is judged by its own rules besides.
    """
    notes = ("Cost reimbursement does not assign the Ticket.",) if facts.elects_assignment is False else ()
    return decide(FORM_RULE, VERSION, _form(facts, on), notes=notes)


def _form(facts: FormFacts, on: date) -> Iterator[Check]:
    ipe = facts.ipe_signed_on
    yield _ipe(ipe, on)
    yield held(GOAL) if facts.goal_stated else unknown(GOAL, "the vocational goal")
    yield from signature_checks(facts.signatures, on, required=True)
    if facts.elects_assignment is None:
        yield unknown(OPTION, "the payment option")
    else:
        yield held(OPTION, (("elects_network_payment", facts.elects_assignment),))
    if facts.elects_assignment:
        yield _assignable(facts)
        yield _agreed(facts)
    elif ipe is not None:
        yield _not_held(facts.agency, facts.assignments, ipe)
        yield _no_case(facts.cases, ipe)


def judge_report(facts: ReportFacts, on: date) -> Decision:
    """May a case be opened as the agency's file reports it? The agency keeps the signed form."""
    return decide(REPORT_RULE, VERSION, _report(facts, on))


def _report(facts: ReportFacts, on: date) -> Iterator[Check]:
    yield _ipe(facts.ipe_signed_on, on)
    if facts.ipe_signed_on is not None:
        yield _not_held(facts.agency, facts.assignments, facts.ipe_signed_on)
        yield _no_case(facts.cases, facts.ipe_signed_on)


def _ipe(ipe: date | None, on: date) -> Check:
    if ipe is None:
        return unknown(IPE, "the day the IPE was signed")
    return check(IPE, ipe <= on, (("ipe_signed_on", ipe),), true_from=ipe)


def _assignable(facts: FormFacts) -> Check:
    known = facts.ticket_assignable
    if known is None:
        return unknown(ASSIGNABLE, "whether the Ticket is assignable")
    return check(ASSIGNABLE, known, (("elects_network_payment", True), ("ticket_assignable", known)))


def _agreed(facts: FormFacts) -> Check:
    if facts.existing_plan is None:
        return unknown(BOTH_AGREE, "whether the IPE came before the person could get a Ticket")
    if facts.existing_plan and facts.both_agree is None:
        return unknown(BOTH_AGREE, "whether both agree")
    said = (("existing_plan", facts.existing_plan), ("both_agree", facts.both_agree))
    return check(BOTH_AGREE, not facts.existing_plan or bool(facts.both_agree), said)


def _not_held(agency: str, assignments: tuple[Held, ...], since: date) -> Check:
    there = _meeting(assignments, since, None)
    ends = [one.until for one in there]
    free = max([end for end in ends if end is not None], default=None) if None not in ends else None
    said = tuple([("assigned_since", Owned(one.organisation, one.from_)) for one in there])
    # The day on which another provider's assignment ended is that provider's to tell.
    own = all(one.organisation == agency for one in there)
    return check(NOT_HELD, not there, said, true_from=free if own else None)


def _no_case(cases: tuple[VrCase, ...], since: date) -> Check:
    there = _cases_meeting(cases, since, None)
    said = tuple([("open_since", Owned(one.agency, one.opened_on)) for one in there])
    return check(NO_CASE, not there, said)


def judge_closing(facts: ClosingFacts, on: date) -> Decision:
    """May the case be closed like this, reported on this day? Whether the Ticket may move is `may_move`'s."""
    return decide(CLOSING_RULE, VERSION, _closing(facts, on))


def _closing(facts: ClosingFacts, on: date) -> Iterator[Check]:
    yield check(YOURS, facts.own)
    yield check(OPEN, facts.closed_on is None, (("closed_on", facts.closed_on),))
    yield from _day(facts.opened_on, facts.closes_on, on)
    yield _status(facts.employed)


def _day(opened_on: date, closes_on: date | None, on: date) -> Iterator[Check]:
    if closes_on is None:
        yield unknown(FORWARD, "the day of the closing")
        yield unknown(BY_TODAY, "the day of the closing")
        return
    yield check(FORWARD, closes_on >= opened_on, (("opened_on", opened_on), ("closed_on", closes_on)))
    yield check(BY_TODAY, closes_on <= on, (("closed_on", closes_on),), true_from=closes_on)


def _status(employed: bool | None) -> Check:
    if employed is None:
        return unknown(STATUS, "whether the person was employed")
    return held(STATUS, (("employed", employed),))


def judge_correction(facts: CorrectionFacts, on: date) -> Decision:
    """May the closing be corrected like this? What was on record stays beside what is right."""
    return decide(CORRECTION_RULE, VERSION, _correction(facts, on))


def _correction(facts: CorrectionFacts, on: date) -> Iterator[Check]:
    yield check(YOURS, facts.own)
    yield check(CLOSED, facts.closed_on is not None)
    before, after = (facts.closed_on, facts.employed), (facts.closes_on, facts.now_employed)
    yield check(DIFFERS, before != after, (("closed_on", facts.closed_on), ("employed", facts.employed)))
    if facts.closes_on is not None:
        yield from _day(facts.opened_on, facts.closes_on, on)
        yield _status(facts.now_employed)
    yield _free(facts)
    yield check(
        IN_USE, facts.in_use_then or facts.closes_on is not None, (("in_use_then", facts.in_use_then),)
    )


def _free(facts: CorrectionFacts) -> Check:
    since, until = facts.closed_on, facts.closes_on
    if since is None or (until is not None and until <= since):
        return held(FREE)
    holds = [
        ("assigned_since", Owned(one.organisation, one.from_))
        for one in _meeting(facts.assignments, since, until)
    ]
    cases = [
        ("open_since", Owned(one.agency, one.opened_on)) for one in _cases_meeting(facts.cases, since, until)
    ]
    return check(FREE, not holds and not cases, (*holds, *cases))


def closing_effect(
    closes_on: date,
    *,
    in_use: bool,
    employed: bool,
    settings: CaseworkSettings = CASEWORK,
    payment: PolicySettings = IN_FORCE,
) -> ClosingEffect:
    """The dates that follow from a closing (TT-04, LM-01, PAY-09)."""
    return ClosingEffect(
        extension_until(closes_on, settings=settings) if in_use else None,
        _phase_1_open_from(closes_on, payment.vr_closure_months) if employed else None,
    )


def _phase_1_open_from(closes_on: date, months: int) -> date:
    """The first assignment day whose look-back of so many months begins no earlier than the closing."""
    month = Month.of(closes_on).plus(months)
    if closes_on.day > month.last.day:
        return month.plus(1).first
    return month.first.replace(day=closes_on.day)


def change_until(ipe_signed_on: date, *, settings: CaseworkSettings = CASEWORK) -> date:
    """The last day on which the agency may change from cost reimbursement to assignment (LM-02)."""
    return ipe_signed_on + timedelta(days=settings.change_window_days)


def _meeting(rows: tuple[Held, ...], since: date, until: date | None) -> list[Held]:
    """The assignments that have a day in [since, until)."""
    return [one for one in rows if _meets(one.from_, one.until, since, until)]


def _cases_meeting(rows: tuple[VrCase, ...], since: date, until: date | None) -> list[VrCase]:
    return [one for one in rows if _meets(one.opened_on, one.closed_on, since, until)]


def _meets(from_: date, to: date | None, since: date, until: date | None) -> bool:
    return (to is None or since < to) and (until is None or from_ < until)
