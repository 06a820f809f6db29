"""How a page says who may open it and why it looks at people.

Every view carries a `Spec`; the edge refuses a view without one, and a test walks all URLs.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.http import HttpRequest, HttpResponse

from portal.kernel.actor import Actor
from portal.kernel.unit import Unit
from portal.policy.roles import Permission

View = Callable[..., HttpResponse]


class Door(StrEnum):
    """How far in a visitor must be: anybody, the account area (signing in, factors), or the work area."""

    PUBLIC = "public"
    ACCOUNT = "account"
    WORK = "work"


@dataclass(frozen=True, slots=True)
class Spec:
    """What the edge needs to know of a view. `purpose` goes into the trail beside every look it makes."""

    door: Door
    permission: Permission | None = None
    purpose: str = ""


class WorkRequest(HttpRequest):
    """A request inside the work area: the gate has been passed, a unit is open."""

    unit: Unit
    actor: Actor


def page(permission: Permission, purpose: str) -> Callable[[View], View]:
    """Mark a view as a page of the work area."""

    def mark(view: View) -> View:
        view.portal = Spec(Door.WORK, permission, purpose)  # type: ignore[attr-defined]
        return view

    return mark


def public(view: View) -> View:
    """Mark a view as open to anybody; it must show nothing of anyone."""
    view.portal = Spec(Door.PUBLIC)  # type: ignore[attr-defined]
    return view


def spec_of(view: Any) -> Spec | None:
    """The view's spec; the account area's views come from a library and are known by their module."""
    found = getattr(view, "portal", None)
    if isinstance(found, Spec):
        return found
    module = getattr(getattr(view, "view_class", view), "__module__", "")
    if module.startswith(("allauth.account.", "allauth.mfa.")):
        return Spec(Door.ACCOUNT)
    return None
