"""What the tests of earnings inquiries share: an EN that asks, two analysts who answer, and whom it is about."""

from datetime import date
from typing import Any
from uuid import UUID

from portal.earnings.duties import DESK
from portal.earnings.models import Inquiry, InquiryRow
from portal.earnings.services.answer_inquiry import answer_row, send_answer
from portal.earnings.services.inquire import Submitted, Typed, judge_rows, start, submit
from portal.kernel import desks, drafts
from portal.kernel.actor import Actor
from portal.kernel.duties import Claimed
from portal.kernel.models import Duty
from portal.kernel.results import Done
from portal.policy.inquiry_answer import Result
from portal.policy.roles import Role

ASSIGNED = date(2025, 1, 10)
SSN = "900018001"
SHOWN = (("Ticketholder", "Ana Ruiz"), ("Social Security number", "ends in 8001"))


class Asking:
    """One EN with a clerk and a colleague, another EN, two analysts, and Ana Ruiz whose Ticket the EN holds."""

    def __init__(self, world: Any, unit_as: Any) -> None:
        self.world, self.unit_as = world, unit_as
        self.en, self.other = world.organisation("First EN"), world.organisation("Other EN")
        tpm = world.organisation("Program Manager", "TPM")
        self.clerk = self.person(self.en, Role.EN_PAYMENTS_CLERK, "Carl Clerk")
        self.colleague = self.person(self.en, Role.EN_ADMINISTRATOR, "Ada Administrator")
        self.stranger = self.person(self.other, Role.EN_PAYMENTS_CLERK, "Sam Stranger")
        self.analyst = self.person(tpm, Role.TPM_PAYMENTS_ANALYST, "Alan Analyst")
        self.second = self.person(tpm, Role.TPM_PAYMENTS_ANALYST, "Bea Analyst")
        self.ana = world.person("Ana Ruiz", ssn=SSN)
        self.assignment = world.assignment(world.ticket(self.ana), self.en, on=ASSIGNED)

    def person(self, organisation: Any, role: Role, name: str) -> Actor:
        actor: Actor = self.world.actor(self.world.account(organisation, [role], name=name))
        return actor

    def judged(self, *rows: Typed, actor: Actor | None = None) -> Any:
        with self.unit_as(actor or self.clerk):
            return judge_rows(rows)

    def begun(self, actor: Actor | None = None) -> UUID:
        with self.unit_as(actor or self.clerk):
            draft = start()
        assert isinstance(draft, UUID)
        return draft

    def submits(self, draft: UUID, *chosen: UUID, actor: Actor | None = None, revision: int = 0) -> Any:
        with self.unit_as(actor or self.clerk):
            return submit(draft=draft, revision=revision, chosen=chosen, shown=[SHOWN] * len(chosen))

    def asked(self) -> Inquiry:
        """An inquiry about Ana that waits."""
        answer = self.submits(self.begun(), self.assignment.pk)
        assert isinstance(answer, Submitted), answer
        return self.inquiry(answer.inquiry)

    def taken(self, actor: Actor | None = None) -> Inquiry:
        """One that an analyst has taken."""
        row = self.asked()
        with self.unit_as(actor or self.analyst):
            duty = Duty.objects.get(subject=row.pk, closed_at=None)
            assert isinstance(desks.take(DESK, duty=duty.pk, version=duty.version), Claimed)
        return row

    def answers(self, row: Inquiry, result: Result, reason: str = "", actor: Actor | None = None) -> Any:
        with self.unit_as(actor or self.analyst):
            return answer_row(inquiry=row.pk, version=row.version, line=1, result=result, reason=reason)

    def sends(self, row: Inquiry, actor: Actor | None = None) -> Any:
        with self.unit_as(actor or self.analyst):
            return send_answer(inquiry=row.pk, version=row.version)

    def answered(self, result: Result = Result.NONE) -> Inquiry:
        row = self.taken()
        assert isinstance(self.answers(row, result), Done)
        assert isinstance(self.sends(self.inquiry(row.pk)), Done)
        return self.inquiry(row.pk)

    def inquiry(self, key: UUID) -> Inquiry:
        return Inquiry.objects.using("loader").get(pk=key)

    def row(self, inquiry: Inquiry) -> InquiryRow:
        return InquiryRow.objects.using("loader").get(inquiry=inquiry)

    def draft(self, draft: UUID, actor: Actor | None = None) -> Any:
        with self.unit_as(actor or self.clerk, reading=True):
            return drafts.read(draft)
