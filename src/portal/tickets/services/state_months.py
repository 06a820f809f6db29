"""Benefits and blindness by month, as Social Security's record states them. Run as the system, in sets.

Where the months of a person and title meet nothing on record, rows are written as they stand; where they meet
something, `policy/statements.py` lays one over the other.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection, models
from psycopg import sql

from portal.kernel.ids import new_id
from portal.kernel.sets import insert_rows
from portal.kernel.stated import HELD, Column, NotTaken, Recorded, insert_staged, stage
from portal.kernel.unit import as_system, current
from portal.policy.core import Month
from portal.policy.statements import Over, Spell, laid_over
from portal.tickets.models import BenefitPeriod, BlindPeriod

_NOT_PAID = NotTaken(
    -1,
    "title",
    "No benefit under this title is on record in these months.",
    "Send the benefit with its status first, then the suspension.",
)


class _Kind(NamedTuple):
    """A table of months: what a row is about besides the person, and what it says of the months."""

    model: type[models.Model]
    about: tuple[str, ...]
    says: tuple[str, ...]


_BENEFITS = _Kind(BenefitPeriod, ("title",), ("kind", "exceptions", "status"))
_BLIND = _Kind(BlindPeriod, (), ())

type Key = tuple[Any, ...]


def state_benefits(columns: Mapping[str, Column], as_of: date) -> Recorded:
    """Record benefits; `columns` are id, person_id, title, kind, exceptions, status, from_month, until_month."""
    return _state(_BENEFITS, columns, as_of)


def state_blindness(columns: Mapping[str, Column], as_of: date) -> Recorded:
    """Record blindness; `columns` are id, person_id, from_month, until_month."""
    return _state(_BLIND, columns, as_of)


def state_suspensions(columns: Mapping[str, Column], as_of: date) -> Recorded:
    """Record that benefits were suspended for work; `columns` are person_id, title, from_month, until_month."""
    stage(columns)
    with as_system():
        return _laid(_BENEFITS, _taken_out("true", ("title",), ()), as_of, _suspended)


def _suspended(known: Any) -> Any:
    return None if known is None else (*known[:2], BenefitPeriod.Status.SUSPENDED_FOR_WORK.value)


def _state(kind: _Kind, columns: Mapping[str, Column], as_of: date) -> Recorded:
    stage(columns)
    with as_system():
        done = _laid(kind, _taken_out(_meets(kind), kind.about, kind.says), as_of, None)
        _leave_same(kind, as_of)
        table = kind.model._meta.db_table
        plain = insert_staged(
            table, (*kind.about, *kind.says, "from_month", "until_month"), {}, as_of, current().at
        )
    return Recorded(done.changed + plain.changed, done.people | plain.people, done.refused)


def _months_meet(one: str, other: str) -> str:
    return (
        f"{one}.from_month < coalesce({other}.until_month, 'infinity')"
        f" and {other}.from_month < coalesce({one}.until_month, 'infinity')"
    )


def _equal(one: str, other: str, names: Iterable[str]) -> str:
    """Equal in these columns, of which only the end of the months may be missing."""
    signs = {name: "is not distinct from" if name == "until_month" else "=" for name in names}
    return " and ".join(f"{one}.{name} {sign} {other}.{name}" for name, sign in signs.items())


def _meets(kind: _Kind) -> str:
    """A staged row `s` of a person and title that has to be laid over something."""
    table, about = kind.model._meta.db_table, ("person_id", *kind.about)
    key = ", ".join(about)
    same = _equal("a", "t", (*kind.says, "from_month", "until_month"))
    return (
        f"({', '.join(f's.{name}' for name in about)}) in ("  # noqa: S608 -- our own words
        f"select {', '.join(f'a.{name}' for name in about)} from pg_temp.stated a join pg_temp.stated b using ({key})"
        f" where a.nth <> b.nth and {_months_meet('a', 'b')} union all"
        f" select {', '.join(f'a.{name}' for name in about)} from pg_temp.stated a join {table} t using ({key})"
        f" where t.superseded_at is null and {_months_meet('a', 't')} and not ({same}))"
    )


def _taken_out(where: str, about: Sequence[str], says: Sequence[str]) -> list[tuple[int, Key, Spell]]:
    """Staged rows that have to be laid over what is known, in their order, out of what is staged."""
    names = ", ".join(
        f"s.{name}" for name in ("nth", "from_month", "until_month", "person_id", *about, *says)
    )
    with connection.cursor() as cursor:
        cursor.execute(f"delete from pg_temp.stated s where {where} returning {names}")  # noqa: S608 -- our own words
        rows = sorted(cursor.fetchall(), key=lambda row: row[0])
    keyed = 4 + len(about)
    return [(row[0], row[3:keyed], _spell(row[1], row[2], row[keyed:])) for row in rows]


def _leave_same(kind: _Kind, as_of: date) -> None:
    """What is on record as it is stated; only the day as of which it was said is kept."""
    same = _equal("t", "s", ("person_id", *kind.about, *kind.says, "from_month", "until_month"))
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL(
                "with same as (delete from {held} s using {table} t where t.superseded_at is null and {same}"
                " returning t.id) update {table} own set stated_on = %(as_of)s from same where own.id = same.id"
                " and (own.stated_on is null or own.stated_on < %(as_of)s)"
            ).format(held=HELD, table=sql.Identifier(kind.model._meta.db_table), same=sql.SQL(same)),
            {"as_of": as_of},
        )


def _laid(kind: _Kind, stated: list[tuple[int, Key, Spell]], as_of: date, over: Over | None) -> Recorded:
    if not stated:
        return Recorded()
    done, before = Recorded(), _known(kind, {key[0] for _, key, _ in stated})
    after = dict(before)
    for nth, key, spell in stated:
        known = after.get(key, [])
        found = laid_over(known, spell._replace(stated_on=as_of), over)
        if over is not None and not _any_met(known, spell):
            done.refused.append(_NOT_PAID._replace(nth=nth))
        elif found != known:
            done.changed += 1
            done.people.add(key[0])
        after[key] = found
    touched = {key for _, key, _ in stated}
    _write(kind, {key: before.get(key, []) for key in touched}, {key: after[key] for key in touched})
    return done


def _any_met(known: Iterable[Spell], spell: Spell) -> bool:
    return any(
        (spell.until is None or one.from_ < spell.until) and (one.until is None or spell.from_ < one.until)
        for one in known
    )


def _known(kind: _Kind, people: set[UUID]) -> dict[Key, list[Spell]]:
    names = ("id", "from_month", "until_month", "stated_on", "person_id", *kind.about, *kind.says)
    keyed = 5 + len(kind.about)
    found: dict[Key, list[Spell]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            f"select {', '.join(names)} from {kind.model._meta.db_table}"  # noqa: S608 -- our own words
            " where person_id = any(%s) and superseded_at is null",
            [list(people)],
        )
        for row in cursor.fetchall():
            spell = _spell(row[1], row[2], row[keyed:])._replace(stated_on=row[3], known=row[0])
            found.setdefault(row[4:keyed], []).append(spell)
    return {key: sorted(spells, key=lambda one: one.from_) for key, spells in found.items()}


def _spell(from_: date, until: date | None, says: Sequence[Any]) -> Spell:
    value = tuple(tuple(one) if isinstance(one, list) else one for one in says)
    return Spell(Month.of(from_), None if until is None else Month.of(until), value)


def _write(kind: _Kind, before: Mapping[Key, list[Spell]], after: Mapping[Key, list[Spell]]) -> None:
    standing = {spell.known for spells in after.values() for spell in spells if spell.known}
    gone = [spell.known for spells in before.values() for spell in spells if spell.known not in standing]
    kind.model._default_manager.filter(pk__in=gone).update(superseded_at=current().at)
    insert_rows(
        [_row(kind, key, spell) for key, spells in after.items() for spell in spells if not spell.known]
    )


def _row(kind: _Kind, key: Key, spell: Spell) -> models.Model:
    values: Sequence[Any] = spell.value  # type: ignore[assignment]
    says = {
        name: list(one) if isinstance(one, tuple) else one
        for name, one in zip(kind.says, values, strict=True)
    }
    make: Callable[..., models.Model] = kind.model
    return make(
        id=new_id(),
        person_id=key[0],
        from_month=spell.from_,
        until_month=spell.until,
        stated_on=spell.stated_on,
        recorded_at=current().at,
        **dict(zip(kind.about, key[1:], strict=True)),
        **says,
    )
