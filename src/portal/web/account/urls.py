"""Signing in and out, and one's factors. What the library offers beyond this is not mounted."""

from allauth.account import views as account
from django.urls import path

from portal.web.account import factor_pages, history, invitation, password, provider, texted, views
from portal.web.pages import account_page, entrance, set_up_page

urlpatterns = [
    path("sign-in/", entrance(views.SignIn.as_view()), name="account_login"),
    path("sign-in/code/", entrance(views.SecondFactor.as_view()), name="mfa_authenticate"),
    path("sign-in/passkey/", entrance(views.SecondFactorPasskey.as_view()), name="account-passkey"),
    path("sign-in/passkey/alone/", entrance(views.PasskeyAlone.as_view()), name="mfa_login_webauthn"),
    path("sign-in/text/", entrance(texted.sign_in_text), name="account-text"),
    path("sign-in/not-set-up/", entrance(views.not_set_up), name="account-not-set-up"),
    path("sign-in/provider/", entrance(provider.begin), name="account-provider"),
    path("sign-in/provider/answer/", entrance(provider.answer), name="account-provider-answer"),
    path("closed/", entrance(account.account_inactive), name="account_inactive"),
    path("invitation/<str:secret>/", entrance(invitation.follow), name="account-invitation-link"),
    path("invitation/", entrance(invitation.invitation), name="account-invitation"),
    path("sign-out/", set_up_page(account.logout), name="account_logout"),
    path("sign-ins/", account_page(history.sign_ins), name="account-sign-ins"),
    path("password/", account_page(password.change, fresh=True), name="account-password"),
    path("seen/", set_up_page(history.seen), name="account-seen"),
    path("over/", set_up_page(history.over), name="account-over"),
    path("kept/<str:name>/", account_page(history.kept), name="account-kept"),
    path("again/start/", set_up_page(views.again), name="account-again"),
    path("again/", set_up_page(views.AgainPassword.as_view()), name="account_reauthenticate"),
    path("again/code/", set_up_page(views.AgainCode.as_view()), name="mfa_reauthenticate"),
    path("again/passkey/", set_up_page(views.AgainPasskey.as_view()), name="mfa_reauthenticate_webauthn"),
    path("again/text/", set_up_page(texted.again_text), name="account-again-text"),
    path("factors/", set_up_page(factor_pages.index), name="mfa_index"),
    path("factors/app/", set_up_page(factor_pages.Enrol.as_view(), fresh=True), name="mfa_activate_totp"),
    path(
        "factors/passkey/",
        set_up_page(factor_pages.AddPasskey.as_view(), fresh=True),
        name="mfa_add_webauthn",
    ),
    path("factors/text/", set_up_page(texted.register_mobile, fresh=True), name="account-mobile"),
    path("factors/text/remove/", account_page(factor_pages.remove, fresh=True), name="account-mobile-remove"),
    path(
        "factors/<int:pk>/remove/",
        account_page(factor_pages.remove, fresh=True),
        name="account-factor-remove",
    ),
    path(
        "factors/codes/",
        account_page(factor_pages.codes, fresh=True),
        name="mfa_view_recovery_codes",
    ),
    path(
        "factors/codes/new/",
        account_page(factor_pages.NewCodes.as_view(), fresh=True),
        name="mfa_generate_recovery_codes",
    ),
]
