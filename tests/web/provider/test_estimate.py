"""What a Ticket may still bring, by pages: scope, what is typed, what is hidden, nothing written (row K2)."""

import pytest

from portal.kernel.models import Draft, StoredDecision

pytestmark = pytest.mark.row("K2", "E8")
TYPED = {"earning": "116000", "since": "02/2025", "count": "12", "benefits": "go-on"}


def read(shop, person, client=None, **typed):
    response = (client or shop.clerk).get(f"/ticketholders/{person.number}/estimate/", typed)
    assert response.status_code == 200
    return response.content.decode()


def test_a_year_at_the_trial_work_level(shop, entries):
    person = shop.holder(dollars=0)
    record = shop.clerk.get(f"/ticketholders/{person.number}/").content.decode()
    assert f"/ticketholders/{person.number}/estimate/" in record
    page = read(shop, person)
    assert "$1,160.00: the trial work level of 2025" in page
    assert "$1,690.00: substantial gainful activity of 2026" in page
    assert "Payments by month" not in page
    page = read(shop, person, **TYPED)
    for words in (
        "<strong>$7,400.00</strong> in all",
        "Phase 1 Milestone 4",
        "October 2025",
        "Gross earnings are at or above substantial gainful activity",
        "This is no promise.",
        "<svg",
    ):
        assert words in page, words
    looks = [entry for entry in entries("look") if entry.page == "ticketholder-estimate"]
    assert {tuple(one.people) for one in looks} == {(person.pk,)}
    assert {one.purpose for one in looks} == {"to see what a Ticket may still bring"}
    assert not Draft.objects.using("loader").exists() and not StoredDecision.objects.using("loader").exists()


def test_months_without_a_figure_are_in_no_sum_and_named(shop):
    page = read(
        shop,
        shop.holder(dollars=0),
        **TYPED | {"earning": "other", "other_cents": "1,700", "since": "11/2025"},
    )
    assert "<strong>$1,850.00</strong> in all, without what has no amount yet." in page
    assert "Not in the sum" in page and "Rate not loaded for 2026" in page and "No amount yet" in page


def test_benefits_that_stop_bring_outcomes(shop):
    page = read(
        shop, shop.holder(dollars=0), **TYPED | {"earning": "162000", "benefits": "stop", "stop": "03/2025"}
    )
    assert "Outcome" in page and "$555.00" in page and "Phase 1 Milestone 2" in page


@pytest.mark.row("L7")
def test_earnings_hidden_from_the_provider_are_left_out_and_said(shop):
    person = shop.holder(dollars=0)
    for month in ("2025-02", "2025-03"):
        shop.world.earnings(person, month, 4321, given_to=shop.theirs)
    page = read(shop, person, **TYPED | {"since": "04/2025"})
    assert "Other earnings of February 2025, March 2025 are on record and not shown to you." in page
    assert "4,321" not in page
    # April, June, September and December: with the hidden months, the first was reached before them.
    assert "<strong>$7,400.00</strong> in all" in page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"earning": ""}, "Choose an amount."),
        ({"earning": "other", "other_cents": ""}, "Enter the amount."),
        ({"earning": "other"}, "Enter $0.01 or more."),
        ({"earning": "other", "other_cents": "much"}, "Enter an amount in dollars and cents"),
        ({"since": "soon"}, "Enter a month and year, for example 02/2025."),
        ({"since": "11/2023"}, "Enter December 2023 or a later month."),
        ({"since": "01/2028"}, "Enter December 2027 or an earlier month."),
        ({"benefits": "stop"}, "Enter the first month without a cash benefit."),
        ({"benefits": "stop", "stop": "01/2025"}, "Enter a month from February 2025 through January 2026."),
        ({"count": "600"}, "Select a valid choice."),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(shop, typed, sentence):
    page = read(shop, shop.holder(dollars=0), **TYPED | {"other_cents": "0"} | typed)
    assert sentence in page and "in all" not in page
    assert 'value="02/2025"' in page or "since" in typed


def test_benefits_that_are_not_on_record_cannot_stop(shop):
    person = shop.holder(dollars=0)
    person.benefits.using("loader").all().delete()
    page = read(shop, person, **TYPED | {"benefits": "stop", "stop": "03/2025"})
    assert "No benefit is on record for March 2025." in page


def test_another_organizations_ticketholder_is_not_there(shop):
    person = shop.holder("Foreign Person", organisation=shop.theirs)
    here = f"/ticketholders/{person.number}/estimate/"
    assert shop.clerk.get(here, TYPED).status_code == 404
    assert shop.stranger.get(here, TYPED).status_code == 200
    assert shop.stranger.post(here, TYPED).status_code == 405
