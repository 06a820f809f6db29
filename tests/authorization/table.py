"""Reading the table of who may do what, `expected.csv`.

The table is written by hand from mission rows A4 and A10 and from least privilege; nothing in it is made from
`policy/roles.py`, which it is there to check. A row is an address (its name), a method, a role or one of the
groups below, the relation of the object to who asks (see `program.py`) and the answer:

200, 302, 303, 403, 404, 405, 422   the status
to-sign-in, to-second-factor        a redirect there
gate                                403 with the access gate's reasons

A Ticketholder is at work nowhere: a page behind the access gate that has no row of one is closed to it (403).

`any` stands for every relation the role can have to what is in the address. Where the answer is 403 or 405 the
page is closed before anything is looked up, so it is asked about the object that is nearest to the role.
"""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.authorization.program import (
    FORMER,
    LAPSED,
    MINE,
    NO_FACTOR,
    NONE,
    OTHER,
    OWN,
    STAFF,
    SUCCESSOR,
    TICKETHOLDER,
    VISITOR,
)

FILE = Path(__file__).with_name("expected.csv")
METHODS = ("GET", "POST")

PROVIDER = ("en-counsellor", "en-payments-clerk", "en-administrator", "svra-user", "svra-administrator")
PAYMENTS_STAFF = ("tpm-payments-analyst", "tpm-payments-lead")
REST_OF_TPM = (
    *("tpm-integrity-reviewer", "tpm-beneficiary-support"),
    *("tpm-provider-support", "tpm-administrator"),
)
TPM = (*PAYMENTS_STAFF, *REST_OF_TPM)
SSA = ("ssa-services-specialist", "ssa-payment-authoriser", "auditor")
ROLES = (*PROVIDER, *TPM, *SSA)
EVERYBODY = (VISITOR, NO_FACTOR, LAPSED, *ROLES, TICKETHOLDER)
GROUPS: dict[str, tuple[str, ...]] = {
    "anybody": EVERYBODY,
    "signed-in": (NO_FACTOR, LAPSED, *ROLES, TICKETHOLDER),
    "with-factor": (LAPSED, *ROLES, TICKETHOLDER),
    "everyone": ROLES,
    "provider": PROVIDER,
    # Who works with Ticketholders: the payments clerk has no plan, no note, no look-up of whom nobody serves.
    "counselling": ("en-counsellor", "en-administrator", "svra-user", "svra-administrator"),
    "provider-payments": ("en-payments-clerk", "en-administrator", "svra-user", "svra-administrator"),
    # Cost-reimbursement cases and Form SSA-1365 are a State VR agency's; a network has none.
    "agency": ("svra-user", "svra-administrator"),
    "network": ("en-counsellor", "en-payments-clerk", "en-administrator"),
    "staff": (*TPM, *SSA),
    "tpm": TPM,
    # Who decides on payments; the Program Manager's other teams see nothing of a payment.
    "payments-staff": PAYMENTS_STAFF,
    "rest-of-tpm": REST_OF_TPM,
    "ssa": SSA,
    "payments-readers": (*PAYMENTS_STAFF, "ssa-payment-authoriser", "auditor"),
}

