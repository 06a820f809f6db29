"""A State VR agency with a counselor, for the tests of Form SSA-1365 and cost-reimbursement cases."""

from datetime import date
from typing import Any

from portal.casework.models import Case
from portal.kernel.actor import Actor
from portal.policy.signatures import Signature, SignatureFacts
from portal.tickets.models import Person, VrCase
from portal.tickets.services.agency_form import AgencyForm, take_form
from portal.tickets.services.vr_case import close_vr_case, correct_closing
from portal.tickets.services.vr_case_at import Closing
from tests.policy.casework import day, signer
from tests.tickets.office import Office


class Agency:
    """Its forms are for cost reimbursement unless told otherwise, signed on 2 and 3 December 2025."""

    def __init__(self, office: Office) -> None:
        self.office, self.world = office, office.world
        self.row, self.user = office.agency()

    def case(self, person: Person) -> Case:
        return self.world.case(person, self.row)

    def form(self, case: Case, ipe: str | None = "12-01", signed: str = "12-03", **other: Any) -> AgencyForm:
        """A form about the person of this file."""
        said: dict[str, Any] = {
            "goal_stated": True,
            "elects_assignment": False,
            "existing_plan": False,
            "both_agree": None,
            "vr_eligible": True,
        }
        on = ipe and day(ipe)
        holder = Signature(day(signed), "wet", "Robin Roe")
        provider = Signature(day(signed), "wet", "Pat Lee")
        said["signatures"] = SignatureFacts(holder, provider, signer(), on)
        return AgencyForm(
            case=case.pk,
            person=case.person_id,
            organisation=case.organisation_id,
            ipe_signed_on=on,
            **(said | other),
        )

    def take(self, form: AgencyForm, actor: Actor | None = None) -> Any:
        with self.office.unit_as(actor or self.user):
            return take_form(form=form)

    def opened(self, person: Person, ipe: str = "10-01", signed: str = "10-02") -> VrCase:
        """A case that the form has opened."""
        answer = self.take(self.form(self.case(person), ipe, signed))
        return VrCase.objects.using("loader").get(number=answer.number)

    def close(self, row: VrCase, on: str | None, employed: bool | None = True, **other: Any) -> Any:
        return self._done(close_vr_case, row, on, employed, **other)

    def correct(self, row: VrCase, on: str | None, employed: bool | None = None, **other: Any) -> Any:
        return self._done(correct_closing, row, on, employed, **other)

    def now(self, row: VrCase) -> VrCase:
        """The case as it is recorded now."""
        return VrCase.objects.using("loader").get(number=row.number, superseded_at=None)

    def _done(
        self, service: Any, row: VrCase, on: str | None, employed: bool | None, actor: Actor | None = None
    ) -> Any:
        closing = Closing(row.number, row.pk, on and day(on), employed)  # type: ignore[arg-type]
        with self.office.unit_as(actor or self.user):
            return service(closing=closing)


def last_of(rows: Any) -> list[tuple[str, date]]:
    """Moves and days of a Ticket's steps in the order they were entered."""
    return list(rows.order_by("ordinal").values_list("move", "effective_on"))
