"""The frame around every page: who, where, when, where one can go, and what everybody is told.

No query is made for it, but for outages on the sign-in page.
"""

from datetime import date
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from portal.kernel.actor import Actor
from portal.kernel.markup import first_words
from portal.kernel.notices.banners import before_sign_in
from portal.kernel.notices.functions import FUNCTIONS
from portal.kernel.unit import Unit
from portal.providers.gate import Admission
from portal.web.account.sessions import Left, left
from portal.web.holder.texts import say
from portal.web.navigation import Group, navigation
from portal.web.notices.closing import shut_pages
from portal.web.ui.phrases import said
from portal.web.version import build


class Notice(NamedTuple):
    """A banner, with where more is said; no address where nobody has signed in."""

    kind: str
    title: str
    url: str


class Frame(NamedTuple):
    """What the page template shows around the content. `person` is empty for who has not signed in.

    `help` is where a Ticketholder gets help; everybody else gets it from Provider Support.
    """

    person: str
    organisation: str
    navigation: tuple[Group, ...]
    synthetic: bool
    today: date | None
    version: str
    banners: tuple[Notice, ...]
    closed: tuple[tuple[str, str], ...]
    left: Left | None
    help: str = ""

    @property
    def signed_in(self) -> bool:
        return bool(self.person)


def _at_work(request: HttpRequest) -> Actor | None:
    """Who looks, with the work the gate would admit to now even where the page is of the account area."""
    admission: Admission | None = getattr(request, "admission", None)
    if admission is not None and admission.actor is not None:
        return admission.actor
    return getattr(request, "actor", None)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Template context `frame`."""
    actor = _at_work(request)
    admission: Admission | None = getattr(request, "admission", None)
    holder = admission is not None and admission.holder
    # What is closed for now is work, which Ticketholders have none of.
    closed = admission.closed if admission and not holder else {}
    return {
        "frame": Frame(
            person=(said("Your account") if holder else actor.name) if actor else "",
            organisation=actor.organisation_name if actor else "",
            navigation=navigation(actor, request.path, shut_pages(closed)) if actor else (),
            synthetic=settings.PORTAL_SYNTHETIC,
            today=settings.PORTAL_TODAY,
            version=build(),
            banners=_banners(request, admission),
            closed=tuple(
                (function.label, closed[function.key]) for function in FUNCTIONS if function.key in closed
            ),
            left=left(request.session, request.unit.moment.real) if admission else None,  # type: ignore[attr-defined]
            help=say("common.help_line") if holder else "",
        )
    }


def _banners(request: HttpRequest, admission: Admission | None) -> tuple[Notice, ...]:
    if admission is not None:
        # The page of announcements is of the work area: closed to who may not work now, and to Ticketholders.
        readable = admission.actor is not None and not admission.holder
        return tuple(
            Notice(one.kind, one.title, reverse("notice", args=[one.id]) if readable else "")
            for one in admission.banners
        )
    unit: Unit | None = getattr(request, "unit", None)
    signing_in = request.resolver_match is not None and request.resolver_match.url_name == "account_login"
    if unit is None or not signing_in:
        return ()
    return tuple(
        Notice(one.kind, f"{one.title}. {first_words(one.body)}", "") for one in before_sign_in(unit.at)
    )
