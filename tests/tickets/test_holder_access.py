"""A Ticketholder's account: who may invite, what proves it, what stops it, how it ends (mission row L10)."""

from datetime import date, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connections

from portal.kernel.actor import VISITOR, Actor
from portal.kernel.clock import now
from portal.kernel.links import code_of, read_code
from portal.kernel.models import Mail, TrailEntry
from portal.kernel.unit import open_unit
from portal.people.models import Account, Invitation, SignIn
from portal.people.results import Changed, Done, NotAllowed, NotFound
from portal.policy.roles import Permission, Role, may
from portal.tickets.holders.facts import accesses_of, code_key
from portal.tickets.models import HolderAccess, Person
from portal.tickets.services import holder_access
from portal.tickets.services.holder_proof import Proved, prove

pytestmark = [pytest.mark.row("L10", "A10")]

BORN = date(1986, 4, 28)
SSN = "900014321"
EMAIL = "own.address@example.org"


class Office:
    """An EN that holds one Ticket, with a counsellor, and Beneficiary Support."""

    def __init__(self, world: Any, unit_as: Any) -> None:
        self.world, self.unit_as = world, unit_as
        self.ours = world.organisation("Bright Path Works")
        self.person = world.person("Ada Ticketholder", SSN, BORN.isoformat())
        self.assignment = world.assignment(world.ticket(self.person), self.ours)
        self.counsellor = self._actor(self.ours, Role.EN_COUNSELLOR)
        self.support = self._actor(world.organisation("Manager", "TPM"), Role.TPM_BENEFICIARY_SUPPORT)

    def _actor(self, organisation: Any, role: Role) -> Actor:
        return self.world.actor(self.world.account(organisation, [role]))

    def invite(self, by: Actor | None = None, person: Any = None, email: str = EMAIL) -> Any:
        with self.unit_as(by or self.counsellor):
            return holder_access.invite_holder(
                person=(person or self.person).pk, email=email, language="en", given="telephone"
            )

    @property
    def row(self) -> HolderAccess:
        return (
            HolderAccess.objects.using("loader").filter(person=self.person).order_by("-invited_at", "-id")[0]
        )

    @property
    def code(self) -> str:
        return code_of(code_key(self.row.pk))

    def prove(self, **wrong: Any) -> Proved:
        typed = {"ssn": SSN, "born": BORN, "code": self.code, **wrong}
        with self.unit_as(Actor(wall=VISITOR.wall, name="x", account=self.row.account_id)):
            return prove(**typed)

    def change(self, service: Any, by: Actor, **more: Any) -> Any:
        with self.unit_as(by):
            return service(access=self.row.pk, version=more.pop("version", self.row.version), **more)


@pytest.fixture
def office(world, unit_as) -> Office:
    return Office(world, unit_as)


def kinds() -> list[str]:
    return list(TrailEntry.objects.using("loader").order_by("id").values_list("kind", flat=True))


def test_an_invitation_makes_an_account_named_by_a_number_and_mails_a_link_without_a_word_about_anybody(
    office,
):
    assert isinstance(office.invite(), Done)
    account = Account.objects.using("loader").get(email=EMAIL)
    assert account.name == f"Ticketholder {office.person.number}"
    assert not account.has_usable_password()
    mail = Mail.objects.using("loader").get(account=account.pk)
    assert (mail.state, mail.address) == (Mail.State.WAITING, EMAIL)
    assert "[[secret]]" in mail.body and "Línea" not in mail.subject
    for told in ("Ada", "Ticketholder", SSN, office.code, office.person.number, "Bright"):
        assert told not in mail.body
    assert Invitation.objects.using("loader").get(account=account).purpose == Invitation.Purpose.HOLDER
    assert kinds()[-1] == "mail-written" and "holder-invited" in kinds()


def test_the_code_stands_nowhere_and_is_told_to_who_invited(office):
    office.invite()
    with connections["loader"].cursor() as cursor:
        cursor.execute("select t::text from tickets_holderaccess t")
        assert office.code not in cursor.fetchone()[0]
    with office.unit_as(office.counsellor, reading=True):
        assert [one.code for one in accesses_of(office.person.pk)] == [office.code]


@pytest.mark.parametrize("role", sorted(Role))
def test_only_who_knows_the_person_invites(office, role):
    wanted = {
        *(Role.EN_COUNSELLOR, Role.EN_ADMINISTRATOR, Role.SVRA_USER, Role.SVRA_ADMINISTRATOR),
        Role.TPM_BENEFICIARY_SUPPORT,
    }
    assert may(frozenset({role}), Permission.INVITE_TICKETHOLDERS) is (role in wanted)


def test_a_provider_invites_whose_ticket_it_holds_today_and_support_everybody(office):
    world = office.world
    other = world.holder(world.organisation("Elsewhere"))[0]
    left = world.holder(office.ours, ended_on=date(2025, 12, 15))[0]
    nobody = world.person()
    for person in (other, left, nobody):
        assert isinstance(office.invite(person=person), NotFound)
        assert isinstance(office.invite(office.support, person, f"{person.number}@example.org"), Done)
    clerk = office._actor(office.ours, Role.EN_PAYMENTS_CLERK)
    assert isinstance(office.invite(clerk), NotFound)


