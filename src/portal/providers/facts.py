"""What the access gate stands on, of one account on one day, in one query."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from portal.kernel.clock import Moment
from portal.kernel.notices.banners import Banner, read_banners
from portal.kernel.unit import read_as_facts
from portal.people.models import Account, TrainingRecord
from portal.people.moved import moved_on
from portal.policy.access import AccessFacts, Cleared, Employed, Enrolled, Matched
from portal.policy.roles import roles_at

# Raw because one statement must answer from fourteen tables, two of them above this room: the latest employment,
# clearance and training that had begun by the day, the organisation's agreements and enrolment, the factors (or the
# identity provider that checks them), the living sign-in, what is closed for everybody, the banners for that kind of
# organisation, and the record that a Ticketholder's account was invited to.
_SQL = f"""
select a.password, a.last_login, a.id, a.email, a.name, a.is_active, a.created_at,
    e.verified_on, e.started_on, e.ended_on, e.roles, o.id, o.name, o.kind,
    c.favourable, c.decided_on, c.expires_on,
    (select max(t.completed_on) from people_trainingrecord t
        where t.account_id = a.id and t.course = %(course)s and t.completed_on <= %(on)s),
    exists (select 1 from mfa_authenticator m where m.user_id = a.id and m.type in ('totp', 'webauthn'))
        or exists (select 1 from people_mobile b where b.account_id = a.id)
        or exists (select 1 from people_provideridentity y where y.account_id = a.id),
    (select coalesce(json_agg(json_build_array(g.from_on, g.until_on)), '[]')
        from providers_agreement g where g.provider_id = o.id),
    n.state, n.moves_on,
    greatest(e.granted_on, case when e.granted_on is not null then {moved_on("o.id")} end,
        (select max(u.admitted_on) from people_signin u
        where u.account_id = a.id and u.admitted and u.admitted_on <= %(on)s)),
    (select l.id from people_signin l where l.account_id = a.id and l.ended_at is null),
    (select coalesce(json_object_agg(f.function, f.why), '{{}}') from kernel_closure f where f.opened_at is null),
    (select coalesce(json_agg(json_build_object('id', w.id, 'kind', w.kind, 'title', w.title) order by w.from_at desc),
        '[]') from kernel_announcement w where w.banner and w.from_at <= %(at)s
        and (w.until_at is null or w.until_at > %(at)s) and (w.audience = '{{}}' or o.kind = any(w.audience))),
    h.person_id, h.proven_on, h.ended_on, h.died_on, h.language
from people_account a
left join lateral (select * from people_employment e where e.account_id = a.id and e.started_on <= %(on)s
    order by (e.ended_on is null or e.ended_on > %(on)s) desc, e.started_on desc, e.id desc limit 1) e on true
left join people_organisation o on o.id = e.organisation_id
left join lateral (select * from providers_enrolment n where n.provider_id = o.id and n.from_on <= %(on)s
    order by n.from_on desc, n.set_at desc limit 1) n on true
left join lateral (select * from people_clearance c where c.account_id = a.id and c.decided_on <= %(on)s
    order by c.decided_on desc, c.id desc limit 1) c on true
left join lateral (select x.person_id, x.proven_on, x.ended_on, p.died_on, x.language
    from tickets_holderaccess x join tickets_person p on p.id = x.person_id where x.account_id = a.id
    order by (x.state = 'bound') desc, x.invited_at desc, x.id desc limit 1) h on true
where a.id = %(account)s
"""  # noqa: S608
_ACCOUNT = ["password", "last_login", "id", "email", "name", "is_active", "created_at"]


class Standing(NamedTuple):
    """An account, where it works and what the gate knows of it; no organisation before an employment.

    `sign_in` is the one living sign-in of the account. `closed` says why each closed function of the portal is;
    `banners` are the announcements that stand on every page now. `person` is the record a Ticketholder's account was
    invited to, `language` what its Ticketholder reads.
    """

    account: Account
    organisation: UUID | None
    organisation_name: str
    roles: frozenset[str]
    sign_in: UUID | None
    closed: dict[str, str]
    banners: tuple[Banner, ...]
    person: UUID | None
    language: str
    facts: AccessFacts


def standing(account_id: UUID, moment: Moment) -> Standing | None:
    """The standing of an account at a moment; None where there is no such account. One query."""
    asked = {"account": account_id, "on": moment.on, "at": moment.at, "course": TrainingRecord.AWARENESS}
    rows = read_as_facts(_SQL, asked)
    if not rows:
        return None
    row = rows[0]
    account = Account.from_db(connection.alias, _ACCOUNT, row[: len(_ACCOUNT)])
    verified_on, started_on, ended_on, roles, organisation, organisation_name, kind, *rest = row[
        len(_ACCOUNT) :
    ]
    favourable, decided_on, expires_on, trained_on, second_factor, agreements, *rest = rest
    enrolment, moves_on, last_used_on, sign_in, closed, banners, person, *match, language = rest
    return Standing(
        account=account,
        organisation=organisation,
        organisation_name=organisation_name or "",
        roles=frozenset(roles or ()),
        sign_in=sign_in,
        closed=closed,
        banners=read_banners(banners),
        person=person,
        language=language or "en",
        facts=AccessFacts(
            account_active=account.is_active,
            employment=_employed(kind, verified_on, started_on, ended_on, roles) if organisation else None,
            agreement=_periods(agreements),
            enrolment=Enrolled(enrolment, moves_on) if enrolment else None,
            clearance=None if decided_on is None else Cleared(favourable, decided_on, expires_on),
            trained_on=trained_on,
            last_used_on=last_used_on,
            second_factor=second_factor,
            holder=Matched(*match) if person else None,
        ),
    )


def _employed(
    kind: str, verified_on: date | None, started_on: date, ended_on: date | None, roles: list[str]
) -> Employed:
    return Employed(kind, verified_on, started_on, ended_on, granted=bool(roles_at(kind, roles)))


def _periods(pairs: list[list[str | None]]) -> tuple[tuple[date, date | None], ...]:
    """Agreements as the database gives them in JSON: pairs of ISO dates."""
    return tuple(
        (date.fromisoformat(since), date.fromisoformat(until) if until else None)
        for since, until in pairs
        if since
    )
