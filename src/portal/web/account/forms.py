"""The library's forms: codes are refused a second time for as long as they are good, and tries are noted."""

from collections.abc import Callable
from uuid import UUID

from allauth.account.forms import LoginForm
from allauth.core import context
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.core.cache import cache

from portal.kernel import trail
from portal.people.models import Account
from portal.web.account import sessions

_CODE_HINT = "6 digits from your authenticator app, or one of your recovery codes."


class SignInForm(LoginForm):
    """E-mail address and password."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "E-mail address"
        self.fields["login"].widget.attrs.update({"autocomplete": "username"})
        self.fields["password"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class SignInCodeForm(AuthenticateForm):
    """The code asked for at sign-in."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["code"], _CODE_HINT)

    def clean_code(self) -> str:
        return _checked(self, super().clean_code)

    def save(self) -> None:
        super().save()
        sessions.pass_factor(context.request.session, self.user.pk)


class AgainCodeForm(ReauthenticateForm):
    """The code asked for once more before something sensitive."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["code"], _CODE_HINT)

    def clean_code(self) -> str:
        return _checked(self, super().clean_code)


class EnrolForm(ActivateTOTPForm):
    """The first code of a new authenticator app."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["code"], "6 digits that the app shows now.")

    def clean_code(self) -> str:
        code: str = super().clean_code()
        _use_up(self.user, code)
        return code


def _checked(form: SignInCodeForm | AgainCodeForm, check: Callable[[], str]) -> str:
    try:
        code = check()
        _use_up(form.user, code)
    except forms.ValidationError:
        trail.note_apart(
            context.request.unit, "second-factor-failed", subject_kind="account", subject=form.user.pk
        )
        raise
    return code


def code_key(account: UUID, code: str) -> str:
    """Where the cache remembers that a code was used."""
    return f"portal.totp.used:{account}:{code.strip().replace(' ', '')}"


def _use_up(account: Account, code: str) -> None:
    """Refuse a code seen before. The library forgets it after one period, but accepts it for longer."""
    lasts = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 2)
    if not cache.add(code_key(account.pk, code), "used", timeout=lasts):
        raise get_adapter().validation_error("incorrect_code")


def _plain(field: forms.Field, hint: str) -> None:
    field.label = "Security code"
    field.help_text = hint
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update({"inputmode": "numeric", "autocomplete": "one-time-code", "maxlength": "16"})
