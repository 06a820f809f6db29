"""Claims of costs at the Ticket: entered, answered, and said where they meet a network's payment (row E9)."""

from datetime import date

import pytest

from portal.payments.models import Award, CostClaim
from portal.policy.core import Month
from tests.web.staff.office import Office

pytestmark = pytest.mark.row("E9")


@pytest.fixture
def office(world, unit_as, sign_in) -> Office:
    return Office(world, unit_as, sign_in)


@pytest.fixture
def held(office):
    """A Ticket with a closed case of an agency, then with a network."""
    _, ticket, assignment = office.world.holder(office.provider)
    agency = office.world.organisation("Keystone VR", "SVRA")
    case = office.world.vr_case(
        assignment.person, agency, opened_on=date(2024, 1, 5), closed_on=date(2024, 8, 1)
    )
    return ticket, case


def typed(case, **other):
    return {
        "vr_case": case.number,
        "from_month": "01/2025",
        "last_month": "03/2025",
        "amount_cents": "4,500.00",
        "claimed_on": "06/02/2025",
        "source": "form",
        **other,
    }


def rows():
    return CostClaim.objects.using("loader")


def test_a_claim_is_entered_from_the_ticket_and_answered(office, held):
    ticket, case = held
    here, analyst = f"/staff/tickets/{ticket.number}/", office.client("analyst")
    url = f"{here}costs/"
    assert url in analyst.get(here).content.decode()
    page = office.client("specialist").get(here).content.decode()
    assert "No claim of costs is on record." in page and url not in page
    for field, value, said in (
        ("vr_case", "", "Choose the case."),
        ("amount_cents", "much", "dollars"),
        ("last_month", "12/2024", "not before the first"),
        ("claimed_on", "12/16/2025", "not ahead"),
        ("from_month", "12/2023", "open by the first month"),
    ):
        answer = analyst.post(url, typed(case, **{field: value}))
        page = answer.content.decode()
        assert answer.status_code == 422 and said in page and "Error: " in page, field
        assert 'value="06/02/2025"' in page or field == "claimed_on"
    assert not rows().exists()
    done = analyst.post(url, typed(case))
    row = rows().get()
    claim = f"/staff/cost-claims/{row.number}/"
    assert (done.status_code, done.url) == (303, claim)
    assert "Keystone VR" in analyst.get(here).content.decode()
    page = analyst.get(claim).content.decode()
    assert "January 2025 to March 2025" in page and "$4,500.00" in page and str(row.pk) in page
    answer = {"move": "pay", "on": "06/01/2025", "source": "notice", "seen": str(row.pk)}
    early = analyst.post(claim, answer)
    assert early.status_code == 422 and "Correct the day" in early.content.decode()
    assert analyst.post(claim, {**answer, "on": "07/01/2025"}).status_code == 303
    page = analyst.get(claim).content.decode()
    assert "it is claimed again" in page and "Social Security denied it" not in page
    late = analyst.post(claim, {**answer, "move": "open-again", "on": "07/01/2025"})
    assert late.status_code == 409 and "while you had it open" in late.content.decode()
    assert rows().get(superseded_at=None).state == "paid"


def test_a_claim_beside_a_network_s_payment_says_so(office, held):
    ticket, case = held
    office.world.add(
        Award(
            ticket=ticket,
            person=ticket.person,
            organisation=office.provider,
            kind="P1M1",
            ordinal=1,
            month=Month.parse("2025-02"),
            amount_cents=185_000,
            awarded_on=date(2025, 4, 1),
        )
    )
    url, analyst = f"/staff/tickets/{ticket.number}/costs/", office.client("analyst")
    page = analyst.post(url, typed(case), follow=True).content.decode()
    assert "A network has been granted a payment for the same period" in page
    assert "For February 2025." in page
    assert "February 2025" in analyst.get(url).content.decode()


def test_what_is_not_there_is_not_found(office, held):
    analyst = office.client("analyst")
    assert analyst.get("/staff/tickets/TT-0000-0000/costs/").status_code == 404
    assert analyst.get("/staff/cost-claims/CR-0000-0000/").status_code == 404
    person, ticket, _ = office.world.holder(office.provider)
    page = analyst.get(f"/staff/tickets/{ticket.number}/costs/").content.decode()
    assert "No cost-reimbursement case of this person is on record." in page and person.number not in page
