"""A Ticket for staff: found, read, taken out of assignment from paper, inactive, terminated (rows C8, G5, I4)."""

from datetime import date

import pytest

from portal.policy.roles import Role
from portal.tickets.models import RefusedLookUp, Termination, Ticket, Unassignment
from tests.tickets.office import Office

pytestmark = pytest.mark.row("C8", "G5")
PAPER = {
    "asker": "ticketholder",
    "reason": "",
    "received_on": "12/05/2025",
    "signed_on": "12/01/2025",
    "form_complete": "on",
    "requested_for": "",
    "note": "",
}


@pytest.fixture
def office(world, unit_as) -> Office:
    return Office(world, unit_as)


@pytest.fixture
def held(office):
    person = office.world.person("Ana Ruiz", ssn="900017050")
    office.world.benefits(person)
    return office.world.assignment(office.world.ticket(person), office.en)


@pytest.fixture
def as_role(office, sign_in):
    def client(role):
        kind = "TPM" if role.startswith("tpm") else "SSA"
        return sign_in(office.world.account(office.world.organisation(kind=kind), [role]))

    return client


def url(held):
    return f"/staff/tickets/{held.ticket.number}/"


def test_found_by_each_number_and_nobody_by_another(held, as_role):
    client = as_role(Role.TPM_BENEFICIARY_SUPPORT)
    for typed in (held.ticket.number, held.person.number.lower(), "900-01-7050"):
        assert client.post("/staff/tickets/", {"wanted": typed}).headers["Location"] == url(held)
    answer = client.post("/staff/tickets/", {"wanted": "900-01-7999"})
    assert answer.status_code == 422 and "No Ticket has that number" in answer.content.decode()
    assert RefusedLookUp.objects.using("loader").count() == 1


def test_the_record_tells_who_held_it_and_how_it_stands(office, held, as_role):
    page = as_role(Role.AUDITOR).get(url(held)).content.decode()
    assert "Ana Ruiz" in page and office.en.name in page and "Assigned In Use" in page
    assert "Make inactive" not in page and "terminated" not in page


@pytest.mark.row("C6")
def test_a_state_agency_s_case_stands_beside_the_assignments_and_is_not_taken_out_here(office, as_role):
    person = office.world.person("Bo Lund")
    ticket = office.world.ticket(person)
    agency, _ = office.agency()
    office.world.assignment(ticket, office.en, on=date(2024, 1, 10), ended_on=date(2024, 6, 1))
    office.cost_reimbursement(person, ticket, agency)
    page = as_role(Role.TPM_INTEGRITY_REVIEWER).get(f"/staff/tickets/{ticket.number}/").content.decode()
    assert "In Use SVR" in page
    assert page.index(agency.name) < page.index(office.en.name)
    assert "Cost-reimbursement case" in page and "September 1, 2025" in page
    assert "Enter a request to take it out" not in page


def test_a_ticketholder_s_letter_is_checked_and_entered_with_the_day_it_came(held, as_role):
    client = as_role(Role.TPM_INTEGRITY_REVIEWER)
    page = client.post(f"{url(held)}unassign/", {**PAPER, "action": "check"}).content.decode()
    assert "The Ticketholder gives no reason" in page and "March 5, 2026" in page
    assert not Unassignment.objects.using("loader").exists()
    answer = client.post(f"{url(held)}unassign/", {**PAPER, "action": "confirm"})
    assert answer.headers["Location"] == url(held)
    made = Unassignment.objects.using("loader").get()
    assert (made.effective_on, made.acted_on) == (date(2025, 12, 5), date(2025, 12, 15))
    told = client.get(url(held)).content.decode()
    assert made.number in told and "Not Assigned In Use Extended" in told
    assert client.get(f"{url(held)}unassign/").status_code == 303


@pytest.mark.parametrize(
    ("paper", "status", "sentence"),
    [
        ({"signed_on": ""}, 409, "completed, dated and signed"),
        ({"form_complete": ""}, 409, "completed, dated and signed"),
        ({"asker": "provider", "reason": "dissatisfied"}, 409, "reason"),
        ({"received_on": "12/20/2025"}, 422, "or an earlier date"),
        ({"asker": ""}, 422, "Choose whose request it is"),
    ],
)
def test_a_paper_that_does_not_do_is_answered_in_a_sentence(held, as_role, paper, status, sentence):
    client = as_role(Role.TPM_INTEGRITY_REVIEWER)
    answer = client.post(f"{url(held)}unassign/", {**PAPER, **paper, "action": "check"})
    assert answer.status_code == status
    assert sentence in answer.content.decode()
    assert Ticket.objects.using("loader").get().assignment_state == "EN"


def test_inactive_and_terminated(held, as_role):
    support, ssa = as_role(Role.TPM_BENEFICIARY_SUPPORT), as_role(Role.SSA_SERVICES_SPECIALIST)
    typed = {"requested_on": "12/15/2025", "cause": "By telephone"}
    assert support.post(f"{url(held)}make-inactive/", typed).status_code == 303
    assert Ticket.objects.using("loader").get().use_state == "inactive"
    assert support.post(f"{url(held)}make-inactive/", typed).status_code == 409
    assert support.get(f"{url(held)}terminate/").status_code == 403
    ended = {"month": "12/2025", "cause": "medical-cessation"}
    assert ssa.post(f"{url(held)}terminate/", ended).status_code == 303
    assert Termination.objects.using("loader").count() == 1
    assert ssa.post(f"{url(held)}terminate/", ended).status_code == 409
    assert "December 2025" in ssa.get(url(held)).content.decode()
