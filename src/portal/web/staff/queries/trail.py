"""The trail as an auditor reads it: numbers instead of keys, page by page, nobody's name opened."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet

from portal.kernel.clock import EASTERN
from portal.kernel.models import StoredFile, Submission, TrailEntry
from portal.kernel.numbers import read_number
from portal.payments.models import PaymentRequest
from portal.people.models import Account, Designation, Organisation
from portal.tickets.models import Person

_NAMED = 50


class Asked(NamedTuple):
    """What the trail is searched for; every part given must match. `before` and `after` are entries' IDs."""

    number: str = ""
    account: str = ""
    kind: str = ""
    day: date | None = None
    before: int | None = None
    after: int | None = None


@dataclass(frozen=True, slots=True)
class TrailRow:
    """One entry. `people` are Ticketholders' numbers: names are not opened to read the trail."""

    id: int
    at: datetime
    kind: str
    by: str
    organisation: str
    subject: str
    people: list[str]
    page: str
    purpose: str
    detail: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class TrailPage:
    """Some entries, the newest first, and whether there are newer and older ones."""

    rows: list[TrailRow]
    newer: int | None
    older: int | None


def entries(asked: Asked, *, size: int = 25) -> TrailPage:
    """The entries asked for. Pages go by ID: the trail grows while it is read, and is never counted."""
    rows = _found(asked)
    if asked.after is not None:
        part = list(rows.filter(id__gt=asked.after).order_by("id")[: size + 1])
        more_new, more_old = len(part) > size, True
        part = part[:size][::-1]
    else:
        rows = rows.filter(id__lt=asked.before) if asked.before is not None else rows
        part = list(rows.order_by("-id")[: size + 1])
        more_new, more_old = asked.before is not None, len(part) > size
        part = part[:size]
    newer = part[0].pk if part and more_new else None
    older = part[-1].pk if part and more_old else None
    return TrailPage(_rows(part), newer, older)


def _found(asked: Asked) -> QuerySet[TrailEntry]:
    rows = TrailEntry.objects.all()
    if asked.number:
        rows = rows.filter(_about(asked.number))
    if asked.account:
        named = Account.objects.filter(name__icontains=asked.account).order_by("name")
        rows = rows.filter(account__in=list(named.values_list("pk", flat=True)[:_NAMED]))
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.day is not None:
        since = datetime.combine(asked.day, datetime.min.time(), EASTERN)
        until = datetime.combine(asked.day + timedelta(days=1), datetime.min.time(), EASTERN)
        rows = rows.filter(at__gte=since, at__lt=until)
    return rows


def _about(text: str) -> Q:
    """A Ticketholder's number finds what names the person; any other what it was done to."""
    number = read_number(text) or ""
    if number.startswith("TK-"):
        person = Person.objects.filter(number=number).values_list("pk", flat=True).first()
        return Q(people__contains=[person]) if person else Q(pk=None)
    for model in (PaymentRequest, Submission, StoredFile, Designation):
        found = model.objects.filter(number=number).values_list("pk", flat=True).first()
        if found is not None:
            return Q(subject=found)
    if number.startswith("OR-"):
        return Q(
            organisation__in=list(Organisation.objects.filter(number=number).values_list("pk", flat=True))
        )
    return Q(pk=None)


def _rows(found: list[TrailEntry]) -> list[TrailRow]:
    accounts = _by_key(Account, "name", (row.account for row in found))
    organisations = _by_key(Organisation, "name", (row.organisation for row in found))
    people = _by_key(Person, "number", (one for row in found for one in row.people))
    numbers = _by_key(PaymentRequest, "number", (row.subject for row in found))
    # Asked for only where one of the entries is about one: most are about requests.
    named = (row.subject for row in found if row.subject_kind == "designation")
    numbers |= _by_key(Designation, "number", named)
    return [
        TrailRow(
            row.pk,
            row.at,
            row.kind,
            accounts.get(row.account, row.actor) if row.account else row.actor,
            organisations.get(row.organisation, "") if row.organisation else "",
            numbers.get(row.subject, row.subject_kind) if row.subject else row.subject_kind,
            [people.get(one, "unknown") for one in row.people],
            row.page,
            row.purpose,
            _detail(row.detail, accounts),
        )
        for row in found
    ]


def _by_key(model: Any, column: str, keys: Iterable[UUID | None]) -> dict[UUID, str]:
    wanted = {key for key in keys if key is not None}
    return dict(model.objects.filter(pk__in=wanted).values_list("pk", column))


def _detail(detail: dict[str, Any], accounts: dict[UUID, str]) -> list[tuple[str, str]]:
    names = {str(key): name for key, name in accounts.items()}
    return [
        (name.replace("_", " ").replace("-", " "), names.get(str(value), _words(value)))
        for name, value in detail.items()
    ]


def _words(value: Any) -> str:
    if value is None:
        return "none"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
