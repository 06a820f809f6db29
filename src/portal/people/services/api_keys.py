"""Keys for an organisation's own case system: made by its administrator, shown once, ended by any of them (row I5)."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from portal.kernel.ids import new_id
from portal.kernel.links import hash_of
from portal.kernel.numbers import new_number
from portal.kernel.trail import note
from portal.kernel.unit import as_system, current
from portal.people.models import ApiKey
from portal.people.results import Done, NotAllowed, NotFound
from portal.policy.roles import API_SCOPES, Permission

# In days; the longest a key may live.
LIVES = (30, 90, 180, 365)
MOST = 20
_PREFIX = "tp_"


@dataclass(frozen=True, slots=True)
class Made:
    """The key, with its secret: this is the only time that it is known."""

    key: UUID
    number: str
    secret: str


def make_key(*, once: UUID, name: str, scopes: Collection[str], days: int) -> Made | NotAllowed:
    """A key that acts for the actor within these scopes; the form that is sent twice makes one."""
    unit, actor = current(), current().actor
    refused = _refusal(name, scopes, days)
    if refused is not None or actor.account is None or actor.organisation is None:
        return refused or NotAllowed("A key is made by a person for an organization.")
    if ApiKey.objects.filter(organisation=actor.organisation, once=once).exists():
        return NotAllowed(
            "This key was made already, and its secret is shown only once. End it and make another."
        )
    if _living(actor.organisation) >= MOST:
        return NotAllowed(f"Your organization has {MOST} keys in use. End one of them first.")
    secret = _PREFIX + secrets.token_urlsafe(32)
    key = ApiKey(
        id=new_id(),
        number=new_number("AK"),
        once=once,
        organisation_id=actor.organisation,
        account_id=actor.account,
        account_name=actor.name,
        name=name.strip(),
        scopes=sorted(scopes),
        secret_hash=hash_of(secret),
        made_at=unit.moment.real,
        expires_at=unit.moment.real + timedelta(days=days),
    )
    with as_system():
        key.save(force_insert=True)
    note("api-key-made", subject_kind="api-key", subject=key.pk, detail={"scopes": key.scopes, "days": days})
    return Made(key.pk, key.number, secret)


def end_key(*, number: str) -> Done | NotFound:
    """End a key of the actor's organisation at once; ended twice, it was ended the first time."""
    unit, actor = current(), current().actor
    if not actor.may(Permission.KEEP_API_KEYS):
        return NotFound()
    found = ApiKey.objects.filter(organisation=actor.organisation, number=number).first()
    if found is None:
        return NotFound()
    with as_system():
        key = ApiKey.objects.select_for_update().get(pk=found.pk)
        if key.ended_at is None:
            key.ended_at, key.ended_by_name = unit.moment.real, actor.name
            key.save(update_fields=["ended_at", "ended_by_name"])
            note("api-key-ended", subject_kind="api-key", subject=key.pk)
    return Done(key.pk, key.number)


def _refusal(name: str, scopes: Collection[str], days: int) -> NotAllowed | None:
    actor = current().actor
    if not actor.may(Permission.KEEP_API_KEYS):
        return NotAllowed("Your organization's administrator makes keys.")
    if not name.strip():
        return NotAllowed("Say which system the key is for.")
    if not scopes or not set(scopes) <= {str(one) for one in API_SCOPES if actor.may(one)}:
        return NotAllowed("Choose what the key may do, of what you may do yourself.")
    if days not in LIVES:
        return NotAllowed("Choose how long the key is good for.")
    return None


def _living(organisation: UUID) -> int:
    rows = ApiKey.objects.filter(organisation=organisation, ended_at=None)
    return rows.filter(expires_at__gt=current().moment.real).count()
