"""What an agency is told by mail about its claims of costs: the number and that there is an answer, nothing more."""

from portal.kernel.unit import as_system
from portal.payments.models import CostClaim
from portal.people.services.mail_people import mail_people
from portal.policy.roles import Permission

_BODY = """There is news of your agency's claim of costs {number}. Sign in to the Ticket Portal to read it, under
Claims of costs.

This mail was sent by the portal. Please do not answer it."""


def tell_agency(row: CostClaim) -> None:
    """Mail those of the agency who claim costs; once for each recording."""
    with as_system():
        mail_people(
            row.organisation_id,
            Permission.CLAIM_COSTS,
            key=f"cost-claim/{row.pk}",
            subject=f"News of your claim of costs {row.number}",
            body=_BODY.format(number=row.number),
        )
