"""Form SSA-1365 on paper: entered for its agency by the agency's own service, as of the day it came in (rows L3, C6)."""

from datetime import date

import pytest

from portal.casework.agency.answers import ASSIGNMENT
from portal.casework.models import Signature, SignedForm
from portal.kernel.models import Draft, Mail
from portal.kernel.results import Done, NotAllowed
from portal.people.models import Clearance
from portal.policy.roles import Role
from portal.support.queries import to_enter
from portal.support.services.keying import barred
from portal.tickets.models import Assignment, VrCase
from tests.support.agency import Agency
from tests.support.room import CAME_IN, pdf

pytestmark = pytest.mark.row("L3", "C6")
ROOM = "/staff/mail-room/"


@pytest.fixture
def agency(world, unit_as):
    return Agency(world, unit_as)


def why_not(paper):
    found = to_enter(paper.number)
    return barred(found.item, found.of_case)


def rows(model, **where):
    return model.objects.using("loader").filter(**where)


def test_it_opens_the_case_from_the_day_of_the_plan_and_its_agency_is_told(agency):
    assert isinstance(agency.enters(), Done)
    form = rows(SignedForm).get()
    assert (form.kind, form.way, form.received_on, form.organisation_id) == (
        "ssa-1365",
        "paper",
        CAME_IN,
        agency.agency.pk,
    )
    made = rows(VrCase).get()
    assert (made.organisation_id, made.opened_on) == (agency.agency.pk, date(2025, 12, 1))
    assert {(one.method, one.entered_by) for one in rows(Signature)} == {
        ("scanned-wet", agency.clerk.account)
    }
    assert agency.paper(agency.form.pk).entered_as == form.number
    mails = rows(Mail, key__startswith="form-on-paper/")
    assert mails and all("Ruiz" not in one.body for one in mails)


def test_the_change_to_an_assignment_counts_by_the_day_it_came_in(agency):
    """An IPE of 12 September can be changed through 11 December: it came in on that day, and is entered on the 15th."""
    draft = agency.start()
    agency.submit(draft, agency.answers(ipe="09-12", signed="09-12"))
    late = {"ipe": "09-12", "signed": "12-09", "payment": ASSIGNMENT, "both_agree": True}
    assert isinstance(agency.enters(**late), Done)
    made = rows(Assignment).get()
    assert (made.pk, made.organisation_id, made.entered_on) == (agency.case.pk, agency.agency.pk, CAME_IN)


def test_what_the_law_finds_is_said_and_nothing_is_entered(agency):
    rows(Clearance, account=agency.user.account).update(expires_on=date(2025, 12, 2))
    answer = agency.enters()
    assert isinstance(answer, NotAllowed) and "clear" in answer.sentence.lower()
    assert not rows(SignedForm).exists() and not rows(VrCase).exists()
    assert agency.paper(agency.form.pk).state == "indexed"


def test_an_agency_sends_no_plan_and_a_network_no_form_of_an_agency(agency):
    plan = agency.indexed("plan", agency.case.number, scan=pdf(2))
    with agency.unit_as(agency.clerk, reading=True):
        assert why_not(agency.form) is None
        assert "sends no such form" in why_not(plan)


def test_typed_on_one_page_kept_and_entered(agency, sign_in):
    client = sign_in(agency.world.account(agency.tpm, [Role.TPM_BENEFICIARY_SUPPORT], name="Mia Keyer"))
    url = f"{ROOM}{agency.form.number}/enter/"
    page = client.get(url).content.decode()
    assert "Vocational goal" in page and "upload" not in page
    typed = {
        "version": "1",
        "revision": "",
        "part": ["plan", "payment", "signatures"],
        "coordinator": "Vera User",
        "phone": "555-0100",
        "ipe_signed_on": "12/01/2025",
        "goal": "Bookkeeper",
        "vr_eligible": "yes",
        "payment": "cost-reimbursement",
        "existing_plan": "no",
        "holder_name": "Ana Ruiz",
        "holder_on": "12/03/2025",
        "provider_account": str(agency.user.account),
        "provider_on": "",
        "way": "by-hand",
        "action": "enter",
    }
    open_one = client.post(url, typed)
    assert open_one.status_code == 422
    assert "Can the form be submitted?" in open_one.content.decode()
    assert rows(Draft).get().form == "ssa-1365-on-paper"
    answer = client.post(url, {**typed, "provider_on": "12/03/2025", "revision": "0"})
    assert answer.headers["Location"] == f"{ROOM}{agency.form.number}/"
    form = rows(SignedForm).get()
    receipt = sign_in(agency.accounts[0]).get(f"/ssa-1365/{form.number}/").content.decode()
    assert agency.form.number in receipt and "Mia Keyer" not in receipt
