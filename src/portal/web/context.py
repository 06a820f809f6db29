"""The frame around every page: who, where, when, and where one can go. No query is made for it."""

from datetime import date
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest

from portal.kernel.actor import Actor
from portal.providers.gate import Admission
from portal.web.navigation import Group, navigation
from portal.web.version import build


class Frame(NamedTuple):
    """What the page template shows around the content. `person` is empty for who has not signed in."""

    person: str
    organisation: str
    navigation: tuple[Group, ...]
    synthetic: bool
    today: date | None
    version: str

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
    return {
        "frame": Frame(
            person=actor.name if actor else "",
            organisation=actor.organisation_name if actor else "",
            navigation=navigation(actor, request.path) if actor else (),
            synthetic=settings.PORTAL_SYNTHETIC,
            today=settings.PORTAL_TODAY,
            version=build(),
        )
    }
