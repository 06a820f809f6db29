"""Telling casework what payments know of a Ticket: the contact phase follows the milestones by itself (row J11)."""

from uuid import UUID

from portal.casework.services.phase_basis import know
from portal.kernel.unit import current
from portal.payments.claims import Claim
from portal.payments.facts import gather
from portal.policy.contact_basis import contact_basis
from portal.policy.core import Month
from portal.policy.payment_facts import parse
from portal.tickets.models import Assignment

TELL_PHASE = "payments.tell_phase"


def tell_phase(*, assignment: UUID) -> None:
    """Work out anew what the phase of an assigned case rests on. Run by the worker, as the system."""
    row = Assignment.objects.filter(pk=assignment, superseded_at=None).first()
    if row is None:
        return
    on = current().on
    claim = Claim(row.ticket_id, row.person_id, row.organisation_id, "P1M1", Month.of(on), on, "evidentiary")
    [facts] = gather([claim], decided_on=on)
    found = contact_basis(parse(facts), facts["request"]["provider"], on)
    know(
        case=row.pk,
        milestones=found.milestones,
        level_months=found.level_months,
        last_paid_on=found.last_paid_on,
    )
