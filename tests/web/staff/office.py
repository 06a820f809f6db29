"""A small program at work: a provider that asks, analysts who decide, Social Security, an auditor."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.kernel import drafts
from portal.kernel.models import Duty
from portal.payments.form import FORM, FORM_VERSION, ClaimAsked, RequestForm
from portal.payments.models import PaymentRequest
from portal.payments.receipts import Receipt
from portal.payments.services.submit import submit
from portal.policy.core import Month
from portal.policy.roles import Role
from tests.world import World

BELOW_TWL, ABOVE_TWL = 900, 1500
PEOPLE = {
    "clerk": Role.EN_PAYMENTS_CLERK,
    "analyst": Role.TPM_PAYMENTS_ANALYST,
    "colleague": Role.TPM_PAYMENTS_ANALYST,
    "lead": Role.TPM_PAYMENTS_LEAD,
    "authoriser": Role.SSA_PAYMENT_AUTHORISER,
    "specialist": Role.SSA_SERVICES_SPECIALIST,
    "auditor": Role.AUDITOR,
}


class Office:
    """Accounts by role, and requests that wait for an analyst."""

    def __init__(self, world: World, unit_as: Any, sign_in: Callable[[Any], Client]) -> None:
        self.world, self.unit_as, self.sign_in = world, unit_as, sign_in
        self.tpm = world.organisation("Ticket Program Manager", "TPM")
        self.ssa = world.organisation("Social Security Administration", "SSA")
        self.provider = world.organisation("Bright Path", "EN")
        self.accounts: dict[str, Any] = {
            name: world.account(self._employer(role), [role], name=f"The {name}")
            for name, role in PEOPLE.items()
        }

    def _employer(self, role: Role) -> Any:
        kind = role.value.split("-")[0]
        return {"en": self.provider, "tpm": self.tpm}.get(kind, self.ssa)

    def client(self, name: str) -> Client:
        return self.sign_in(self.accounts[name])

    def actor(self, name: str) -> Any:
        return self.world.actor(self.accounts[name])

    def asks(self, dollars: int = BELOW_TWL, *, month: str = "2025-02") -> PaymentRequest:
        """The clerk asks for Phase 1 Milestone 1; earnings below the trial work level go to an analyst."""
        person, _, assignment = self.world.holder(self.provider)
        self.world.earnings(person, month, dollars)
        form = RequestForm(
            assignment=assignment.id,
            form="evidentiary",
            claims=(ClaimAsked("P1M1", Month.parse(month)),),
            services_described=True,
            earnings_already_proven=True,
        )
        with self.unit_as(self.actor("clerk")):
            draft = drafts.start(
                form=FORM, form_version=FORM_VERSION, person=person.id, subject=assignment.id, answers={}
            )
            receipt = submit(draft=draft.id, revision=draft.revision, form=form, shown=[])
        assert isinstance(receipt, Receipt)
        return self.request(receipt.requests[0].number)

    def earned_after_all(self, request: PaymentRequest, dollars: int = ABOVE_TWL) -> None:
        """More earnings of the claimed month come onto Social Security's record."""
        self.world.earnings(request.person, str(request.claim_month), dollars, employer="Another Bakery")

    def request(self, number: str) -> PaymentRequest:
        rows = PaymentRequest.objects.using("loader").select_related("person")
        return rows.get(number=number)

    def duty(self, request: PaymentRequest) -> Duty:
        return Duty.objects.using("loader").get(subject=request.pk, kind="decide-payment")

    @contextmanager
    def counted(self) -> Iterator[CaptureQueriesContext]:
        with CaptureQueriesContext(connections["default"]) as queries:
            yield queries


def address(request: PaymentRequest, *more: str) -> str:
    """The page of a request, or one below it."""
    return "/".join(["/staff/requests", request.number, *more, ""])
