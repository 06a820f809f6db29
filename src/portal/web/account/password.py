"""Changing one's own password."""

from typing import Any

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from portal.people.services.password import Changing, change_password
from portal.web.account.forms import ChangePasswordForm

PROBLEMS = {
    Changing.WRONG: ("present", "This is not your password of now. Type it again."),
    Changing.SAME: ("password1", "This is your password of now. Choose another one."),
}


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest) -> HttpResponse:
    """The password of now, and the new one twice. Nobody has one who comes by the identity provider only."""
    holder: Any = request.user
    if not settings.PORTAL_OWN_ACCOUNTS or not holder.has_usable_password():
        raise Http404
    form = ChangePasswordForm(holder, request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not ratelimit.consume(request, action="change_password", user=holder):
            form.add_error("present", "There were too many tries. Wait 5 minutes, then try again.")
        elif _changed(request, form):
            messages.success(request, "Your password was changed. A mail about it is on its way to you.")
            return HttpResponseRedirect(reverse("mfa_index"))
    return render(request, "account/password.html", {"form": form})


def _changed(request: HttpRequest, form: ChangePasswordForm) -> bool:
    typed = form.cleaned_data
    became, account = change_password(
        account=form.account.pk, present=typed["present"], new=typed["password1"]
    )
    if became is not Changing.CHANGED:
        form.add_error(*PROBLEMS[became])
        return False
    # This sign-in goes on, under a new key.
    update_session_auth_hash(request, account)
    return True
