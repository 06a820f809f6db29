"""What the identity provider sends is used and forgotten (OWASP ASVS 5.0.0, 10.1.1)."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from tests.web.account.test_provider import bound, come_in, invited, provider, running

__all__ = ["bound", "invited", "provider", "running"]
pytestmark = [pytest.mark.row("A2")]


def test_no_token_is_kept_or_reaches_the_browser(bound):
    client = Client()
    answer = come_in(client)
    assert answer.status_code == 302
    kept = str([row.get_decoded() for row in Session.objects.using("loader").all()])
    page = client.get("/").content.decode()
    for place in (kept, str(client.cookies), str(answer.headers), page):
        # Every JSON Web Token begins so.
        assert "eyJ" not in place
    assert "access_token" not in kept and "id_token" not in kept
