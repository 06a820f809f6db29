"""What a plan and its signatures are judged on beside what was typed: the provider's record, and Social Security's."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from portal.casework.plan.terms import in_force
from portal.kernel.unit import as_facts, read_as_facts
from portal.people.models import Clearance, Employment
from portal.policy.access import Cleared, Employed
from portal.policy.plan_facts import PlanFacts
from portal.policy.roles import roles_at
from portal.policy.signatures import Signer

# Raw because one statement must answer from three rooms' tables, for a page that asks a dozen times at most.
_RECORD = """
select (select v.pid from providers_provider v where v.organisation_id = %(organisation)s),
    (select v.business_models from providers_provider v where v.organisation_id = %(organisation)s),
    exists (select 1 from providers_certifiedcounsellor c where c.provider_id = %(organisation)s
        and c.from_on <= %(on)s and (c.until_on is null or c.until_on > %(on)s)),
    exists (select 1 from tickets_blindperiod b where b.person_id = %(person)s and b.superseded_at is null
        and b.from_month <= %(month)s and (b.until_month is null or b.until_month > %(month)s))
"""
_AT_WORK = """
select a.id, a.name, e.job_title from people_employment e join people_account a on a.id = e.account_id
where e.organisation_id = %(organisation)s and e.started_on <= %(on)s
    and (e.ended_on is null or e.ended_on > %(on)s)
order by a.name, e.id
"""


class Record(NamedTuple):
    """What a plan is judged on that nobody types."""

    pid: str | None
    models: tuple[str, ...]
    certified_counsellor: bool
    blind: bool
    terms_in_force: frozenset[str]


class Representative(NamedTuple):
    """Somebody at work in the organisation who may have signed on paper."""

    account: UUID
    name: str
    job_title: str


def on_record(organisation: UUID, person: UUID, on: date) -> Record:
    """What is on record for a plan of this provider with this person on a day. One query."""
    asked = {"organisation": organisation, "person": person, "on": on, "month": on.replace(day=1)}
    [found] = read_as_facts(_RECORD, asked, few=True)
    pid, models, certified, blind = found
    return Record(pid, tuple(models or ()), certified, blind, frozenset({in_force(on)}))


def with_record(facts: PlanFacts, record: Record) -> PlanFacts:
    """The plan with what is on record: PID, business models, certified counsellor, blindness, terms in force."""
    return facts._replace(
        pid=record.pid,
        models=frozenset(record.models),
        certified_counsellor=record.certified_counsellor,
        blind=record.blind,
        terms_in_force=record.terms_in_force,
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
    rows = read_as_facts(_AT_WORK, {"organisation": organisation, "on": on}, few=True)
    return [Representative(*row) for row in rows]
