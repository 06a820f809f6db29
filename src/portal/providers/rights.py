"""May this Employment Network assign Tickets by itself, or does Program Integrity assign for it (TA-02)?"""

from datetime import date
from uuid import UUID

from django.db.models import Q

from portal.people.models import Organisation
from portal.providers.models import AssignmentRight


def assigns_directly(organisation: UUID, on: date) -> bool:
    """Has it the right to assign on this day? A State VR agency needs none."""
    if Organisation.objects.filter(pk=organisation, kind=Organisation.Kind.SVRA).exists():
        return True
    in_force = Q(from_on__lte=on) & (Q(until_on=None) | Q(until_on__gt=on))
    return AssignmentRight.objects.filter(in_force, provider=organisation).exists()
