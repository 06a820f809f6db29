"""Who of one's own organisation may do a piece of work."""

from uuid import UUID

from portal.kernel.unit import current
from portal.people.models import Account, Employment
from portal.policy.roles import GRANTS, Permission


def colleagues(permission: Permission) -> dict[UUID, str]:
    """Names by account of those at work in the actor's organisation whose roles carry the permission."""
    unit = current()
    employed = Employment.objects.filter(
        organisation=unit.actor.organisation,
        ended_on=None,
        verified_on__lte=unit.on,
        roles__overlap=sorted(str(role) for role in GRANTS[permission]),
    ).values("account")
    return dict(
        Account.objects.filter(pk__in=employed, is_active=True).order_by("name").values_list("pk", "name")
    )
