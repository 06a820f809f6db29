"""What of a provider's standing ends soon, by the exact day."""

from datetime import date, timedelta

import pytest

from portal.kernel.actor import SYSTEM
from portal.providers import lapsing
from portal.providers.models import Agreement, Provider
from tests.world import TODAY

pytestmark = [pytest.mark.row("L2", "J9")]


def last_good_in(days):
    return TODAY + timedelta(days=days + 1)


@pytest.fixture
def en(world):
    return world.organisation("Bright Path")


def due(unit_as, *days):
    with unit_as(SYSTEM, reading=True):
        return lapsing.due(TODAY, days)


def test_the_warning_days_are_those_of_the_table():
    assert lapsing.WARNING_DAYS == (60, 30, 7)


@pytest.mark.parametrize(
    ("column", "what"),
    [("sam_registered_until", "SAM registration"), ("bank_verified_until", "bank verification")],
)
def test_a_registration_is_due_on_its_day_and_on_no_other(en, unit_as, column, what):
    Provider.objects.using("loader").filter(pk=en.pk).update(**{column: last_good_in(30)})
    assert due(unit_as, 60, 30, 7) == [lapsing.Lapsing(en.pk, what, date(2026, 1, 14), 30)]
    assert due(unit_as, 29, 31) == []


def test_an_agreement_that_another_follows_does_not_lapse(world, en, unit_as):
    Agreement.objects.using("loader").filter(provider=en.pk).update(until_on=last_good_in(7))
    assert due(unit_as, 7) == [lapsing.Lapsing(en.pk, "agreement", date(2025, 12, 22), 7)]
    world.add(Agreement(provider_id=en.pk, from_on=last_good_in(7)))
    assert due(unit_as, 7) == []


def test_an_agreement_that_another_follows_after_a_gap_lapses(world, en, unit_as):
    Agreement.objects.using("loader").filter(provider=en.pk).update(until_on=last_good_in(7))
    world.add(Agreement(provider_id=en.pk, from_on=last_good_in(8)))
    assert [one.what for one in due(unit_as, 7)] == ["agreement"]


def test_soon_is_of_one_provider_from_today_to_sixty_days(world, en, unit_as):
    other = world.organisation("Harbor Bridge")
    Provider.objects.using("loader").filter(pk=other.pk).update(sam_registered_until=last_good_in(5))
    Provider.objects.using("loader").filter(pk=en.pk).update(
        sam_registered_until=last_good_in(60), bank_verified_until=last_good_in(0)
    )
    with unit_as(SYSTEM, reading=True):
        found = lapsing.soon(en.pk, TODAY)
    assert [(one.what, one.days) for one in found] == [("bank verification", 0), ("SAM registration", 60)]
    Provider.objects.using("loader").filter(pk=en.pk).update(
        sam_registered_until=last_good_in(61), bank_verified_until=last_good_in(-1)
    )
    with unit_as(SYSTEM, reading=True):
        assert lapsing.soon(en.pk, TODAY) == []
