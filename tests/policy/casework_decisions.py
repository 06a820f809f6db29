"""Decisions of casework in which every test of it is seen in every state it can have, and the states it cannot have."""

from collections.abc import Iterator

from portal.policy.access import Cleared, Employed
from portal.policy.amendment import (
    AmendmentFacts,
    Discussion,
    export_complete,
    goals_not_met,
    judge_amendment,
)
from portal.policy.assignability import assignable
from portal.policy.assignability_facts import Held, VrCase
from portal.policy.assignment import EntryFacts, enter, service_timing
from portal.policy.contact import judge_contact, judge_note
from portal.policy.core import Decision, Month, State
from portal.policy.intake import HandOffFacts, IntakeFacts, Match, judge_hand_off, judge_intake
from portal.policy.plan import judge_plan
from portal.policy.plan_facts import Goal, Job, PlanFacts, Service, Terms, WorkHistory
from portal.policy.signatures import Signature, SignatureFacts
from portal.policy.tar import (
    Finding,
    Result,
    RightFacts,
    Submission,
    grant_right,
    judge_review,
    reviewed_in_time,
    withdraw_right,
)
from portal.policy.ticket_guards import MoveFacts, may_move
from portal.policy.ticket_moves import By, move_named
from portal.policy.ticket_states import EXTENDED, TERMINATED, UNASSIGNED, Assigned, TicketState, Use
from portal.policy.unassignment import Asker, UnassignmentFacts, unassign
from portal.policy.validity import Entitlement, ValidityFacts, valid
from portal.policy.whole_file import FileFacts, file_complete
from tests.policy.casework import (
    AGENCY,
    AGREED,
    EN,
    FOLLOW_UPS,
    ON,
    OTHER,
    OTHER_AGENCY,
    PARTY,
    TRAINING,
    agency,
    amendment,
    benefit,
    contacts,
    day,
    entry,
    goal,
    month,
    network,
    note,
    person,
    plan,
    service,
    signer,
)
from tests.policy.cost_claims import IMPOSSIBLE_OF_COST_CLAIMS, cost_claim_decisions
from tests.policy.inquiries import IMPOSSIBLE_OF_INQUIRIES, inquiry_decisions
from tests.policy.postings import IMPOSSIBLE_OF_POSTINGS, posting_decisions
from tests.policy.vr_cases import IMPOSSIBLE_OF_VR_CASES, vr_case_decisions

GIVEN = "who asks or acts gives it, so it is known"
RECORDED = "what the portal or the agency has on record is all there is: nothing found is an answer"
FILLED = "what is not filled in is missing and never wrong"
TYPED = "what is not answered yet is asked for; any answer is one"
IMPOSSIBLE: dict[tuple[str, State], str] = {
    ("every-component-has-a-verdict", State.FAILED): TYPED,
    ("every-failure-is-explained", State.UNKNOWN): GIVEN,
    ("result-fits-the-verdicts", State.UNKNOWN): GIVEN,
    ("key-questions-asked", State.FAILED): TYPED,
    ("barriers-and-strengths-noted", State.FAILED): TYPED,
    ("decided-together", State.FAILED): TYPED,
    ("hand-off-names-whom-to", State.FAILED): TYPED,
    ("handed-on-to-somebody-who-fits", State.UNKNOWN): RECORDED,
    ("ticket-not-terminated-on-the-day", State.UNKNOWN): RECORDED,
    ("not-assigned-to-another-provider", State.UNKNOWN): RECORDED,
    ("not-already-assigned-to-you", State.UNKNOWN): RECORDED,
    ("no-open-cost-reimbursement-case", State.UNKNOWN): RECORDED,
    ("no-cost-reimbursement-case-closed-by-you", State.UNKNOWN): RECORDED,
    ("state-allows-the-move", State.UNKNOWN): RECORDED,
    ("made-by-who-may-make-it", State.UNKNOWN): GIVEN,
    ("ticket-not-ended-by-death", State.UNKNOWN): RECORDED,
    ("outcome-period-not-ended", State.UNKNOWN): RECORDED,
    ("no-termination-on-record", State.UNKNOWN): RECORDED,
    ("signed-plan-stored-before-assignment", State.UNKNOWN): RECORDED,
    ("provider-contact-complete", State.FAILED): FILLED,
    ("provider-number-given", State.FAILED): FILLED,
    ("ticketholder-contact-complete", State.FAILED): FILLED,
    ("alternate-contact-complete", State.FAILED): FILLED,
    ("service-is-on-the-form", State.UNKNOWN): GIVEN,
    ("amendment-names-the-provider", State.FAILED): FILLED,
    ("amendment-revises-something", State.UNKNOWN): GIVEN,
    ("plan-with-all-amendments", State.UNKNOWN): RECORDED,
    ("file-has-the-plan", State.UNKNOWN): RECORDED,
    ("amendments-numbered-without-a-gap", State.UNKNOWN): RECORDED,
    ("note-for-each-contact-period", State.UNKNOWN): RECORDED,
    ("unassigned-from-today-or-an-earlier-request", State.UNKNOWN): GIVEN,
    ("acceptable-method", State.UNKNOWN): GIVEN,
    ("contact-within-the-assignment", State.UNKNOWN): GIVEN,
    ("contact-not-in-the-future", State.UNKNOWN): GIVEN,
    ("unassigned-in-time-after-lost-contact", State.UNKNOWN): RECORDED,
    ("ten-plans-found-compliant", State.UNKNOWN): RECORDED,
    ("right-not-yet-held", State.UNKNOWN): RECORDED,
    ("right-is-held", State.UNKNOWN): RECORDED,
    ("withdrawal-gives-a-reason", State.UNKNOWN): GIVEN,
}
IMPOSSIBLE |= IMPOSSIBLE_OF_VR_CASES | IMPOSSIBLE_OF_INQUIRIES | IMPOSSIBLE_OF_POSTINGS
IMPOSSIBLE |= IMPOSSIBLE_OF_COST_CLAIMS
NOBODY = SignatureFacts(None, None, None)
WRONG = SignatureFacts(
    Signature(day("2026-05-01"), "stamp"),
    Signature(day("12-10"), "electronic"),
    signer(
        clearance=Cleared(False, day("2024-01-01"), day("2027-01-01")),
        employment=Employed("EN", None, day("2024-01-01"), None, granted=True),
    ),
)


