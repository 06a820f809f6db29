"""What the addresses of State VR agencies name, and what is sent to them: of each agency one of every kind."""

from typing import Any, NamedTuple
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile

from portal.casework.agency.answers import BY_HAND, COST_REIMBURSEMENT, AgencyAnswers
from portal.casework.plan.words import Section
from portal.casework.services.agency_form import start_form, submit_form
from portal.casework.services.bring_vr_cases import OPENINGS
from portal.casework.services.vr_case import close
from portal.kernel.actor import Actor
from portal.kernel.clock import now
from portal.kernel.sent_files.services.receiving import receive
from portal.kernel.unit import open_unit
from portal.payments.models import CostClaim
from portal.people.models import Organisation
from portal.tickets.models import Ticket, VrCase
from portal.tickets.services.vr_case_at import Closing
from tests.policy.casework import day
from tests.world import World

IN_THE_MAKING = ("ssa-1365-check", "ssa-1365-cancel")
SUBMITTED = ("ssa-1365", "ssa-1365-pdf")
EXPORTS = ("vr-cases-export", "vr-openings-template", "vr-closings-template")
OF_COSTS = ("staff-ticket-costs", "staff-cost-claim")
OF_OPEN_CASES = ("vr-case", "vr-case-close")


class AgencyPapers(NamedTuple):
    """A file with a form in the making; a form that opened a case; a case that is closed; a file of openings.

    `ssn` is of the person of the open case, `costs` what the agency claims of it.
    """

    file: str
    draft: UUID
    form: str
    open: VrCase
    closed: VrCase
    ssn: str
    sent: str
    costs: CostClaim


def enter_agency(world: World, organisation: Organisation, user: Actor) -> AgencyPapers:
    """All of these, made through the services."""
    in_the_making = world.case(world.person(), organisation)
    with open_unit(user, now(), reading=False, page="test"):
        draft = start_form(case=in_the_making.pk, first=_typed(user))
    ssn = f"90003{next(world.serial):04d}"
    form, open_case = _opened(world, organisation, user, ssn)
    _, closed = _opened(world, organisation, user, f"90004{next(world.serial):04d}")
    with open_unit(user, now(), reading=False, page="test"):
        close(closing=Closing(closed.number, closed.pk, day("12-10"), employed=True))
    current = VrCase.objects.using("loader").get(number=closed.number, superseded_at=None)
    if not isinstance(draft, UUID):
        raise TypeError(f"no form was begun: {draft}")
    sent_file = _sent(user, in_the_making.number)
    return AgencyPapers(
        in_the_making.number,
        draft,
        form,
        open_case,
        current,
        ssn,
        sent_file,
        world.cost_claim(open_case, "2025-12", "2026-01"),
    )


def arguments(papers: AgencyPapers, name: str) -> list[Any] | None:
    """What stands in the address; None where it is not about agencies."""
    if name == "ssa-1365-start":
        return [papers.file]
    if name in IN_THE_MAKING:
        return [papers.draft]
    if name == "ssa-1365-part":
        return [papers.draft, "plan"]
    if name in SUBMITTED:
        return [papers.form]
    if name in OF_OPEN_CASES:
        return [papers.open.number]
    if name in OF_COSTS:
        ticket = Ticket.objects.using("loader").get(person=papers.closed.person_id)
        return [ticket.number if name == "staff-ticket-costs" else papers.costs.number]
    return _of_cases(papers, name)


def _of_cases(papers: AgencyPapers, name: str) -> list[Any] | None:
    if name in ("vr-case-correct", "vr-case-claim"):
        return [papers.closed.number]
    if name == "vr-cost-withdraw":
        return [papers.costs.number]
    if name in ("vr-file", "vr-file-start"):
        return [papers.sent]
    if name == "vr-file-refused":
        return [papers.sent, "csv"]
    return ["csv"] if name in EXPORTS else None


