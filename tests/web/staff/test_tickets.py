"""A Ticket for staff: found, read, inactive, terminated (rows C8, G5, I4)."""

from datetime import date

import pytest

from portal.policy.roles import Role
from portal.tickets.models import RefusedLookUp, Termination, Ticket
from tests.tickets.office import Office

pytestmark = pytest.mark.row("C8", "G5")


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