def test_the_right_answers_bind_the_account_whatever_the_writing_of_the_code(office):
    office.invite()
    assert office.prove(code=f" {office.code.lower().replace('-', ' ')} ") is Proved.BOUND
    assert (office.row.state, office.row.proven_on) == (HolderAccess.State.BOUND, date(2025, 12, 15))
    assert "holder-bound" in kinds()
    assert office.prove() is Proved.CLOSED


@pytest.mark.parametrize(
    "wrong", [{"ssn": "900014322"}, {"born": BORN + timedelta(days=1)}, {"code": "0000-0000"}, {"code": ""}]
)
def test_each_wrong_answer_gets_the_same_and_is_counted(office, wrong):
    office.invite()
    assert office.prove(**wrong) is Proved.WRONG
    assert (office.row.tries, office.row.state) == (1, HolderAccess.State.INVITED)
    assert kinds()[-1] == "holder-proof-failed"


def test_the_fifth_wrong_answer_stops_it_and_the_right_one_opens_nothing_then(office):
    office.invite()
    answers = [office.prove(ssn="900014322") for _ in range(5)]
    assert answers == [Proved.WRONG] * 4 + [Proved.STOPPED]
    assert office.prove() is Proved.CLOSED
    office.invite()
    assert office.prove() is Proved.BOUND


def test_the_number_of_another_person_is_as_wrong_as_one_that_nobody_has(office):
    office.world.person(ssn="900014399", born=BORN.isoformat())
    office.invite()
    assert office.prove(ssn="900014399") is office.prove(ssn="900014400") is Proved.WRONG


def test_an_expired_invitation_and_a_death_open_nothing(office):
    office.invite()
    HolderAccess.objects.using("loader").update(expires_at=now().real)
    assert office.prove() is Proved.CLOSED
    HolderAccess.objects.using("loader").update(expires_at=now().real + timedelta(days=1))
    Person.objects.using("loader").filter(pk=office.person.pk).update(died_on=date(2025, 12, 15))
    assert office.prove() is Proved.WRONG
    assert isinstance(office.invite(), NotAllowed)


def test_a_new_invitation_ends_the_one_before_with_its_link_and_code(office):
    office.invite()
    first, code = office.row, office.code
    office.invite(email="another@example.org")
    first.refresh_from_db(using="loader")
    assert first.state == HolderAccess.State.WITHDRAWN
    assert Invitation.objects.using("loader").get(account=first.account_id).withdrawn_at
    assert office.prove(code=code) is Proved.WRONG


def test_there_is_one_account_a_person_and_no_second_invitation(office):
    office.invite()
    office.prove()
    assert office.invite(email="another@example.org") == NotAllowed(holder_access.HAS_ONE)
    assert not Account.objects.using("loader").filter(email="another@example.org").exists()


def test_an_address_of_somebody_at_work_or_of_another_ticketholder_is_refused(office):
    worker = office.world.account(office.ours, [Role.EN_COUNSELLOR])
    assert office.invite(email=worker.email.upper()) == NotAllowed(holder_access.IN_USE)
    other = office.world.holder(office.ours)[0]
    assert isinstance(office.invite(person=other), Done)
    assert office.invite() == NotAllowed(holder_access.IN_USE)
    assert Account.objects.using("loader").get(pk=worker.pk).has_usable_password()


def test_who_invited_takes_it_back_and_another_provider_does_not(office):
    office.invite()
    stranger = office._actor(office.world.organisation(), Role.EN_COUNSELLOR)
    assert isinstance(office.change(holder_access.take_back, stranger), NotFound)
    assert isinstance(office.change(holder_access.take_back, office.counsellor, version=7), Changed)
    assert isinstance(office.change(holder_access.take_back, office.counsellor), Done)
    assert isinstance(office.change(holder_access.take_back, office.counsellor), NotAllowed)
    assert office.prove() is Proved.CLOSED


def test_support_ends_an_account_in_the_same_second(office):
    office.invite()
    account = office.row.account
    SignIn.objects.using("loader").create(
        account=account, way="password", factor="totp", admitted=True, began_at=now().real, seen_at=now().real
    )
    office.prove()
    assert isinstance(office.change(holder_access.end_access, office.counsellor, why="Lost."), NotFound)
    assert isinstance(office.change(holder_access.end_access, office.support, why=" "), NotAllowed)
    assert isinstance(office.change(holder_access.end_access, office.support, why="Lost the phone."), Done)
    assert (office.row.state, office.row.ended_on) == (HolderAccess.State.ENDED, date(2025, 12, 15))
    assert SignIn.objects.using("loader").get().ended_why == SignIn.Ended.REVOKED
    assert isinstance(office.invite(office.support), Done)
    assert office.prove() is Proved.BOUND


def test_of_two_answers_at_once_one_binds(office):
    office.invite()
    account, code, found = office.row.account_id, office.code, []
    barrier = Barrier(2)

    def answer() -> None:
        barrier.wait()
        with open_unit(
            Actor(wall=VISITOR.wall, name="x", account=account), now(), reading=False, page="test"
        ):
            found.append(prove(ssn=SSN, born=BORN, code=code))
        connections.close_all()

    threads = [Thread(target=answer) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [Proved.BOUND, Proved.CLOSED]


def test_a_code_is_read_as_people_say_it():
    assert read_code("7k4m 2q9o") == "7K4M-2Q90"
    assert read_code("") == "-"
    assert len({code_of(str(n)) for n in range(1000)}) == 1000
