"""In the synthetic program only: who one can be, and the code their authenticator would show."""

import json
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.core.cache import cache

from portal.kernel.clock import Moment
from portal.people.factors import open_factor
from portal.people.models import Account
from portal.policy.roles import ROLE_NAMES, Role
from portal.web.account.forms import code_key


class Persona(NamedTuple):
    """A synthetic person whose work one can do, and what waits for that person."""

    key: str
    email: str
    name: str
    roles: str
    organisation: str
    waits: str


class Cast(NamedTuple):
    """All personas and the one password they share."""

    personas: tuple[Persona, ...]
    password: str


NOBODY = Cast((), "")


def cast() -> Cast:
    """Who one can be; nobody where real people work, whatever else is set."""
    if not settings.PORTAL_SYNTHETIC or not settings.PORTAL_PERSONAS:
        return NOBODY
    return _read(Path(settings.PORTAL_PERSONAS))


def code_of(account: Account, moment: Moment) -> str:
    """The code this persona's authenticator would show now; empty for anybody else.

    Where that code was used already, the next one is given, so that one need not wait for it.
    """
    if not any(persona.email == account.email for persona in cast().personas):
        return ""
    factor = Authenticator.objects.filter(user_id=account.pk, type=Authenticator.Type.TOTP).first()
    return _unused(account.pk, open_factor(factor.data["secret"]), moment) if factor else ""


def code_of_secret(secret: str, moment: Moment) -> str:
    """The code a new authenticator would show for `secret`; empty where real people work."""
    return _code(secret, moment, 0) if settings.PORTAL_SYNTHETIC else ""


@lru_cache(maxsize=4)
def _read(path: Path) -> Cast:
    data = json.loads(path.read_text("utf-8"))
    personas = tuple(
        Persona(
            key=row["key"],
            email=row["email"],
            name=row["name"],
            roles=", ".join(ROLE_NAMES[Role(role)] for role in row["roles"]),
            organisation=row["organisation"],
            waits=row["waits"],
        )
        for row in [*data["personas"], *data.get("holders", [])]
    )
    return Cast(personas, data["password"])


def _unused(account: UUID, secret: str, moment: Moment) -> str:
    codes = [_code(secret, moment, step) for step in (0, 1)]
    return next((code for code in codes if not cache.get(code_key(account, code))), codes[-1])


def _code(secret: str, moment: Moment, step: int) -> str:
    counter = int(moment.real.timestamp()) // app_settings.TOTP_PERIOD
    return format_hotp_value(hotp_value(secret, counter + step))
