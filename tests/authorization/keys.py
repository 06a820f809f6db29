"""A key of an organisation's case system, for its administrator to end."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from portal.kernel.clock import now
from portal.kernel.numbers import new_number
from portal.people.models import ApiKey
from tests.world import LONG_AGO


def arguments(program: Any, name: str, role: str, relation: str) -> list[str] | None:
    """The number in the address; None where it is about something else."""
    if name != "api-key-end":
        return None
    employment = program.people.case(role, relation).employment
    key = program.world.add(
        ApiKey(
            number=new_number("AK"),
            once=uuid4(),
            organisation_id=employment.organisation_id,
            account_id=employment.account_id,
            account_name="Ada Administrator",
            name="Case manager",
            scopes=["read-requests"],
            secret_hash=uuid4().bytes * 2,
            made_at=LONG_AGO,
            expires_at=now().real + timedelta(days=30),
        )
    )
    return [key.number]
