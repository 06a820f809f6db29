"""What the sign-in library asks of us: nobody signs up alone, and factors' secrets are sealed."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from portal.people.factors import open_factor, seal_factor


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by the access desk after verification, never by a visitor."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class FactorAdapter(DefaultMFAAdapter):
    """Seals the secrets of second factors, which the library would store in clear."""

    def encrypt(self, text: str) -> str:
        return seal_factor(text)

    def decrypt(self, encrypted_text: str) -> str:
        return open_factor(encrypted_text)
