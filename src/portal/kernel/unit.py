"""One unit of work: everything that touches data runs in one, opened at the edge.

`BEGIN; role and actor; load; decide; write; COMMIT`. A reading unit is READ ONLY in the database itself.
Looks at people's sealed data are gathered while it runs and written to the trail over the `side` connection
before anything is shown.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from psycopg.pq import TransactionStatus

from portal.kernel.actor import Actor, Wall
from portal.kernel.clock import Moment
from portal.kernel.database.base import DatabaseWrapper
from portal.kernel.ids import new_id


@dataclass
class Unit:
    """The running unit: who, when, why, and whom it has looked at."""

    actor: Actor
    moment: Moment
    reading: bool
    page: str
    purpose: str = ""
    id: UUID = field(default_factory=new_id)
    looked_at: set[UUID] = field(default_factory=set)
    # Of these, who stands in the trail already.
    noted: set[UUID] = field(default_factory=set)
    # Data keys already fetched, by ID: they live no longer than the unit (kernel.vault).
    keys: dict[bytes, bytes] = field(default_factory=dict, repr=False)
    wearing: Wall = Wall.ENTRANCE

    @property
    def on(self) -> date:
        return self.moment.on

    @property
    def at(self) -> datetime:
        return self.moment.at


class NoUnit(RuntimeError):
    """A service or the vault was used outside a unit of work."""


_PUT_ON = """
select set_config('role', %s, true), set_config('portal.actor', %s, true), set_config('portal.organisation', %s, true),
    set_config('portal.person', %s, true), set_config('portal.unit', %s, true), set_config('portal.on', %s, true)
"""
_PUT_ON_READING = f"{_PUT_ON}, set_config('transaction_read_only', 'on', true)"
_ROLE = "select set_config('role', %s, true)"
_ROLE_AND_PLAN = "select set_config('role', %s, true), set_config('plan_cache_mode', %s, true)"
_current: ContextVar[Unit | None] = ContextVar("portal_unit", default=None)


def current() -> Unit:
    """The unit this code runs in. Raises NoUnit outside one."""
    unit = _current.get()
    if unit is None:
        raise NoUnit("this needs a unit of work; open one at the edge")
    return unit


def key_ring() -> dict[bytes, bytes]:
    """The data keys this unit has fetched; outside a unit nothing is kept."""
    unit = _current.get()
    return {} if unit is None else unit.keys


@contextmanager
def open_unit(actor: Actor, moment: Moment, *, reading: bool, page: str, purpose: str = "") -> Iterator[Unit]:
    """Open the one unit of a request, job or command. Units do not nest."""
    if _current.get() is not None:
        raise RuntimeError("a unit of work is open already")
    unit = Unit(actor=actor, moment=moment, reading=reading, page=page, purpose=purpose)
    with transaction.atomic(durable=True):
        become(unit, actor)
        token = _current.set(unit)
        try:
            yield unit
        finally:
            _current.reset(token)
            _main().say_nothing_first()


def become(unit: Unit, actor: Actor) -> None:
    """Put on the actor's role, for the rest of the transaction; the gate calls it once it knows who it is.

    It is sent with the unit's next statement: until then nothing was asked that could have the wrong role.
    """
    unit.actor = actor
    unit.wearing = actor.wall
    _main().say_first(
        _PUT_ON_READING if unit.reading else _PUT_ON,
        [
            actor.wall.value,
            actor.label,
            str(actor.organisation or ""),
            str(actor.person or ""),
            str(unit.id),
            unit.on.isoformat(),
        ],
    )


@contextmanager
def at_once() -> Iterator[None]:
    """Send what is asked in here in one round trip; a cursor has its rows once it ends, as have its errors."""
    with connection.wrap_database_errors, connection.connection.pipeline():
        yield


@contextmanager
def as_facts() -> Iterator[None]:
    """Read every row for a decision, write none. Only files named facts.py may use it (a repository test)."""
    with _wearing(Wall.FACTS):
        yield


def read_as_facts(statement: str, parameters: dict[str, Any], *, few: bool = False) -> list[tuple[Any, ...]]:
    """The rows of one statement read as facts, role and all in one round trip: for what every page asks first.

    `few`: it asks for a handful by their IDs, so its plan can be kept. Planning a dozen tables anew each time takes
    several times as long as reading them.

    Only files named facts.py may use it, as with `as_facts`.
    """
    with connection.cursor() as cursor:
        with at_once():
            connection.connection.execute(
                _ROLE_AND_PLAN, [Wall.FACTS.value, "force_generic_plan" if few else "auto"]
            )
            cursor.execute(statement, parameters)
            connection.connection.execute(_ROLE_AND_PLAN, [current().wearing.value, "auto"])
        return list(cursor.fetchall())


@contextmanager
def as_system() -> Iterator[None]:
    """Write what only the system writes (determinations, awards, ledger), in the unit that brought it about.

    The trail keeps the person; only services use it (a repository test).
    """
    with _wearing(Wall.WORKER):
        yield


@contextmanager
def _wearing(wall: Wall) -> Iterator[None]:
    unit = current()
    before = unit.wearing
    _role(wall)
    unit.wearing = wall
    try:
        yield
    finally:
        unit.wearing = before
        # After an error the transaction is lost anyway, and this statement would hide what broke it.
        if connection.connection.info.transaction_status is not TransactionStatus.INERROR:
            _role(before)


def _main() -> DatabaseWrapper:
    """The connection that units run on."""
    return cast(DatabaseWrapper, connections[DEFAULT_DB_ALIAS])


def _role(wall: Wall) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_ROLE, [wall.value])
