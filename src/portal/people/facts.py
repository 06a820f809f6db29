"""What is on record of people, past the walls: for decisions, and for lists whose caller has judged the scope.

The agreement and the enrolment are the provider's record, which stands above this room: they are read by name.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from portal.kernel.models import TrailEntry
from portal.kernel.paging import Page
from portal.kernel.unit import as_facts, current, read_as_facts
from portal.people.models import Account, Designation, Employment, TrainingRecord
from portal.people.moved import moved_on
from portal.policy.access import AccessFacts, Cleared, Employed, Enrolled
from portal.policy.designation import GrantFacts
from portal.policy.roles import roles_at

# Raw because one statement must answer from seven tables, two of them above this room.
_GRANT = """
select o.kind,
    (select coalesce(json_agg(json_build_array(g.from_on, g.until_on)), '[]')
        from providers_agreement g where g.provider_id = o.id),
    n.state, n.moves_on, c.favourable, c.decided_on, c.expires_on,
    (select max(t.completed_on) from people_trainingrecord t
        where t.account_id = %(account)s and t.course = %(course)s and t.completed_on <= %(on)s),
    (select coalesce(json_agg(w.name order by w.name), '[]') from people_employment e
        join people_organisation w on w.id = e.organisation_id
        where e.account_id = %(account)s and e.organisation_id <> o.id
        and (e.ended_on is null or e.ended_on > greatest(%(on)s::date, %(first)s::date)))
from people_organisation o
left join lateral (select * from providers_enrolment n where n.provider_id = o.id and n.from_on <= %(on)s
    order by n.from_on desc, n.set_at desc limit 1) n on true
left join lateral (select * from people_clearance c where c.account_id = %(account)s and c.decided_on <= %(on)s
    order by c.decided_on desc, c.id desc limit 1) c on true
where o.id = %(organisation)s
"""
# The part of the list is chosen first, so that a page's rows alone are asked about: at 50,000 people that is the
# difference between a page and a wait.
_PEOPLE = f"""
with part as (
    select e.id, count(*) over () as total
    from people_employment e
    join people_account a on a.id = e.account_id
    join people_organisation o on o.id = e.organisation_id
    where (%(organisation)s::uuid is null or e.organisation_id = %(organisation)s)
        and (%(employment)s::uuid is null or e.id = %(employment)s)
        and (%(account)s::uuid is null or e.account_id = %(account)s)
        and (%(beside)s::uuid is null
            or e.account_id = (select b.account_id from people_employment b where b.id = %(beside)s))
        and (%(left)s::boolean is null or (e.ended_on is not null and e.ended_on <= %(on)s) = %(left)s)
        and (%(opened)s::boolean is null or (cardinality(e.roles) > 0) = %(opened)s)
        and (%(find)s = '' or a.name ilike %(like)s or a.email ilike %(like)s or o.name ilike %(like)s)
    order by a.name, e.started_on desc, e.id
    limit %(size)s offset %(skip)s
)
select e.id, e.account_id, a.name, a.email, a.is_active, o.id, o.number, o.name, o.kind,
    e.roles, e.job_title, e.verified_on, e.granted_on, e.started_on, e.ended_on, e.last_day_worked,
    e.departure_reported_at, e.ended_why, e.version, c.favourable, c.decided_on, c.expires_on,
    (select max(t.completed_on) from people_trainingrecord t
        where t.account_id = a.id and t.course = %(course)s and t.completed_on <= %(on)s),
    (select max(u.admitted_on) from people_signin u
        where u.account_id = a.id and u.admitted and u.admitted_on <= %(on)s),
    exists (select 1 from mfa_authenticator m where m.user_id = a.id and m.type in ('totp', 'webauthn'))
        or exists (select 1 from people_mobile b where b.account_id = a.id),
    (select coalesce(json_agg(json_build_array(g.from_on, g.until_on)), '[]')
        from providers_agreement g where g.provider_id = o.id),
    n.state, n.moves_on, {moved_on("o.id")}, part.total
from part
join people_employment e on e.id = part.id
join people_account a on a.id = e.account_id
join people_organisation o on o.id = e.organisation_id
left join lateral (select * from providers_enrolment n where n.provider_id = o.id and n.from_on <= %(on)s
    order by n.from_on desc, n.set_at desc limit 1) n on true
left join lateral (select * from people_clearance c where c.account_id = a.id and c.decided_on <= %(on)s
    order by c.decided_on desc, c.id desc limit 1) c on true
