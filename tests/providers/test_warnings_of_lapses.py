"""The daily job warns administrators of what of their organisation ends, once for each warning."""

from datetime import timedelta

import pytest

from portal.kernel.models import Mail
from portal.policy.roles import Role
from portal.providers.jobs import warn_of_lapses
from portal.providers.models import Agreement, Provider
from tests.world import TODAY

pytestmark = [pytest.mark.row("A4", "J9", "L2")]


def test_each_warning_goes_out_once_and_a_missed_day_is_caught_up(world, settings):
    organisation = world.organisation()
    boss = world.account(organisation, [Role.EN_ADMINISTRATOR])
    world.account(organisation, [Role.EN_PAYMENTS_CLERK])
    # The last good day is the day before these.
    Provider.objects.using("loader").update(sam_registered_until=TODAY + timedelta(days=61))
    Agreement.objects.using("loader").update(until_on=TODAY + timedelta(days=8))
    subjects = []
    for passed in (0, 0, 1, 31, 53, 55):
        settings.PORTAL_TODAY = TODAY + timedelta(days=passed)
        warn_of_lapses(0)
        mails = Mail.objects.using("loader").order_by("id")
        subjects.append(mails.count())
    assert subjects == [2, 2, 2, 3, 4, 4]
    assert set(mails.values_list("account", flat=True)) == {boss.pk}
    assert {mail.subject for mail in mails} == {
        "Your organization's SAM registration ends on February 13, 2026",
        "Your organization's agreement ends on December 22, 2025",
    }
