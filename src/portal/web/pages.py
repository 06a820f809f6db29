"""How a page says who may open it and why it looks at people.

Every view carries a `Spec`; the edge refuses a view without one, and a test walks all URLs.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from portal.kernel.actor import Actor
from portal.kernel.unit import Unit
from portal.policy.roles import Permission
from portal.providers.gate import Admission

View = Callable[..., HttpResponse]


class Door(StrEnum):
    """How far in a visitor must be.

    PUBLIC is the same page for everybody, whoever looks. ENTRANCE is signing in. SET_UP needs a sign-in, and
    the second factor once there is one: it is where a first factor is set up. ACCOUNT needs both. WORK needs all
    that and the access gate. KEY is for another system with a key; its spec brings the way in.
    """

    PUBLIC = "public"
    ENTRANCE = "entrance"
    SET_UP = "set-up"
    ACCOUNT = "account"
    WORK = "work"
    KEY = "key"


@dataclass(frozen=True, slots=True)
class Spec:
    """What the edge needs to know of a view. `purpose` goes into the trail beside every look it makes.

    `fresh` asks once more who it is, where that was proved longer than 20 minutes ago. `enter` stands at the door in
    place of the portal's own sign-in; a response is a refusal.
    """

    door: Door
    permission: Permission | None = None
    purpose: str = ""
    fresh: bool = False
    enter: "Callable[[HttpRequest, Unit, Spec], HttpResponse | None] | None" = None


class WorkRequest(HttpRequest):
    """A request inside the work area: the gate has been passed, a unit is open."""

    unit: Unit
    actor: Actor
    admission: Admission


def page(permission: Permission, purpose: str, *, fresh: bool = False) -> Callable[[View], View]:
    """Mark a view as a page of the work area; `fresh` for what is sensitive (grants, money, exports)."""

    def mark(view: View) -> View:
        view.portal = Spec(Door.WORK, permission, purpose, fresh)  # type: ignore[attr-defined]
        return view

    return mark


def public(view: View) -> View:
    """Mark a view as open to anybody; it must show nothing of anyone and does not know who looks."""
    view.portal = Spec(Door.PUBLIC)  # type: ignore[attr-defined]
    return view


def entrance(view: View) -> View:
    """A view of the sign-in library, open to who has not signed in."""
    return _through(view, Spec(Door.ENTRANCE))


def account_page(view: View, *, fresh: bool = False) -> View:
    """A page about one's own account; `fresh` where it changes the way in."""
    return _through(view, Spec(Door.ACCOUNT, fresh=fresh))


def set_up_page(view: View, *, fresh: bool = False) -> View:
    """A page that is open to who has no second factor yet: setting one up, proving who it is, and leaving."""
    return _through(view, Spec(Door.SET_UP, fresh=fresh))


def spec_of(view: Any) -> Spec | None:
    """The view's spec, or None where it names none."""
    found = getattr(view, "portal", None)
    return found if isinstance(found, Spec) else None


def _through(view: View, spec: Spec) -> View:
    """Wrapped, so that the library's own function is left as it is."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs)

    wrapped.portal = spec  # type: ignore[attr-defined]
    return wrapped
