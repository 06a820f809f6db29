"""The history of Tickets as rows: every move, and how assignments ended."""

from datetime import date
from uuid import UUID

from portal.nation.book import Worker, instant
from portal.nation.cast import Cast
from portal.nation.chance import Chance, Numbers
from portal.nation.lives import Held, Life
from portal.nation.rows import Rows
from portal.nation.ticket_history import Step, reason_of
from portal.nation.workers import Workers
from portal.policy.roles import Role
from portal.policy.ticket_states import extension_until
from portal.policy.unassignment import REASONS
from portal.tickets.models import TicketStep, Unassignment

_COUNSELLOR = {"EN": Role.EN_COUNSELLOR, "SVRA": Role.SVRA_USER}


def counsellor(workers: Workers, cast: Cast, organisation: str) -> Worker:
    """Who does the casework at a provider."""
    account, name = workers.any(organisation, _COUNSELLOR[cast.standings[organisation].kind])[0]
    return Worker(str(account), name)


class TicketRows:
    """Writes what happened to the Tickets of lives."""

    def __init__(self, rows: Rows, chance: Chance, cast: Cast, workers: Workers, numbers: Numbers) -> None:
        self.rows, self.chance, self.cast, self.workers, self.numbers = rows, chance, cast, workers, numbers

    def moves(self, life: Life, steps: list[Step]) -> None:
        """Every move of the life's Ticket."""
        for ordinal, step in enumerate(steps, 1):
            self._step(life, step, ordinal)

    def _step(self, life: Life, step: Step, ordinal: int) -> None:
        by = counsellor(self.workers, self.cast, step.held.organisation) if step.held else None
        self.rows.add(
            TicketStep,
            id=self.chance.id(),
            ticket_id=life.ticket,
            person_id=life.person.id,
            organisation_id=self.cast.ids[step.held.organisation] if step.held else None,
            ordinal=ordinal,
            move=step.move,
            from_assignment_state=step.before.assigned.value,
            from_use_state=step.before.use.value,
            to_assignment_state=step.after.assigned.value,
            to_use_state=step.after.use.value,
            effective_on=step.effective_on,
            entered_on=step.entered_on,
            at=instant(step.entered_on, ordinal),
            by=by.label if by else "system",
            by_name=by.name if by else "the system",
            by_account=UUID(by.label) if by else None,
        )

    def unassignment(self, life: Life, held: Held, on: date) -> None:
        """How this hold ended."""
        by, reason = counsellor(self.workers, self.cast, held.organisation), reason_of(life, held)
        extended = REASONS[reason].extension
        asked = "ticketholder" if reason in ("none-given", "moved") else "provider"
        self.rows.add(
            Unassignment,
            organisation_id=self.cast.ids[held.organisation],
            person_id=life.person.id,
            id=self.chance.id(),
            number=self.numbers.next("UN"),
            assignment_id=held.id,
            asker=asked,
            reason=reason,
            signed_on=on if asked == "ticketholder" else None,
            form_complete=True if asked == "ticketholder" else None,
            acted_on=on,
            effective_on=on,
            extended_until=extension_until(on) if extended else None,
            entered_by=UUID(by.label),
            entered_by_name=by.name,
            entered_at=instant(on, 0),
        )
