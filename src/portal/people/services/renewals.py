"""Closing the duty to renew a clearance or training, as soon as it is renewed."""

from uuid import UUID

from portal.kernel.duties import settle
from portal.kernel.unit import current
from portal.people.warnings import renewed


def settle_renewals(*, account: UUID | None = None) -> int:
    """Close the duties whose reason is gone, of one account or of all; how many. Written as the system."""
    gone = renewed(current().on, account)
    for subject, kinds in gone.items():
        settle(subject, kinds, ())
    return sum(len(kinds) for kinds in gone.values())
