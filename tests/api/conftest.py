"""A provider with a key for its case system, and another that must see nothing."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from portal.people.services.api_keys import Made, make_key
from portal.policy.roles import API_SCOPES, Role
from tests.world import World

ROOT = "/api/v1"


@dataclass
class Caller:
    """A case system: what it sends with a key, and what it is told."""

    secret: str

    def get(self, path: str, **more: Any) -> Any:
        return self._send("GET", path, None, more)

    def post(self, path: str, body: Any = None, **more: Any) -> Any:
        return self._send("POST", path, body, more)

    def _send(self, method: str, path: str, body: Any, more: dict[str, Any]) -> Any:
        headers = {"authorization": f"Bearer {self.secret}", **more.pop("headers", {})}
        data = body if isinstance(body, bytes | str) else json.dumps(body) if body is not None else ""
        kind = more.pop("content_type", "application/json")
        return Client(raise_request_exception=False).generic(
            method, f"{ROOT}{path}", data, kind, headers=headers, **more
        )


class Systems:
    """One EN with an administrator, a Ticketholder, and keys as wanted; another EN beside it."""

    def __init__(self, world: World, unit_as: Any) -> None:
        self.world, self.unit_as = world, unit_as
        self.ours, self.theirs = (
            world.organisation("Bright Path Works"),
            world.organisation("Elsewhere Works"),
        )
        self.account = world.account(self.ours, [Role.EN_ADMINISTRATOR], name="Ada Administrator")
        self.stranger = world.account(self.theirs, [Role.EN_ADMINISTRATOR], name="Sam Stranger")
        self.holder = self.held_by(self.ours)
        self.system = Caller(self.key().secret)

    def key(self, account: Any = None, scopes: Any = tuple(API_SCOPES), days: int = 90) -> Made:
        with self.unit_as(self.world.actor(account or self.account)):
            made = make_key(once=uuid4(), name="Case system", scopes=[str(one) for one in scopes], days=days)
        assert isinstance(made, Made), made
        return made

    def held_by(
        self, organisation: Any, name: str = "Ana Ruiz", *, earned: Any = ("2025-02", "2025-03"), **more: Any
    ) -> Any:
        person = self.world.person(name, **more)
        self.world.benefits(person)
        self.world.assignment(self.world.ticket(person), organisation)
        for month in earned:
            self.world.earnings(person, month, 1500)
        return person

    def asking(self, person: Any = None, **more: Any) -> dict[str, Any]:
        return {
            "ticketholder": (person or self.holder).number,
            "claims": [{"payment": "P1M1", "claim_month": "2025-02"}],
            "basis": "proven",
            "services_described": True,
            "declared": True,
            **more,
        }


@pytest.fixture
def systems(world: World, unit_as: Any, settings: Any) -> Systems:
    return Systems(world, unit_as)