def sent(papers: AgencyPapers, name: str) -> dict[str, Any] | None:
    """What a person who fills in the page sends."""
    match name:
        case "ssa-1365-part":
            return {"revision": "0", "goal": "Baker"}
        case "ssa-1365-check" | "ssa-1365-cancel":
            return {"revision": "0"}
        case "vr-files":
            sheet = SimpleUploadedFile("cases.csv", b"case,ipe_signed_on\nCS-0000-0000,2025-12-01")
            return {"kind": "vr-openings", "sheet": sheet}
        case "vr-case-find":
            return {"ssn": papers.ssn}
        case "vr-case-close":
            closing = {"closes_on": "12/10/2025", "employed": "no", "seen": str(papers.open.pk)}
            return {**closing, "action": "confirm"}
        case "vr-case-correct":
            closing = {"closes_on": "12/09/2025", "employed": "no", "seen": str(papers.closed.pk)}
            return {**closing, "action": "confirm"}
    return _sent_of_costs(papers, name)


def _sent_of_costs(papers: AgencyPapers, name: str) -> dict[str, Any] | None:
    months = {"from_month": "12/2025", "last_month": "12/2025", "amount_cents": "1,500.00"}
    seen = {"seen": str(papers.costs.pk)}
    match name:
        case "vr-case-claim":
            return {**months, "action": "confirm"}
        case "vr-cost-withdraw":
            return seen
        case "staff-ticket-costs":
            claimed = {"claimed_on": "12/15/2025", "source": "form"}
            return {"vr_case": papers.closed.number, **months, **claimed}
        case "staff-cost-claim":
            return {"move": "deny", "on": "12/15/2025", "source": "notice", **seen}
    return None


def _sent(user: Actor, case: str) -> str:
    """A file of openings that was tried: one row can be taken, one not."""
    content = f"case,ipe_signed_on\n{case},2025-12-01\nCS-0000-0000,2025-12-01"
    with open_unit(user, now(), reading=False, page="test"):
        answer = receive(kind=OPENINGS, name="cases.csv", content=content.encode())
    return answer.number  # type: ignore[union-attr]


def _opened(world: World, organisation: Organisation, user: Actor, ssn: str) -> tuple[str, VrCase]:
    person = world.person(ssn=ssn)
    world.benefits(person)
    world.ticket(person)
    file = world.case(person, organisation)
    with open_unit(user, now(), reading=False, page="test"):
        draft = start_form(case=file.pk)
        if not isinstance(draft, UUID):
            raise TypeError(f"no form was begun: {draft}")
        shown = (Section("The plan", (("Vocational goal", "Baker"),)),)
        answer = submit_form(draft=draft, revision=0, answers=_answers(user), shown=shown)
    row = VrCase.objects.using("loader").get(case=file.pk)
    return answer.number, row  # type: ignore[union-attr]


def _answers(user: Actor) -> AgencyAnswers:
    return AgencyAnswers(
        coordinator="Somebody",
        phone="555-0100",
        ipe_signed_on=day("12-01"),
        goal="Baker",
        occupation="",
        vr_eligible=True,
        payment=COST_REIMBURSEMENT,
        existing_plan=False,
        both_agree=None,
        holder_name="Somebody",
        holder_on=day("12-02"),
        provider_account=user.account,
        provider_name=user.name,
        provider_on=day("12-02"),
        way=BY_HAND,
    )


def _typed(user: Actor) -> dict[str, dict[str, list[str]]]:
    """The same as it is typed."""
    return {
        "plan": {"ipe_signed_on": ["12/01/2025"], "goal": ["Baker"], "vr_eligible": ["yes"]},
        "payment": {"payment": ["cost-reimbursement"], "existing_plan": ["no"]},
        "signatures": {
            "holder_name": ["Somebody"],
            "holder_on": ["12/02/2025"],
            "provider_account": [str(user.account)],
            "provider_on": ["12/02/2025"],
            "way": ["by-hand"],
        },
    }
