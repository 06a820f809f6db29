"""The denial codes, DEN-01 to DEN-16 and nothing else (EVD-08): what each says and what can be done."""

from typing import NamedTuple


class Denial(NamedTuple):
    """A code with its reason in a sentence and what the provider can do."""

    code: str
    reason: str
    remedy: str


DENIALS: dict[str, Denial] = {
    denial.code: denial
    for denial in (
        Denial(
            "DEN-01",
            "The Ticket ended because the Ticketholder died. The last month that can be paid is the month before.",
            "Months before the month of death can still be requested.",
        ),
        Denial(
            "DEN-02",
            "Another provider was already paid for this milestone or month.",
            "If your services helped the Ticketholder reach it, ask for the payment to be shared (20 CFR 411.560).",
        ),
        Denial(
            "DEN-03",
            "The earnings on record are below substantial gainful activity for that month.",
            "Send pay slips or an employer's statement that show higher gross earnings for the month.",
        ),
        Denial(
            "DEN-04",
            "The earnings are below the trial work level, and no later month makes the milestone due.",
            "Request the milestone for the first month with enough gross earnings, or send better evidence.",
        ),
        Denial(
            "DEN-05",
            "Your agreement with Social Security had ended when the payment was requested.",
            "Social Security can override this. Ask Social Security's program staff.",
        ),
        Denial(
            "DEN-06",
            "The Ticket ended. The last month that can be paid is the month before it ended.",
            "Months before the Ticket ended can still be requested.",
        ),
        Denial(
            "DEN-07",
            "You already asked for this milestone or month, or were already paid for it.",
            "Look up the earlier request. Nothing else is needed.",
        ),
        Denial(
            "DEN-08",
            "The income on record is a pension or another payment that is not for work.",
            "Send evidence of earnings from work for the month.",
        ),
        Denial(
            "DEN-09",
            "This payment is not open for that month.",
            "Look at which payments are open on this Ticket, and from which month.",
        ),
        Denial(
            "DEN-10",
            "Phase 1 is not available: a State VR agency closed a successful case shortly before the assignment.",
            "Phase 2 milestones and outcome payments stay open.",
        ),
        Denial(
            "DEN-11",
            "This milestone is not available: the Ticketholder already worked at this level before the assignment.",
            "Later milestones that are not excluded, Phase 2 and outcome payments stay open.",
        ),
        Denial(
            "DEN-12",
            "Federal cash benefits were not stopped because of work for that month.",
            "Wait until Social Security has stopped the benefits because of work, then request again.",
        ),
        Denial(
            "DEN-13",
            "The highest number of payments of this kind was already made on the Ticket.",
            "Look at which other payments are open on this Ticket.",
        ),
        Denial(
            "DEN-14",
            "The evidence of earnings is missing, cannot be read, or is incomplete.",
            "Send what is named as missing. The request then goes on.",
        ),
        Denial(
            "DEN-15",
            "The payment was requested too late: more than 24 months after the month it is for.",
            "Request later months within 24 months.",
        ),
        Denial(
            "DEN-16",
            "The request does not show that your organization and a real job brought this payment about.",
            "Show that the Ticket was assigned to you, that the work was a real job, and how your services helped.",
        ),
    )
}
