"""Dated parameters of the payment desk: our own working rules, each with its source."""

from portal.kernel.dated import ALWAYS, Dated, on

__all__ = [
    "ANSWER_WITHIN",
    "DECIDE_WITHIN",
    "QUALITY_RATE",
    "QUALITY_SEED",
    "RECONSIDER_WITHIN",
    "SSA_WITHIN",
    "TIMELY_WITHIN",
    "WITHOUT_SSA",
    "Dated",
    "on",
]

# Working days an analyst has for a request the rules leave to a person.
DECIDE_WITHIN = (Dated(ALWAYS, 10, "own service level, until the contract gives one"),)
# Working days for a reconsideration: 45 days for the answer to a dispute in 20 CFR 404.2127(a) are about 30.
RECONSIDER_WITHIN = (Dated(ALWAYS, 30, "20 CFR 404.2127(a), until the agreement gives its own time"),)
# Working days Social Security is given for a referred request before it shows as late.
SSA_WITHIN = (Dated(ALWAYS, 20, "own service level, until the contract gives one"),)
# Calendar days a provider has to answer before its request shows as late; nothing is denied by the clock.
ANSWER_WITHIN = (Dated(ALWAYS, 30, "own service level; EVD-06 gives no time for returns"),)
# Share of determinations drawn for a second look.
QUALITY_RATE = (Dated(ALWAYS, 0.05, "own quality plan, until the contract gives one"),)
# Calendar days from a submission to its decision within which a decision counts as timely.
TIMELY_WITHIN = (Dated(ALWAYS, 14, "own service level of ten working days, until the contract gives one"),)
# Percent of the approvals and denials that should be more than made without Social Security's hand (row E2).
WITHOUT_SSA = (Dated(ALWAYS, 95, "Program Operations: EN Payments staff process > 95% of all payments"),)
QUALITY_SEED = "quality-control/1"
