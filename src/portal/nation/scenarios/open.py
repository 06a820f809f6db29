"""What a person has to decide, and what waits for something that is missing."""

from datetime import date

from portal.nation.cast import BRIGHT_PATH, CORNERSTONE, JUNIPER_RIDGE
from portal.nation.scenarios.words import (
    HELD_SINCE_2023,
    PHASE_1_PAID,
    PHASE_1_WORK,
    THIS_YEAR,
    Benefits,
    Holding,
    Scenario,
    Wages,
    held_since,
)

REFERRED = (
    Scenario(
        "after-it-left",
        "The Ticket has left; the statement shows how services helped.",
        "P1M1",
        "2025-07",
        "refer",
        holdings=(Holding(BRIGHT_PATH, THIS_YEAR, ended_on=date(2025, 4, 15)),),
        wages=(Wages("2025-07", "2025-10", 1400),),
        statement=True,
    ),
    Scenario(
        "agency-claimed-too",
        "A State VR agency claimed costs for the same months.",
        "P1M1",
        "2025-03",
        "refer",
        holdings=held_since(THIS_YEAR),
        wages=(Wages("2025-03", "2025-06", 1400),),
        agency_claimed=("2025-01", "2025-05"),
    ),
    Scenario(
        "class-changed",
        "SSI only at first, SSDI too since March.",
        "P2",
        "2025-05",
        "refer",
        holdings=HELD_SINCE_2023,
        benefits=(Benefits("T16"), Benefits("T2", since="2025-03")),
        wages=(PHASE_1_WORK, Wages("2024-12", "2025-07", 1800)),
        paid=PHASE_1_PAID,
    ),
)

ASKED = (
    Scenario(
        "registration-lapsed",
        "The provider's SAM registration lapsed.",
        "P1M1",
        "2025-02",
        "ask",
        organisation=CORNERSTONE,
        holdings=held_since(THIS_YEAR, CORNERSTONE),
        wages=(Wages("2025-02", "2025-06", 1300),),
    ),
    Scenario(
        "on-hold",
        "Payments to the provider are on hold.",
        "P1M1",
        "2025-02",
        "ask",
        organisation=JUNIPER_RIDGE,
        holdings=held_since(THIS_YEAR, JUNIPER_RIDGE),
        wages=(Wages("2025-02", "2025-06", 1300),),
    ),
    Scenario(
        "no-evidence",
        "Pay was reported, but no paper was sent.",
        "P1M1",
        "2025-09",
        "ask",
        "DEN-14",
        holdings=held_since(THIS_YEAR),
        wages=(Wages("2025-09", "2025-11", 1400, source="pay-slip", proven=False),),
        proven=False,
    ),
    Scenario(
        "services-not-described",
        "The request does not say which services were given.",
        "P1M1",
        "2025-02",
        "ask",
        "DEN-14",
        holdings=held_since(THIS_YEAR),
        wages=(Wages("2025-02", "2025-06", 1300),),
        described=False,
    ),
)
