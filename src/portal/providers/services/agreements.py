"""A provider's agreements: a new one, a longer one, an ended one. The gate reads them at every request."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from portal.kernel.unit import as_system
from portal.providers.models import Agreement, Provider
from portal.providers.results import Answer
from portal.providers.services.keeping import add, keep, refuse, take, take_part

PART = "agreement"


def add_agreement(
    *, provider: UUID, version: int, number: str, from_on: date, last_day: date | None
) -> Answer:
    """Enter a new agreement, in force through `last_day` (None: no end). Agreements do not overlap."""
    with as_system():
        owner = take(provider, version)
        if not isinstance(owner, Provider):
            return owner
        row = Agreement(provider=owner, number=number, from_on=from_on, until_on=until(last_day))
        if (wrong := _wrong(row)) is not None:
            return refuse(owner.pk, PART, *wrong)
        return add(owner, PART, row, ("number", "from_on", "until_on"))


def keep_agreement(*, provider: UUID, row: UUID, version: int, number: str, last_day: date | None) -> Answer:
    """Extend or end an agreement: after `last_day` the portal is closed to the provider's people."""
    with as_system():
        taken = take_part(Agreement, provider, row, version)
        if not isinstance(taken, tuple):
            return taken
        owner, agreement = taken
        wanted = Agreement(
            pk=agreement.pk, provider=owner, from_on=agreement.from_on, until_on=until(last_day)
        )
        if (wrong := _wrong(wanted)) is not None:
            return refuse(owner.pk, PART, *wrong)
        return keep(owner.pk, PART, agreement, {"number": number, "until_on": wanted.until_on})


def until(last_day: date | None) -> date | None:
    """The first day after the last one; none where it has no end."""
    return last_day + timedelta(days=1) if last_day else None


def _wrong(row: Agreement) -> tuple[str, str] | None:
    """A sentence and the field it is about, where the agreement cannot stand so."""
    if row.until_on is not None and row.until_on <= row.from_on:
        return f"It starts on {row.from_on:%m/%d/%Y}. Enter that day or a later one.", "last_day"
    others = Agreement.objects.filter(provider=row.provider).exclude(pk=row.pk)
    if (other := _overlapped(row, others)) is not None:
        last = f" to {other.until_on - timedelta(days=1):%m/%d/%Y}" if other.until_on else ", without an end"
        sentence = f"Another agreement is in force from {other.from_on:%m/%d/%Y}{last}. End that one before this starts."
        return sentence, "from_on" if other.from_on <= row.from_on else "last_day"
    return None


def _overlapped(row: Agreement, others: Iterable[Agreement]) -> Agreement | None:
    for other in others:
        starts_before_other_ends = other.until_on is None or row.from_on < other.until_on
        if starts_before_other_ends and (row.until_on is None or other.from_on < row.until_on):
            return other
    return None