def casework_decisions() -> Iterator[Decision]:
    yield from _intakes()
    yield from _assignability()
    yield from _moves()
    yield from _validity()
    yield from _entries()
    yield from _plans()
    yield from _amendments()
    yield from _unassignments()
    yield from _contacts()
    yield from _reviews()
    yield from vr_case_decisions()
    yield from inquiry_decisions()
    yield from posting_decisions()
    yield from cost_claim_decisions()


def _intakes() -> Iterator[Decision]:
    yes, no = (("asked", True),), (("asked", False),)
    for match in (Match.ACCEPT, Match.NOT_A_MATCH):
        yield judge_intake(IntakeFacts(ON, ON, yes, yes, True, match, handed_off=True), ON)
    yield judge_intake(IntakeFacts(None, None, no, no, None, None), ON)
    later = day("2026-01-10")
    for wants, match in ((False, Match.ACCEPT), (None, Match.ACCEPT), (None, Match.NOT_A_MATCH)):
        yield judge_intake(IntakeFacts(later, later, yes, yes, wants, match), ON)
    yield judge_hand_off(HandOffFacts("EN", True, ON, ON, later), ON)
    yield judge_hand_off(HandOffFacts("EN", False, None, None, None), ON)
    yield judge_hand_off(HandOffFacts("EN", True, later, day("2026-01-09"), ON), ON)


def _assignability() -> Iterator[Decision]:
    own = VrCase(AGENCY, day("12-01"), None, day("12-01"))
    yield assignable(person(), network(), ON)
    yield assignable(person(vr_cases=(own,)), agency(), ON)
    yield assignable(person(vr_cases=(own._replace(ipe_signed_on=None),)), agency(vr_eligible=None), ON)
    yield assignable(person(born_on=None, benefits=None, has_ticket=None), network(agreement=()), ON)
    yield assignable(person(benefits=(benefit(exceptions=("no-9",)),)), network(), ON)
    wrong = person(
        born_on=day("1950-01-01"),
        benefits=(benefit(exceptions=("section-301",), status="suspended"), benefit("retirement")),
        has_ticket=False,
        terminated_in=month("2020-01"),
        assignments=(Held(OTHER, day("01-10"), None), Held(AGENCY, day("01-10"), None)),
        vr_cases=(
            VrCase(OTHER_AGENCY, day("01-10"), None),
            VrCase(AGENCY, day("2024-01-10"), day("2024-05-10")),
            own._replace(ipe_signed_on=day("01-01")),
        ),
    )
    yield assignable(wrong, agency(agreement=((day("2020-01-01"), ON),), vr_eligible=False), ON)
    yield assignable(person(born_on=day("2015-01-01"), benefits=()), network(organisation=EN), ON)


def _moves() -> Iterator[Decision]:
    in_use = TicketState(Assigned.EN, Use.IN_USE)
    case = TicketState(Assigned.CR, Use.IN_USE)
    nothing = MoveFacts(By.AGENCY, ON)
    held = MoveFacts(By.AGENCY, ON, True, day("12-01"), True, day("01-01"))
    wrong = MoveFacts(By.EN, ON, False, day("01-01"), False, day("12-01"))
    for facts in (nothing, held, wrong):
        yield may_move(in_use, move_named("unassign-with-extension"), facts)
        yield may_move(case, move_named("change-to-assignment"), facts)
        yield may_move(EXTENDED, move_named("extension-ends"), facts)
        yield may_move(TERMINATED, move_named("assign"), facts)
    yield may_move(UNASSIGNED, move_named("open-case"), held)


def _validity() -> Iterator[Decision]:
    march: Month = month("2025-03")
    yield valid(ValidityFacts((Entitlement("T2"),)), march)
    yield valid(ValidityFacts(None), march)
    ended = (Entitlement("T2", march, False),)
    yield valid(ValidityFacts(ended, day("03-05"), False, march, None, march.plus(-1), march), march)


