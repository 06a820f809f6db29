"""An organisation that nobody can name people for is the access desk's to ask about."""

from uuid import UUID

from portal.kernel.duties import settle
from portal.kernel.unit import current
from portal.people.duties import NO_ADMINISTRATOR, administrator_wanted
from portal.people.models import Employment
from portal.policy.roles import GRANTS, Permission

_NAMING = sorted(str(role) for role in GRANTS[Permission.DESIGNATE_PEOPLE])


def administrators(organisation: UUID) -> list[UUID]:
    """The accounts that may name people there on the day of the unit, the access gate aside. As the system."""
    rows = Employment.objects.filter(organisation=organisation, roles__overlap=_NAMING)
    return list(
        (rows.filter(ended_on=None) | rows.filter(ended_on__gt=current().on)).values_list(
            "account", flat=True
        )
    )


def settle_administrators(organisation: UUID) -> bool:
    """Open or close the desk's duty; True where nobody is left. As the system."""
    nobody = not administrators(organisation)
    wanted = [administrator_wanted(organisation, current().on)] if nobody else []
    settle(organisation, {NO_ADMINISTRATOR}, wanted)
    return nobody
