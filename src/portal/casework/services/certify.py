"""Certifications of services: begun as a draft of a case, signed and submitted once, never changed (row C9)."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from portal.casework import kinds
from portal.casework.certifying import FORM_VERSION, Given, Stated, stated
from portal.casework.models import Case, Certification
from portal.casework.plan.content import digest, written
from portal.casework.plan.words import Section
from portal.casework.results import NotAllowed, NotFound
from portal.casework.sealing import seal
from portal.casework.services.notices import tell
from portal.casework.services.record_intake import locked_case
from portal.kernel import drafts
from portal.kernel.drafts import Closed, Conflict
from portal.kernel.models import Draft
from portal.kernel.numbers import new_number
from portal.kernel.trail import note
from portal.kernel.unit import as_system, current
from portal.policy.core import Outcome
from portal.policy.facts_json import to_json
from portal.policy.roles import Permission
from portal.tickets.changed import changed
from portal.tickets.models import Assignment

NOT_YOURS = "Your role does not include case notes. Ask a colleague who works with Ticketholders to certify."
NOT_ASSIGNED = (
    "No Ticket was assigned from this case. Services can be certified from the day it is assigned to you."
)
NOT_CHOSEN = "Say first what the certification is for."
_SUBJECT = "Certification of services {number} was submitted"
_BODY = (
    "Certification of services {number} was signed and submitted by {name} for your case {case}. "
    "Quote this number when you ask about it."
)


@dataclass(frozen=True, slots=True)
class Submitted:
    """It is signed and submitted; `number` is the one to quote."""

    certification: UUID
    number: str


def start(*, case: UUID) -> UUID | NotAllowed | NotFound:
    """The case's open draft of a certification, begun now where there is none."""
    if not current().actor.may(Permission.WORK_CASEWORK):
        return NotAllowed(NOT_YOURS)
    row = locked_case(case)
    if row is None:
        return NotFound()
    there = drafts.open_about(case).get(kinds.CERTIFICATION)
    if there is not None:
        return there
    if not Assignment.objects.filter(pk=case).exists():
        return NotAllowed(NOT_ASSIGNED)
    begun = drafts.start(
        form=kinds.CERTIFICATION, form_version=FORM_VERSION, person=row.person_id, subject=case, answers={}
    )
    return begun.id


def submit(
    *, draft: UUID, revision: int, given: Given, shown: Sequence[Section]
) -> Submitted | Conflict | Closed | NotAllowed:
    """Sign and submit the draft as it stood at `revision`; `shown` is what the signer read.

    The draft's ID is the idempotency key: submitting twice gives the first number. A refusal leaves the draft open.
    """
    row = drafts.locked(draft)
    if row is not None and row.state == Draft.State.SUBMITTED:
        return _submitted_before(draft) or Closed(row.state)
    refused = drafts.refusal(row, revision)
    if row is None or row.form != kinds.CERTIFICATION or row.subject is None or refused is not None:
        return refused or Closed("")
    if not current().actor.may(Permission.WORK_CASEWORK):
        return NotAllowed(NOT_YOURS)
    case = locked_case(row.subject)
    if case is None:
        return Closed("")
    found = stated(case.pk, case.organisation_id, given)
    if found is None or found.decision.outcome is not Outcome.GRANT:
        note("certification-refused", subject_kind="draft", subject=draft, people=[case.person_id])
        return _refusal(found)
    signed = _signed(row, case, found, shown)
    drafts.close_submitted(row)
    note(
        "certification-submitted",
        subject_kind="certification",
        subject=signed.pk,
        people=[signed.person_id],
        detail={"number": signed.number, "purpose": signed.purpose},
    )
    _follow(case, signed)
    return Submitted(signed.pk, signed.number)


def _submitted_before(draft: UUID) -> Submitted | None:
    row = Certification.objects.filter(pk=draft).first()
    return None if row is None else Submitted(row.pk, row.number)


def _refusal(found: Stated | None) -> NotAllowed:
    if found is None:
        return NotAllowed(NOT_CHOSEN)
    return NotAllowed(f"This is not met: {found.decision.told}", found.decision)


def _signed(row: Draft, case: Case, found: Stated, shown: Sequence[Section]) -> Certification:
    unit, facts = current(), found.facts
    if unit.actor.account is None:
        raise PermissionError("a certification is signed by a person")
    signed = Certification(
        id=row.pk,
        number=new_number("CT"),
        case=case,
        organisation_id=case.organisation_id,
        person_id=case.person_id,
        form_version=row.form_version,
        purpose=facts.purpose.value,
        from_on=facts.from_,
        until_on=facts.until,
        claim_months=[month.first for month in facts.claim_months],
        contributed=bool(facts.provided and facts.contributed),
        services=len(facts.rows),
        signed_by=unit.actor.account,
        signed_by_name=unit.actor.name,
        signed_on=unit.on,
        signed_at=unit.at,
    )
    text = written(to_json(facts), shown, found.decision.to_json())
    signed.digest = digest(text)
    signed.content = seal(signed, "content", text)
    with as_system():
        signed.save(force_insert=True)
    return signed


def _follow(case: Case, signed: Certification) -> None:
    """Claims that waited for it are judged again, and the people who work there are told by mail."""
    changed(case.person_id)
    with as_system():
        tell(
            case,
            key=f"certification/{signed.number}",
            subject=_SUBJECT.format(number=signed.number),
            body=_BODY.format(number=signed.number, name=signed.signed_by_name, case=case.number),
        )
