"""Rows of casework for an organisation and a person, put in past the walls: one of each kind."""

from datetime import date
from hashlib import sha256
from typing import Any, Protocol
from uuid import UUID

from portal.casework.kinds import INTAKE, VR_OPENINGS
from portal.casework.models import (
    Case,
    Certification,
    ContactNote,
    GoalsDiscussion,
    HandOff,
    Intake,
    NoteFile,
    NoteRow,
    PhaseBasis,
    PlanCopy,
    Signature,
    SignedForm,
    VrFile,
    VrRow,
)
from portal.casework.plan.content import plan_written, written
from portal.casework.sealing import seal
from portal.integrity.models import AssignRight, PlanReview, ReviewFinding
from portal.kernel import drafts
from portal.kernel.clock import now
from portal.kernel.ids import new_id
from portal.kernel.models import Draft
from portal.kernel.numbers import new_number
from portal.kernel.unit import open_unit
from portal.payments.models import PaymentRequest
from portal.policy.plan_facts import PlanFacts
from portal.support.models import PaperItem
from portal.tickets.models import Assignment, TicketStep, Unassignment, VrCase
from tests.world import LONG_AGO, World

DAY = date(2025, 3, 4)
EMPTY = plan_written(PlanFacts())
NOTHING = written(None, ())


class Papers(Protocol):
    """What `program.Case` has of one provider and Ticketholder."""

    open: PaymentRequest


BY = {"recorded_by_name": "Somebody", "recorded_at": LONG_AGO}


def enter_casework(world: World, assignment: Assignment) -> Case:
    """Everything a case can hold, about the case of this assignment."""
    case = Case.objects.using("loader").get(pk=assignment.pk)
    about = {"organisation_id": case.organisation_id, "person_id": case.person_id}
    of_case = {"case": case, **about}
    _sealed(world, Intake(**of_case, **BY, held_on=DAY, outcome="accept"), content="{}")
    world.add(
        HandOff(**of_case, **BY, to_kind="help-line", made_on=DAY, method="telephone", follow_up_on=DAY)
    )
    _sealed(
        world, ContactNote(**of_case, **BY, happened_on=DAY, method="meeting", two_way=True), purpose="First"
    )
    answers = dict.fromkeys(("still_appropriate", "more_services", "new_goals"), False)
    _sealed(
        world,
        GoalsDiscussion(
            **of_case, **BY, **answers, wants_to_work_toward_goals=True, recorded_by=new_id(), held_on=DAY
        ),
        said="{}",
    )
    _note_file(world, case)
    _vr_file(world, case)
    world.add(PhaseBasis(**of_case, known_at=LONG_AGO))
    certified(world, case)
    form = signed_plan(world, case)
    _reviewed(world, form)
    _moves(world, assignment, about)
    world.add(
        PaperItem(
            number=new_number("MR"),
            kind="plan",
            channel="fax",
            received_on=DAY,
            recorded_by=new_id(),
            **about,
            **BY,
        )
    )
    return case


def signed_plan(world: World, case: Case, *, state: str = "signed", content: str = EMPTY) -> SignedForm:
    """A plan with both signatures, and the copy that was given."""
    about = {"organisation_id": case.organisation_id, "person_id": case.person_id}
    digest = sha256(content.encode()).digest()
    form = SignedForm(
        number=new_number("PL"),
        kind="iwp",
        way="online",
        case=case,
        digest=digest,
        state=state,
        locked_at=LONG_AGO,
        locked_by_name="Somebody",
        in_force_from=DAY if state == "signed" else None,
        **about,
    )
    _sealed(world, form, content=content)
    for party in ("holder", "provider") if state == "signed" else ():
        signature = Signature(
            signed_form=form,
            party=party,
            method="electronic",
            signed_on=DAY,
            at=LONG_AGO,
            digest=digest,
            **about,
        )
        signature.printed_name = seal(signature, "printed_name", "Somebody", case.pk)
        world.add(signature)
    if state == "signed":
        world.add(PlanCopy(signed_form=form, given_on=DAY, way="paper", **about, **BY))
    return form


def certified(world: World, case: Case) -> Certification:
    """One that states nothing, put in past the walls."""
    row = Certification(
        number=new_number("CT"),
        case=case,
        organisation_id=case.organisation_id,
        person_id=case.person_id,
        form_version="1",
        purpose="services-and-supports-review",
        from_on=date(2025, 1, 10),
        until_on=date(2025, 2, 1),
        contributed=False,
        services=1,
        signed_by=new_id(),
        signed_by_name="Somebody",
        signed_on=DAY,
        signed_at=LONG_AGO,
    )
    row.digest = sha256(NOTHING.encode()).digest()
    made: Certification = _sealed(world, row, content=NOTHING)
    return made