def _entries() -> Iterator[Decision]:
    yield enter(entry(), ON)
    yield enter(EntryFacts(NOBODY, None, None, False), ON)
    yield enter(EntryFacts(WRONG, day("2026-06-01"), False, False), ON)
    for made_on in (None, day("12-01"), day("12-31")):
        yield service_timing(ON, made_on)


def _plans() -> Iterator[Decision]:
    every = (
        service("training", performed_by="College", delivered="virtual", paid_by="EN"),
        service("job-accommodation", requested_by="provider"),
        service("job-placement", placement="direct"),
        service("benefits-counseling"),
        *FOLLOW_UPS,
    )
    sound = goal(1200, "2026-12-15", training=TRAINING)
    yield judge_plan(plan(services=every, short_term=sound), ON)
    yield judge_plan(PlanFacts(), ON)
    yield judge_plan(
        PlanFacts(
            services=tuple(Service(one.kind) for one in every),
            short_term=Goal(training=TRAINING._replace(programme=None)),
        ),
        ON,
    )
    bad = (
        Service("training", "short", "later", delivered="by pigeon"),
        Service("job-accommodation", "short", "later", requested_by="nobody"),
        Service("job-placement", "short", "later", placement="somehow"),
        Service("benefits-counseling", "short", "later"),
        Service("car-repair", "short", "later"),
    )
    low = goal(900, "2040-01-01", hours_a_week=0, full_time=False)
    wrong = plan(
        model="consumer",
        discussion=plan().discussion._replace(held_on=day("2026-01-01"), separate=True, separate_names=False),
        work_history=WorkHistory(ON, (Job("Shop", "Clerk", day("2027-01-01"), None, 20, 90000),)),
        short_term=low._replace(training=None),
        long_term=low._replace(training=None),
        services=bad,
        certified_counsellor=False,
        terms=Terms("v0", frozenset(), "The Ticketholder agrees."),
        signatures=WRONG,
        copy_given_on=day("2026-01-01"),
    )
    yield judge_plan(wrong, ON)
    yield judge_plan(
        plan(
            services=FOLLOW_UPS,
            provider=PARTY,
            short_term=low._replace(training=TRAINING._replace(enrolment="sometimes")),
        ),
        ON,
    )


def _amendments() -> Iterator[Decision]:
    yield judge_amendment(amendment(), ON)
    nothing = AmendmentFacts(None, None, None, None, None, frozenset(), None, None, None, None, None, NOBODY)
    yield judge_amendment(nothing, ON)
    yield judge_amendment(amendment(plan_until=day("04-01"), reason="just so", signatures=WRONG), ON)
    for answers in ((True,) * 4, (True, None, True, None), (None,) * 4):
        yield goals_not_met(Discussion(*answers))
    for included in (frozenset({1}), frozenset()):
        yield export_complete(frozenset({1}), included)
    yield file_complete(FileFacts(ON, frozenset({1}), frozenset({1}), None), ON)
    yield file_complete(FileFacts(None, frozenset({2}), frozenset(), contacts()), ON)


def _unassignments() -> Iterator[Decision]:
    asked = UnassignmentFacts(Asker.PROVIDER, day("03-04"), None, True, "lost-contact", None)
    yield unassign(asked, ON)
    yield unassign(asked._replace(assigned_on=None, assigned_to_asker=None, reason=None), ON)
    late = asked._replace(
        ended_on=day("04-01"), assigned_to_asker=False, reason="none-given", requested_for=day("12-31")
    )
    yield unassign(late, ON)
    for complete in (None, True, False):
        yield unassign(asked._replace(asker=Asker.HOLDER, signed_on=ON, form_complete=complete), ON)


def _contacts() -> Iterator[Decision]:
    for one in (note("04-01", True), note("04-01", purpose=""), note("2026-04-01", method="newsletter")):
        yield judge_note(one, contacts(), ON)
    yield judge_note(note("03-01", True, purpose=""), contacts(), ON)
    given = contacts(note("04-01", True), note("04-28"))
    for on in ("04-02", "05-03", "12-15"):
        yield judge_contact(given, day(on))


def _reviews() -> Iterator[Decision]:
    for on in ("12-02", "12-31"):
        yield reviewed_in_time(Submission(day("12-01"), True), day(on))
    yield reviewed_in_time(Submission(day("12-01"), True, None, day("12-02")), ON)
    good = RightFacts((), AGREED, "one", "two", "High staff turnover", True)
    for facts in (
        good,
        good._replace(agreement=(), proposed_by=None),
        good._replace(agreement=((day("01-01"), ON),), decided_by="one", reason="", has_right=False),
    ):
        yield grant_right(facts, ON)
        yield withdraw_right(facts)
    silent = (Finding("goals", fails=True, explained=False),)
    yield judge_review(silent, ("goals",), Result.COMPLIANT)
    yield judge_review(
        (Finding("goals", fails=False, explained=False),), ("goals", "terms"), Result.COMPLIANT
    )
    ten = ((Submission(day("12-01"), True, Result.COMPLIANT),),) * 10
    yield grant_right(good._replace(plans=ten, has_right=False), ON)
