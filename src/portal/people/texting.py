"""Texting a code: to the console in the demo, by a provider's HTTP API in production (docs/guide/signing-in.md).

A code is sent at once and not by the worker: it is wanted within seconds, and whoever waits for it must be told
when it cannot be sent. It is never stored or logged.
"""

import json
import urllib.error
import urllib.request
from base64 import b64encode
from typing import Protocol
from urllib.parse import urlencode

from django.conf import settings
from django.core.cache import cache
from django.utils.module_loading import import_string

_WAIT_SECONDS = 5
_SHOWN_SECONDS = 600


class NotSent(Exception):
    """The gateway did not take the message. Its text names the kind of fault, never number or code."""


class Gateway(Protocol):
    """What brings a text to a mobile."""

    def send(self, number: str, text: str) -> None:
        """Hand one text over for a number in E.164 form. Raises NotSent."""


class Console:
    """For the synthetic program: no text leaves; the page that asks for the code shows it."""

    def send(self, number: str, text: str) -> None:
        if not settings.PORTAL_SYNTHETIC:
            raise NotSent("no text gateway is set up")
        cache.set(f"portal.text.shown:{number}", text, timeout=_SHOWN_SECONDS)


class MessagesApi:
    """A provider of the Messages kind: a form posted with basic authentication, 201 with a JSON answer."""

    def send(self, number: str, text: str) -> None:
        sent_from = settings.PORTAL_TEXT_FROM
        form = {"To": number, "Body": text, **sender(sent_from)}
        request = urllib.request.Request(  # noqa: S310 -- the address is the operator's setting
            settings.PORTAL_TEXT_URL, data=urlencode(form).encode(), method="POST"
        )
        user, secret = settings.PORTAL_TEXT_USER, settings.PORTAL_TEXT_SECRET
        request.add_header("Authorization", f"Basic {b64encode(f'{user}:{secret}'.encode()).decode()}")
        request.add_header("Accept", "application/json")
        try:
            with urllib.request.urlopen(request, timeout=_WAIT_SECONDS) as answer:  # noqa: S310
                said = json.loads(answer.read(100_000))
        except urllib.error.HTTPError as error:
            raise NotSent(f"the text gateway answered {error.code}") from None
        except (OSError, ValueError) as error:
            raise NotSent(f"the text gateway cannot be reached: {type(error).__name__}") from None
        if not isinstance(said, dict) or said.get("status") in ("failed", "undelivered"):
            raise NotSent("the text gateway refused the message")


def sender(sent_from: str) -> dict[str, str]:
    """A number to send from, or the ID of a pool of numbers."""
    return {"MessagingServiceSid": sent_from} if sent_from.startswith("MG") else {"From": sent_from}


def send_text(number: str, text: str) -> None:
    """Send by the gateway of the settings. Raises NotSent."""
    gateway: Gateway = import_string(settings.PORTAL_TEXT_GATEWAY)()
    gateway.send(number, text)


def shown_text(number: str) -> str:
    """The last text to this number where none leaves; empty where real people work."""
    if not settings.PORTAL_SYNTHETIC:
        return ""
    return str(cache.get(f"portal.text.shown:{number}", ""))