# Addresses that name something, and the relations a provider can have to it.
_PEOPLE = (OWN, FORMER, OTHER)
_PAPERS = (OWN, FORMER, SUCCESSOR, OTHER)
NAMING: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("note-file", "note-file-start", "note-file-refused"), (OWN, OTHER)),
    **dict.fromkeys(("remittance", "recovery"), (OWN, OTHER)),
    **dict.fromkeys(("request-file", "request-file-start", "request-file-refused"), (OWN, OTHER)),
    **dict.fromkeys(
        ("inquiry", "inquiry-pdf", "inquiry-people", "inquiry-check", "inquiry-cancel"), (OWN, OTHER)
    ),
    **dict.fromkeys(("contacts", "contact-correct", "contact-strike", "goals-not-met"), _PEOPLE),
    **dict.fromkeys(
        (
            *("ticketholder", "ticketholder-estimate"),
            "request-start",
            "case",
            "case-assign",
            "case-unassign",
            "case-cover-sheet",
            "ticket-history",
        ),
        _PEOPLE,
    ),
    **dict.fromkeys(
        (
            *("holder-account", "holder-account-invite"),
            *("holder-account-take-back", "holder-account-end"),
            *("case-account", "case-account-invite", "case-account-take-back"),
            *("case-intake", "case-intake-start", "intake-part", "intake-check"),
            *("case-hand-off", "hand-off-connected", "case-close"),
            *("plan", "plan-start", "plan-part", "plan-check", "plan-cancel", "plan-record", "plan-pdf"),
            *("amendment", "amendment-start", "amendment-part", "amendment-check", "amendment-cancel"),
            "case-file-pdf",
            *("certifications", "certification-begin", "certification", "certification-pdf"),
            *("certification-part", "certification-services", "certification-service"),
            *("certification-check", "certification-cancel"),
            *("plan-send", "plan-review", "plan-review-pdf", "plan-review-withdraw"),
            *("plan-copy", "plan-unlock", "plan-sign", "plan-sign-in-person", "plan-sign-scan"),
        ),
        _PEOPLE,
    ),
    **dict.fromkeys(
        (
            *("person", "person-roles", "person-left"),
            *("people-named", "people-named-done", "people-named-withdraw"),
            *("assignability-answer", "assignability-rows", "assignability-rows-export"),
            *("unassignment", "unassignment-pdf"),
            *("progress-review", "progress-start", "progress-letter", "progress-receipt-pdf"),
            *("progress-answer", "progress-cancel"),
            *("ssa-1365-start", "ssa-1365-part", "ssa-1365-check", "ssa-1365-cancel"),
            *("ssa-1365", "ssa-1365-pdf", "vr-case", "vr-case-close", "vr-case-correct"),
            *("vr-case-claim", "vr-cost-withdraw"),
            *("vr-file", "vr-file-start", "vr-file-refused"),
            "api-key-end",
        ),
        (OWN, OTHER),
    ),
    **dict.fromkeys(
        (
            *("draft-payments", "draft-work", "draft-evidence", "draft-check", "draft-cancel", "draft-ended"),
            *("receipt", "receipt-pdf", "request", "request-decision", "request-answer", "request-withdraw"),
            *("request-reconsider", "staff-earnings"),
            *(
                "file",
                "staff-file",
                "staff-request",
                "staff-identity",
                "staff-what-if",
                "staff-share",
                "staff-take",
                "staff-lay-down",
            ),
            *("staff-hand-over", "staff-put-off", "staff-approve", "staff-deny", "staff-return"),
            *("staff-refer-to-ssa", "staff-approve-after-all", "staff-uphold"),
        ),
        _PAPERS,
    ),
}
# Addresses whose POST names somebody by SSN.
NAMING_WHEN_SENT = {
    "request-new": _PEOPLE,
    "case-new": _PEOPLE,
    "assignability": _PEOPLE,
    "vr-case-find": (OWN, OTHER),
}
# A Ticketholder's own plan, and somebody else's.
OWN_PLAN = ("holder-plan", "holder-plan-pdf", "holder-sign")
# Only who has a request may hand it over or put it off.
WORKING = ("staff-hand-over", "staff-put-off")


class Row(NamedTuple):
    """One cell of the cube: who asks for what, and the answer."""

    url_name: str
    method: str
    role: str
    relation: str
    answer: str


def relations(url_name: str, method: str, role: str) -> tuple[str, ...]:
    """The relations a role can have to what the address names."""
    naming = NAMING.get(url_name, ())
    if method == "POST":
        naming = naming or NAMING_WHEN_SENT.get(url_name, ())
    if role == TICKETHOLDER and url_name in OWN_PLAN:
        return (OWN, OTHER)
    if not naming:
        return (NONE,)
    if role in PROVIDER:
        return naming
    if role == "tpm-payments-analyst" and url_name in WORKING and method == "POST":
        return (STAFF, MINE)
    return (STAFF,) if role in (*TPM, *SSA) else (OWN,)


def rows() -> Iterator[Row]:
    """Every row of the file, groups and `any` written out, with the refusals of Ticketholders."""
    written = list(_written())
    named = {(row.url_name, row.method) for row in written if row.role == TICKETHOLDER}
    yield from written
    for row in written:
        if row.role == LAPSED and row.answer == "gate" and row[:2] not in named:
            yield row._replace(role=TICKETHOLDER, answer="403")


def _written() -> Iterator[Row]:
    with FILE.open(newline="") as file:
        for line in csv.DictReader(file):
            for role in GROUPS.get(line["role"], (line["role"],)):
                written = Row(line["url_name"], line["method"], role, line["relation"], line["answer"])
                if written.relation == "any":
                    for relation in relations(written.url_name, written.method, role):
                        yield written._replace(relation=relation)
                else:
                    yield written


def asked(found: list[Row]) -> Iterator[Row]:
    """The rows to ask: of a closed page, the first relation only."""
    closed: set[tuple[str, str, str]] = set()
    for row in found:
        key = row[:3]
        if row.answer in ("403", "405") and key in closed:
            continue
        if row.answer in ("403", "405"):
            closed.add(key)
        yield row
