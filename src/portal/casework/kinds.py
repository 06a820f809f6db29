"""Names that the rooms around casework share: kinds of duties, and the forms that are drafts while they are written."""

CONTACT_DUE = "contact-due"
ATTEMPTS_MISSING = "contact-attempts-missing"
UNASSIGN_BY = "unassign-by"
STALE_TICKET = "stale-ticket"
HAND_OFF_FOLLOW_UP = "hand-off-follow-up"
PLAN_TO_SIGN = "plan-to-sign"
PLAN_NOT_ENTERED = "plan-not-entered"
GOALS_DATE = "goals-date-passed"
VR_WINDOW = "vr-window-ends"

# Files of State VR agencies.
VR_OPENINGS, VR_CLOSINGS = "vr-openings", "vr-closings"

IWP, AMENDMENT, SSA_1365, INTAKE = "iwp", "iwp-amendment", "ssa-1365", "intake"
CERTIFICATION = "certification-of-services"
# The same forms while the mail room enters them from paper: beside what the provider itself may be writing.
IWP_ON_PAPER, AMENDMENT_ON_PAPER, SSA_1365_ON_PAPER = (
    "iwp-on-paper",
    "iwp-amendment-on-paper",
    "ssa-1365-on-paper",
)

# Those that follow from the contacts with a Ticketholder, settled together.
CONTACT_KINDS = frozenset({CONTACT_DUE, ATTEMPTS_MISSING, UNASSIGN_BY, STALE_TICKET, GOALS_DATE})
