"""A provider's numbers, SAM registration, bank account and business models (mission row L2).

The gate and the payment rules read the rows at every decision, so each change counts from the next one on.
"""

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from portal.kernel.unit import as_system, current
from portal.policy.provider_numbers import read_ein, read_pid, read_uei
from portal.providers.business_models import ADMINISTRATIVE, NAMES
from portal.providers.models import Affiliate, Provider
from portal.providers.results import Answer
from portal.providers.services.keeping import keep, refuse, take

NUMBERS = {
    "ein": (read_ein, "Enter an EIN of 9 digits, for example 12-3456789. The first two must be in use."),
    "pid": (read_pid, "Enter a PID of 4 to 15 letters and digits."),
    "uei": (
        read_uei,
        "Enter a UEI of 12 letters and digits. It has no O and no I, and does not start with 0.",
    ),
}


def keep_numbers(*, provider: UUID, version: int, ein: str, pid: str, uei: str) -> Answer:
    """Set EIN, PID and UEI. Only a number that changes must have its shape; a PID belongs to one provider."""
    with as_system():
        row = take(provider, version)
        if not isinstance(row, Provider):
            return row
        values = {}
        for field, typed in (("ein", ein), ("pid", pid), ("uei", uei)):
            read, sentence = NUMBERS[field]
            before = getattr(row, field)
            number = before if _same(typed, before) else read(typed)
            if number is None:
                return refuse(row.pk, "numbers", sentence, field)
            values[field] = number
        try:
            with transaction.atomic():
                return keep(row.pk, "numbers", row, values)
        except IntegrityError:
            return refuse(row.pk, "numbers", "Another provider has this PID. Check the number.", "pid")


def keep_registration(*, provider: UUID, version: int, last_day: date | None) -> Answer:
    """Set the last day of the SAM registration; None is not known. A day in the past ends it: payments wait."""
    with as_system():
        row = take(provider, version)
        if not isinstance(row, Provider):
            return row
        return keep(row.pk, "registration", row, {"sam_registered_until": _until(last_day)})


def keep_bank(*, provider: UUID, version: int, current_now: bool, last_day: date | None) -> Answer:
    """Say whether the bank account is verified, and through which day (None: no end known). Never its number."""
    with as_system():
        row = take(provider, version)
        if not isinstance(row, Provider):
            return row
        values = {
            "bank_current": current_now,
            "bank_verified_until": _until(last_day) if current_now else None,
        }
        return keep(row.pk, "bank", row, values)


def bank_refused(providers: Collection[UUID]) -> None:
    """A bank gave these providers' deposits back: their accounts count as not current until somebody verifies them.

    Called as the system.
    """
    for row in Provider.objects.select_for_update().filter(pk__in=providers).order_by("pk"):
        keep(row.pk, "bank", row, {"bank_current": False, "bank_verified_until": None})


def keep_business_models(*, provider: UUID, version: int, models: Collection[str]) -> Answer:
    """Set the approved business models; affiliates in force need the administrative one."""
    with as_system():
        row = take(provider, version)
        if not isinstance(row, Provider):
            return row
        wanted = [model for model in NAMES if model in models]
        if ADMINISTRATIVE not in wanted and _has_affiliates(row):
            sentence = (
                "This provider has affiliates, which only an administrative EN has. End the affiliates first."
            )
            return refuse(row.pk, "business-models", sentence, "models")
        return keep(row.pk, "business-models", row, {"business_models": wanted})


def _has_affiliates(row: Provider) -> bool:
    in_force = Q(until_on=None) | Q(until_on__gt=current().on)
    return Affiliate.objects.filter(in_force, provider=row).exists()


def _until(last_day: date | None) -> date | None:
    return last_day + timedelta(days=1) if last_day else None


def _same(typed: str, before: str) -> bool:
    return typed.replace("-", "").replace(" ", "").upper() == before.replace("-", "").upper()
