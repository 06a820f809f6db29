"""Who may do what: roles and permissions in one table (mission row A10).

The navigation and the role matrix of the guide are made from this table. The expectations of the
authorization tests are written by hand and not made from it.
"""

from collections.abc import Iterable
from enum import StrEnum


class Role(StrEnum):
    """The work a person does in an organisation; a person may hold several. A Ticketholder does none."""

    EN_COUNSELLOR = "en-counsellor"
    EN_PAYMENTS_CLERK = "en-payments-clerk"
    EN_ADMINISTRATOR = "en-administrator"
    SVRA_USER = "svra-user"
    SVRA_ADMINISTRATOR = "svra-administrator"
    TPM_PAYMENTS_ANALYST = "tpm-payments-analyst"
    TPM_PAYMENTS_LEAD = "tpm-payments-lead"
    TPM_INTEGRITY_REVIEWER = "tpm-integrity-reviewer"
    TPM_BENEFICIARY_SUPPORT = "tpm-beneficiary-support"
    TPM_PROVIDER_SUPPORT = "tpm-provider-support"
    TPM_ADMINISTRATOR = "tpm-administrator"
    SSA_SERVICES_SPECIALIST = "ssa-services-specialist"
    SSA_PAYMENT_AUTHORISER = "ssa-payment-authoriser"
    AUDITOR = "auditor"
    TICKETHOLDER = "ticketholder"


ROLE_NAMES: dict[Role, str] = {
    Role.EN_COUNSELLOR: "EN counsellor",
    Role.EN_PAYMENTS_CLERK: "EN payments clerk",
    Role.EN_ADMINISTRATOR: "EN administrator (signatory)",
    Role.SVRA_USER: "State VR agency user",
    Role.SVRA_ADMINISTRATOR: "State VR agency administrator",
    Role.TPM_PAYMENTS_ANALYST: "TPM EN Payments analyst",
    Role.TPM_PAYMENTS_LEAD: "TPM EN Payments lead",
    Role.TPM_INTEGRITY_REVIEWER: "TPM Program Integrity reviewer",
    Role.TPM_BENEFICIARY_SUPPORT: "TPM Beneficiary Support agent",
    Role.TPM_PROVIDER_SUPPORT: "TPM Provider Support agent",
    Role.TPM_ADMINISTRATOR: "TPM administrator",
    Role.SSA_SERVICES_SPECIALIST: "SSA EN Services specialist",
    Role.SSA_PAYMENT_AUTHORISER: "SSA payment authoriser",
    Role.AUDITOR: "Auditor",
    Role.TICKETHOLDER: "Ticketholder",
}

PROVIDER_ROLES = frozenset(
    {
        Role.EN_COUNSELLOR,
        Role.EN_PAYMENTS_CLERK,
        Role.EN_ADMINISTRATOR,
        Role.SVRA_USER,
        Role.SVRA_ADMINISTRATOR,
    }
)
TPM_ROLES = frozenset(
    {
        Role.TPM_PAYMENTS_ANALYST,
        Role.TPM_PAYMENTS_LEAD,
        Role.TPM_INTEGRITY_REVIEWER,
        Role.TPM_BENEFICIARY_SUPPORT,
        Role.TPM_PROVIDER_SUPPORT,
        Role.TPM_ADMINISTRATOR,
    }
)
SSA_ROLES = frozenset({Role.SSA_SERVICES_SPECIALIST, Role.SSA_PAYMENT_AUTHORISER, Role.AUDITOR})
STAFF_ROLES = TPM_ROLES | SSA_ROLES
# Held by nobody at work: it comes with the proof that one is the person of the record.
HOLDER_ROLES = frozenset({Role.TICKETHOLDER})
# By kind of organisation: nobody decides on payments from a provider, or is a provider from the agency.
ROLES_AT: dict[str, frozenset[Role]] = {
    "EN": frozenset({Role.EN_COUNSELLOR, Role.EN_PAYMENTS_CLERK, Role.EN_ADMINISTRATOR}),
    "SVRA": frozenset({Role.SVRA_USER, Role.SVRA_ADMINISTRATOR}),
    "TPM": TPM_ROLES,
    "SSA": SSA_ROLES,
}