def _sealed(world: World, row: Any, **texts: str) -> Any:
    for column, text in texts.items():
        setattr(row, column, seal(row, column, text))
    return world.add(row)


def _note_file(world: World, case: Case) -> None:
    file = NoteFile(
        kind="contact-notes",
        number=new_number("NF"),
        organisation_id=case.organisation_id,
        file_name="notes.csv",
        sha256="",
        sent_by=new_id(),
        sent_by_name="Somebody",
        sent_at=LONG_AGO,
        rows_total=1,
    )
    world.add(file)
    row = NoteRow(
        file=file,
        organisation_id=case.organisation_id,
        person_id=case.person_id,
        line=2,
        tried="refused",
    )
    row.cells = seal(row, "cells", "{}", case.pk)
    world.add(row)


def _vr_file(world: World, case: Case) -> None:
    file = VrFile(
        kind=VR_OPENINGS,
        number=new_number("VO"),
        organisation_id=case.organisation_id,
        file_name="cases.csv",
        sha256="",
        sent_by=new_id(),
        sent_by_name="Somebody",
        sent_at=LONG_AGO,
        rows_total=1,
    )
    world.add(file)
    about = {"organisation_id": case.organisation_id, "person_id": case.person_id}
    row = VrRow(file=file, line=2, tried="refused", **about)
    row.cells = seal(row, "cells", "{}", case.pk)
    world.add(row)


def _reviewed(world: World, form: SignedForm) -> None:
    about = {"organisation_id": form.organisation_id, "person_id": form.person_id}
    review = PlanReview(
        number=new_number("RV"),
        signed_form=form,
        case_id=form.case_id,
        reason="new-en",
        received_on=DAY,
        received_at=LONG_AGO,
        complete=True,
        due_on=DAY,
        **about,
    )
    _sealed(world, review, coversheet="{}")
    world.add(
        ReviewFinding(
            review=review, component="goals", verdict="pass", by_name="Somebody", at=LONG_AGO, **about
        )
    )
    world.add(
        AssignRight(
            organisation_id=form.organisation_id,
            kind="grant",
            proposed_by=new_id(),
            proposed_by_name="Somebody",
            proposed_at=LONG_AGO,
        )
    )


def _moves(world: World, assignment: Assignment, about: dict[str, Any]) -> None:
    world.add(
        TicketStep(
            ticket_id=assignment.ticket_id,
            ordinal=1,
            move="assign",
            from_assignment_state="none",
            from_use_state="not-in-use",
            to_assignment_state="EN",
            to_use_state="in-use",
            effective_on=DAY,
            entered_on=DAY,
            at=LONG_AGO,
            by="somebody",
            by_name="Somebody",
            **about,
        )
    )
    world.add(
        Unassignment(
            number=new_number("UN"),
            assignment=assignment,
            asker="provider",
            reason="moved",
            acted_on=DAY,
            effective_on=DAY,
            entered_by_name="Somebody",
            entered_at=LONG_AGO,
            **about,
        )
    )
    case = world.add(VrCase(number=new_number("VC"), opened_on=DAY, recorded_at=LONG_AGO, **about))
    world.cost_claim(case, "2025-12", "2026-01")


def number_of_case(papers: Papers) -> str:
    """The number of the file that a provider's papers belong to: it has the ID of the assignment."""
    found = Case.objects.using("loader").get(pk=papers.open.assignment_id)
    return str(found.number)


def intake_draft(program: Any, papers: Papers) -> UUID:
    """The open draft of an intake in that file, begun past the page where there is none."""
    assignment = papers.open.assignment
    there = Draft.objects.using("loader").filter(form=INTAKE, subject=assignment.pk, state="open").first()
    if there is not None:
        return there.pk
    providers = (program.ours, program.agency, program.theirs)
    [provider] = [one for one in providers if one.pk == assignment.organisation_id]
    with open_unit(program.clerk_of(provider), now(), reading=False, page="test"):
        begun = drafts.start(
            form=INTAKE,
            form_version="1",
            person=assignment.person_id,
            subject=assignment.pk,
            answers={},
        )
    return begun.id


def hand_off_of(papers: Papers) -> UUID:
    """A hand-off in that file that nobody has asked about, entered where there is none."""
    case = Case.objects.using("loader").get(pk=papers.open.assignment_id)
    there = HandOff.objects.using("loader").filter(case=case).first()
    if there is not None:
        return there.pk
    row = HandOff(
        case=case,
        organisation_id=case.organisation_id,
        person_id=case.person_id,
        to_kind="help-line",
        made_on=DAY,
        method="gave the number",
        follow_up_on=DAY,
        **BY,
    )
    row.save(using="loader", force_insert=True)
    return row.pk
