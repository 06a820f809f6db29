"""How every change of a provider's record is made: locked, unchanged since the page was made, noted old to new."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import models

from portal.kernel.models import TrailEntry
from portal.kernel.trail import note
from portal.kernel.unit import current
from portal.people.models import Account
from portal.policy.roles import Permission
from portal.providers.models import Provider
from portal.providers.results import Changed, Kept, NotAllowed, NotFound
from portal.providers.words import changes_words

CHANGED, REFUSED = "provider-changed", "provider-change-refused"
# Names of people and what somebody wrote stay in their rows: the trail holds no personal data.
_NOT_IN_THE_TRAIL = frozenset({("counsellor", "name"), ("hold", "reason"), ("hold", "lifted_why")})


def may_keep() -> bool:
    """May the actor change providers' records?"""
    return current().actor.may(Permission.KEEP_PROVIDERS)


def take(provider: UUID, version: int) -> Provider | Changed | NotFound:
    """The provider, locked, as the page showed it. Called as the system."""
    if not may_keep():
        return NotFound()
    row = Provider.objects.select_for_update().filter(pk=provider).first()
    if row is None:
        return NotFound()
    return row if row.version == version else changed_since(row.pk, row.pk, version, row.version)


def take_part[Row: models.Model](
    model: type[Row], provider: UUID, row: UUID, version: int
) -> tuple[Provider, Row] | Changed | NotFound:
    """A row of the provider's record, locked with the provider, as the page showed it. Called as the system."""
    if not may_keep():
        return NotFound()
    owner = Provider.objects.select_for_update().filter(pk=provider).first()
    part: Any = model._default_manager.select_for_update().filter(pk=row, provider=provider).first()
    if owner is None or part is None:
        return NotFound()
    return (owner, part) if part.version == version else changed_since(owner.pk, row, version, part.version)


def keep(provider: UUID, part: str, row: Any, values: Mapping[str, Any]) -> Kept:
    """Set these fields of a locked row; nothing is written where they stand so already."""
    before = {field: getattr(row, field) for field in values}
    differing = {field: value for field, value in values.items() if before[field] != value}
    if not differing:
        return Kept(changed=False)
    for field, value in differing.items():
        setattr(row, field, value)
    row.version += 1
    row.save(update_fields=[*differing, "version"])
    _note(provider, part, row, {field: (before[field], value) for field, value in differing.items()})
    return Kept()


def add(owner: Provider, part: str, row: Any, fields: tuple[str, ...]) -> Kept:
    """Add a row to a locked provider's record; the provider's version goes up, so that no second one slips in."""
    owner.version += 1
    owner.save(update_fields=["version"])
    row.save(force_insert=True)
    changes = {field: (None, getattr(row, field)) for field in fields}
    _note(owner.pk, part, owner, changes, added=str(row.pk))
    return Kept()


def refuse(provider: UUID, part: str, sentence: str, field: str = "") -> NotAllowed:
    """Note a refused change and say why."""
    note(REFUSED, subject_kind="provider", subject=provider, detail={"part": part, "field": field})
    return NotAllowed(sentence, field)


def changed_since(provider: UUID, row: UUID, version: int, now: int) -> Changed:
    """Who changed the row after this version of it, and what, from the trail."""
    entries = list(
        TrailEntry.objects.filter(
            subject=provider, kind=CHANGED, detail__row=str(row), detail__version__gt=version
        ).order_by("id")
    )
    last = entries[-1] if entries else None
    named = Account.objects.filter(pk=last.account) if last and last.account else Account.objects.none()
    by = named.values_list("name", flat=True).first()
    what = [words for entry in entries for words in changes_words(entry.detail["changes"])]
    note(REFUSED, subject_kind="provider", subject=provider, detail={"row": str(row), "check": "version"})
    return Changed(by or "", last.at if last else None, now, tuple(what))


def _note(provider: UUID, part: str, row: Any, changes: Mapping[str, tuple[Any, Any]], **more: str) -> None:
    told = {
        field: [_plain(old), _plain(new)]
        for field, (old, new) in changes.items()
        if (part, field) not in _NOT_IN_THE_TRAIL
    }
    note(
        CHANGED,
        subject_kind="provider",
        subject=provider,
        detail={"part": part, "row": str(row.pk), "version": row.version, "changes": told, **more},
    )


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
