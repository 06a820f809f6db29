"""A rule of passwords: not mainly words that somebody who knows the person or the portal would try first."""

import re
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError

from portal.people.facts import organisations_named

# The list that docs/security/sign-in.md names (OWASP ASVS 5.0.0, 6.1.2 and 6.2.11).
OF_THE_PORTAL = frozenset(
    {
        *("ticket", "ticketholder", "ticketportal", "portal", "work", "social", "security", "socialsecurity"),
        *("ssa", "beneficiary", "employment", "network", "provider", "milestone", "outcome", "payment"),
        *(
            "password",
            "passwort",
            "passphrase",
            "welcome",
            "letmein",
            "login",
            "signin",
            "admin",
            "administrator",
        ),
        *("spring", "summer", "autumn", "fall", "winter"),
    }
)
# Shorter words of a name stand in too many others.
SHORTEST_OF_A_NAME = 4
# Signs that must be left when all these words are taken out.
LEFT = 8
_YEARS = re.compile(r"(?:19|20)\d\d")
_LOOKALIKES = tuple(str.maketrans("013457@$!", f"o{one}eastasi") for one in "il")


class KnownWordsValidator:
    """Refuses a password that is little more than words of the portal, of the person or of the organisation."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError for such a password; `user` is the account it is for."""
        words = _words_of(user) | OF_THE_PORTAL
        plain = _YEARS.sub(" ", password.lower())
        if any(len(_left(read, words)) < LEFT for read in (plain, *map(plain.translate, _LOOKALIKES))):
            raise ValidationError(self.get_help_text(), code="password_of_known_words")

    def get_help_text(self) -> str:
        return (
            "This password is easy to guess: it is mostly made of your name, your organization, words of the portal,"
            " or repeats itself. Add words that nobody would connect with you."
        )


def _left(text: str, words: Iterable[str]) -> str:
    """What is left of a password without these words and without repetitions."""
    for word in sorted(words, key=len, reverse=True):
        text = text.replace(word, " ")
    text = re.sub(r"(.{1,4}?)\1{2,}", r"\1", text)
    return "".join(text.split())


def _words_of(account: Any) -> set[str]:
    if account is None:
        return set()
    named = [account.name, account.email, *organisations_named(account.pk)]
    return {
        word
        for text in named
        for word in re.findall(r"[^\W\d_]+", text.lower())
        if len(word) >= SHORTEST_OF_A_NAME
    }
