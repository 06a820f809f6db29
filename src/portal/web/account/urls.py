"""Signing in and out, and one's factors. What the library offers beyond this is not mounted."""

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as recovery
from django.urls import path

from portal.web.account.views import Enrol, SecondFactor, SignIn
from portal.web.pages import account_page, entrance

urlpatterns = [
    path("sign-in/", entrance(SignIn.as_view()), name="account_login"),
    path("sign-in/code/", entrance(SecondFactor.as_view()), name="mfa_authenticate"),
    path("closed/", entrance(account.account_inactive), name="account_inactive"),
    path("sign-out/", account_page(account.logout), name="account_logout"),
    path("again/", account_page(account.reauthenticate), name="account_reauthenticate"),
    path("again/code/", account_page(factors.reauthenticate), name="mfa_reauthenticate"),
    path("factors/", account_page(factors.index), name="mfa_index"),
    path("factors/app/", account_page(Enrol.as_view()), name="mfa_activate_totp"),
    path("factors/codes/", account_page(recovery.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "factors/codes/new/",
        account_page(recovery.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "factors/codes/file/",
        account_page(recovery.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
]
