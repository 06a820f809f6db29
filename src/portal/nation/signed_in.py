"""A session that has passed every step of the sign-in, for benchmarks and tests that are about what comes after."""

from datetime import datetime
from uuid import UUID

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.db import connections

from portal.nation.rows import ACTOR
from portal.people.models import Account, SignIn
from portal.web.account import sessions

_HERE = sessions.Place(browser=None, network="127.0.0.0/24")


def sign_into(session: SessionBase, account: Account, real: datetime) -> None:
    """Fill a session as a whole sign-in would. A living sign-in of the account is shared, not ended."""
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    sessions.begin(session, real, _living(account, real), _HERE)
    sessions.pass_factor(session, account.pk)
    session.save()


def _living(account: Account, real: datetime) -> UUID:
    with connections["loader"].cursor() as cursor:
        cursor.execute("select set_config('portal.actor', %s, false)", [ACTOR])
    rows = SignIn.objects.using("loader")
    row = rows.filter(account=account, ended_at=None).first() or rows.create(
        account=account, way="password", factor="totp", admitted=False, began_at=real, seen_at=real
    )
    return row.pk
