"""Ticketholders' accounts that the authorization table is asked about: invited ones, and one with a plan to sign."""

from typing import Any
from uuid import UUID

from django.urls import reverse

from portal.casework.models import Case, SignedForm
from portal.casework.plan.content import plan_written
from portal.tickets.models import HolderAccess, Person
from tests.authorization.casework import number_of_case, signed_plan
from tests.casework.planning import sound
from tests.world import World

NAME = "Holding Person"
_PLANS = ("holder-plan", "holder-plan-pdf", "holder-sign")
_INVITATION = {
    "action": "confirm",
    "email": "somebody.new@example.org",
    "language": "en",
    "given": "telephone",
}
_TAKEN_BACK = {"action": "confirm", "version": "0"}
_ACCESS = ("holder-account-take-back", "holder-account-end")


class Holders:
    """An open invitation by person; the plan of the Ticketholder who asks, and somebody else's."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.invitations: dict[UUID, HolderAccess] = {}
        self.plans: dict[str, SignedForm] = {}

    def invite(self, person: Person, organisation: Any) -> None:
        if person.pk not in self.invitations:
            account = self.world.holder_account(person, organisation, state="invited")
            self.invitations[person.pk] = HolderAccess.objects.using("loader").get(account=account)

    def with_plans(self, person: Person, organisation: Any, other: Person) -> Any:
        """The account of this person, with a plan to sign; another person has one too."""
        for relation, whose in (("own", person), ("other", other)):
            case = Case.objects.using("loader").filter(person=whose).first()
            if case is None:
                raise ValueError("a plan is of a case")
            waiting = SignedForm.objects.using("loader").filter(case=case, state="to-sign").first()
            self.plans[relation] = waiting or signed_plan(
                self.world, case, state="to-sign", content=plan_written(sound())
            )
        return self.world.holder_account(person, organisation)

    def address(self, name: str, papers: Any, relation: str) -> str | None:
        """The address with what stands in it; None where it is none of these."""
        if name in _PLANS:
            return reverse(name, args=[self.plans["other" if relation == "other" else "own"].number])
        if name == "case-account-take-back":
            return reverse(name, args=[number_of_case(papers), self.invitations[papers.person.pk].pk])
        if name in _ACCESS:
            return reverse(name, args=[papers.person.number, self.invitations[papers.person.pk].pk])
        return None

    def sent(self, name: str, ssn: str) -> dict[str, Any] | None:
        """What is sent there, confirmed; None where it is none of these."""
        return {
            "holder-language": {"language": "es"},
            "holder-leave": {"agrees": "on", "name": NAME, "why": ""},
            "holder-sign": {"agrees": "on", "name": NAME, "digest": bytes(self.plans["own"].digest).hex()},
            "staff-holders": {"who": ssn},
            "holder-account-invite": _INVITATION,
            "case-account-invite": _INVITATION,
            "holder-account-take-back": _TAKEN_BACK,
            "case-account-take-back": _TAKEN_BACK,
            "holder-account-end": {"action": "confirm", "version": "0", "why": "Lost the phone."},
        }.get(name)