class Permission(StrEnum):
    """What a page or an action asks for."""

    HOME = "home"
    READ_TICKETHOLDERS = "read-ticketholders"
    READ_REQUESTS = "read-requests"
    REQUEST_PAYMENT = "request-payment"
    WITHDRAW_REQUEST = "withdraw-request"
    EXPORT_LISTS = "export-lists"
    EXPORT_ALL_LISTS = "export-all-lists"
    READ_PAYMENT_QUEUE = "read-payment-queue"
    WORK_PAYMENT_QUEUE = "work-payment-queue"
    SUPERVISE_PAYMENT_QUEUE = "supervise-payment-queue"
    READ_SSA_QUEUE = "read-ssa-queue"
    WORK_SSA_QUEUE = "work-ssa-queue"
    READ_ALL_REQUESTS = "read-all-requests"
    READ_LEDGER = "read-ledger"
    READ_QUALITY = "read-quality"
    READ_SWEEPS = "read-sweeps"
    RUN_SWEEPS = "run-sweeps"
    READ_TRAIL = "read-trail"
    READ_PROVIDERS = "read-providers"
    READ_POLICY_MANUAL = "read-policy-manual"
    READ_GALLERY = "read-gallery"
    DESIGNATE_PEOPLE = "designate-people"
    KEEP_API_KEYS = "keep-api-keys"
    READ_RENEWALS = "read-renewals"
    READ_ACCESS_DESK = "read-access-desk"
    WORK_ACCESS_DESK = "work-access-desk"
    KEEP_PROVIDERS = "keep-providers"
    READ_BRING_OVER = "read-bring-over"
    BRING_OVER = "bring-over"
    READ_ANNOUNCEMENTS = "read-announcements"
    READ_ALL_ANNOUNCEMENTS = "read-all-announcements"
    ANNOUNCE = "announce"
    READ_FUNCTIONS = "read-functions"
    CLOSE_FUNCTIONS = "close-functions"
    INVITE_TICKETHOLDERS = "invite-ticketholders"
    READ_HOLDER_ACCESS = "read-holder-access"
    WORK_HOLDER_ACCESS = "work-holder-access"
    READ_OWN_TICKET = "read-own-ticket"
    SIGN_OWN_PLAN = "sign-own-plan"
    ASK_UNASSIGNMENT = "ask-unassignment"
    CHECK_ASSIGNABILITY = "check-assignability"
    READ_CASEWORK = "read-casework"
    WORK_CASEWORK = "work-casework"
    SIGN_PLANS = "sign-plans"
    ASSIGN_TICKETS = "assign-tickets"
    EXPORT_CASES = "export-cases"
    READ_VR_CASES = "read-vr-cases"
    WORK_VR_CASES = "work-vr-cases"
    EXPORT_VR_CASES = "export-vr-cases"
    CLAIM_COSTS = "claim-costs"
    READ_PLAN_REVIEWS = "read-plan-reviews"
    WORK_PLAN_REVIEWS = "work-plan-reviews"
    SUPERVISE_PLAN_REVIEWS = "supervise-plan-reviews"
    DECIDE_ASSIGN_RIGHT = "decide-assign-right"
    WORK_MAIL_ROOM = "work-mail-room"
    READ_MAIL_ROOM = "read-mail-room"
    SUPERVISE_MAIL_ROOM = "supervise-mail-room"
    READ_TICKETS = "read-tickets"
    ENTER_TICKET_REQUESTS = "enter-ticket-requests"
    TERMINATE_TICKETS = "terminate-tickets"
    ASK_EARNINGS = "ask-earnings"
    READ_INQUIRIES = "read-inquiries"
    ANSWER_INQUIRIES = "answer-inquiries"
    READ_PROGRESS_REVIEWS = "read-progress-reviews"
    WORK_PROGRESS_REVIEWS = "work-progress-reviews"
    SUPERVISE_PROGRESS_REVIEWS = "supervise-progress-reviews"
    DECIDE_PROGRESS_APPEALS = "decide-progress-appeals"
    ANSWER_OWN_REVIEW = "answer-own-review"
    READ_RECORD_FILES = "read-record-files"
    SEND_RECORD_FILES = "send-record-files"


