"""For each address of the table: what stands in it, and what a POST to it sends. Written by hand."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.urls import reverse

from portal.kernel.models import Duty
from portal.payments.models import PaymentRequest
from tests.authorization import (
    agencies,
    at_ssa,
    certifications,
    contacts,
    inquiries,
    papers,
    plans,
    progress,
    providers,
    reconsidered,
    request_files,
    reviews,
    runs,
    sweeps,
    tickets,
)
from tests.authorization.casework import hand_off_of, intake_draft, number_of_case
from tests.authorization.people import arguments, sent_about_people
from tests.authorization.program import DRAFTED, MINE, OTHER, SUCCESSOR, Case, Program
from tests.authorization.typed import answers_of

type Sent = dict[str, Any]

_PERSON = (
    "ticketholder",
    "ticketholder-estimate",
    "request-start",
    "holder-account",
    "holder-account-invite",
)
_DRAFT = ("draft-payments", "draft-work", "draft-evidence", "draft-check", "draft-cancel")
_RECEIPT = ("receipt", "receipt-pdf")
_FILE = ("file", "staff-file")
_EXPORT = (
    *("ticketholders-export", "ticketholders-former-export", "requests-export"),
    *("payments-to-decide-export", "staff-requests-export", "people-export"),
    "staff-quality-ssa-export",
    *("cases-export", "cases-closed-export"),
)
_CASE = (
    "case-account",
    "case-account-invite",
    *("case", "case-assign", "case-unassign", "case-cover-sheet"),
    *("case-intake", "case-intake-start", "case-hand-off", "case-close"),
)
_RETURNED = ("request-answer",)
_DENIED = ("request-decision", "request-reconsider")
_OPEN = (
    *(
        "request",
        "request-withdraw",
        "staff-request",
        "staff-identity",
        "staff-what-if",
        "staff-share",
        "staff-take",
        "staff-lay-down",
    ),
    "staff-earnings",
    *("staff-hand-over", "staff-put-off", "staff-deny", "staff-return", "staff-refer-to-ssa"),
)
_PAYABLE = ("staff-approve",)
_UPHELD, _AFTER_ALL = ("staff-uphold",), ("staff-approve-after-all",)
_NOTICE = ("notice", "staff-announcement", "staff-announcement-edit", "staff-announcement-end")
_COURSE = {"key": "security-awareness", "language": "en"}
_NO_NUMBER = {"number": "XX-0000-0000"}
# What stands in these is the same for everybody. Without a key, nobody gets as far as a number.
FIXED: dict[str, dict[str, Any]] = {
    **dict.fromkeys(
        (
            *("api-ticketholder", "api-ticketholder-claims", "api-request", "api-request-withdraw"),
            *("api-request-file", "api-request-file-rows", "api-request-file-start"),
            *("api-note-file", "api-note-file-rows", "api-note-file-start"),
        ),
        _NO_NUMBER,
    ),
    **sweeps.FIXED,
    "api-nowhere": {"rest": "nothing"},
    "account-invitation-link": {"secret": "nobody-was-sent-this"},
    "account-kept": {"name": "nothing-was-kept"},
    "account-factor-remove": {"pk": 0},
    "staff-function-close": {"key": "look-up"},
    "staff-function-open": {"key": "look-up"},
    "training-course": _COURSE,
    "training-section": {**_COURSE, "number": 1},
    "training-question": {**_COURSE, "number": 1},
    "training-result": _COURSE,
    "training-certificate": {"key": UUID(int=0)},
}
NO_PAPERS = {"papers-TOTAL_FORMS": "0", "papers-INITIAL_FORMS": "0"}
NO_EARNINGS = {"earnings-TOTAL_FORMS": "0", "earnings-INITIAL_FORMS": "0"}


def _of_case(case: Case, name: str) -> Sent | None:
    """What addresses of rooms with few pages name."""
    return contacts.arguments(case, name) or request_files.arguments(case, name) or runs.arguments(case, name)


def address(program: Program, name: str, role: str, relation: str) -> str:
    """The address as this role would open it for an object of this relation."""
    if (stands := arguments(program.people, name, role, relation)) is not None:
        return reverse(name, args=stands)
    if (parts := providers.arguments(program, name)) is not None:
        return reverse(name, args=parts)
    of_agency = agencies.arguments(program.agencies[relation == OTHER], name) or progress.arguments(
        name, role, relation
    )
    if (stand := of_agency or tickets.arguments(name, role, relation) or papers.arguments(name)) is not None:
        return reverse(name, args=stand)
    case = program.case(role, relation)
    if (of_case := _of_case(case, name)) is not None:
        return reverse(name, kwargs=of_case)
    if (own := program.holders.address(name, case, relation)) is not None:
        return own
    in_plans = plans.arguments(name, case) or reviews.arguments(name, case)
    in_plans = in_plans or certifications.arguments(case, name) or reconsidered.arguments(name)
    in_plans = in_plans or at_ssa.arguments(program.referred, name)
    if (stand_there := in_plans or inquiries.arguments(case, name)) is not None:
        return reverse(name, args=stand_there)
    if name in FIXED:
        return reverse(name, kwargs=FIXED[name])
    if name == "intake-part":
        return reverse(name, args=[intake_draft(program, case), "told"])
    if name in _EXPORT:
        return reverse(name, kwargs={"kind": "csv"})
    named: dict[tuple[str, ...], Callable[[], Any]] = {
        tickets.OF_STAFF: lambda: case.open.ticket.number,
        (*_PERSON, "ticket-history"): lambda: case.person.number,
        _CASE: lambda: number_of_case(case),
        ("intake-check",): lambda: intake_draft(program, case),
        ("hand-off-connected",): lambda: hand_off_of(case),
        _DRAFT: lambda: case.draft,
        ("draft-ended",): lambda: case.cancelled,
        _RECEIPT: lambda: case.submission,
        _FILE: lambda: case.file,
        _RETURNED: lambda: case.returned.number,
        _DENIED: lambda: case.denied.number,
        _OPEN: lambda: (program.mine if relation == MINE else case.open).number,
        _PAYABLE: lambda: program.payable.number,
        _UPHELD: lambda: program.reconsidered[0].number,
        _AFTER_ALL: lambda: program.reconsidered[1].number,
        _NOTICE: lambda: program.announcement.pk,
    }
    found = next((make() for names, make in named.items() if name in names), None)
    return reverse(name, args=[] if found is None else [found])


def sent(program: Program, name: str, role: str, relation: str) -> Sent:
    """What a person who fills in the page sends: enough for the answer to be yes where the person may."""
    about_people = sent_about_people(program.people, name, role, relation)
    if about_people is not None:
        return about_people
    if (of_agency := agencies.sent(program.agencies[relation == OTHER], name)) is not None:
        return of_agency
    reviewer = str(program.accounts["tpm-integrity-reviewer"].pk)
    if (of_progress := progress.sent(name, role, relation, reviewer)) is not None:
        return of_progress
    case = program.case(role, relation)
    request = program.mine if relation == MINE else case.open
    if name in _PAYABLE:
        request = program.payable
    if name in (*_UPHELD, *_AFTER_ALL):
        request = program.reconsidered[name in _AFTER_ALL]
    if (
        typed := providers.sent(program, name) or plans.sent(name, case) or certifications.sent(name)
    ) is not None:
        return typed
    if (written := contacts.sent(name) or request_files.sent(name) or reviews.sent(name)) is not None:
        return written
    lead = str(program.accounts["tpm-payments-lead"].pk)
    found = (
        runs.sent(name)
        or inquiries.sent(case, name, lead)
        or reconsidered.sent(name, lead)
        or at_ssa.sent(program.referred, name, str(program.accounts["ssa-payment-authoriser"].pk))
        or _to_everybody(name)
        or sweeps.sent(name)
        or program.holders.sent(name, case.ssn)
        or tickets.sent(name, case.person.number)
        or papers.sent(name, case.person.number, str(program.accounts["tpm-beneficiary-support"].pk))
        or _to_provider(name, case, relation)
        or _to_staff(program, name, request)
    )
    return found or {}


def _to_everybody(name: str) -> Sent | None:
    return {"staff-announcement-end": {"version": "0"}, "staff-function-close": {"why": "Slow."}}.get(name)


def _to_provider(name: str, case: Case, relation: str) -> Sent | None:
    month = DRAFTED["late" if relation == SUCCESSOR else "early"]
    kept = {
        step: {key: list(values) for key, values in page.items()} for step, page in answers_of(month).items()
    }
    return {
        "request-new": {"ssn": case.ssn},
        "case-new": {"ssn": case.ssn, "name": "The name as given"},
        "intake-part": {"language": "Spanish", "revision": "0"},
        "intake-check": {"revision": "0"},
        "case-hand-off": {
            "to_kind": "help-line",
            "consent_on": "12/01/2025",
            "made_on": "12/01/2025",
            "method": "gave the number",
            "follow_up_on": "12/04/2025",
        },
        "hand-off-connected": {"version": "0", "connected": "yes"},
        "case-close": {"version": "0", "why": "declined"},
        "case-unassign": {"reason": "lost-contact", "note": "", "action": "confirm"},
        "assignability": {"ssn": case.ssn, "vr_eligible": "yes"},
        "draft-payments": {**kept["payments"], "revision": "0"},
        "draft-work": {**kept["work"], "revision": "0"},
        "draft-evidence": {**NO_PAPERS, "revision": "0"},
        "draft-check": {"revision": "0"},
        "draft-cancel": {"revision": "0"},
        "request-answer": {
            "version": str(case.returned.version),
            "note": "Here they are.",
            **NO_EARNINGS,
            **NO_PAPERS,
        },
        "request-reconsider": {
            "version": str(case.denied.version),
            "note": "A second job is missing.",
            **NO_EARNINGS,
            **NO_PAPERS,
        },
        "request-withdraw": {"version": str(case.open.version), "reason": "Asked for too early."},
    }.get(name)


def _to_staff(program: Program, name: str, request: PaymentRequest) -> Sent | None:
    if not name.startswith(("staff-", "integrity-")):
        return None
    duty = program.duty(request)
    review = Duty.objects.using("loader").filter(kind="review-plan").first()
    reviewer = str(program.accounts["tpm-integrity-reviewer"].pk)
    colleague = str(program.accounts["tpm-payments-lead"].pk)
    decided = {"version": str(request.version), "action": "confirm"}
    slip = {
        "month": "02/2025",
        "gross": "100",
        "kind": "wages",
        "employer": "Bolt Works",
        "source": "pay-slip",
        "shown_by": "A slip",
    }
    return {
        "staff-earnings": slip,
        "staff-ticket-earnings": slip,
        "staff-take": {"version": str(duty.version)},
        "staff-lay-down": {"version": str(duty.version)},
        "staff-hand-over": {"version": str(duty.version), "to_account": colleague},
        "staff-put-off": {"version": str(duty.version), "until": "12/22/2025", "reason": "The bank answers."},
        "integrity-plan-hand-over": {"version": "0", "to_account": reviewer},
        "integrity-plan-supervise": {"duty": f"{review.pk}:{review.version}", "to_account": reviewer},
        "staff-supervise": {"duty": f"{duty.pk}:{duty.version}", "to_account": colleague},
        "staff-approve": {**decided, "note": ""},
        "staff-share": {
            "place": "0",
            "reason": "It alone served.",
            f"share-{request.organisation.number}": "100%",
            "action": "confirm",
        },
        "staff-deny": {**decided, "code": "DEN-04", "note": ""},
        "staff-uphold": {**decided, "code": "DEN-04", "note": ""},
        "staff-approve-after-all": {**decided, "note": ""},
        "staff-return": {**decided, "note": "Send the slips.", "due_on": "01/05/2026"},
        "staff-refer-to-ssa": {**decided, "reason": "The agreement had ended."},
    }.get(name)
