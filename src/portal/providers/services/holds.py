"""Holds on a provider's payments: placed with a reason, lifted with a reason. Requests wait; none is denied for it."""

from datetime import date
from uuid import UUID

from portal.kernel.unit import as_system
from portal.providers.models import Hold, Provider
from portal.providers.results import Answer
from portal.providers.services.agreements import until
from portal.providers.services.keeping import add, keep, refuse, take, take_part

PART = "hold"


def place_hold(*, provider: UUID, version: int, from_on: date, last_day: date | None, reason: str) -> Answer:
    """Let payments wait from a day on, through `last_day` (None: until it is lifted). Providers read the reason."""
    with as_system():
        owner = take(provider, version)
        if not isinstance(owner, Provider):
            return owner
        row = Hold(provider=owner, from_on=from_on, until_on=until(last_day), reason=reason.strip())
        if not row.reason:
            return refuse(owner.pk, PART, "Write why payments have to wait.", "reason")
        if row.until_on is not None and row.until_on <= row.from_on:
            return refuse(owner.pk, PART, "Enter the first day of the hold or a later one.", "last_day")
        return add(owner, PART, row, ("from_on", "until_on", "reason"))


def lift_hold(*, provider: UUID, row: UUID, version: int, ends_on: date, why: str) -> Answer:
    """Let payments go again from `ends_on` on. Requests that waited are judged again within the hour."""
    with as_system():
        taken = take_part(Hold, provider, row, version)
        if not isinstance(taken, tuple):
            return taken
        owner, hold = taken
        if not why.strip():
            return refuse(owner.pk, PART, "Write why payments can go again.", "why")
        if ends_on < hold.from_on:
            sentence = f"The hold starts on {hold.from_on:%m/%d/%Y}. Enter that day or a later one."
            return refuse(owner.pk, PART, sentence, "ends_on")
        if hold.until_on is not None and ends_on > hold.until_on:
            sentence = "The hold ends earlier already. To let payments wait longer, place a new hold."
            return refuse(owner.pk, PART, sentence, "ends_on")
        return keep(owner.pk, PART, hold, {"until_on": ends_on, "lifted_why": why.strip()})
