"""The left navigation: one line a page. An area adds its lines here; one without an address is left out."""

from functools import lru_cache
from typing import NamedTuple

from django.urls import NoReverseMatch, get_urlconf, reverse

from portal.kernel.actor import Actor
from portal.policy.roles import Permission


class Item(NamedTuple):
    """One page in the navigation, for whoever holds its permission."""

    group: str
    label: str
    url_name: str
    permission: Permission


ITEMS = (
    Item("", "Today's work", "home", Permission.HOME),
    Item("Your account", "Extra security", "mfa_index", Permission.HOME),
)


class Link(NamedTuple):
    """A line as shown."""

    label: str
    url: str
    current: bool


class Group(NamedTuple):
    """Lines under one heading; the first group has none."""

    label: str
    links: list[Link]


def navigation(actor: Actor, path: str) -> list[Group]:
    """What this actor may open, in the order of the table; the line of the page shown is marked."""
    open_to = [
        (item, url)
        for item in ITEMS
        if (url := _address(item.url_name, get_urlconf())) and actor.may(item.permission)
    ]
    here = max((url for _, url in open_to if _covers(url, path)), key=len, default="")
    groups: dict[str, Group] = {}
    for item, url in open_to:
        groups.setdefault(item.group, Group(item.group, [])).links.append(Link(item.label, url, url == here))
    return list(groups.values())


def _covers(url: str, path: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))


@lru_cache(maxsize=256)
def _address(url_name: str, urlconf: str | None) -> str:
    try:
        return reverse(url_name, urlconf=urlconf)
    except NoReverseMatch:
        return ""
