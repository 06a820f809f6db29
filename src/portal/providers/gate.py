"""The access gate: who an account is at work today, if it may work at all (mission row A4).

It stands here and not in `people` because the provider's agreement is part of it.
"""

from typing import NamedTuple
from uuid import UUID

from portal.kernel.actor import Actor, Wall
from portal.kernel.clock import Moment
from portal.kernel.notices.banners import Banner
from portal.people.models import Account
from portal.policy.access import PROVIDERS, AccessFacts, Lapse, access, is_holder, lapses
from portal.policy.core import Decision, Outcome
from portal.policy.roles import HOLDER_ROLES, roles_at
from portal.providers.facts import Standing, standing


class Admission(NamedTuple):
    """The gate's answer. `actor` is None where it does not admit; `lapses` warns of what ends soon.

    `sign_in` is the account's one living sign-in; `closed` names the functions closed for everybody, and why;
    `banners` stand on every page now. `holder`: it is a Ticketholder's account, whether proved yet or not, and
    `language` is what that person reads.
    """

    account: Account
    sign_in: UUID | None
    closed: dict[str, str]
    banners: tuple[Banner, ...]
    has_second_factor: bool
    actor: Actor | None
    decision: Decision
    facts: AccessFacts
    lapses: tuple[Lapse, ...]
    holder: bool = False
    language: str = "en"


def admit(account_id: UUID, moment: Moment) -> Admission | None:
    """Judge an account as it stands now; None where there is no such account. Needs a unit; one query."""
    found = standing(account_id, moment)
    if found is None:
        return None
    decision = access(found.facts, moment.on)
    holder = is_holder(found.facts, moment.on)
    return Admission(
        account=found.account,
        sign_in=found.sign_in,
        closed=found.closed,
        banners=found.banners,
        has_second_factor=bool(found.facts.second_factor),
        actor=(_holder(found) if holder else _actor(found)) if decision.outcome is Outcome.GRANT else None,
        decision=decision,
        facts=found.facts,
        lapses=lapses(found.facts, moment.on),
        holder=holder,
        language=found.language if holder else "en",
    )


def _holder(found: Standing) -> Actor:
    return Actor(
        wall=Wall.HOLDER,
        name=found.account.name,
        account=found.account.id,
        roles=HOLDER_ROLES,
        person=found.person,
        language=found.language,
    )


def _actor(found: Standing) -> Actor | None:
    if found.facts.employment is None:
        return None
    provider = found.facts.employment.organisation_kind in PROVIDERS
    return Actor(
        wall=Wall.ORGANISATION if provider else Wall.STAFF,
        name=found.account.name,
        account=found.account.id,
        organisation=found.organisation,
        organisation_name=found.organisation_name,
        # A role taken out of the table grants nothing, and neither does one of another kind of organisation.
        roles=roles_at(found.facts.employment.organisation_kind, found.roles),
    )
