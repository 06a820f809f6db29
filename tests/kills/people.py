"""`python -m tests.kills.people 60 20`: Ticketholders with much to claim, and some whose earnings are disputed.

Prints their numbers as JSON; a process of its own, because the tests' process looks at another database.
"""

import json
import sys
from datetime import date

import django
from django.db import transaction

django.setup()

from portal.earnings.models import EarningsMonth, Employer  # noqa: E402 (models need the settings)
from portal.nation.cast import BRIGHT_PATH  # noqa: E402
from portal.people.models import Organisation  # noqa: E402
from portal.policy.core import Month  # noqa: E402
from tests.world import LONG_AGO, World  # noqa: E402

FIRST, COUNT = Month.parse("2024-01"), 23
DISPUTED_MONTH = "2025-02"


def main(working: int, disputed: int) -> None:
    world = World()
    provider = Organisation.objects.using("loader").get(name=BRIGHT_PATH)
    with transaction.atomic(using="loader"):
        made = {
            "working": [_working(world, provider, serial) for serial in range(working)],
            "disputed": [_disputed(world, provider, serial) for serial in range(disputed)],
        }
    print(json.dumps(made))


def _working(world: World, provider: Organisation, serial: int) -> str:
    """23 months at substantial gainful activity: all of Phase 1, then Phase 2."""
    person = world.person(ssn=f"99949{serial:04d}")
    world.benefits(person)
    world.assignment(world.ticket(person), provider, on=date(2023, 12, 5))
    employer, _ = Employer.objects.using("loader").get_or_create(name="Acme Bakery")
    EarningsMonth.objects.using("loader").bulk_create(
        EarningsMonth(
            person=person,
            month=FIRST.plus(number),
            gross_cents=300_000,
            employer=employer,
            source="ssa-record",
            proven=True,
            recorded_at=LONG_AGO,
            recorded_by="test world",
        )
        for number in range(COUNT)
    )
    return person.number


def _disputed(world: World, provider: Organisation, serial: int) -> str:
    """One month, above the trial work level by one source and below it by another: for a person to decide."""
    person = world.person(ssn=f"99948{serial:04d}")
    world.benefits(person)
    world.assignment(world.ticket(person), provider)
    world.earnings(person, DISPUTED_MONTH, 1100, proven=False)
    world.earnings(person, DISPUTED_MONTH, 1200, source="tax-record", proven=False)
    return person.number


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