order by a.name, e.started_on desc, e.id
"""  # noqa: S608


class Employee(NamedTuple):
    """One person at work in one organisation, with all the gate asks. `ended_on` is the first day after it."""

    employment: UUID
    account: UUID
    name: str
    email: str
    organisation: UUID
    organisation_number: str
    organisation_name: str
    kind: str
    roles: tuple[str, ...]
    job_title: str
    verified_on: date | None
    granted_on: date | None
    started_on: date
    ended_on: date | None
    last_day_worked: date | None
    reported_at: datetime | None
    ended_why: str
    version: int
    used_on: date | None
    facts: AccessFacts


class Asked(NamedTuple):
    """Whom a list is about. `organisation` None is all: only for who may see all. `left`, `opened`: None is both.

    `beside` is an employment: all of its person's, itself among them.
    """

    organisation: UUID | None = None
    employment: UUID | None = None
    account: UUID | None = None
    beside: UUID | None = None
    left: bool | None = None
    opened: bool | None = None
    find: str = ""


class Noted(NamedTuple):
    """Something that was done, as the trail has it."""

    at: datetime
    kind: str
    by: str
    detail: Mapping[str, Any]


def grant_facts(row: Designation) -> GrantFacts:
    """What the desk's decision on a designation stands on, as the person acting would make it. One query."""
    unit = current()
    parameters = {
        "organisation": row.organisation_id,
        "account": row.account_id,
        "first": row.starts_on,
        "course": TrainingRecord.AWARENESS,
        "on": unit.on,
    }
    [found] = read_as_facts(_GRANT, parameters)
    kind, agreements, enrolment, moves_on, favourable, decided_on, expires_on, trained_on, elsewhere = found
    return GrantFacts(
        organisation_kind=kind,
        roles=tuple(row.roles),
        verified_on=row.verified_on,
        agreement=_periods(agreements),
        enrolment=Enrolled(enrolment, moves_on) if enrolment else None,
        clearance=None if decided_on is None else Cleared(favourable, decided_on, expires_on),
        trained_on=trained_on,
        elsewhere=None if row.account_id is None else tuple(elsewhere),
        person=str(row.account_id) if row.account_id else None,
        named_by=str(row.designated_by),
        verified_by=str(row.verified_by) if row.verified_by else None,
        granting=unit.actor.label,
    )


def people(asked: Asked, *, page: int = 1, size: int = 25) -> Page[Employee]:
    """People at work, by name. One query; a page past the end is the first one."""
    text = " ".join(asked.find.replace("\0", "").split())
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    parameters = {
        **asked._asdict(),
        "find": text,
        "like": f"%{escaped}%",
        "on": current().on,
        "course": TrainingRecord.AWARENESS,
        "size": size,
        "skip": (max(page, 1) - 1) * size,
    }
    rows = read_as_facts(_PEOPLE, parameters)
    if not rows and page > 1:
        return people(asked, size=size)
    return Page([_employee(row) for row in rows], rows[0][-1] if rows else 0, max(page, 1), size)


def person(asked: Asked) -> Employee | None:
    """The one person asked for; None where there is none."""
    found = people(asked, size=1)
    return found.rows[0] if found.rows else None


def noted(subjects: Collection[UUID]) -> list[Noted]:
    """What was done to these designations, employments or accounts, the oldest first."""
    with as_facts():
        rows = list(
            TrailEntry.objects.filter(subject__in=subjects)
            .order_by("id")
            .values_list("at", "kind", "account", "actor", "detail")
        )
        names = dict(Account.objects.filter(pk__in={row[2] for row in rows}).values_list("pk", "name"))
    return [
        Noted(at, kind, names.get(account, actor) if account else actor, detail)
        for at, kind, account, actor, detail in rows
    ]


def is_ticketholder(account: UUID) -> bool:
    """Is this the account of a Ticketholder, proved or invited? One query, of a table above this room."""
    found = read_as_facts(
        "select 1 from tickets_holderaccess where account_id = %(account)s and state in ('invited', 'bound')",
        {"account": account},
    )
    return bool(found)


def organisations_named(account: UUID) -> list[str]:
    """The names of the organisations this person works or worked in."""
    with as_facts():
        rows = Employment.objects.filter(account=account)
        return list(rows.values_list("organisation__name", flat=True))


def _employee(row: tuple[Any, ...]) -> Employee:
    employment, account, name, email, active, organisation, number, organisation_name, kind, *rest = row
    roles, job_title, verified_on, granted_on, started_on, ended_on, last_day, *rest = rest
    reported_at, ended_why, version, favourable, decided_on, expires_on, trained_on, used_on, *rest = rest
    factor, agreements, enrolment, moves_on, moved, _ = rest
    used = [day for day in (granted_on, used_on, granted_on and moved) if day]
    granted = bool(roles_at(kind, roles))
    return Employee(
        employment,
        account,
        name,
        email,
        organisation,
        number,
        organisation_name,
        kind,
        tuple(roles),
        job_title,
        verified_on,
        granted_on,
        started_on,
        ended_on,
        last_day,
        reported_at,
        ended_why,
        version,
        used_on,
        AccessFacts(
            account_active=active,
            employment=Employed(kind, verified_on, started_on, ended_on, granted=granted),
            agreement=_periods(agreements),
            enrolment=Enrolled(enrolment, moves_on) if enrolment else None,
            clearance=None if decided_on is None else Cleared(favourable, decided_on, expires_on),
            trained_on=trained_on,
            last_used_on=max(used, default=None),
            second_factor=factor,
        ),
    )


def _periods(pairs: list[list[str | None]]) -> tuple[tuple[date, date | None], ...]:
    """Agreements as the database gives them in JSON: pairs of ISO dates."""
    return tuple(
        (date.fromisoformat(since), date.fromisoformat(until) if until else None)
        for since, until in pairs
        if since
    )
