"""What has to be renewed so that a person can go on working: duties and the list that shows them (row A4, J9)."""

from portal.kernel.worklist import Worklist, declare
from portal.policy.roles import Permission

CLEARANCE, TRAINING, IDLE = "clearance", "training", "idle"
RENEW_CLEARANCE, RENEW_TRAINING = "renew-clearance", "renew-training"
# The subject of such a duty is the person's account; its date is the last good day.
KIND_OF = {CLEARANCE: RENEW_CLEARANCE, TRAINING: RENEW_TRAINING}
WHAT_OF = {kind: what for what, kind in KIND_OF.items()}

RENEWALS = declare(
    Worklist(
        "people-renewals",
        "People whose clearance or training ends soon",
        Permission.READ_RENEWALS,
        (RENEW_CLEARANCE, RENEW_TRAINING),
        "Nobody's clearance or training ends soon.",
        own=Permission.DESIGNATE_PEOPLE,
    )
)
