"""The answers of Form SSA-1365 (§2.5), as its fields were cleaned, and what the law asks of them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from portal.casework.plan.facts import signer
from portal.policy.core import Json
from portal.policy.signatures import Signature, SignatureFacts
from portal.tickets.services.agency_form import AgencyForm

COST_REIMBURSEMENT, ASSIGNMENT = "cost-reimbursement", "assignment"
BY_HAND, OUTSIDE = "by-hand", "outside-service"
FORM_NAME = "SSA-1365 State Agency Ticket Assignment Form"
FORM_VERSION = "2025-12"


@dataclass(frozen=True, slots=True)
class AgencyAnswers:
    """None and empty are "not answered yet". `scan` is the scanned page, where one was sent.

    `provider_name` is the name of `provider_account` in letters.
    """

    coordinator: str
    phone: str
    ipe_signed_on: date | None
    goal: str
    occupation: str
    vr_eligible: bool | None
    payment: str
    existing_plan: bool | None
    both_agree: bool | None
    holder_name: str
    holder_on: date | None
    provider_account: UUID | None
    provider_name: str
    provider_on: date | None
    way: str
    scan: UUID | None = None

    @property
    def elects_assignment(self) -> bool | None:
        return self.payment == ASSIGNMENT if self.payment else None

    @property
    def method(self) -> str:
        """How it was signed, as the law of signatures names it."""
        if self.way == OUTSIDE:
            return OUTSIDE
        return "scanned-wet" if self.scan else "wet"

    def form(
        self, *, case: UUID, person: UUID, organisation: UUID, entered_on: date | None = None
    ) -> AgencyForm:
        """The form's facts, with the representative's clearance and work on the day of signing."""
        return AgencyForm(
            case=case,
            person=person,
            organisation=organisation,
            ipe_signed_on=self.ipe_signed_on,
            goal_stated=bool(self.goal.strip()),
            elects_assignment=self.elects_assignment,
            existing_plan=self.existing_plan,
            both_agree=self.both_agree,
            vr_eligible=self.vr_eligible,
            signatures=self._signatures(organisation),
            entered_on=entered_on,
        )

    def _signatures(self, organisation: UUID) -> SignatureFacts:
        holder = Signature(self.holder_on, self.method, self.holder_name) if self.holder_on else None
        provider, known = None, None
        if self.provider_on is not None:
            provider = Signature(self.provider_on, self.method, self.provider_name)
            if self.provider_account is not None:
                known = signer(self.provider_account, organisation, self.provider_on)
        return SignatureFacts(holder, provider, known, self.ipe_signed_on)

    def to_json(self) -> Json:
        """The facts as they are kept in the signed form; who signed, and when, stands with the signatures."""
        return {
            "coordinator": self.coordinator,
            "phone": self.phone,
            "ipe_signed_on": self.ipe_signed_on.isoformat() if self.ipe_signed_on else None,
            "goal": self.goal,
            "occupation": self.occupation,
            "vr_eligible": self.vr_eligible,
            "payment": self.payment,
            "existing_plan": self.existing_plan,
            "both_agree": self.both_agree,
        }
