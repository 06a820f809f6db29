"""From the invitation to the first page: the gate leads to the proof, the proof opens the door (rows A10, L10)."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from portal.kernel.clock import now
from portal.kernel.links import code_of
from portal.people.models import Account, SignIn
from portal.policy.roles import Role
from portal.tickets.holders.facts import code_key
from portal.tickets.models import HolderAccess
from tests.clients import sign_in_client
from tests.web.account.steps import mails
from tests.web.holder.test_holder_pages import text

pytestmark = [pytest.mark.row("A10", "L10")]

PROVE = "/account/yours/"
SSN, BORN = "900-01-4321", "02/03/1980"


class Door:
    """A person with an open invitation, and who invites."""

    def __init__(self, world: Any) -> None:
        self.world = world
        self.en = world.organisation("Bright Path Works")
        self.person = world.person("Ada Ruiz", "900014321")
        world.assignment(world.ticket(self.person), self.en)
        self.counsellor = world.account(self.en, [Role.EN_COUNSELLOR])
        self.support = world.account(
            world.organisation("Manager", "TPM"), [Role.TPM_BENEFICIARY_SUPPORT], name="Sue Support"
        )

    def client(self, account: Any) -> Client:
        client = Client()
        sign_in_client(client, account, now().real)
        return client

    def invited(self) -> Client:
        return self.client(self.world.holder_account(self.person, self.en, state="invited"))

    @property
    def row(self) -> HolderAccess:
        return HolderAccess.objects.using("loader").get()

    def answers(self, **wrong: str) -> dict[str, str]:
        return {"ssn": SSN, "born": BORN, "code": code_of(code_key(self.row.pk)), **wrong}


@pytest.fixture
def door(world: Any) -> Door:
    return Door(world)


def test_before_the_proof_every_page_leads_to_it_and_after_it_home_opens(door):
    client = door.invited()
    for path in ("/", "/ticket/", "/ticket/plans/", "/ticketholders/"):
        assert client.get(path).headers["Location"] == PROVE
    page = client.get(PROVE)
    assert page.status_code == 200
    assert "Ada" not in text(page)
    assert client.post(PROVE, door.answers()).headers["Location"] == "/"
    assert client.get("/ticket/").status_code == 200
    assert client.get(PROVE).headers["Location"] == "/"


@pytest.mark.parametrize("wrong", [{"ssn": "900-01-4322"}, {"born": "02/04/1980"}, {"code": "AAAA-AAAA"}])
def test_each_wrong_answer_gets_the_same_sentence(door, wrong):
    client = door.invited()
    answer = client.post(PROVE, door.answers(**wrong))
    assert answer.status_code == 422
    assert "What you typed does not match. Check all three answers" in text(answer)
    assert client.get("/ticket/").headers["Location"] == PROVE


def test_what_cannot_be_an_answer_is_said_and_not_counted(door):
    client = door.invited()
    said = text(client.post(PROVE, {"ssn": "12", "born": "soon", "code": ""}))
    for sentence in ("Type all 9 digits", "Type your date of birth as month/day/year", "Type the code"):
        assert sentence in said
    assert door.row.tries == 0


def test_after_five_wrong_answers_it_stays_closed_and_says_whom_to_ask(door):
    client = door.invited()
    answers = [client.post(PROVE, door.answers(ssn="900-01-4322")).status_code for _ in range(5)]
    assert answers == [422] * 4 + [403]
    said = text(client.post(PROVE, door.answers()))
    assert "There were too many wrong answers." in said
    assert "1-866-968-7842" in said


def test_an_expired_invitation_opens_nothing(door):
    client = door.invited()
    HolderAccess.objects.using("loader").update(expires_at=now().real - timedelta(seconds=1))
    assert "Your invitation has ended" in text(client.get(PROVE))


def test_who_is_at_work_has_nothing_to_prove(door):
    assert door.client(door.counsellor).get(PROVE).status_code == 403


def test_a_counsellor_invites_and_tells_the_code_and_the_mail_says_nothing(door):
    client, base = door.client(door.counsellor), f"/ticketholders/{door.person.number}/account/"
    assert base in text(client.get(f"/ticketholders/{door.person.number}/"))
    assert "has no account yet" in text(client.get(base))
    sent = {"email": "Ada@Example.org", "language": "es", "given": "telephone"}
    checked = text(client.post(f"{base}invite/", sent))
    assert "Ada@Example.org" in checked and "Español" in checked
    done = client.post(f"{base}invite/", {**sent, "action": "confirm"})
    assert done.headers["Location"] == base
    assert code_of(code_key(door.row.pk)) in text(client.get(base))
    assert door.row.account.email == "ada@example.org"
    [(_, body)] = mails()
    assert "Use this link to set up your account" in body and "Use este enlace" in body
    # Another EN's counselor, and a colleague who only pays, see nothing of it.
    stranger = door.world.account(door.world.organisation(), [Role.EN_COUNSELLOR])
    clerk = door.world.account(door.en, [Role.EN_PAYMENTS_CLERK])
    assert door.client(stranger).get(base).status_code == 404
    assert door.client(clerk).get(base).status_code == 403


def test_support_finds_who_calls_sees_no_code_of_a_provider_and_ends_an_account(door):
    holder = door.invited()
    client, base = door.client(door.support), f"/ticketholders/{door.person.number}/account/"
    for typed in (SSN, door.person.number.lower(), door.person.number):
        assert client.post("/staff/ticketholders/", {"who": typed}).headers["Location"] == base
    for wrong in ("900-01-9999", "TK-0000-0000", "hello"):
        assert client.post("/staff/ticketholders/", {"who": wrong}).status_code == 422
    assert code_of(code_key(door.row.pk)) not in text(client.get(base))
    holder.post(PROVE, door.answers())
    ended = {"action": "confirm", "version": str(door.row.version), "why": "Lost the phone."}
    assert client.post(f"{base}{door.row.pk}/end/", ended).headers["Location"] == base
    assert "Lost the phone." in text(client.get(base))
    # The next request of the person is refused at the door.
    assert holder.get("/ticket/").headers["Location"].startswith("/account/sign-in/")
    assert SignIn.objects.using("loader").filter(account=door.row.account, ended_at=None).count() == 0


def test_from_a_case_before_any_assignment_and_nothing_of_another_provider_is_seen(home):
    """The plan is signed before the assignment, so its person is invited from the case."""
    HolderAccess.objects.using("loader").all().delete()
    elsewhere = home.world.organisation("Elsewhere Works")
    home.world.holder_account(home.beneficiary, elsewhere, state="invited")
    counsellor = home.client(Account.objects.using("loader").get(pk=home.counsellor.account))
    base = f"/cases/{home.case.number}/account/"
    assert base in text(counsellor.get(f"/cases/{home.case.number}/"))
    said = text(counsellor.get(base))
    assert "has no account yet" in said and "Elsewhere Works" not in said
    sent = {"email": "ana@example.org", "language": "en", "given": "in-person", "action": "confirm"}
    assert counsellor.post(f"{base}invite/", sent).headers["Location"] == base
    row = HolderAccess.objects.using("loader").get(state="invited")
    assert (row.person_id, row.organisation_id) == (home.beneficiary.pk, home.en.pk)
    assert code_of(code_key(row.pk)) in text(counsellor.get(base))
    stranger = home.client(Account.objects.using("loader").get(pk=home.stranger.account))
    assert stranger.get(base).status_code == 404
    taken = counsellor.post(f"{base}{row.pk}/take-back/", {"action": "confirm", "version": "0"})
    assert taken.status_code == 303
    assert "invitation taken back" in text(counsellor.get(base))
