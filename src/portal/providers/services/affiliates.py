"""Who works under an administrative EN's agreement, and who at a provider is certified to counsel on benefits."""

from datetime import date
from typing import Any
from uuid import UUID

from portal.kernel.unit import as_system
from portal.providers.business_models import ADMINISTRATIVE
from portal.providers.models import Affiliate, CertifiedCounsellor, Provider
from portal.providers.results import Answer
from portal.providers.services.agreements import until
from portal.providers.services.keeping import add, keep, refuse, take, take_part

AFFILIATE, COUNSELLOR = "affiliate", "counsellor"
_FIRST_DAY = "Enter the first day or a later one."


def add_affiliate(
    *, provider: UUID, version: int, name: str, share_rule: str, from_on: date, last_day: date | None
) -> Answer:
    """Enter an affiliate and how payments are shared with it. Only an administrative EN has affiliates."""
    with as_system():
        owner = take(provider, version)
        if not isinstance(owner, Provider):
            return owner
        if ADMINISTRATIVE not in owner.business_models:
            sentence = (
                "Only an administrative EN has affiliates. Add that business model first, if it is approved."
            )
            return refuse(owner.pk, AFFILIATE, sentence)
        row = Affiliate(
            provider=owner, name=name, share_rule=share_rule, from_on=from_on, until_on=until(last_day)
        )
        return _add(owner, AFFILIATE, row, ("name", "share_rule", "from_on", "until_on"))


def keep_affiliate(
    *, provider: UUID, row: UUID, version: int, name: str, share_rule: str, last_day: date | None
) -> Answer:
    """Correct an affiliate, or end it with its last day."""
    with as_system():
        taken = take_part(Affiliate, provider, row, version)
        if not isinstance(taken, tuple):
            return taken
        return _keep(*taken, AFFILIATE, {"name": name, "share_rule": share_rule, "until_on": until(last_day)})


def add_counsellor(
    *, provider: UUID, version: int, name: str, certificate: str, from_on: date, last_day: date | None
) -> Answer:
    """Enter a certified benefits counsellor, with the certificate and its last good day."""
    with as_system():
        owner = take(provider, version)
        if not isinstance(owner, Provider):
            return owner
        row = CertifiedCounsellor(
            provider=owner, name=name, certificate=certificate, from_on=from_on, until_on=until(last_day)
        )
        return _add(owner, COUNSELLOR, row, ("name", "certificate", "from_on", "until_on"))


def keep_counsellor(
    *, provider: UUID, row: UUID, version: int, name: str, certificate: str, last_day: date | None
) -> Answer:
    """Correct a counsellor's entry, renew the certificate, or end it."""
    with as_system():
        taken = take_part(CertifiedCounsellor, provider, row, version)
        if not isinstance(taken, tuple):
            return taken
        values = {"name": name, "certificate": certificate, "until_on": until(last_day)}
        return _keep(*taken, COUNSELLOR, values)


def _add(owner: Provider, part: str, row: Any, fields: tuple[str, ...]) -> Answer:
    if row.until_on is not None and row.until_on <= row.from_on:
        return refuse(owner.pk, part, _FIRST_DAY, "last_day")
    return add(owner, part, row, fields)


def _keep(owner: Provider, row: Any, part: str, values: dict[str, Any]) -> Answer:
    if values["until_on"] is not None and values["until_on"] <= row.from_on:
        return refuse(owner.pk, part, _FIRST_DAY, "last_day")
    return keep(owner.pk, part, row, values)
