"""Providers with nobody else's cases, for journeys of casework: on the journeys' database."""

from itertools import count
from typing import Any

from portal.kernel.clock import now
from portal.kernel.unit import open_unit
from portal.people.models import Account
from tests.casework.office import Office
from tests.journeys.program import Program


def opened[Made: Office](kind: type[Made], portal: Program) -> Made:
    """A new provider, and a beneficiary whose number nobody in the program has."""
    # Past the numbers that the synthetic program gave its providers.
    portal.world.serial = count(next(portal.world.serial) + 500)
    # A kind of its own: every other test finds its beneficiary by the number that the office itself names.
    here = type(kind.__name__, (kind,), {"SSN": portal.ssn()})
    return here(portal.world, lambda actor: open_unit(actor, now(), reading=False, page="test"))


def account_of(actor: Any) -> Account:
    """Whose window it is."""
    return Account.objects.using("loader").get(pk=actor.account)
