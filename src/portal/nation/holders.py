"""Ticketholders one can be in the demo: with an account that is proved, and with an invitation to be answered."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta

from portal.kernel import vault
from portal.kernel.actor import SYSTEM
from portal.kernel.clock import now
from portal.kernel.links import code_of, hash_of
from portal.kernel.unit import open_unit
from portal.nation.cast import BRIGHT_PATH, Cast
from portal.nation.chance import Chance
from portal.nation.lives import Life
from portal.nation.newcomers import Newcomer
from portal.nation.personas import HOLDERS
from portal.nation.rows import Rows
from portal.nation.workers import Workers, add_account, hashed_password
from portal.policy.roles import Role
from portal.tickets.holders.facts import code_key
from portal.tickets.models import HolderAccess
from portal.web.ui import formats

# Real time; an invitation of the demo stays good for whoever tries it.
_NEVER = datetime(2099, 12, 31, tzinfo=UTC)
_DAYS_AGO = 5


def chosen_lives(assigned: Life, newcomers: Iterable[tuple[Newcomer, Life]]) -> dict[str, Life]:
    """Whose accounts the personas have: somebody at work, and two whose plans wait for signatures."""
    mine = [(one, life) for one, life in newcomers if one.organisation == BRIGHT_PATH and one.locked]
    return {
        "assigned": assigned,
        "plan-to-sign": next(life for one, life in mine if set(one.signed) == {"provider"}),
        "invited": next(life for one, life in mine if not one.signed),
    }


def make_holders(
    rows: Rows, seed: int, cast: Cast, workers: Workers, lives: Mapping[str, Life], today: date
) -> None:
    """The accounts of these Ticketholders, invited by the provider's counsellor."""
    chance, hashed = Chance(seed, "holders"), hashed_password()
    for one in HOLDERS:
        person, account, access = lives[one.of].person, chance.id(), chance.id()
        counsellor, name = workers.any(one.organisation, Role.EN_COUNSELLOR)[0]
        proven_on = today - timedelta(days=_DAYS_AGO) if one.state == HolderAccess.State.BOUND else None
        add_account(rows, account, one.email, f"Ticketholder {person.number}", hashed)
        rows.add(
            HolderAccess,
            id=access,
            account_id=account,
            person_id=person.id,
            organisation_id=cast.ids[one.organisation],
            state=one.state,
            code_hash=hash_of(code_of(code_key(access))),
            code_given=HolderAccess.Given.IN_PERSON,
            invited_by=counsellor,
            invited_by_name=name,
            invited_at=datetime.combine(today - timedelta(days=_DAYS_AGO), time(15), UTC),
            expires_at=_NEVER,
            proven_on=proven_on,
        )


def answers_of(email: str) -> dict[str, str] | None:
    """What the person of an open invitation knows: SSN, birth date and code; None where there is none open."""
    with open_unit(SYSTEM, now(), reading=True, page="personas", purpose="the demo's own invitation"):
        rows = HolderAccess.objects.filter(account__email=email, state=HolderAccess.State.INVITED)
        access = rows.select_related("person").first()
        if access is None:
            return None
        ssn, born = vault.match(access.person.sealed("ssn", "birth_date"))
    day = date.fromisoformat(born)
    return {"SSN": formats.ssn(ssn), "born": f"{day:%m/%d/%Y}", "code": code_of(code_key(access.pk))}
