"""A State VR agency at work on Form SSA-1365, for the tests of casework and of its pages."""

from datetime import date
from typing import Any
from uuid import UUID

from portal.casework.agency.answers import BY_HAND, COST_REIMBURSEMENT, AgencyAnswers
from portal.casework.models import Case, SignedForm
from portal.casework.plan.words import Section
from portal.casework.services.agency_form import Submitted, start_form, submit_form
from portal.casework.services.vr_case import close, correct
from portal.policy.roles import Role
from portal.tickets.models import VrCase
from portal.tickets.services.vr_case_at import Closing
from tests.policy.casework import day

SHOWN = (Section("The plan", (("Vocational goal", "Bookkeeper"),)),)


class AgencyWork:
    """An agency with a user and a colleague, and a file on somebody whose Ticket nobody holds."""

    def __init__(self, world: Any, unit_as: Any) -> None:
        self.world, self.unit_as = world, unit_as
        self.agency = world.organisation("State VR Agency", kind="SVRA")
        self.accounts = [
            world.account(self.agency, [Role.SVRA_USER], name=name)
            for name in ("Vera User", "Carl Colleague")
        ]
        self.user, self.colleague = (world.actor(one) for one in self.accounts)
        self.person, self.ticket = self.somebody("Ana Ruiz")
        self.case: Case = world.case(self.person, self.agency, name="Ana Ruiz")

    def somebody(self, name: str = "", **more: Any) -> tuple[Any, Any]:
        person = self.world.person(name, **more)
        self.world.benefits(person)
        return person, self.world.ticket(person)

    def answers(self, ipe: str = "12-01", signed: str = "12-03", **other: Any) -> AgencyAnswers:
        said: dict[str, Any] = {
            "coordinator": "Vera User",
            "phone": "555-0100",
            "ipe_signed_on": day(ipe),
            "goal": "Bookkeeper",
            "occupation": "43-3031",
            "vr_eligible": True,
            "payment": COST_REIMBURSEMENT,
            "existing_plan": False,
            "both_agree": None,
            "holder_name": "Ana Ruiz",
            "holder_on": day(signed),
            "provider_account": self.user.account,
            "provider_name": "Vera User",
            "provider_on": day(signed),
            "way": BY_HAND,
        }
        return AgencyAnswers(**(said | other))

    def start(self, case: Case | None = None, actor: Any = None) -> Any:
        with self.unit_as(actor or self.user):
            return start_form(case=(case or self.case).pk, first={"plan": {"goal": ["Bookkeeper"]}})

    def submit(
        self, draft: UUID, answers: AgencyAnswers | None = None, *, revision: int = 0, actor: Any = None
    ) -> Any:
        with self.unit_as(actor or self.user):
            return submit_form(draft=draft, revision=revision, answers=answers or self.answers(), shown=SHOWN)

    def submitted(self, case: Case | None = None, **answers: Any) -> SignedForm:
        """A form that was submitted for a case."""
        answer = self.submit(self.start(case), self.answers(**answers))
        assert isinstance(answer, Submitted), answer
        return SignedForm.objects.using("loader").get(pk=answer.form)

    def now(self, case: Case | None = None) -> VrCase:
        """The cost-reimbursement case of a file as it is recorded now."""
        return VrCase.objects.using("loader").get(case=(case or self.case).pk, superseded_at=None)

    def close(self, on: str, employed: bool = True, case: Case | None = None) -> Any:
        return self._done(close, day(on), employed, case)

    def correct(self, on: str | None, employed: bool = True, case: Case | None = None) -> Any:
        return self._done(correct, on and day(on), employed, case)

    def _done(self, service: Any, on: date | str | None, employed: bool, case: Case | None) -> Any:
        row = self.now(case)
        with self.unit_as(self.user):
            return service(closing=Closing(row.number, row.pk, on, employed))  # type: ignore[arg-type]
