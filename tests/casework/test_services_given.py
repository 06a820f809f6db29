"""What a certification of services will state: services by kind and month, from the notes that stand (row C9)."""

from datetime import date

import pytest

from portal.casework.services.note_contact import Contact, strike_contact
from portal.casework.services_given import Given, services_given
from portal.policy.core import Month

pytestmark = pytest.mark.row("C9", "D9")


def test_services_by_kind_and_month_and_those_too_early_apart(office):
    case = office.assigned(on=date(2025, 10, 1), entered_on=date(2025, 10, 9))

    def given(day, *services):
        contact = Contact(date.fromisoformat(day), "telephone", True, "Job search", services=services)
        return office.noted(case, contact)

    given("2025-10-08", "job-search")
    given("2025-10-09", "job-search", "job-coaching")
    given("2025-11-30", "job-search")
    given("2025-12-01", "job-search")
    given("2025-11-12")
    wrong = given("2025-11-03", "training")
    with office.unit_as(office.counsellor):
        strike_contact(note=wrong.note)
    with office.unit_as(office.counsellor, reading=True) as unit:
        found = services_given(case.pk, since=date(2025, 10, 1), until=date(2025, 12, 1))
        assert unit.looked_at == set()
    october, november = Month.parse("2025-10"), Month.parse("2025-11")
    assert found == [
        Given("job-coaching", october, (date(2025, 10, 9),), ()),
        Given("job-search", october, (date(2025, 10, 8), date(2025, 10, 9)), (date(2025, 10, 8),)),
        Given("job-search", november, (date(2025, 11, 30),), ()),
    ]
    with office.unit_as(office.stranger, reading=True):
        assert services_given(case.pk, since=date(2025, 10, 1), until=date(2025, 12, 1)) == []