_PROVIDER_STAFF = frozenset(
    {Role.EN_PAYMENTS_CLERK, Role.EN_ADMINISTRATOR, Role.SVRA_USER, Role.SVRA_ADMINISTRATOR}
)
# Who works with Ticketholders. A payments clerk asks for payments on what is assigned, and needs no plan, no note and
# no look-up of people whom the provider does not serve.
_COUNSELLING = frozenset({Role.EN_COUNSELLOR, Role.EN_ADMINISTRATOR, Role.SVRA_USER, Role.SVRA_ADMINISTRATOR})
_AGENCY = frozenset({Role.SVRA_USER, Role.SVRA_ADMINISTRATOR})
_ALL = PROVIDER_ROLES | STAFF_ROLES
_ADMINISTRATORS = frozenset(
    {
        Role.EN_ADMINISTRATOR,
        Role.SVRA_ADMINISTRATOR,
        Role.TPM_ADMINISTRATOR,
        Role.SSA_SERVICES_SPECIALIST,
    }
)
_PAYMENTS = frozenset({Role.TPM_PAYMENTS_ANALYST, Role.TPM_PAYMENTS_LEAD})

GRANTS: dict[Permission, frozenset[Role]] = {
    Permission.HOME: _ALL | HOLDER_ROLES,
    # The pages of a provider about its own; staff have pages of their own that show more.
    Permission.READ_TICKETHOLDERS: PROVIDER_ROLES,
    Permission.READ_REQUESTS: PROVIDER_ROLES,
    Permission.REQUEST_PAYMENT: _PROVIDER_STAFF,
    Permission.WITHDRAW_REQUEST: _PROVIDER_STAFF,
    Permission.EXPORT_LISTS: _PROVIDER_STAFF,
    Permission.EXPORT_ALL_LISTS: _PAYMENTS | {Role.AUDITOR},
    Permission.READ_PAYMENT_QUEUE: _PAYMENTS | {Role.AUDITOR},
    Permission.WORK_PAYMENT_QUEUE: _PAYMENTS,
    Permission.SUPERVISE_PAYMENT_QUEUE: frozenset({Role.TPM_PAYMENTS_LEAD}),
    Permission.READ_SSA_QUEUE: frozenset({Role.SSA_PAYMENT_AUTHORISER, Role.AUDITOR}),
    Permission.WORK_SSA_QUEUE: frozenset({Role.SSA_PAYMENT_AUTHORISER}),
    Permission.READ_ALL_REQUESTS: _PAYMENTS | {Role.SSA_PAYMENT_AUTHORISER, Role.AUDITOR},
    Permission.READ_QUALITY: frozenset({Role.TPM_PAYMENTS_LEAD, Role.AUDITOR}),
    Permission.READ_LEDGER: _PAYMENTS | {Role.SSA_PAYMENT_AUTHORISER, Role.AUDITOR},
    Permission.READ_SWEEPS: _PAYMENTS | {Role.SSA_PAYMENT_AUTHORISER, Role.AUDITOR},
    # It claims for every provider at once. It pays nothing: releasing money needs a second person anyway.
    Permission.RUN_SWEEPS: frozenset({Role.TPM_PAYMENTS_LEAD}),
    Permission.READ_TRAIL: frozenset({Role.AUDITOR}),
    # Reviews and the help desk start from how a provider stands; the help line has the public directory.
    Permission.READ_PROVIDERS: _PAYMENTS
    | {
        Role.TPM_INTEGRITY_REVIEWER,
        Role.TPM_PROVIDER_SUPPORT,
        Role.SSA_SERVICES_SPECIALIST,
        Role.AUDITOR,
    },
    Permission.READ_POLICY_MANUAL: _ALL,
    Permission.READ_GALLERY: STAFF_ROLES,
    # Each organisation names its own people; Social Security's specialist verifies and opens.
    Permission.DESIGNATE_PEOPLE: _ADMINISTRATORS,
    Permission.KEEP_API_KEYS: frozenset({Role.EN_ADMINISTRATOR, Role.SVRA_ADMINISTRATOR}),
    Permission.READ_RENEWALS: _ADMINISTRATORS | {Role.AUDITOR},
    Permission.READ_ACCESS_DESK: frozenset({Role.SSA_SERVICES_SPECIALIST, Role.AUDITOR}),
    Permission.WORK_ACCESS_DESK: frozenset({Role.SSA_SERVICES_SPECIALIST}),
    Permission.KEEP_PROVIDERS: frozenset({Role.SSA_SERVICES_SPECIALIST}),
    Permission.READ_BRING_OVER: frozenset({Role.SSA_SERVICES_SPECIALIST, Role.AUDITOR}),
    Permission.BRING_OVER: frozenset({Role.SSA_SERVICES_SPECIALIST}),
    Permission.READ_ANNOUNCEMENTS: _ALL,
    Permission.READ_ALL_ANNOUNCEMENTS: frozenset(
        {Role.TPM_ADMINISTRATOR, Role.SSA_SERVICES_SPECIALIST, Role.AUDITOR}
    ),
    Permission.ANNOUNCE: frozenset({Role.TPM_ADMINISTRATOR, Role.SSA_SERVICES_SPECIALIST}),
    Permission.READ_FUNCTIONS: frozenset({Role.TPM_ADMINISTRATOR, Role.AUDITOR}),
    Permission.CLOSE_FUNCTIONS: frozenset({Role.TPM_ADMINISTRATOR}),
    # Who knows the person invites: the provider's counsellors, or Beneficiary Support on the telephone.
    Permission.INVITE_TICKETHOLDERS: frozenset(
        {
            Role.EN_COUNSELLOR,
            Role.EN_ADMINISTRATOR,
            Role.SVRA_USER,
            Role.SVRA_ADMINISTRATOR,
            Role.TPM_BENEFICIARY_SUPPORT,
        }
    ),
    Permission.READ_HOLDER_ACCESS: frozenset({Role.TPM_BENEFICIARY_SUPPORT}),
    Permission.WORK_HOLDER_ACCESS: frozenset({Role.TPM_BENEFICIARY_SUPPORT}),
    Permission.READ_OWN_TICKET: HOLDER_ROLES,
    Permission.SIGN_OWN_PLAN: HOLDER_ROLES,
    Permission.ASK_UNASSIGNMENT: HOLDER_ROLES,
    Permission.CHECK_ASSIGNABILITY: _COUNSELLING,
    Permission.READ_CASEWORK: _COUNSELLING,
    Permission.WORK_CASEWORK: _COUNSELLING,
    # The law of signatures asks more of the one who signs: a clearance and verified work on that day.
    Permission.SIGN_PLANS: _COUNSELLING,
    Permission.ASSIGN_TICKETS: _COUNSELLING,
    Permission.EXPORT_CASES: _COUNSELLING,
    # An Employment Network has no cost-reimbursement case, and no Form SSA-1365.
    Permission.READ_VR_CASES: _AGENCY,
    Permission.WORK_VR_CASES: _AGENCY,
    Permission.EXPORT_VR_CASES: _AGENCY,
    Permission.CLAIM_COSTS: _AGENCY,
    Permission.READ_PLAN_REVIEWS: frozenset({Role.TPM_INTEGRITY_REVIEWER, Role.AUDITOR}),
    Permission.WORK_PLAN_REVIEWS: frozenset({Role.TPM_INTEGRITY_REVIEWER}),
    # Who manages the program manager's people moves work between them, and reads no plan and no paper for it.
    Permission.SUPERVISE_PLAN_REVIEWS: frozenset({Role.TPM_ADMINISTRATOR}),
    Permission.SUPERVISE_MAIL_ROOM: frozenset({Role.TPM_ADMINISTRATOR}),
    # One proposes and another decides: that it is another is a rule of the move, not of the role.
    Permission.DECIDE_ASSIGN_RIGHT: frozenset({Role.TPM_INTEGRITY_REVIEWER}),
    Permission.READ_MAIL_ROOM: frozenset(
        {Role.TPM_INTEGRITY_REVIEWER, Role.TPM_BENEFICIARY_SUPPORT, Role.AUDITOR}
    ),
    Permission.WORK_MAIL_ROOM: frozenset({Role.TPM_INTEGRITY_REVIEWER, Role.TPM_BENEFICIARY_SUPPORT}),
    # A Ticket's whole history, whoever held it, also for those who decide and post by it. What a Ticketholder or a
    # provider asks for on paper is entered by those who work on paper; only Social Security records that a Ticket has
    # ended.
    Permission.READ_TICKETS: _PAYMENTS
    | {
        Role.TPM_INTEGRITY_REVIEWER,
        Role.TPM_BENEFICIARY_SUPPORT,
        Role.SSA_SERVICES_SPECIALIST,
        Role.AUDITOR,
    },
    Permission.ENTER_TICKET_REQUESTS: frozenset({Role.TPM_INTEGRITY_REVIEWER, Role.TPM_BENEFICIARY_SUPPORT}),
    Permission.TERMINATE_TICKETS: frozenset({Role.SSA_SERVICES_SPECIALIST}),
    # Whom a provider has named for its payments acts for it here, as its authorized negotiator does on paper.
    Permission.ASK_EARNINGS: _PROVIDER_STAFF,
    Permission.READ_INQUIRIES: _PAYMENTS | {Role.AUDITOR},
    Permission.ANSWER_INQUIRIES: _PAYMENTS,
    # Program Integrity decides that progress was not made; only Social Security reviews that decision.
    Permission.READ_PROGRESS_REVIEWS: frozenset(
        {
            Role.TPM_INTEGRITY_REVIEWER,
            Role.TPM_BENEFICIARY_SUPPORT,
            Role.SSA_SERVICES_SPECIALIST,
            Role.AUDITOR,
        }
    ),
    Permission.WORK_PROGRESS_REVIEWS: frozenset({Role.TPM_INTEGRITY_REVIEWER}),
    Permission.SUPERVISE_PROGRESS_REVIEWS: frozenset({Role.TPM_ADMINISTRATOR}),
    Permission.DECIDE_PROGRESS_APPEALS: frozenset({Role.SSA_SERVICES_SPECIALIST}),
    Permission.ANSWER_OWN_REVIEW: HOLDER_ROLES,
    # Files name nobody on the screen. Who runs the portal for the program manager has one sent again.
    Permission.READ_RECORD_FILES: frozenset(
        {Role.TPM_ADMINISTRATOR, Role.SSA_SERVICES_SPECIALIST, Role.AUDITOR}
    ),
    Permission.SEND_RECORD_FILES: frozenset({Role.TPM_ADMINISTRATOR}),
}


def roles_at(kind: str, names: Iterable[str]) -> frozenset[Role]:
    """The roles of these names that a person can hold in an organisation of this kind; others grant nothing."""
    return ROLES_AT.get(kind, frozenset()) & {Role(name) for name in names if name in Role}


def may(roles: frozenset[Role], permission: Permission) -> bool:
    """Does any of these roles carry the permission?"""
    return not roles.isdisjoint(GRANTS[permission])


# What a key of an organisation's own case system may be given, of what its maker may do.
API_SCOPES: dict[Permission, str] = {
    Permission.READ_TICKETHOLDERS: "Read Ticketholders and what can still be claimed for them",
    Permission.CHECK_ASSIGNABILITY: "Check whether a Ticket can be assigned",
    Permission.READ_REQUESTS: "Read payment requests and their answers",
    Permission.REQUEST_PAYMENT: "Request payments, alone and by file",
    Permission.WITHDRAW_REQUEST: "Withdraw payment requests",
    Permission.WORK_CASEWORK: "Bring in contact notes by file",
}
