"""People at work: personas and each organisation's other staff, with all that the access gate looks at."""

import hashlib
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password

from portal.nation.cast import SSA, TPM, Cast
from portal.nation.chance import Chance
from portal.nation.names import FAMILY, GIVEN
from portal.nation.personas import (
    CLEARED_UNTIL,
    PASSWORD,
    PERSONAS,
    TRAINED_ON,
    USED_ON,
    Persona,
    totp_secret,
)
from portal.nation.rows import Rows
from portal.people.factors import seal_factor
from portal.people.models import Account, Clearance, Employment, SignIn, TrainingRecord
from portal.policy.roles import Role

# Long enough for the hasher, which would hash again at the first sign-in otherwise.
_SALT = "syntheticprogramsalt22"
STARTED_ON = date(2021, 3, 1)
_MADE_AT = datetime(2024, 2, 1, 15, tzinfo=UTC)
_STAFF = {
    "EN": (Role.EN_PAYMENTS_CLERK, Role.EN_COUNSELLOR, Role.EN_ADMINISTRATOR),
    "SVRA": (Role.SVRA_USER, Role.SVRA_ADMINISTRATOR),
}
# The program manager and Social Security are personas; these colleagues share their work.
_COLLEAGUES = (
    (TPM, Role.TPM_PAYMENTS_ANALYST),
    (SSA, Role.SSA_PAYMENT_AUTHORISER),
    (TPM, Role.TPM_INTEGRITY_REVIEWER),
)


class Workers:
    """Accounts by organisation and role, for the rows that say who did something."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], list[tuple[UUID, str]]] = {}

    def enter(self, persona: Persona, account: UUID) -> None:
        for role in persona.roles:
            self._found.setdefault((persona.organisation, role), []).append((account, persona.name))

    def any(self, organisation: str, role: Role) -> list[tuple[UUID, str]]:
        """Account and name of everyone there with this role, the first persona first."""
        return self._found.get((organisation, str(role)), [])


def make_workers(rows: Rows, seed: int, cast: Cast) -> Workers:
    """The personas, then whoever an organisation still lacks."""
    chance = Chance(seed, "workers")
    hashed = hashed_password()
    workers = Workers()
    for persona in [*PERSONAS, *_others(cast)]:
        account = chance.id()
        workers.enter(persona, account)
        add_account(rows, account, persona.email, persona.name, hashed, second_factor=persona.second_factor)
        _standing(rows, chance, account, persona, cast.ids[persona.organisation])
    return workers


def _others(cast: Cast) -> list[Persona]:
    there = {
        (persona.organisation, role) for persona in PERSONAS for role in persona.roles if persona.verified
    }
    lacking = [
        (standing.name, role)
        for standing in cast.standings.values()
        for role in _STAFF[standing.kind]
        if (standing.name, role.value) not in there
    ]
    others = [
        _made_up(organisation, role, cast.slugs[organisation], serial)
        for serial, (organisation, role) in enumerate([*lacking, *_COLLEAGUES])
    ]
    return others


def _made_up(organisation: str, role: Role, slug: str, serial: int) -> Persona:
    # Given and family names walk apart from the beneficiaries', whose pairs start elsewhere.
    name = f"{GIVEN[(serial * 7 + 3) % len(GIVEN)]} Q. {FAMILY[(serial * 11 + 5) % len(FAMILY)]}"
    return Persona(
        key="",
        name=name,
        email=f"{role.value.split('-', 1)[-1]}-{serial}@{slug}.example.org",
        roles=(role.value,),
        organisation=organisation,
        waits="",
        clearance_until=CLEARED_UNTIL,
        trained_on=TRAINED_ON,
        used_on=USED_ON,
        verified=True,
        second_factor=True,
    )


def hashed_password() -> str:
    """The password is printed at every start of the demo; one hash for all keeps that start quick."""
    return make_password(PASSWORD, salt=_SALT)


def add_account(
    rows: Rows, account: UUID, email: str, name: str, hashed: str, *, second_factor: bool = True
) -> None:
    """An account with the password of all and an authenticator app whose secret is known."""
    rows.add(Account, id=account, email=email, name=name, password=hashed, created_at=_MADE_AT)
    rows.add(EmailAddress, user_id=account, email=email, verified=True, primary=True)
    if not second_factor:
        return
    recovery = hashlib.sha256(f"synthetic recovery codes of {email}".encode()).hexdigest()
    for kind, data in (
        ("totp", {"secret": seal_factor(totp_secret(email))}),
        ("recovery_codes", {"seed": seal_factor(recovery), "used_mask": 0}),
    ):
        rows.add(Authenticator, user_id=account, type=kind, data=data, created_at=_MADE_AT)


def _standing(rows: Rows, chance: Chance, account: UUID, persona: Persona, organisation: UUID) -> None:
    rows.add(
        Employment,
        id=chance.id(),
        account_id=account,
        organisation_id=organisation,
        roles=list(persona.roles),
        verified_on=STARTED_ON if persona.verified else None,
        granted_on=_opened_on(persona),
        started_on=STARTED_ON,
    )
    decided_on = persona.clearance_until.replace(year=persona.clearance_until.year - 5)
    rows.add(
        Clearance,
        id=chance.id(),
        account_id=account,
        favourable=True,
        decided_on=decided_on,
        expires_on=persona.clearance_until,
    )
    if persona.verified and persona.second_factor:
        _last_use(rows, chance, account, persona.used_on)
    rows.add(TrainingRecord, id=chance.id(), account_id=account, completed_on=persona.trained_on)


def _opened_on(persona: Persona) -> date | None:
    """Who has never signed in was let in lately."""
    if not persona.verified:
        return None
    return STARTED_ON if persona.second_factor else persona.used_on


def _last_use(rows: Rows, chance: Chance, account: UUID, used_on: date) -> None:
    began_at = datetime.combine(used_on, time(14), UTC)
    rows.add(
        SignIn,
        id=chance.id(),
        account_id=account,
        way="password",
        factor="totp",
        admitted=True,
        admitted_on=used_on,
        began_at=began_at,
        seen_at=began_at + timedelta(hours=3),
        ended_at=began_at + timedelta(hours=3),
        ended_why=SignIn.Ended.OUT,
    )
