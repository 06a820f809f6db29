"""What assignability is judged on: one person as on record, and the provider that asks."""

from datetime import date
from typing import NamedTuple

from portal.policy.core import Month

AGENCY = "SVRA"
DISABILITY_BENEFITS = frozenset(
    {
        "disabled-worker",
        "disabled-widow",
        "surviving-divorced-spouse",
        "childhood-disability",
        "ssi-disabled",
        "ssi-blind",
    }
)
CURRENT_PAY = "current-pay"
EXCEPTIONS = frozenset({"section-301", "continued-during-appeal", "outside-ticket-territory"})
"""The exceptions of POMS DI 55002.005C that were read; any other code on record goes to a person (C-16)."""

type Days = tuple[date, date | None]


class Benefit(NamedTuple):
    """Months [from_, until) of one federal disability benefit: its kind, pay status, and exceptions on record."""

    kind: str
    status: str
    from_: Month
    until: Month | None
    exceptions: tuple[str, ...] = ()


class Held(NamedTuple):
    """The Ticket assigned to an organisation on days [from_, until)."""

    organisation: str
    from_: date
    until: date | None


class VrCase(NamedTuple):
    """A State VR agency's cost-reimbursement case on days [opened_on, closed_on), with its signed IPE's date."""

    agency: str
    opened_on: date
    closed_on: date | None
    ipe_signed_on: date | None = None


class Provider(NamedTuple):
    """Who asks. `vr_eligible` is asked of a State VR agency only: has it found the person eligible?"""

    organisation: str
    kind: str
    agreement: tuple[Days, ...]
    vr_eligible: bool | None = None


class AssignabilityFacts(NamedTuple):
    """One person, as on record. None is "not on record"; an empty tuple is "on record that there is none".

    `has_ticket` says that Social Security's daily run found the person eligible for a Ticket.
    """

    born_on: date | None
    benefits: tuple[Benefit, ...] | None
    has_ticket: bool | None
    terminated_in: Month | None = None
    assignments: tuple[Held, ...] = ()
    vr_cases: tuple[VrCase, ...] = ()
