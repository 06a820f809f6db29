"""What the payment tests share: an EN with a clerk, an analyst's desk, and a way to submit."""

from typing import Any

from portal.kernel import drafts
from portal.kernel.actor import Actor
from portal.payments.form import (
    FORM,
    FORM_VERSION,
    ClaimAsked,
    EarningsGiven,
    PaperGiven,
    RequestForm,
    Section,
)
from portal.payments.models import PaymentRequest
from portal.payments.services.submit import submit
from portal.policy.core import Month
from portal.policy.roles import Role
from portal.tickets.models import Assignment

SHOWN = [Section("What you ask for", [("Which payment?", "Phase 1 Milestone 1, February 2025")])]


class Desk:
    """One EN with a clerk, the program manager with an analyst and a lead, Social Security with an authoriser."""

    def __init__(self, world: Any, unit_as: Any) -> None:
        self.world, self.unit_as = world, unit_as
        self.en = world.organisation("First EN")
        self.tpm = world.organisation("Program manager", "TPM")
        self.ssa = world.organisation("Social Security", "SSA")
        self.clerk = self.person(self.en, Role.EN_PAYMENTS_CLERK, "Clara Clerk")
        self.analyst = self.person(self.tpm, Role.TPM_PAYMENTS_ANALYST, "Andy Analyst")
        self.other_analyst = self.person(self.tpm, Role.TPM_PAYMENTS_ANALYST, "Olga Analyst")
        self.authoriser = self.person(self.ssa, Role.SSA_PAYMENT_AUTHORISER, "Sam Authoriser")
        self.lead = self.person(self.tpm, Role.TPM_PAYMENTS_LEAD, "Lea Lead")

    def person(self, organisation: Any, role: Role, name: str) -> Actor:
        return self.world.actor(self.world.account(organisation, [role], name=name))

    def holder(
        self, *, earned: dict[str, int] | None = None, en: Any = None, **assignment: Any
    ) -> Assignment:
        """A Ticketholder of the EN with proven earnings on Social Security's record."""
        person, _, row = self.world.holder(en or self.en, **assignment)
        for month, dollars in (earned or {}).items():
            self.world.earnings(person, month, dollars)
        return row

    def disputed(self) -> Assignment:
        """A Ticketholder whose February 2025 is above the trial work level by one source, below by another."""
        row = self.holder()
        self.world.earnings(row.person, "2025-02", 1100, proven=False)
        self.world.earnings(row.person, "2025-02", 1200, source="tax-record", proven=False)
        return row

    def draft(self, assignment: Assignment, actor: Actor | None = None) -> drafts.OpenDraft:
        with self.unit_as(actor or self.clerk):
            return drafts.start(
                form=FORM,
                form_version=FORM_VERSION,
                person=assignment.person_id,
                subject=assignment.id,
                answers={"claims": ["P1M1"]},
            )

    def submit(
        self, assignment: Assignment, *claims: tuple[str, str], actor: Actor | None = None, **form: Any
    ) -> Any:
        """Start a draft and submit it; the receipt, or what was answered instead."""
        draft = self.draft(assignment, actor)
        with self.unit_as(actor or self.clerk):
            return submit(draft=draft.id, revision=0, form=filled(assignment, *claims, **form), shown=SHOWN)

    def request(self, number: str) -> PaymentRequest:
        return PaymentRequest.objects.using("loader").get(number=number)

    def submitted(
        self, assignment: Assignment, *claims: tuple[str, str], **form: Any
    ) -> list[PaymentRequest]:
        receipt = self.submit(assignment, *claims, **form)
        return [self.request(line.number) for line in receipt.requests]


def filled(assignment: Assignment, *claims: tuple[str, str], **form: Any) -> RequestForm:
    """A form with plain answers: by certification, services described."""
    plain = {"form": "certification", "services_described": True, **form}
    return RequestForm(
        assignment=assignment.id,
        claims=tuple(ClaimAsked(kind, Month.parse(month)) for kind, month in claims),
        **plain,
    )


def earned(
    month: str, dollars: int, employer: str = "Acme Bakery", source: str = "pay-slip"
) -> EarningsGiven:
    return EarningsGiven(Month.parse(month), dollars * 100, "wages", employer, source)


def slip(*months: str, file_number: str | None = None, **shows: bool) -> PaperGiven:
    """An original pay slip that shows everything, unless told otherwise."""
    all_shown = dict.fromkeys(
        ("shows_name", "shows_gross", "shows_pay_date", "shows_pay_period", "legible"), True
    )
    return PaperGiven(
        file_number,
        "original-pay-slip",
        "Acme Bakery",
        tuple(Month.parse(month) for month in months),
        **{**all_shown, **shows},
    )
