"""A warm hand-off to somebody who can help, and whether it connected (row K5). It never assigns anything."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from portal.casework.intakes import duties_for
from portal.casework.kinds import HAND_OFF_FOLLOW_UP
from portal.casework.models import HandOff
from portal.casework.results import Changed, NotAllowed, NotFound
from portal.casework.sealing import seal
from portal.casework.services.record_intake import locked_case
from portal.kernel.duties import settle
from portal.kernel.ids import new_id
from portal.kernel.trail import note
from portal.kernel.unit import as_system, current
from portal.policy.core import Outcome
from portal.policy.intake import HandOffFacts, judge_hand_off


@dataclass(frozen=True, slots=True)
class Given:
    """A hand-off as it is typed. `to_name` names the organisation and whom one spoke with there."""

    to_kind: str
    to_name: str
    consent_on: date | None
    made_on: date | None
    method: str
    follow_up_on: date | None
    note: str = ""

    @property
    def facts(self) -> HandOffFacts:
        """As the law sees it."""
        return HandOffFacts(
            self.to_kind, bool(self.to_name), self.consent_on, self.made_on, self.follow_up_on
        )


def hand_off(*, case: UUID, given: Given) -> HandOff | NotAllowed | NotFound:
    """Write down a hand-off of the organisation's case; the duty to ask whether it connected opens with it."""
    found = locked_case(case)
    if found is None:
        return NotFound()
    unit = current()
    decision = judge_hand_off(given.facts, unit.on)
    if decision.outcome is not Outcome.GRANT or given.made_on is None or given.follow_up_on is None:
        return NotAllowed("The hand-off is not written down yet.", decision)
    row = HandOff(
        id=new_id(),
        case=found,
        organisation_id=found.organisation_id,
        person_id=found.person_id,
        to_kind=given.to_kind,
        to_name=given.to_name,
        consent_on=given.consent_on,
        made_on=given.made_on,
        method=given.method,
        follow_up_on=given.follow_up_on,
        recorded_by=unit.actor.account,
        recorded_by_name=unit.actor.name,
        recorded_at=unit.at,
    )
    row.note = seal(row, "note", given.note) if given.note else None
    row.save(force_insert=True)
    _settled(row, "handed-off")
    return row


def answer_connected(*, hand_off: UUID, version: int, connected: bool) -> HandOff | Changed | NotFound:
    """Say whether it connected. Whoever was slower is told who has said so already."""
    unit = current()
    row = (
        HandOff.objects.select_for_update().filter(pk=hand_off, organisation=unit.actor.organisation).first()
    )
    if row is None:
        return NotFound()
    if row.version != version or row.connected is not None:
        return Changed(row.recorded_by_name, row.recorded_at)
    row.connected, row.connected_on = connected, unit.on
    row.recorded_by, row.recorded_by_name, row.recorded_at = unit.actor.account, unit.actor.name, unit.at
    row.version += 1
    row.save()
    _settled(row, "hand-off-answered")
    return row


def _settled(row: HandOff, kind: str) -> None:
    with as_system():
        settle(row.pk, {HAND_OFF_FOLLOW_UP}, duties_for(row))
    note(
        kind,
        subject_kind="case",
        subject=row.case_id,
        people=[row.person_id],
        detail={"to": row.to_kind, "connected": row.connected},
    )
