"""The library's forms: codes are refused a second time for as long as they are good, and tries are noted."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from allauth.account.forms import LoginForm
from allauth.core import context
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache

from portal.kernel import trail
from portal.people.models import Account
from portal.people.services.mobile import plain_number
from portal.people.services.recovery import as_stored

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


class PasskeyForm(AuthenticateWebAuthnForm):
    """A passkey as the second factor."""

    def clean_credential(self) -> Any:
        return _checked_passkey(self, super().clean_credential)


class PasskeyAloneForm(LoginWebAuthnForm):
    """A passkey that has made sure of its owner: both factors in one."""

    def clean_credential(self) -> Any:
        return _checked_passkey(self, super().clean_credential)


class AgainPasskeyForm(ReauthenticateWebAuthnForm):
    """The passkey once more before something sensitive."""

    def clean_credential(self) -> Any:
        return _checked_passkey(self, super().clean_credential)


class AddPasskeyForm(AddWebAuthnForm):
    """A new passkey, with a name by which its owner knows it."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        name = self.fields["name"]
        name.label, name.max_length = "Name of this passkey", 60
        name.help_text = "For example “Work laptop”, so that you know it in the list."
        name.widget.attrs.update({"maxlength": "60"})
        alone = self.fields["passwordless"]
        alone.label = "Let me sign in with this passkey alone"
        alone.help_text = "It checks your fingerprint, face or PIN, so no password is needed."
        self.initial.setdefault("passwordless", True)

    def clean(self) -> dict[str, Any]:
        try:
            cleaned: dict[str, Any] = super().clean()
        except (AttributeError, KeyError, TypeError, ValueError):
            raise get_adapter().validation_error("incorrect_code") from None
        return cleaned


class NewPasswordForm(forms.Form):
    """The password of one's own account, typed twice."""

    password1 = forms.CharField(
        label="New password",
        strip=False,
        max_length=200,
        help_text="At least 15 characters. A few words that belong together only for you work well.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Enter a password."},
    )
    password2 = forms.CharField(
        label="The same password again",
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Enter the password again."},
    )

    def __init__(self, account: Account, *args: Any, **kwargs: Any) -> None:
        self.account = account
        super().__init__(*args, **kwargs)

    def clean_password1(self) -> str:
        password: str = self.cleaned_data["password1"]
        validate_password(password, self.account)
        return password

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("password1") and cleaned.get("password2") not in (None, cleaned["password1"]):
            self.add_error("password2", "The two passwords are not the same. Type the password again.")
        return cleaned


class ChangePasswordForm(NewPasswordForm):
    """The password of now, and another one."""

    present = forms.CharField(
        label="Your password now",
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Enter the password that you use now."},
    )
    field_order = ("present", "password1", "password2")


class MobileForm(forms.Form):
    """The mobile to which codes are texted."""

    number = forms.CharField(
        label="Mobile number",
        max_length=30,
        help_text="A US number with area code, for example 202-555-0143. Message and data rates may apply.",
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
        error_messages={"required": "Enter your mobile number."},
    )

    def clean_number(self) -> str:
        number = plain_number(self.cleaned_data["number"])
        if number is None:
            raise forms.ValidationError("Enter a US mobile number: area code and seven digits.")
        return number


class TextCodeForm(forms.Form):
    """The code that was texted."""

    code = forms.CharField(
        label="Security code",
        max_length=12,
        help_text="6 digits from the text message. It is good for 10 minutes.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        error_messages={"required": "Enter the code from the text message."},
    )


def _checked_passkey(form: Any, check: Callable[[], Any]) -> Any:
    """What a browser sends may have any shape; whatever is wrong with it, the answer is the same sentence."""
    account = form.user.pk if form.user is not None else None
    try:
        return check()
    except (AttributeError, KeyError, TypeError, ValueError, forms.ValidationError) as fault:
        trail.note_apart(
            context.request.unit, "second-factor-failed", subject_kind="account", subject=account
        )
        if isinstance(fault, forms.ValidationError) and fault.code != "incorrect_code":
            raise
        raise forms.ValidationError(
            "This passkey did not work here. Try again, or try another way.", code="incorrect_code"
        ) from None


def _checked(form: SignInCodeForm | AgainCodeForm, check: Callable[[], str]) -> str:
    form.cleaned_data["code"] = as_stored(form.user.pk, form.cleaned_data["code"])
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
