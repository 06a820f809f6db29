"""What was granted and stands in no payment run: to whom, and whether it may be paid out today (rows E5, L11)."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from portal.kernel.unit import current
from portal.payments.facts import bank_current
from portal.people.models import Organisation
from portal.policy.core import Decision
from portal.policy.paying import may_be_paid
from portal.policy.records import Hold, Standing
from portal.providers.models import Hold as HoldRow
from portal.providers.models import Provider


class Owed(NamedTuple):
    """An award that stands in no run, in whole cents."""

    award: UUID
    organisation: UUID
    cents: int


class OwedTo(NamedTuple):
    """What one provider is owed outside of runs, and whether it may be paid out today."""

    number: str
    name: str
    payments: int
    cents: int
    decision: Decision


_FROM = """
from payments_paymentrequest r join payments_award a on a.request_id = r.id
where r.state = 'approved' and a.reversed_on is null
    and not exists (select from payments_runline l where l.award_id = a.id and not l.dropped)
"""
# Whoever takes a payment back locks its request too: it is in the run or taken back, never both.
_TAKEN = f"select a.id, a.organisation_id, a.amount_cents {_FROM} order by r.id for update of r"
_BY_PROVIDER = f"""
select o.id, o.number, o.name, count(*), sum(a.amount_cents)
from (select a.organisation_id, a.amount_cents {_FROM}) a join people_organisation o on o.id = a.organisation_id
group by o.id, o.number, o.name order by o.name, o.number
"""  # noqa: S608


def take_owed() -> list[Owed]:
    """Everything that is owed and in no run, its requests locked. Written as the system."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKEN)
        return [Owed(*row) for row in cursor.fetchall()]


def owed_by_provider() -> list[OwedTo]:
    """The same by provider, to read, with what keeps it from being paid out today."""
    with connection.cursor() as cursor:
        cursor.execute(_BY_PROVIDER)
        rows = cursor.fetchall()
    known = standings([row[0] for row in rows], current().on)
    return [
        OwedTo(number, name, count, int(cents), may_be_paid(known.get(key), current().on))
        for key, number, name, count, cents in rows
    ]


def standings(organisations: Collection[UUID], on: date) -> dict[UUID, Standing]:
    """What bears on paying these providers out; two queries."""
    holds: dict[UUID, list[Hold]] = {}
    for row in HoldRow.objects.filter(provider__in=organisations).order_by("from_on", "id"):
        holds.setdefault(row.provider_id, []).append(Hold(row.from_on, row.until_on, row.reason))
    return {
        row.pk: Standing(
            holds=tuple(holds.get(row.pk, ())),
            sam_registered_until=row.sam_registered_until,
            bank_current=bank_current(row.bank_current, row.bank_verified_until, on),
        )
        for row in Provider.objects.filter(pk__in=organisations)
    }


def identified(organisations: Collection[UUID]) -> list[tuple[Organisation, str, str]]:
    """Providers with EIN and UEI, by their public numbers."""
    rows = Provider.objects.filter(pk__in=organisations).select_related("organisation")
    return [(row.organisation, row.ein, row.uei) for row in rows.order_by("organisation__number")]
