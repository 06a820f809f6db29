"""A Ticketholder's record."""

from datetime import date

import pytest


@pytest.mark.row("E8", "J6")
def test_the_record_says_what_could_be_claimed_and_what_is_missing(shop):
    ana = shop.holder("Ana Ruiz")
    page = shop.clerk.get(f"/ticketholders/{ana.number}/").content.decode()
    assert "What could still be claimed, and what is missing" in page
    assert "Phase 1 Milestone 1" in page
    assert "$1,850.00" in page
    assert "Milestone/Outcome" in page  # the payment method of the assignment


@pytest.mark.row("L7", "J6")
def test_earnings_show_by_who_may_see_them(shop):
    ana = shop.holder("Ana Ruiz", dollars=1777)
    shop.world.earnings(ana, "2025-08", 1666, source="pay-slip", given_to=shop.ours)
    shop.world.earnings(ana, "2025-09", 1555, source="pay-slip", given_to=shop.theirs)
    page = shop.clerk.get(f"/ticketholders/{ana.number}/").content.decode()
    assert "$1,666.00" in page
    assert "$1,777.00" not in page
    assert "at or above $1,160.00 (trial work level 2025)" in page
    assert "$1,555.00" not in page
    assert "on record, not shown to you" in page


@pytest.mark.row("L7")
def test_another_providers_ticketholder_is_not_there(shop, entries):
    foreign = shop.holder("Foreign Person", organisation=shop.theirs)
    before = len(entries("look"))
    assert shop.clerk.get(f"/ticketholders/{foreign.number}/").status_code == 404
    assert shop.clerk.post(f"/ticketholders/{foreign.number}/request/").status_code == 404
    assert len(entries("look")) == before


def test_a_look_at_the_record_is_noted_with_its_purpose(shop, entries):
    ana = shop.holder("Ana Ruiz")
    shop.clerk.get(f"/ticketholders/{ana.number}/")
    look = entries("look")[-1]
    assert (look.people, look.purpose) == ([ana.pk], "to see a Ticketholder's record")


def test_a_get_starts_nothing_and_a_second_click_starts_nothing_more(shop):
    ana = shop.holder("Ana Ruiz")
    assert shop.clerk.get(f"/ticketholders/{ana.number}/request/").status_code == 405
    assert shop.draft(ana) == shop.draft(ana)


def test_a_former_ticketholder_can_still_be_asked_for(shop):
    gone = shop.holder("Gone Person", on=date(2024, 11, 10), ended_on=date(2025, 10, 1))
    page = shop.clerk.get(f"/ticketholders/{gone.number}/")
    assert b"September 30, 2025" in page.content
    assert shop.clerk.get(shop.draft(gone)).status_code == 200


def test_the_record_asks_the_same_of_the_database_however_much_is_on_it(shop, counted):
    ana = shop.holder("Ana Ruiz")
    url = f"/ticketholders/{ana.number}/"
    shop.asks(ana, "2025-02")
    shop.clerk.get(url)
    with counted() as one:
        shop.clerk.get(url)
    for month in ("2025-03", "2025-04"):
        shop.world.earnings(ana, month, 100, employer="Second Employer")
        shop.asks(ana, month)
    with counted() as three:
        shop.clerk.get(url)
    assert one() == three() <= 35
