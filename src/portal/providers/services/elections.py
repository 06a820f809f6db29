"""A provider's notice that it elects another payment system, judged by the rules of the election (PAY-01)."""

from datetime import date
from uuid import UUID

from portal.kernel.unit import as_system, current
from portal.policy.core import Outcome
from portal.policy.election import Election as Elected
from portal.policy.election import change, effective_from
from portal.providers.elections import as_law_reads
from portal.providers.models import Election, Provider
from portal.providers.results import Answer
from portal.providers.services.keeping import add, refuse, take

PART = "payment-system"


def elect(*, provider: UUID, version: int, system: str, noticed_on: date) -> Answer:
    """Enter a notice of election. The first is in effect from its day, a change from the first of the next month.

    Tickets assigned before keep the system in which they were assigned.
    """
    unit = current()
    with as_system():
        owner = take(provider, version)
        if not isinstance(owner, Provider):
            return owner
        so_far = as_law_reads(list(Election.objects.filter(provider=owner)))
        if (wrong := _wrong(so_far, Elected(noticed_on, system))) is not None:
            return refuse(owner.pk, PART, *wrong)
        row = Election(
            provider=owner,
            system=system,
            noticed_on=noticed_on,
            from_on=effective_from(noticed_on) if so_far else noticed_on,
            set_by=unit.actor.account,
            set_at=unit.at,
        )
        return add(owner, PART, row, ("system", "noticed_on", "from_on"))


def _wrong(so_far: tuple[Elected, ...], notice: Elected) -> tuple[str, str] | None:
    """A sentence and the field it is about, where the notice does not count."""
    if notice.noticed_on > current().on:
        return "The notice cannot be given in the future. Enter the day it was given.", "noticed_on"
    if not so_far:
        return None
    if notice.noticed_on < so_far[-1].noticed_on:
        last = so_far[-1].noticed_on
        return f"The last notice is of {last:%m/%d/%Y}. Enter that day or a later one.", "noticed_on"
    decision = change(so_far, notice)
    if decision.outcome is Outcome.GRANT or decision.primary is None:
        return None
    field = "system" if decision.primary.test.name == "elects-another-system" else "noticed_on"
    return f"This is not met: {decision.told}", field
