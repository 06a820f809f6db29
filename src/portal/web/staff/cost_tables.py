"""Claims of costs as tables: those of a Ticket, and one from recording to recording (PAY-22; row E9)."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from portal.payments.cost_claims import CostLine
from portal.payments.cost_moves import State
from portal.web.costs import period
from portal.web.staff import listing
from portal.web.ui import formats
from portal.web.ui.components import Column, Table

_CLAIMS = (
    Column("Claim", header=True),
    Column("Agency and case"),
    Column("Months"),
    Column("Costs", numeric=True),
    Column("State"),
    Column("Network paid for the same months"),
)
_RECORDINGS = (
    Column("Recorded", header=True),
    Column("State"),
    Column("Day"),
    Column("Read from"),
    Column("By"),
)


def costs_table(claims: Sequence[CostLine], *, linked: bool = False) -> Table:
    """The claims on a Ticket; each leads to its page where the reader may answer it."""
    rows = [_claim(one, linked) for one in claims]
    return Table(
        "Claims of costs", _CLAIMS, rows, empty="No claim of costs is on record.", caption_hidden=True
    )


def recordings_table(recorded: Sequence[CostLine]) -> Table:
    """One claim, as it stands first."""
    rows = [
        [
            formats.instant(one.recorded_at),
            formats.badge(one.state),
            formats.day(one.answered_on or one.claimed_on),
            one.source_words,
            one.by_name,
        ]
        for one in recorded
    ]
    return Table("From recording to recording", _RECORDINGS, rows)


def beside(line: CostLine) -> str:
    """The months of the claim for which a network has been granted a payment."""
    return ", ".join(formats.month(one) for one in line.granted_for)


def _claim(one: CostLine, linked: bool) -> list[Any]:
    stands = one.state in (State.CLAIMED, State.PAID)
    both = formats.badge("beside-network", beside(one)) if stands and one.granted_for else "no"
    return [
        formats.link(one.number, reverse("staff-cost-claim", args=[one.number])) if linked else one.number,
        listing.lines(one.agency, one.vr_case),
        period(one.from_month, one.last_month),
        formats.money(one.amount_cents),
        listing.lines(formats.badge(one.state), formats.day(one.answered_on or one.claimed_on)),
        both,
    ]
