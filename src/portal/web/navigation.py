"""The left navigation: one line a page. An area adds its lines here; one without an address is left out."""

from functools import lru_cache
from typing import NamedTuple

from django.urls import NoReverseMatch, get_urlconf, reverse

from portal.kernel.actor import Actor, Wall
from portal.policy.roles import Permission, Role, may


class Item(NamedTuple):
    """One page in the navigation, for whoever holds its permission; some only for one side of the wall."""

    group: str
    label: str
    url_name: str
    permission: Permission
    wall: Wall | None = None


# The group that is about oneself, not about the work.
ACCOUNT = "Your account"

PROVIDER = Wall.ORGANISATION

ITEMS = (
    Item("", "Today's work", "home", Permission.HOME),
    Item("Ticketholders", "Assigned to us now", "ticketholders", Permission.READ_TICKETHOLDERS, PROVIDER),
    Item(
        "Ticketholders", "Formerly assigned", "ticketholders-former", Permission.READ_TICKETHOLDERS, PROVIDER
    ),
    Item("Casework", "Open cases", "cases", Permission.READ_CASEWORK, PROVIDER),
    Item("Casework", "Closed cases", "cases-closed", Permission.READ_CASEWORK, PROVIDER),
    Item("Casework", "Contacts due", "contacts-due", Permission.READ_CASEWORK, PROVIDER),
    Item("Casework", "Bring in notes", "note-files", Permission.WORK_CASEWORK, PROVIDER),
    Item("Casework", "Hand-offs to ask about", "hand-offs", Permission.READ_CASEWORK, PROVIDER),
    Item("Casework", "Plans sent in for review", "plan-reviews", Permission.READ_CASEWORK, PROVIDER),
    Item("Casework", "Progress reviews", "progress-reviews", Permission.READ_CASEWORK, PROVIDER),
    Item("Casework", "Open a case", "case-new", Permission.WORK_CASEWORK, PROVIDER),
    Item("Casework", "Check assignability", "assignability", Permission.CHECK_ASSIGNABILITY, PROVIDER),
    Item("State VR cases", "Cost-reimbursement cases", "vr-cases", Permission.READ_VR_CASES),
    Item("State VR cases", "Find a case by SSN", "vr-case-find", Permission.READ_VR_CASES),
    Item("State VR cases", "Claims of costs", "vr-costs", Permission.CLAIM_COSTS),
    Item("State VR cases", "Open and close by file", "vr-files", Permission.WORK_VR_CASES),
    Item("State VR cases", "90 days ending soon", "vr-windows", Permission.READ_VR_CASES),
    Item("Payments", "Request a payment", "request-new", Permission.REQUEST_PAYMENT),
    Item("Payments", "Requests by file", "request-files", Permission.REQUEST_PAYMENT, PROVIDER),
    Item("Payments", "Payment requests", "requests", Permission.READ_REQUESTS, PROVIDER),
    Item("Payments", "Remittances", "remittances", Permission.READ_REQUESTS, PROVIDER),
    Item("Payments", "Waiting for your answer", "payments-to-answer", Permission.REQUEST_PAYMENT),
    Item("Payments", "Earnings inquiries", "inquiries", Permission.ASK_EARNINGS, PROVIDER),
    Item("Payments", "From the earlier portal", "earlier", Permission.READ_REQUESTS, PROVIDER),
    Item("Payments", "Requests to decide", "payments-to-decide", Permission.READ_PAYMENT_QUEUE),
    Item("Payments", "Decisions to judge again", "payments-judged-again", Permission.READ_PAYMENT_QUEUE),
    Item("Payments", "Claims of costs", "staff-cost-claims", Permission.WORK_PAYMENT_QUEUE),
    Item("Payments", "Who has what", "staff-supervise", Permission.SUPERVISE_PAYMENT_QUEUE),
    Item("Payments", "With Social Security", "payments-at-ssa", Permission.READ_SSA_QUEUE),
    Item("Payments", "All requests", "staff-requests", Permission.READ_ALL_REQUESTS),
    Item("Payments", "Payment runs", "payment-runs", Permission.READ_LEDGER),
    Item("Payments", "Sweeps", "staff-sweeps", Permission.READ_SWEEPS),
    Item("Payments", "Ledger", "staff-ledger", Permission.READ_LEDGER),
    Item("Payments", "Quality sample", "staff-quality", Permission.READ_LEDGER),
    Item("Payments", "Accuracy and timeliness", "staff-quality-measured", Permission.READ_QUALITY),
    Item("Payments", "Without Social Security", "staff-quality-ssa", Permission.READ_QUALITY),
    Item("Earnings", "Inquiries to answer", "earnings-inquiries", Permission.READ_INQUIRIES),
    Item("Earnings", "All inquiries", "earnings-inquiries-all", Permission.READ_INQUIRIES),
    Item("Earnings", "Who has what", "earnings-inquiry-supervise", Permission.SUPERVISE_PAYMENT_QUEUE),
    Item("Program Integrity", "Plans to review", "integrity-plans", Permission.READ_PLAN_REVIEWS),
    Item("Program Integrity", "Who has what", "integrity-plan-supervise", Permission.SUPERVISE_PLAN_REVIEWS),
    Item("Program Integrity", "Rights to assign", "integrity-rights", Permission.READ_PLAN_REVIEWS),
    Item("Progress", "Reviews to decide", "progress-to-decide", Permission.READ_PROGRESS_REVIEWS),
    Item("Progress", "Decisions to review", "progress-appeals", Permission.DECIDE_PROGRESS_APPEALS),
    Item("Progress", "Who has what", "staff-progress-supervise", Permission.SUPERVISE_PROGRESS_REVIEWS),
    Item("Mail room", "Papers to enter", "mail-room", Permission.READ_MAIL_ROOM),
    Item("Mail room", "All papers", "papers", Permission.READ_MAIL_ROOM),
    Item("Mail room", "Record a paper", "paper-record", Permission.WORK_MAIL_ROOM),
    Item("Mail room", "Who has what", "paper-supervise", Permission.SUPERVISE_MAIL_ROOM),
    Item("People", "People of your organization", "people", Permission.DESIGNATE_PEOPLE),
    Item("People", "Keys for your case system", "api-keys", Permission.KEEP_API_KEYS),
    Item("People", "Named for portal access", "access-designations", Permission.READ_ACCESS_DESK),
    Item("People", "With access", "access-people", Permission.READ_ACCESS_DESK),
    Item("People", "Departures", "access-departures", Permission.READ_ACCESS_DESK),
    Item("People", "Second sign-ins", "access-second-sign-ins", Permission.READ_ACCESS_DESK),
    Item("Ticketholders", "Their accounts", "staff-holders", Permission.READ_HOLDER_ACCESS),
    Item("Tickets", "Find a Ticket", "staff-tickets", Permission.READ_TICKETS),
    Item("Oversight", "Providers", "staff-providers", Permission.READ_PROVIDERS),
    Item("Oversight", "Roll-out", "staff-roll-out", Permission.READ_PROVIDERS),
    Item("Oversight", "Bring over", "staff-bring-over", Permission.READ_BRING_OVER),
    Item("Oversight", "Files of Social Security", "staff-record-files", Permission.READ_RECORD_FILES),
    Item("Oversight", "Trail", "staff-trail", Permission.READ_TRAIL),
    Item("Oversight", "Components", "gallery", Permission.READ_GALLERY),
    Item("Oversight", "All announcements", "staff-announcements", Permission.READ_ALL_ANNOUNCEMENTS),
    Item("Oversight", "Functions", "staff-functions", Permission.READ_FUNCTIONS),
    Item("Reference", "Announcements", "notices", Permission.READ_ANNOUNCEMENTS),
    Item("Reference", "Policy manual", "manual", Permission.READ_POLICY_MANUAL),
    Item(ACCOUNT, "Training", "training", Permission.HOME),
    Item(ACCOUNT, "Extra security", "mfa_index", Permission.HOME),
    Item(ACCOUNT, "Your sign-ins", "account-sign-ins", Permission.HOME),
)


