"""What the addresses about plans name, and what is sent to them: of each case a plan and an amendment in the making."""

from typing import Any, Protocol

from portal.casework import kinds
from portal.casework.models import Case, SignedForm
from portal.kernel import drafts
from portal.kernel.actor import Actor
from portal.kernel.clock import now
from portal.kernel.models import Duty
from portal.kernel.unit import open_unit
from portal.payments.models import PaymentRequest
from tests.authorization.casework import number_of_case, signed_plan
from tests.casework.typed_plan import answers
from tests.world import LONG_AGO, TODAY, World

IN_THE_MAKING = (
    *("plan", "plan-check", "plan-cancel", "plan-start"),
    *("amendment", "amendment-check", "amendment-cancel", "amendment-start"),
    "case-file-pdf",
)
LOCKED = (
    *("plan-record", "plan-pdf", "plan-copy", "plan-unlock"),
    *("plan-sign", "plan-sign-in-person", "plan-sign-scan"),
)


class Papers(Protocol):
    """What `program.Case` has of one provider and Ticketholder."""

    open: PaymentRequest


def enter_plans(world: World, papers: Papers, counsellor: Actor) -> None:
    """A plan and an amendment in the making and a plan that waits for both signatures, in the file of these papers."""
    case = Case.objects.using("loader").get(pk=papers.open.assignment_id)
    form = signed_plan(world, case, state="to-sign")
    due = {"opened_at": LONG_AGO, "due_on": TODAY}
    about = {"organisation": case.organisation_id, "person": case.person_id}
    world.add(Duty(kind=kinds.PLAN_TO_SIGN, subject=form.pk, **about, **due))
    with open_unit(counsellor, now(), reading=False, page="test"):
        for kind in (kinds.IWP, kinds.AMENDMENT):
            drafts.start(
                form=kind, form_version="1", person=case.person_id, subject=case.pk, answers=answers()
            )


def plan_of(papers: Papers) -> SignedForm:
    return SignedForm.objects.using("loader").get(case=papers.open.assignment_id, state="to-sign")


def arguments(name: str, papers: Papers) -> list[Any] | None:
    """What stands in the address; None where it is not about plans."""
    if name in IN_THE_MAKING:
        return [number_of_case(papers)]
    if name == "plan-part":
        return [number_of_case(papers), "statement"]
    if name == "amendment-part":
        return [number_of_case(papers), "about"]
    return [plan_of(papers).number] if name in LOCKED else None


def sent(name: str, papers: Papers) -> dict[str, Any] | None:
    """What a person who fills in the page sends."""
    match name:
        case "plan-part":
            return {"revision": "0", "statement": "I take part because I want to."}
        case "amendment-part":
            return {"revision": "0", "reason": "new-service", "revises": ["services"]}
        case "amendment-start":
            return {"reason": "new-service", "revises": ["services"]}
        case "plan-check" | "plan-cancel" | "amendment-check" | "amendment-cancel":
            return {"revision": "0"}
        case "plan-copy":
            return {"given_on": "12/15/2025", "way": "paper"}
        case "plan-unlock":
            return {"version": "0"}
        case "plan-sign" | "plan-sign-in-person":
            digest = bytes(plan_of(papers).digest).hex()
            return {"printed_name": "Somebody", "agreed": "on", "digest": digest}
        case "plan-sign-scan":
            return {"holder_name": "Somebody", "holder_on": "12/15/2025"}
    return None
