"""A provider that certifies services: a plan in force, a Ticket that has left, contacts in which services were given."""

from datetime import date
from typing import Any
from uuid import UUID

from portal.casework.certifying import Given, RowGiven, stated
from portal.casework.models import Certification
from portal.casework.plan.words import Section
from portal.casework.services.certify import Submitted, start, submit
from portal.casework.services.note_contact import Contact
from portal.kernel.actor import Actor
from portal.policy.core import Month
from portal.policy.cos_facts import Contacts, Purpose
from tests.casework.planning import Planning
from tests.policy.casework import FOLLOW_UPS, service

SHOWN = (Section("What it is for", (("For", "claims after the Ticket was unassigned"),)),)
ASSIGNED, LEFT = date(2025, 1, 10), date(2025, 5, 10)
MONTH = Month.parse("2025-07")


class Certifying(Planning):
    """The office with a Ticket assigned from January 10 to May 9, 2025, and three contacts in that time."""

    def __init__(self, world: Any, unit_as: Any) -> None:
        super().__init__(world, unit_as)
        services = (service("job-search"), service("job-coaching"), *FOLLOW_UPS)
        self.plan = self.signed_by_both(self.locked(services=services))
        self.ticket = world.ticket(self.beneficiary)
        self.assignment = world.assignment(
            self.ticket, self.en, on=ASSIGNED, entered_on=ASSIGNED, case=self.case
        )
        self.notes = [
            self.note("2025-02-03", True, "job-search", "job-coaching"),
            self.note("2025-03-04", True, "job-search"),
            self.note("2025-04-07", False),
        ]
        type(self.assignment).objects.using("loader").filter(pk=self.case.pk).update(ended_on=LEFT)

    def note(self, day: str, two_way: bool, *services: str) -> UUID:
        contact = Contact(
            date.fromisoformat(day),
            "telephone",
            two_way,
            "Looked for work together",
            content="Went through the openings of the week, and wrote to two employers.",
            services=services,
        )
        return self.noted(self.case, contact).note

    def started(self, actor: Actor | None = None) -> Any:
        with self.unit_as(actor or self.counsellor):
            return start(case=self.case.pk)

    def stating(self, actor: Actor | None = None, **other: Any) -> Given:
        """All that the rule asks for, each service opened by who signs."""
        typed: dict[str, Any] = {
            "purpose": Purpose.AFTER_UNASSIGNMENT,
            "claim_months": (MONTH,),
            "stated": Contacts(2, 1),
            "provided": True,
            "contributed": True,
            "how": "The job search led to the job.",
            "certified": True,
        }
        return Given(**{**typed, "rows": self.opened(actor or self.counsellor), **other})

    def opened(self, actor: Actor) -> dict[str, RowGiven]:
        with self.unit_as(actor, reading=True):
            found = stated(self.case.pk, self.en.pk, Given(Purpose.AFTER_UNASSIGNMENT, (MONTH,)))
        assert found is not None
        return {
            line.note.key: RowGiven(line.by, line.description, opened_by=str(actor.account))
            for line in found.lines
        }

    def submit(
        self, draft: UUID, given: Given | None = None, actor: Actor | None = None, revision: int = 0
    ) -> Any:
        who = actor or self.counsellor
        made = given or self.stating(who)
        with self.unit_as(who):
            return submit(draft=draft, revision=revision, given=made, shown=SHOWN)

    def certified(self, **other: Any) -> Certification:
        answer = self.submit(self.started(), self.stating(**other))
        assert isinstance(answer, Submitted), answer
        return Certification.objects.using("loader").get(number=answer.number)
