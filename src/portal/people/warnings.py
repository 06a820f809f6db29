"""Who has to be warned today: clearances, trainings and unused access that end within the warning days.

Each question reads an index for the days it is about; nothing goes through all people. A warning is due from its
day on until the next one's, so that a day on which the job did not run is caught up on the next.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from portal.people.models import TrainingRecord
from portal.people.moved import moved_on
from portal.people.renewals import CLEARANCE, IDLE, RENEW_CLEARANCE, RENEW_TRAINING, TRAINING
from portal.policy.access import CLEARED_BY_SSA
from portal.policy.tables.parameters import ACCESS_IN_FORCE

# A person at work on the day, with something to do in the portal.
_AT_WORK = """
join people_account a on a.id = found.account_id and a.is_active
join lateral (select e.organisation_id, o.kind from people_employment e
    join people_organisation o on o.id = e.organisation_id
    where e.account_id = a.id and e.started_on <= %(on)s and (e.ended_on is null or e.ended_on > %(on)s)
        and e.verified_on is not null and cardinality(e.roles) > 0
    order by e.started_on desc, e.id desc limit 1) e on true
"""
# The shortest warning whose day has come, and that was not mailed yet.
_NOT_WARNED = """
cross join lateral (select min(one) as days from unnest(%(days)s::int[]) as one
    where one >= found.last_day - %(on)s::date) due
where due.days is not null and not exists (select 1 from people_warned w
    where w.account_id = a.id and w.what = %(what)s and w.last_day = found.last_day and w.days = due.days)
"""
_CLEARANCE = """
select c.account_id, c.expires_on as last_day from people_clearance c
where c.favourable and c.expires_on between %(on)s and %(last)s and not exists (select 1 from people_clearance n
    where n.account_id = c.account_id and n.decided_on <= %(on)s and (n.decided_on, n.id) > (c.decided_on, c.id))
"""
# A year later is at most 366 days: the outer bounds are for the index, the inner ones are exact.
_TRAINING = """
select t.account_id, (t.completed_on + interval '1 year')::date as last_day from people_trainingrecord t
where t.course = %(course)s and t.completed_on between %(on)s::date - 366 and %(last)s::date - 365
    and (t.completed_on + interval '1 year')::date between %(on)s and %(last)s
    and not exists (select 1 from people_trainingrecord n where n.account_id = t.account_id
        and n.course = t.course and n.completed_on <= %(on)s and (n.completed_on, n.id) > (t.completed_on, t.id))
"""
_IDLE = f"""
select account_id, max(used_on) + %(idle)s::int - 1 as last_day from (
    select u.account_id, u.admitted_on as used_on from people_signin u
    where u.admitted and u.admitted_on between %(on)s::date - %(idle)s::int + 1 and %(last)s::date - %(idle)s::int + 1
    union all
    select g.account_id, g.granted_on from people_employment g
    where g.granted_on between %(on)s::date - %(idle)s::int + 1 and %(last)s::date - %(idle)s::int + 1
    union all
    select e.account_id, m.day from people_employment e
    cross join lateral (select {moved_on("e.organisation_id")} as day) m
    where e.granted_on is not null
        and m.day between %(on)s::date - %(idle)s::int + 1 and %(last)s::date - %(idle)s::int + 1
        and e.organisation_id in (select l.provider_id from providers_enrolment l
            where l.from_on between %(on)s::date - %(idle)s::int + 1 and %(last)s::date - %(idle)s::int + 1)
) used
where not exists (select 1 from people_signin n where n.account_id = used.account_id and n.admitted
        and n.admitted_on > %(last)s::date - %(idle)s::int + 1)
    and not exists (select 1 from people_employment n where n.account_id = used.account_id
        and n.granted_on > %(last)s::date - %(idle)s::int + 1)
    and not exists (select 1 from people_employment n join providers_provider p on p.organisation_id = n.organisation_id
        cross join lateral (select {moved_on("n.organisation_id")} as day) m
        where n.account_id = used.account_id and (n.ended_on is null or n.ended_on > %(on)s)
        and (m.day is null or m.day > %(last)s::date - %(idle)s::int + 1))
group by account_id
"""  # noqa: S608
_ENDING = {CLEARANCE: _CLEARANCE, TRAINING: _TRAINING, IDLE: _IDLE}
# Open duties whose reason is gone: a later clearance or training is on record, or the person has no work left.
_RENEWED = """
select d.subject, d.kind from kernel_duty d
where d.closed_at is null and d.kind = any(%(kinds)s) and (%(account)s::uuid is null or d.subject = %(account)s)
    and (not exists (select 1 from people_employment e where e.account_id = d.subject
            and (e.ended_on is null or e.ended_on > %(on)s) and cardinality(e.roles) > 0)
        or case d.kind when %(clearance)s then (select c.favourable and c.expires_on > d.due_on
                from people_clearance c where c.account_id = d.subject and c.decided_on <= %(on)s
                order by c.decided_on desc, c.id desc limit 1)
            else exists (select 1 from people_trainingrecord t where t.account_id = d.subject
                and t.course = %(course)s and t.completed_on <= %(on)s
                and (t.completed_on + interval '1 year')::date > d.due_on) end)
"""


class Ending(NamedTuple):
    """Something that ends for a person: what, its last good day, and which warning is due (60, 30, 7 days)."""

    account: UUID
    address: str
    organisation: UUID
    what: str
    last_day: date
    days: int


def ending(on: date) -> list[Ending]:
    """Everybody to be warned on `on`, each once for each warning. Three queries, whoever there is."""
    plain, idle = ACCESS_IN_FORCE.access_warning_days, ACCESS_IN_FORCE.access_idle_warning_days
    return [
        *_found(CLEARANCE, on, plain),
        *_found(TRAINING, on, plain),
        *_found(IDLE, on, idle),
    ]


def renewed(on: date, account: UUID | None = None) -> dict[UUID, set[str]]:
    """Kinds of open duties whose reason is gone, by account; of one account, or of all. One query."""
    rows = _rows(
        _RENEWED,
        {
            "on": on,
            "account": account,
            "kinds": [RENEW_CLEARANCE, RENEW_TRAINING],
            "clearance": RENEW_CLEARANCE,
            "course": TrainingRecord.AWARENESS,
        },
    )
    found: dict[UUID, set[str]] = {}
    for subject, kind in rows:
        found.setdefault(subject, set()).add(kind)
    return found


def statement(what: str) -> str:
    """The question for one kind of ending, whose parameters are those of `parameters`."""
    bound = "e.kind = any(%(kinds)s)" if what != IDLE else "true"
    return (
        f"select a.id, a.email, e.organisation_id, found.last_day, due.days from ({_ENDING[what]}) found"  # noqa: S608
        f" {_AT_WORK} {_NOT_WARNED} and {bound} order by found.last_day, a.id"
    )


def parameters(what: str, on: date, days: Iterable[int]) -> dict[str, Any]:
    """What `statement` asks about."""
    warnings = sorted(days)
    return {
        "on": on,
        "last": date.fromordinal(on.toordinal() + warnings[-1]),
        "days": warnings,
        "what": what,
        "course": TrainingRecord.AWARENESS,
        "idle": ACCESS_IN_FORCE.access_idle_days,
        "kinds": sorted(CLEARED_BY_SSA),
    }


def _found(what: str, on: date, days: Iterable[int]) -> Iterator[Ending]:
    for account, address, organisation, last_day, left in _rows(statement(what), parameters(what, on, days)):
        yield Ending(account, address, organisation, what, last_day, left)


def _rows(sql: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