# A Ticketholder is not at work: no page of the others is in this menu, whatever it asks for.
HOLDER_ITEMS = (
    Item("", "Your Ticket", "holder-home", Permission.READ_OWN_TICKET),
    Item("", "Your plans", "holder-plans", Permission.READ_OWN_TICKET),
    Item("", "Your progress", "holder-progress", Permission.READ_OWN_TICKET),
    Item(ACCOUNT, "Extra security", "mfa_index", Permission.READ_OWN_TICKET),
    Item(ACCOUNT, "Your sign-ins", "account-sign-ins", Permission.READ_OWN_TICKET),
)


class Link(NamedTuple):
    """A line as shown. `closed`: its function is closed for now."""

    label: str
    url: str
    current: bool
    closed: bool = False


class Group(NamedTuple):
    """Lines under one heading; the first group has none."""

    label: str
    links: tuple[Link, ...]


def navigation(actor: Actor, path: str, shut: frozenset[str] = frozenset()) -> tuple[Group, ...]:
    """What this actor may open, in the order of the table; the line of the page shown is marked.

    `shut` are names of addresses whose function is closed for now.
    """
    items = HOLDER_ITEMS if actor.wall is Wall.HOLDER else ITEMS
    open_to = _open_to(items, actor.roles, actor.wall, get_urlconf())
    here = max((url for _, url in open_to if _covers(url, path)), key=len, default="")
    return _groups(open_to, here, shut)


@lru_cache(maxsize=256)
def _open_to(
    items: tuple[Item, ...], roles: frozenset[Role], wall: Wall, urlconf: str | None
) -> tuple[tuple[Item, str], ...]:
    return tuple(
        (item, url)
        for item in items
        if (url := _address(item.url_name, urlconf))
        and may(roles, item.permission)
        and item.wall in (None, wall)
    )


@lru_cache(maxsize=256)
def _groups(open_to: tuple[tuple[Item, str], ...], here: str, shut: frozenset[str]) -> tuple[Group, ...]:
    groups: dict[str, list[Link]] = {}
    for item, url in open_to:
        link = Link(item.label, url, url == here, item.url_name in shut)
        groups.setdefault(item.group, []).append(link)
    return tuple(Group(label, tuple(links)) for label, links in groups.items())


def _covers(url: str, path: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))


def _address(url_name: str, urlconf: str | None) -> str:
    try:
        return reverse(url_name, urlconf=urlconf)
    except NoReverseMatch:
        return ""
