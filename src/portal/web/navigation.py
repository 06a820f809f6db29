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
    Item("Payments", "Request a payment", "request-new", Permission.REQUEST_PAYMENT),
    Item("Payments", "Payment requests", "requests", Permission.READ_REQUESTS, PROVIDER),
    Item("Payments", "Waiting for your answer", "payments-to-answer", Permission.REQUEST_PAYMENT),
    Item("Payments", "Requests to decide", "payments-to-decide", Permission.READ_PAYMENT_QUEUE),
    Item("Payments", "Who has what", "staff-supervise", Permission.SUPERVISE_PAYMENT_QUEUE),
    Item("Payments", "With Social Security", "payments-at-ssa", Permission.READ_SSA_QUEUE),
    Item("Payments", "All requests", "staff-requests", Permission.READ_ALL_REQUESTS),
    Item("Payments", "Ledger", "staff-ledger", Permission.READ_LEDGER),
    Item("Payments", "Quality sample", "staff-quality", Permission.READ_LEDGER),
    Item("Oversight", "Providers", "staff-providers", Permission.READ_PROVIDERS),
    Item("Oversight", "Trail", "staff-trail", Permission.READ_TRAIL),
    Item("Oversight", "Components", "gallery", Permission.READ_GALLERY),
    Item("Reference", "Policy manual", "manual", Permission.READ_POLICY_MANUAL),
    Item(ACCOUNT, "Extra security", "mfa_index", Permission.HOME),
)


class Link(NamedTuple):
    """A line as shown."""

    label: str
    url: str
    current: bool


class Group(NamedTuple):
    """Lines under one heading; the first group has none."""

    label: str
    links: tuple[Link, ...]


def navigation(actor: Actor, path: str) -> tuple[Group, ...]:
    """What this actor may open, in the order of the table; the line of the page shown is marked."""
    open_to = _open_to(ITEMS, actor.roles, actor.wall, get_urlconf())
    here = max((url for _, url in open_to if _covers(url, path)), key=len, default="")
    return _groups(open_to, here)


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
def _groups(open_to: tuple[tuple[Item, str], ...], here: str) -> tuple[Group, ...]:
    groups: dict[str, list[Link]] = {}
    for item, url in open_to:
        groups.setdefault(item.group, []).append(Link(item.label, url, url == here))
    return tuple(Group(label, tuple(links)) for label, links in groups.items())


def _covers(url: str, path: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))


def _address(url_name: str, urlconf: str | None) -> str:
    try:
        return reverse(url_name, urlconf=urlconf)
    except NoReverseMatch:
        return ""
