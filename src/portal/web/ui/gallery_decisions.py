"""Made-up decisions for the gallery, made by the same words as real ones."""

from portal.policy.core import Cents, Figure, Json, Month, Test, decide, failed, held, unknown
from portal.web.ui.decision_view import NOT_SHOWN

_RULE, _VERSION = "payment", "2025.1"
_MONTH = Month.parse("2025-02")
_LEVEL = Test(
    "earned-trial-work-level",
    "PAY-07",
    "20 CFR 411.535",
    "Gross earnings of the month are at or above the trial work level (TWL).",
    "Ask again for a month in which the Ticketholder earned at least the TWL.",
    "DEN-09",
)
_AFTER = Test(
    "after-the-base-month",
    "PAY-14",
    "20 CFR 411.535",
    "The claim month is after the month in which the Ticket was assigned.",
    "Ask for a later month.",
    "DEN-03",
)
_SERVICES = Test(
    "services-described",
    "PAY-07",
    "EN agreement, part III",
    "The request says which services were given.",
    "Describe the services you gave in the claim month.",
)
_BEFORE = Test(
    "not-excluded-by-look-back",
    "PAY-10",
    "20 CFR 411.535(b)",
    "Earnings before the assignment do not rule this milestone out.",
    "Nothing can be done for this milestone; the next ones may still be payable.",
    "DEN-11",
)
_TWL = Figure("TWL", 2025, 1_160_00, "published", "89 FR 85276, October 25, 2024")
_NEXT_TWL = Figure("TWL", 2026, 1_210_00, "derived", "computed from the wage index of 2024")

_base = held(_AFTER, (("claim month", _MONTH), ("assigned in", Month.parse("2025-01"))))
_past = held(
    _BEFORE, (("months above the level in the last 18", 2), ("earnings given by another EN", NOT_SHOWN))
)

DECISIONS: dict[str, dict[str, Json]] = {
    "Granted": decide(
        _RULE,
        _VERSION,
        [held(_LEVEL, (("gross earnings", Cents(1_201_50)),), _TWL), _base, held(_SERVICES), _past],
        1_850_00,
        ("Paid for the attainment month.",),
    ).to_json(),
    "Refused": decide(
        _RULE,
        _VERSION,
        [
            failed(_LEVEL, (("gross earnings", Cents(980_00)),), _NEXT_TWL, Month.parse("2025-03")),
            _base,
            unknown(_SERVICES, "a description of the services"),
            _past,
        ],
    ).to_json(),
    "Asked for": decide(
        _RULE,
        _VERSION,
        [
            unknown(_LEVEL, "gross earnings of February 2025", (("earnings of the month", NOT_SHOWN),), _TWL),
            _base,
            held(_SERVICES),
            _past,
        ],
    ).to_json(),
}
