"""A Ticket's progress with other earnings, benefits or study: both answers, nothing written (row I4)."""

from datetime import date

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from portal.policy.roles import Role
from tests.tickets.office import Office

pytestmark = pytest.mark.row("I4")


@pytest.fixture
def read(world, unit_as, sign_in):
    office = Office(world, unit_as)
    person = world.person("Ana Ruiz")
    held = world.assignment(world.ticket(person), office.en, on=date(2024, 1, 15))
    world.earnings(person, "2024-02", 1234)
    client = sign_in(world.account(world.organisation(kind="TPM"), [Role.TPM_BENEFICIARY_SUPPORT]))

    def page(**typed):
        response = client.get(f"/staff/tickets/{held.ticket.number}/progress/", typed)
        assert response.status_code == 200
        return " ".join(response.content.decode().split())

    return page


def test_with_two_more_months_of_work_progress_is_made_and_nothing_is_written(read):
    assert "1 of 3 months" in read() and "Each period then and if" not in read()
    with CaptureQueriesContext(connections["default"]) as queries:
        page = read(on="04/20/2025", earned_from="03/2024", earned_through="04/2024", earned_cents="1,110")
    assert not [one for one in queries if one["sql"].split()[0].lower() in ("insert", "update", "delete")]
    for words in (
        "Earnings of March 2024, proven",
        "$1,110.00",
        "3 of 3 months: progress made",
        "Not stored.",
    ):
        assert words in page, words
    assert "1 of 3 months" in page


def test_what_was_earned_is_not_shown_to_who_may_not_read_earnings(read):
    page = read(earned_from="02/2024", earned_cents="1,110")
    assert "On record, not shown here" in page and "1,234" not in page


def test_study_and_what_was_completed_count(read):
    page = read(term_ended_on="06/01/2024", term_credits="9.6", term_full_time_year="24")
    assert "9.6 credits of 24 in a full-time year" in page
    assert "67 percent of the study asked for: progress made" in page
    assert "GED: progress made" in read(completed="ged", completed_on="06/01/2024")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"earned_from": "02/2024"}, "Say what the earnings are in these months"),
        (
            {"earned_from": "02/2024", "earned_through": "01/2024", "earned_cents": "5"},
            "is before February 2024",
        ),
        ({"benefit_from": "02/2024", "benefit_status": "paid"}, "No benefit is on record for February 2024."),
        ({"term_credits": "12"}, "Enter all of the term"),
        ({"term_credits": "many"}, "Enter a number of credits"),
        ({"completed": "ged"}, "Enter all of what was completed"),
        (
            {"term_ended_on": "06/01/2024", "term_credits": "1", "term_full_time_year": "0"},
            "Enter the credits of a full-time year, more than 0.",
        ),
        ({"on": "someday"}, "Enter a date as month/day/year"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(read, typed, sentence):
    page = read(**typed)
    assert sentence in page and "usa-error-message" in page and "Each period then and if" not in page
    assert all(f'value="{value}"' in page for value in typed.values())
