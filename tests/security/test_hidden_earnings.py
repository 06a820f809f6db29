"""A draft is tried as often as one likes, unseen: it must not be a scale for what is hidden (row L7)."""

import pytest

from portal.earnings.models import EarningsMonth
from portal.payments.available import try_claims
from portal.payments.form import ClaimAsked, EarningsGiven, RequestForm
from portal.policy.core import Month

pytestmark = [pytest.mark.row("L7")]

FEBRUARY = Month.parse("2025-02")
LEVEL = 1160_00  # the trial work level of 2025


@pytest.fixture
def tried(shop):
    """`tried(cents, hidden)`: what the portal says of typed earnings beside some that the provider may not see."""
    person = shop.holder(dollars=0)
    assignment = person.assignment_set.using("loader").get()
    clerk = shop.world.actor(shop.clerk_account)

    def answer(cents, *, employer="Invented Inc", asks="P1M1"):
        form = RequestForm(
            assignment=assignment.id,
            form="evidentiary",
            claims=(ClaimAsked(asks, FEBRUARY),),
            services_described=True,
            earnings=(EarningsGiven(FEBRUARY, cents, "wages", employer, "pay-slip"),),
        )
        with shop.unit_as(clerk, reading=True):
            return try_claims(form=form)[0]

    answer.person = person
    return answer


def hide(shop, person, source, given_to):
    row = shop.world.earnings(person, "2025-02", 537, source=source, given_to=given_to)
    EarningsMonth.objects.using("loader").filter(pk=row.pk).update(gross_cents=537_21)


@pytest.mark.parametrize("employer", ["Invented Inc", "Acme Bakery"])
@pytest.mark.parametrize("asks", ["P1M1", "P1M2", "P2", "OUTCOME"])
@pytest.mark.parametrize("source", ["ssa-record", "pay-slip"])
def test_typed_earnings_are_judged_the_same_whatever_is_hidden_beside_them(
    shop, tried, source, asks, employer
):
    typed = [1_00, LEVEL - 537_22, LEVEL - 537_21, 537_20, 537_21, LEVEL - 1, LEVEL, 1620_00 - 537_21]
    before = [tried(cents, asks=asks, employer=employer) for cents in typed]
    hide(shop, tried.person, source, None if source == "ssa-record" else shop.theirs)
    after = [tried(cents, asks=asks, employer=employer) for cents in typed]
    for one, other in zip(before, after, strict=True):
        said = other.pop("notes")
        assert "February 2025 are on record and not shown to you" in said[-1]
        assert one.pop("notes") == said[:-1]
        assert one == other


def test_ones_own_earnings_and_months_without_typed_ones_count_as_they_did(shop, tried):
    shop.world.earnings(tried.person, "2025-02", 600, source="employer-statement", given_to=shop.ours)
    answer = tried(LEVEL - 600_00)
    level = next(check for check in answer["checks"] if check["name"] == "earned-trial-work-level")
    assert level["state"] == "held"
    assert answer["notes"] == []
