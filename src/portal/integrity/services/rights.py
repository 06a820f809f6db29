"""The right to assign directly: one person of Program Integrity proposes, another decides (rows D7, F1)."""

from uuid import UUID

from portal.casework.services.notices import tell_provider
from portal.integrity.duties import DECIDE_RIGHT
from portal.integrity.facts import agreement_of
from portal.integrity.models import AssignRight
from portal.integrity.versions import plans_since_review_began
from portal.kernel.duties import Due, settle
from portal.kernel.ids import new_id
from portal.kernel.results import Answer, Changed, Done, NotAllowed, NotFound
from portal.kernel.trail import note
from portal.kernel.unit import as_system, current
from portal.people.models import Organisation
from portal.policy.core import Decision, Outcome, State
from portal.policy.roles import Permission
from portal.policy.tar import SECOND, RightFacts, grant_right, withdraw_right
from portal.providers.models import AssignmentRight
from portal.providers.rights import assigns_directly

NO_ROLE = "Your role does not include deciding who may assign Tickets."
OPEN_ALREADY = "Somebody has proposed something for this provider already. Decide on that first."


def propose(*, organisation: UUID, kind: str, reason: str) -> Answer:
    """Propose to grant the right or to take it back; nothing follows before another person decides."""
    actor = current().actor
    if not actor.may(Permission.DECIDE_ASSIGN_RIGHT) or actor.account is None:
        return NotAllowed(NO_ROLE)
    found = Organisation.objects.filter(pk=organisation, kind=Organisation.Kind.EN).first()
    if found is None or kind not in AssignRight.Kind.values:
        return NotFound()
    if AssignRight.objects.filter(organisation=found, state=AssignRight.State.PROPOSED).exists():
        return NotAllowed(OPEN_ALREADY)
    row = AssignRight(
        id=new_id(),
        organisation=found,
        kind=kind,
        reason=reason.strip(),
        proposed_by=actor.account,
        proposed_by_name=actor.name,
        proposed_at=current().at,
    )
    answer = judged(row, decided_by=None)
    if any(one.state is State.FAILED for one in answer.checks if one.test is not SECOND):
        note("assign-right-refused", subject_kind="organisation", subject=found.pk)
        return NotAllowed("This cannot be proposed now.", answer)
    with as_system():
        row.save(force_insert=True)
        settle(row.pk, {DECIDE_RIGHT}, [Due(DECIDE_RIGHT, row.pk, None, None, current().on)])
    note("assign-right-proposed", subject_kind="organisation", subject=found.pk, detail={"kind": kind})
    return Done(row.pk, found.number, row.state)


def decide_right(*, right: UUID, version: int, agree: bool) -> Answer:
    """Decide on a proposal of somebody else; what follows counts at the next request."""
    actor = current().actor
    if not actor.may(Permission.DECIDE_ASSIGN_RIGHT) or actor.account is None:
        return NotAllowed(NO_ROLE)
    rows = AssignRight.objects.select_for_update(of=("self",)).select_related("organisation")
    row = rows.filter(pk=right).first()
    if row is None:
        return NotFound()
    if row.version != version or row.state != AssignRight.State.PROPOSED:
        return Changed()
    answer = judged(row, decided_by=actor.label)
    against = [one for one in answer.checks if one.state is State.FAILED]
    if (agree and answer.outcome is not Outcome.GRANT) or any(one.test is SECOND for one in against):
        note("assign-right-refused", subject_kind="organisation", subject=row.organisation_id)
        return NotAllowed("This cannot be decided so.", answer)
    _decided(row, actor.account, actor.name, agree=agree)
    return Done(row.pk, row.organisation.number, row.state)


def judged(row: AssignRight, *, decided_by: str | None) -> Decision:
    """The law's answer to a proposal, as the record stands."""
    organisation, on = row.organisation_id, current().on
    facts = RightFacts(
        plans_since_review_began(organisation),
        agreement_of(organisation),
        str(row.proposed_by),
        decided_by,
        row.reason,
        assigns_directly(organisation, on),
    )
    return grant_right(facts, on) if row.kind == AssignRight.Kind.GRANT else withdraw_right(facts)


def _decided(row: AssignRight, account: UUID, name: str, *, agree: bool) -> None:
    unit = current()
    row.state = AssignRight.State.DECIDED if agree else AssignRight.State.REFUSED
    row.decided_by, row.decided_by_name, row.decided_at = account, name, unit.at
    row.from_on = unit.on if agree else None
    row.version += 1
    with as_system():
        row.save()
        settle(row.pk, {DECIDE_RIGHT}, ())
        if agree:
            _follow(row)
    note(
        "assign-right-decided",
        subject_kind="organisation",
        subject=row.organisation_id,
        detail={"kind": row.kind, "agreed": agree},
    )
    if agree:
        granted = row.kind == AssignRight.Kind.GRANT
        with as_system():
            tell_provider(
                row.organisation_id,
                key=f"assign-right/{row.pk}",
                subject="You may assign Tickets in the portal now"
                if granted
                else "Your plans are reviewed again",
                body=_GRANTED if granted else _WITHDRAWN,
            )


_GRANTED = "Program Integrity gave your organization the right to assign Tickets directly, from today on."
_WITHDRAWN = (
    "From today on Program Integrity reviews your organization's plans again and assigns the Tickets. "
    "Send each signed plan in from its page in the portal."
)


def _follow(row: AssignRight) -> None:
    """The days on which the provider may assign by itself."""
    unit = current()
    if row.kind == AssignRight.Kind.GRANT:
        AssignmentRight(
            id=new_id(),
            provider_id=row.organisation_id,
            from_on=unit.on,
            set_by=unit.actor.account,
            set_at=unit.at,
        ).save(force_insert=True)
        return
    for right in AssignmentRight.objects.select_for_update().filter(
        provider=row.organisation_id, until_on=None
    ):
        right.until_on, right.set_by, right.set_at = unit.on, unit.actor.account, unit.at
        right.version += 1
        right.save()
