"""Inviting the person of a case to an account of their own, before any assignment: to read and sign the plan there."""

from uuid import UUID

from portal.casework.models import Case
from portal.kernel.unit import current
from portal.people.results import Answer, NotFound
from portal.policy.roles import Permission
from portal.tickets.services.holder_access import send_invitation


def invite_from_case(*, case: UUID, email: str, language: str, given: str) -> Answer:
    """Invite the person of an open case of the actor's organisation."""
    actor = current().actor
    mine = Case.objects.filter(pk=case, organisation=actor.organisation, closed_on=None)
    person = mine.values_list("person", flat=True).first()
    if person is None or not actor.may(Permission.INVITE_TICKETHOLDERS):
        return NotFound()
    return send_invitation(person=person, email=email, language=language, given=given)
