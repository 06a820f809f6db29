"""A persona at a browser that keeps what it was shown: every answer, its addresses, and whom the trail says it saw."""

import urllib.request
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.test import Client
from django.urls import resolve

from portal.kernel.clock import now
from portal.nation.at_work import persona
from portal.nation.visitor import Page, Visitor
from portal.people.models import Account
from tests.canaries.watch import addresses_in, links_in, looks_of, text_of
from tests.clients import sign_in_client

BASE = "http://testserver"
# Pages of one kind that are opened for one person; further ones are the same page about somebody else.
A_KIND = 3
# Signing out ends the walk, and the account pages are about no Ticketholder.
STAYS_AWAY = ("/account/", "/static/", "/healthz")


@dataclass(frozen=True, slots=True)
class Visit:
    """One answer: to whom, where, what it said, and whom the trail says was looked at."""

    who: str
    method: str
    url: str
    name: str
    status: int
    text: str
    headers: str
    addresses: tuple[str, ...]
    looked_at: frozenset[UUID]

    def __str__(self) -> str:
        return f"{self.who} {self.method} {self.name} {self.status}"


class Watched(Visitor):
    """The visitor of the demo's own check, over Django's test client, signed in with both factors."""

    def __init__(self, who: str, kept: list[Visit], account: Account | None = None) -> None:
        """The persona of this key, or who holds the account."""
        super().__init__(BASE)
        self.who, self.kept, self.client = who, kept, Client()
        account = account or Account.objects.using("loader").get(email=persona(who).email)
        sign_in_client(self.client, account, now().real)

    def _ask(self, request: urllib.request.Request) -> Page:
        kind = str(request.headers.get("Content-type", ""))
        url, method, data = request.full_url, request.get_method(), request.data
        for _ in range(4):
            where = urlsplit(url)
            path = f"{where.path}?{where.query}" if where.query else where.path
            sent: dict[str, Any] = {"data": data, "content_type": kind} if method == "POST" else {}
            response = self.client.generic(method, path, **sent)
            self.kept.append(self._visit(method, path, response))
            if response.status_code not in (302, 303):
                return Page(url, response.status_code, response.content)
            url, method, data = f"{BASE}{response.headers['Location']}", "GET", None
        raise RuntimeError(f"{path} only leads on")

    def _visit(self, method: str, path: str, response: Any) -> Visit:
        return Visit(
            self.who,
            method,
            path,
            resolve(urlsplit(path).path).view_name,
            response.status_code,
            text_of(response),
            "\n".join(f"{name}: {value}" for name, value in response.headers.items()),
            tuple(addresses_in(response)),
            frozenset(looks_of(response.wsgi_request.unit.id)),
        )

    def everywhere(self) -> None:
        """Open home and all that links lead to, a few pages of each kind."""
        waiting, known, opened = ["/"], {"/"}, dict[str, int]()
        while waiting:
            path = waiting.pop(0)
            name = resolve(urlsplit(path).path).view_name
            if opened.get(name, 0) >= A_KIND:
                continue
            opened[name] = opened.get(name, 0) + 1
            page = self.get(path)
            for link in links_in(page.body):
                there = _inside(link, path)
                if there and there not in known:
                    known.add(there)
                    waiting.append(there)


def _inside(link: str, path: str) -> str:
    """The link as a path of the portal, without its fragment; empty for one that leads elsewhere."""
    link = link.partition("#")[0]
    if link.startswith("?"):
        link = f"{urlsplit(path).path}{link}"
    return link if link.startswith("/") and not link.startswith(STAYS_AWAY) else ""
