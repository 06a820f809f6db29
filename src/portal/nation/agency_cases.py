"""Cost-reimbursement cases of State VR agencies at every step, so that they are there at every size."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from portal.nation.careers import benefits_of, onset
from portal.nation.cast import COLUMBIA_VALLEY, THREE_RIVERS
from portal.nation.chance import Chance, Numbers
from portal.nation.lives import COST_REIMBURSEMENT, Case, Life, Status, held_by, new_life
from portal.nation.people import Identity


class AgencyCase(NamedTuple):
    """Whose case, opened and closed how many days ago, and how it was closed."""

    organisation: str
    opened: int
    closed: int | None = None
    employed: bool | None = None


AGENCY_CASES: tuple[AgencyCase, ...] = (
    AgencyCase(COLUMBIA_VALLEY, 12),
    AgencyCase(COLUMBIA_VALLEY, 80),
    AgencyCase(COLUMBIA_VALLEY, 210),
    AgencyCase(COLUMBIA_VALLEY, 400, 30, employed=True),
    AgencyCase(COLUMBIA_VALLEY, 300, 60, employed=False),
    AgencyCase(THREE_RIVERS, 85),
    AgencyCase(THREE_RIVERS, 500, 45, employed=True),
)


def agency_lives(people: Iterable[Identity], chance: Chance, numbers: Numbers, today: date) -> list[Life]:
    """A life for each, in current pay, whose Ticket is or was in use by the case."""
    lives = []
    for one, person in zip(AGENCY_CASES, people, strict=True):
        life = new_life(person, chance, numbers)
        life.benefits = [Status(title, onset(chance.random)) for title in benefits_of(chance.random)]
        opened_on = today - timedelta(days=one.opened)
        closed_on = None if one.closed is None else today - timedelta(days=one.closed)
        life.held = [held_by(one.organisation, opened_on, closed_on, system=COST_REIMBURSEMENT)]
        life.cases = [Case(one.organisation, opened_on, closed_on, employed=one.employed)]
        life.use_state = "in-use" if closed_on is None else "extended"
        if closed_on is not None:
            life.closures = [(closed_on, bool(one.employed))]
        lives.append(life)
    return lives
