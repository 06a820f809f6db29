"""What a plan and its signatures are judged on beside what was typed: the provider's record, and Social Security's."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q

from portal.casework.plan.terms import in_force
from portal.kernel.unit import as_facts
from portal.people.models import Clearance, Employment
from portal.policy.access import Cleared, Employed
from portal.policy.core import Month
from portal.policy.plan_facts import PlanFacts
from portal.policy.roles import roles_at
from portal.policy.signatures import Signer
from portal.providers.models import CertifiedCounsellor, Provider
from portal.tickets.models import BlindPeriod


class Representative(NamedTuple):
    """Somebody at work in the organisation who may have signed on paper."""

    account: UUID
    name: str
    job_title: str


def with_record(facts: PlanFacts, *, organisation: UUID, person: UUID, on: date) -> PlanFacts:
    """The plan with what is on record: PID, business models, certified counsellor, blindness, terms in force."""
    with as_facts():
        provider = Provider.objects.filter(pk=organisation).values_list("pid", "business_models").first()
        certified = CertifiedCounsellor.objects.filter(_open(on), provider=organisation).exists()
        blind = BlindPeriod.objects.filter(
            _in_month(Month.of(on)), person=person, superseded_at=None
        ).exists()
    pid, models = provider or (None, ())
    return facts._replace(
        pid=pid,
        models=frozenset(models),
        certified_counsellor=certified,
        blind=blind,
        terms_in_force=frozenset({in_force(on)}),
    )


def signer(account: UUID, organisation: UUID, on: date) -> Signer:
    """The representative's clearance and work as they had begun by the day of signing."""
    with as_facts():
        cleared = (
            Clearance.objects.filter(account=account, decided_on__lte=on)
            .order_by("-decided_on", "-id")
            .first()
        )
        worked = (
            Employment.objects.filter(account=account, organisation=organisation, started_on__lte=on)
            .select_related("organisation")
            .order_by("-started_on", "-id")
            .first()
        )
    return Signer(
        Cleared(cleared.favourable, cleared.decided_on, cleared.expires_on) if cleared else None,
        Employed(
            worked.organisation.kind,
            worked.verified_on,
            worked.started_on,
            worked.ended_on,
            granted=bool(roles_at(worked.organisation.kind, worked.roles)),
        )
        if worked
        else None,
    )


def representatives(organisation: UUID, on: date) -> list[Representative]:
    """Who works in the organisation on a day, by name. The caller has judged that the reader belongs to it."""
    with as_facts():
        rows = (
            Employment.objects.filter(
                Q(ended_on=None) | Q(ended_on__gt=on), organisation=organisation, started_on__lte=on
            )
            .select_related("account")
            .order_by("account__name", "id")
        )
        return [Representative(row.account_id, row.account.name, row.job_title) for row in rows]


def _open(on: date) -> Q:
    return Q(from_on__lte=on) & (Q(until_on=None) | Q(until_on__gt=on))


def _in_month(month: Month) -> Q:
    return Q(from_month__lte=month) & (Q(until_month=None) | Q(until_month__gt=month))
