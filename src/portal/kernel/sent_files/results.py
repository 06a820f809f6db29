"""What the services of sent files answer. A refusal is a value, so that the unit's trail commits."""

from typing import NamedTuple
from uuid import UUID


class Received(NamedTuple):
    """The file was read, and is tried now or by the worker; nothing is brought in yet."""

    file: UUID
    number: str


class Started(NamedTuple):
    """The worker brings it in now, or has."""

    number: str


class NotYet(NamedTuple):
    """It cannot be brought in, or not yet; the sentence says why and what to do."""

    sentence: str


class NotFound(NamedTuple):
    """Nothing of this ID that the actor may see or do."""
