"""Whom a mail to an organisation reaches: people at work there, by what they may do."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from portal.people.models import Employment
from portal.policy.roles import GRANTS, Permission


class Reader(NamedTuple):
    """Whom a mail goes to."""

    account: UUID
    address: str


def employed(organisations: Iterable[UUID], on: date) -> list[Employment]:
    """Who works there on a day and may sign in; one query."""
    rows = Employment.objects.filter(organisation__in=list(organisations), started_on__lte=on)
    return [
        row
        for row in rows.select_related("account")
        if (row.ended_on is None or row.ended_on > on) and row.account.is_active
    ]


def readers(at_work: Sequence[Employment], permission: Permission, first: UUID | None) -> list[Reader]:
    """Of an organisation's people: who began it, while still employed; else all who hold the permission."""
    asked = [row for row in at_work if row.account_id == first]
    able = [row for row in at_work if not GRANTS[permission].isdisjoint(row.roles)]
    return [Reader(row.account_id, row.account.email) for row in asked or able]
