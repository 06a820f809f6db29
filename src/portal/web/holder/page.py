"""A page of the Ticketholder's area: in the language its reader has chosen."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from portal.policy.roles import Permission
from portal.web.pages import View, account_page, page


def holder_page(permission: Permission, purpose: str, *, fresh: bool = False) -> Callable[[View], View]:
    """Mark a view as a page of the Ticketholder's area; the gate and the permission stand before it."""

    def mark(view: View) -> View:
        return page(permission, purpose, fresh=fresh)(in_own_language(view))

    return mark


def own_account_page(view: View) -> View:
    """A page of the account area that speaks the Ticketholder's language."""
    return account_page(in_own_language(view))


def in_own_language(view: View) -> View:
    """The view, with everything that it renders in the language of who reads it."""

    @wraps(view)
    def spoken(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with translation.override(request.admission.language):  # type: ignore[attr-defined]
            return view(request, *args, **kwargs)

    return spoken
