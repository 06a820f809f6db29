"""The payment system a provider elected is a dated fact: judged by PAY-01, and used as of a Ticket's assignment."""

from datetime import date, timedelta

import pytest

from portal.kernel.models import TrailEntry
from portal.policy.roles import Role
from portal.providers.models import Election, Provider
from portal.providers.record import record
from portal.providers.results import Kept, NotAllowed, NotFound
from portal.providers.services.elections import elect
from portal.tickets.facts import asking
from tests.world import TODAY

pytestmark = pytest.mark.row("L2", "E1")


@pytest.fixture
def en(world):
    """It elected milestones and outcomes on 1 January 2020."""
    return world.organisation("Bright Path")


@pytest.fixture
def specialist(world):
    ssa = world.organisation("Social Security", "SSA")
    return world.actor(world.account(ssa, [Role.SSA_SERVICES_SPECIALIST], name="Sofia Specialist"))


@pytest.fixture
def notice(en, specialist, unit_as):
    """`notice(day, system)` enters a notice of our EN as its record stands."""

    def enter(on, system="outcome", actor=specialist):
        version = Provider.objects.using("loader").get(pk=en.pk).version
        with unit_as(actor):
            return elect(provider=en.pk, version=version, system=system, noticed_on=on)

    return enter


def elections():
    rows = Election.objects.using("loader").order_by("from_on")
    return [(row.system, row.noticed_on, row.from_on) for row in rows]


def test_a_change_is_in_effect_from_the_first_of_the_next_month(en, specialist, notice, unit_as):
    """PAY-01 (b): a Ticket assigned on 31 May keeps its system, one assigned on 1 June has the new one."""
    assert notice(date(2025, 5, 20)) == Kept()
    assert elections()[1:] == [("outcome", date(2025, 5, 20), date(2025, 6, 1))]
    with unit_as(specialist, reading=True):
        asked, found = asking(en.pk), record(en.number)
    days = (date(2019, 12, 31), date(2025, 5, 31), date(2025, 6, 1))
    assert [asked.system_on(day) for day in days] == ["outcome-milestone", "outcome-milestone", "outcome"]
    assert (found.provider.elected, found.provider.elected_since) == ("outcome", date(2025, 6, 1))
    assert found.history[0].part == "Payment system added"
    entry = TrailEntry.objects.using("loader").get(kind="provider-changed")
    assert entry.detail["changes"]["system"] == [None, "outcome"]


def test_one_that_comes_is_not_in_effect_yet(en, specialist, notice, unit_as):
    assert notice(TODAY) == Kept()
    with unit_as(specialist, reading=True):
        provider = record(en.number).provider
    assert (provider.elected, provider.electing, provider.electing_from) == (
        "outcome-milestone",
        "outcome",
        date(2026, 1, 1),
    )


@pytest.mark.parametrize(
    ("before", "on", "system", "sentence", "field"),
    [
        ([], date(2020, 9, 10), "outcome", "calendar year of the first election", "noticed_on"),
        ([date(2025, 5, 20)], date(2025, 11, 2), "outcome-milestone", "No other change", "noticed_on"),
        ([], date(2025, 5, 20), "outcome-milestone", "another system than the one in effect", "system"),
        ([], TODAY + timedelta(days=1), "outcome", "cannot be given in the future", "noticed_on"),
        (
            [date(2025, 5, 20)],
            date(2024, 5, 20),
            "outcome-milestone",
            "last notice is of 05/20/2025",
            "noticed_on",
        ),
    ],
)
def test_a_notice_that_does_not_count_is_refused_with_the_rule(notice, before, on, system, sentence, field):
    for day in before:
        assert notice(day) == Kept()
    answer = notice(on, system)
    assert isinstance(answer, NotAllowed)
    assert sentence in answer.sentence
    assert answer.field == field
    assert len(elections()) == 1 + len(before)


@pytest.mark.parametrize("role", [Role.EN_ADMINISTRATOR, Role.AUDITOR])
def test_nobody_else_enters_a_notice(world, en, notice, role):
    at = en if role is Role.EN_ADMINISTRATOR else world.organisation("Auditors", "SSA")
    assert notice(date(2025, 5, 20), actor=world.actor(world.account(at, [role]))) == NotFound()
    assert len(elections()) == 1


def test_the_specialist_enters_it_on_its_page(world, en, sign_in):
    ssa = world.organisation("Social Security", "SSA")
    client = sign_in(world.account(ssa, [Role.SSA_SERVICES_SPECIALIST]))
    url = f"/staff/providers/{en.number}/keep/payment-system/"
    page = client.get(url).content.decode()
    assert "once in a calendar year" in page
    typed = {"version": "0", "system": "outcome-milestone", "noticed_on": "05/20/2025"}
    refused = client.post(url, typed)
    assert refused.status_code in (409, 422)
    assert "another system than the one in effect" in refused.content.decode()
    assert client.post(url, {**typed, "system": "outcome"}).status_code == 303
    assert "Outcome since 06/01/2025" in client.get(f"/staff/providers/{en.number}/").content.decode()
