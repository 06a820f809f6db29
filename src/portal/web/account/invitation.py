"""The link of an invitation: set a password or go to the identity provider, then set up extra security."""

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from portal.people.models import Invitation
from portal.people.services.invitation import Standing, find, set_first_password, standing_of
from portal.web.account.forms import NewPasswordForm
from portal.web.account.stages import INVITATION, invitation_in


@require_safe
def follow(request: HttpRequest, secret: str) -> HttpResponse:
    """The link itself: it is kept in the session, and leaves the address at once."""
    row = find(secret)
    # Whoever was signed in here is not necessarily the person invited.
    request.session.flush()
    if row is not None:
        request.session[INVITATION] = str(row.pk)
    return HttpResponseRedirect(reverse("account-invitation"))


@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest) -> HttpResponse:
    """What the invitation is good for, and the first step."""
    opened = invitation_in(request)
    row = Invitation.objects.filter(pk=opened).select_related("account").first() if opened else None
    standing = standing_of(row, request.unit.moment.real)  # type: ignore[attr-defined]
    if row is None or standing is not Standing.OPEN:
        return render(request, "account/invitation_closed.html", {"standing": standing}, status=410)
    holder = row.purpose == Invitation.Purpose.HOLDER
    has_password = row.account.has_usable_password()
    again = row.purpose == Invitation.Purpose.FACTORS and has_password
    form = NewPasswordForm(row.account, request.POST or None)
    asks = settings.PORTAL_OWN_ACCOUNTS and not again
    if request.method == "POST" and asks and form.is_valid():
        return _sign_in(request, row, form.cleaned_data["password1"])
    context = {
        "form": form if asks else None,
        "again": again,
        "email": row.account.email,
        # A Ticketholder's account is named by a number, which is no name to be greeted with.
        "name": "" if holder else row.account.name,
        "holder": holder,
        "provider": settings.PORTAL_PROVIDER_NAME if settings.PORTAL_PROVIDER_ISSUER else "",
        "own_accounts": settings.PORTAL_OWN_ACCOUNTS,
    }
    return render(request, "account/invitation.html", context)


def _sign_in(request: HttpRequest, row: Invitation, password: str) -> HttpResponse:
    account = set_first_password(invitation=row.pk, password=password)
    if account is None:
        return HttpResponseRedirect(reverse("account-invitation"))
    record_authentication(request, account, "password")
    login = Login(user=account, redirect_url=reverse("mfa_activate_totp"))
    response: HttpResponse = perform_login(request, login)
    return response
