"""What was proved in this session so far, from the sign-in library's records of it."""

from typing import NamedTuple

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from django.http import HttpRequest

from portal.people.models import Account

PROVIDER = "provider"
NO_FACTOR = "none"


class Proof(NamedTuple):
    """How somebody came in (password, passkey, provider) and with which second factor (`none` before there is one)."""

    way: str
    factor: str

    @property
    def passed(self) -> bool:
        return self.factor != NO_FACTOR


def proof_of(request: HttpRequest, account: Account) -> Proof:
    """The proof this session holds for this account; the latest counts."""
    for record in reversed(get_authentication_records(request, account)):
        if record["method"] == PROVIDER:
            return Proof(PROVIDER, PROVIDER)
        if record["method"] == "mfa" and not record.get("reauthenticated"):
            way = "passkey" if record.get("passwordless") else "password"
            return Proof(way, str(record["type"]))
    return Proof("password", NO_FACTOR)


def record_text(request: HttpRequest, account: Account) -> None:
    """A texted code came back."""
    record_authentication(request, account, "mfa", type="text")


def record_provider(request: HttpRequest, account: Account) -> None:
    """The identity provider vouches for this person, with more than one factor."""
    record_authentication(request, account, PROVIDER)


def by_provider(request: HttpRequest, account: Account) -> bool:
    """Did this person come in by the identity provider?"""
    return proof_of(request, account).way == PROVIDER
