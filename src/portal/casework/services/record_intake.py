"""The intake discussion: begun as a draft, recorded once it is whole (row D2). It never assigns anything."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from portal.casework.intakes import handed_off, open_draft
from portal.casework.kinds import INTAKE
from portal.casework.models import Case, Intake
from portal.casework.results import NotAllowed, NotFound
from portal.casework.sealing import seal_json
from portal.casework.worksheet import Worksheet
from portal.kernel import drafts
from portal.kernel.drafts import Closed, Conflict
from portal.kernel.ids import new_id
from portal.kernel.models import Draft
from portal.kernel.trail import note
from portal.kernel.unit import current
from portal.policy.intake import judge_intake, may_be_recorded
from portal.policy.roles import Permission

FORM_VERSION = "2025-12"


def start_intake(*, case: UUID) -> UUID | NotAllowed | NotFound:
    """The case's open draft of an intake, begun now where there is none; from the answers recorded before, if any."""
    row = locked_case(case)
    if row is None:
        return NotFound()
    if not current().actor.may(Permission.WORK_CASEWORK):
        return NotAllowed("Your role does not include writing intakes.")
    there = open_draft(case)
    if there is not None:
        return there
    if row.closed_on is not None:
        return NotAllowed("This case is closed. A new conversation needs a new case.")
    begun = drafts.start(
        form=INTAKE, form_version=FORM_VERSION, person=row.person_id, subject=case, answers=_before(row)
    )
    return begun.id


def record_intake(
    *, draft: UUID, revision: int, worksheet: Worksheet
) -> Intake | Conflict | Closed | NotAllowed:
    """Record the worksheet of a draft as it stood at `revision`; recorded again, it replaces what was recorded.

    A hand-off that is still due does not hold it up: it is made after the intake. Sent twice, the first counts.
    """
    row = drafts.locked(draft)
    if row is None or row.form != INTAKE or row.subject is None:
        return Closed("")
    case = locked_case(row.subject)
    if case is None:
        return Closed("")
    if row.state == Draft.State.SUBMITTED:
        return Intake.objects.get(case=case)
    refused = drafts.refusal(row, revision)
    if refused is not None:
        return refused
    decision = judge_intake(worksheet.facts(handed_off=handed_off(case)), current().on)
    if not may_be_recorded(decision):
        return NotAllowed("The intake is not whole yet.", decision)
    intake = _written(case, worksheet)
    drafts.close_submitted(row)
    note(
        "intake-recorded",
        subject_kind="case",
        subject=case.pk,
        people=[case.person_id],
        detail={"outcome": intake.outcome, "version": intake.version},
    )
    return intake


def locked_case(case: UUID) -> Case | None:
    """The organisation's case, locked until the unit ends."""
    return Case.objects.select_for_update().filter(pk=case, organisation=current().actor.organisation).first()


def _before(case: Case) -> dict[str, Any]:
    """The answers of the draft that was recorded last: talking again goes on from there."""
    last = Draft.objects.filter(
        form=INTAKE, subject=case.pk, organisation=case.organisation_id, state=Draft.State.SUBMITTED
    ).order_by("-changed_at")
    found = last.values_list("pk", flat=True).first()
    opened = drafts.read(found) if found is not None else None
    return opened.answers if opened is not None else {}


def _written(case: Case, worksheet: Worksheet) -> Intake:
    unit = current()
    there = Intake.objects.select_for_update().filter(case=case).first()
    row = there or Intake(id=new_id(), case=case, organisation_id=case.organisation_id)
    row.person_id = case.person_id
    row.held_on = worksheet.held_on or unit.on
    row.informed_on = worksheet.informed_on
    row.outcome = worksheet.match
    row.content = seal_json(row, "content", _content(worksheet))
    row.recorded_by, row.recorded_by_name, row.recorded_at = unit.actor.account, unit.actor.name, unit.at
    row.version += 1 if there else 0
    row.save(force_insert=there is None)
    return row


def _content(worksheet: Worksheet) -> dict[str, Any]:
    found = asdict(worksheet)
    for name in ("held_on", "informed_on"):
        found[name] = found[name].isoformat() if found[name] else None
    return found
