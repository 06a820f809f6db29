"""Clients that have signed in, for tests that are about what comes after."""

from datetime import datetime

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client

from portal.nation.signed_in import sign_into
from portal.people.models import Account


def sign_in_client(client: Client, account: Account, real: datetime) -> str:
    """Give the client a session that has passed both factors; its key."""
    session = SessionStore()
    sign_into(session, account, real)
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return str(session.session_key)
