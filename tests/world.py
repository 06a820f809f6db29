"""A small synthetic world, built by hand in a test: rows go in through the loader, past the walls."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import connections

from portal.casework.models import Case
from portal.earnings.models import EarningsMonth, Employer
from portal.kernel import vault
from portal.kernel.actor import Actor, Wall
from portal.kernel.clock import now
from portal.kernel.ids import new_id
from portal.kernel.links import code_of, hash_of
from portal.kernel.numbers import new_number
from portal.kernel.vault.sealing import place
from portal.people.models import Account, Clearance, Employment, Organisation, TrainingRecord
from portal.policy.core import Month
from portal.policy.roles import HOLDER_ROLES, Role
from portal.providers.models import Agreement, AssignmentRight, Election, Enrolment, Provider
from portal.tickets.holders.facts import code_key
from portal.tickets.models import (
    Assignment,
    BenefitPeriod,
    HolderAccess,
    Person,
    Sight,
    Ticket,
)
from tests.world_casework import LONG_AGO, CaseworkRows

TODAY = date(2025, 12, 15)
PASSWORD = "a long synthetic password"


class World(CaseworkRows):
    """Methods add rows and return them; everything not said gets a plain, valid value."""

    def __init__(self) -> None:
        self.serial = count(1)
        with connections["loader"].cursor() as cursor:
            cursor.execute("select set_config('portal.actor', 'test world', false)")

    def add(self, row: Any) -> Any:
        row.save(using="loader", force_insert=True)
        return row

    def organisation(self, name: str = "", kind: str = "EN") -> Organisation:
        """An organisation; an EN or SVRA comes with a provider record and an open agreement."""
        serial = next(self.serial)
        organisation = self.add(
            Organisation(number=new_number("OR"), name=name or f"Organisation {serial}", kind=kind)
        )
        if kind in ("EN", "SVRA"):
            self.add(
                Provider(
                    organisation=organisation,
                    ein=f"{serial:09d}",
                    pid=f"P{serial:06d}",
                    uei=f"UEI{serial:09d}",
                    sam_registered_until=date(2026, 6, 1),
                    bank_current=True,
                )
            )
            first = date(2020, 1, 1)
            self.add(
                Election(
                    provider_id=organisation.id,
                    system="outcome-milestone",
                    noticed_on=first,
                    from_on=first,
                    set_at=LONG_AGO,
                )
            )
            self.add(Agreement(provider_id=organisation.id, from_on=first))
            if kind == "EN":
                self.add(
                    AssignmentRight(provider_id=organisation.id, from_on=date(2020, 1, 1), set_at=LONG_AGO)
                )
            self.add(
                Enrolment(
                    provider_id=organisation.id, state="live", from_on=date(2020, 1, 1), set_at=LONG_AGO
                )
            )
        return organisation

    def account(
        self,
        organisation: Organisation,
        roles: Iterable[Role],
        *,
        name: str = "",
        clearance_until: date | None = date(2027, 1, 1),
        trained_on: date | None = date(2025, 6, 1),
        second_factor: bool = True,
    ) -> Account:
        """A person at work there, with everything the gate asks unless told otherwise."""
        serial = next(self.serial)
        account = Account(
            email=f"person{serial}@example.org", name=name or f"Worker {serial}", created_at=LONG_AGO
        )
        account.set_password(PASSWORD)
        self.add(account)
        self.add(
            Employment(
                account=account,
                organisation=organisation,
                roles=[str(role) for role in roles],
                verified_on=date(2024, 1, 2),
                granted_on=date(2025, 12, 1),
                started_on=date(2024, 1, 1),
            )
        )
        if clearance_until:
            self.add(
                Clearance(
                    account=account, favourable=True, decided_on=date(2024, 1, 1), expires_on=clearance_until
                )
            )
        if trained_on:
            self.add(TrainingRecord(account=account, completed_on=trained_on))
        self.add(EmailAddress(user=account, email=account.email, verified=True, primary=True))
        if second_factor:
            self.add(Authenticator(user=account, type="totp", data={"secret": "sealed elsewhere"}))
        return account

    def holder_account(
        self, person: Person, organisation: Organisation, *, state: str = "bound", language: str = "en"
    ) -> Account:
        """A Ticketholder's own account, invited by this organisation; proved where the state is `bound`."""
        account = Account(
            email=f"holder{next(self.serial)}@example.org",
            name=f"Ticketholder {person.number}",
            created_at=LONG_AGO,
        )
        account.set_password(PASSWORD)
        self.add(account)
        self.add(EmailAddress(user=account, email=account.email, verified=True, primary=True))
        self.add(Authenticator(user=account, type="totp", data={"secret": "sealed elsewhere"}))
        access = HolderAccess(
            account=account,
            person=person,
            organisation=organisation,
            state=state,
            language=language,
            code_given="in-person",
            invited_by=account.pk,
            invited_by_name="The counselor",
            invited_at=LONG_AGO,
            expires_at=now().real + timedelta(days=7),
            proven_on=date(2025, 12, 1) if state == "bound" else None,
        )
        access.code_hash = hash_of(code_of(code_key(access.pk)))
        self.add(access)
        return account

    def holder_actor(self, account: Account) -> Actor:
        """The Ticketholder this account is, as the gate would make it."""
        access = HolderAccess.objects.using("loader").get(account=account)
        return Actor(
            wall=Wall.HOLDER,
            name=account.name,
            account=account.pk,
            roles=HOLDER_ROLES,
            person=access.person_id,
            language=access.language,
        )

    def actor(self, account: Account) -> Actor:
        """The actor this account is at work, as the gate would make it."""
        employment = Employment.objects.using("loader").select_related("organisation").get(account=account)
        organisation = employment.organisation
        staff = organisation.kind in ("TPM", "SSA")
        return Actor(
            wall=Wall.STAFF if staff else Wall.ORGANISATION,
            name=account.name,
            account=account.id,
            organisation=organisation.id,
            organisation_name=organisation.name,
            roles=frozenset(Role(role) for role in employment.roles),
        )

    def person(self, name: str = "", ssn: str = "", born: str = "1980-02-03") -> Person:
        """A beneficiary, sealed and found by SSN; synthetic SSNs are 900-01-0001 and up."""
        serial = next(self.serial)
        person_id = new_id()
        digits = ssn or f"90001{serial:04d}"
        texts = {"name": name or f"Beneficiary {serial}", "ssn": digits, "birth_date": born}
        sealed = {
            column: vault.seal(vault.IDENTITY, person_id, place("tickets_person", column, person_id), text)
            for column, text in texts.items()
        }
        vault.remember_ssn([(digits, person_id)])
        assert vault.find_person(digits) == person_id, "somebody else in this database has that number"
        return self.add(Person(id=person_id, number=new_number("TK"), **sealed))

    def ticket(self, person: Person | None = None) -> Ticket:
        return self.add(Ticket(number=new_number("TT"), person=person or self.person()))

    def benefits(
        self,
        person: Person,
        title: str = "T2",
        status: str = "paid",
        since: str = "2020-01",
        until: str | None = None,
        **more: Any,
    ) -> BenefitPeriod:
        return self.add(
            BenefitPeriod(
                person=person,
                title=title,
                kind=more.pop("kind", "disabled-worker" if title == "T2" else "ssi-disabled"),
                status=status,
                from_month=Month.parse(since),
                until_month=Month.parse(until) if until else None,
                recorded_at=LONG_AGO,
                **more,
            )
        )

    def assignment(
        self,
        ticket: Ticket,
        organisation: Organisation,
        *,
        on: date = date(2025, 1, 10),
        ended_on: date | None = None,
        system: str = "outcome-milestone",
        entered_on: date | None = None,
        case: Case | None = None,
    ) -> Assignment:
        """Assigned on the day both signed and entered the same day, from a case (made where none is told) with the ID.

        The organisation gets sight of the person.
        """
        entered = entered_on or on
        if ended_on is None:
            ticket.assignment_state = "VREN" if organisation.kind == "SVRA" else "EN"
            ticket.use_state = "in-use"
            ticket.save(using="loader", update_fields=["assignment_state", "use_state"])
        case = case or self.case(ticket.person, organisation, opened_on=on, closed_on=ended_on)
        sight = Sight(person_id=ticket.person_id, organisation=organisation, from_on=on)
        if (
            not Sight.objects.using("loader")
            .filter(person_id=ticket.person_id, organisation=organisation)
            .exists()
        ):
            self.add(sight)
        return self.add(
            Assignment(
                id=case.id,
                ticket=ticket,
                person_id=ticket.person_id,
                organisation=organisation,
                system=system,
                provider_signed_on=on,
                holder_signed_on=on,
                entered_on=entered,
                assigned_on=on,
                payment_base_on=on if (entered - on).days <= 14 else entered,
                ended_on=ended_on,
                recorded_at=LONG_AGO,
            )
        )

    def earnings(
        self,
        person: Person,
        month: str,
        dollars: int,
        *,
        source: str = "ssa-record",
        given_to: Organisation | None = None,
        employer: str = "Acme Bakery",
        proven: bool = True,
    ) -> EarningsMonth:
        business, _ = Employer.objects.using("loader").get_or_create(name=employer)
        return self.add(
            EarningsMonth(
                person=person,
                month=Month.parse(month),
                gross_cents=dollars * 100,
                employer=business,
                source=source,
                given_to=given_to,
                proven=proven,
                recorded_at=LONG_AGO,
                recorded_by="test world",
            )
        )

    def holder(self, organisation: Organisation, **assignment: Any) -> tuple[Person, Ticket, Assignment]:
        """A Ticketholder in current pay whose Ticket this organisation holds."""
        person = self.person()
        self.benefits(person)
        ticket = self.ticket(person)
        return person, ticket, self.assignment(ticket, organisation, **assignment)


def ids(rows: Iterable[Any]) -> set[UUID]:
    """The primary keys of some rows."""
    return {row.pk for row in rows}
