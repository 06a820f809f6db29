"""What the record says about a person an inquiry asks about, and what of it the asking provider may be told."""

from typing import Any, NamedTuple
from uuid import UUID

from portal.earnings.disclosure import disclosure
from portal.earnings.facts import earnings_of
from portal.earnings.models import InquiryRow
from portal.earnings.queries import OnRecord, as_provider_knows
from portal.kernel.unit import current
from portal.policy.inquiry import QuarterTold, quarter_of, quarters_told, tell_quarters
from portal.policy.records import Earning, MonthSpan


class Recorded(NamedTuple):
    """The quarters that can be told today, with the months in them as the provider may know them."""

    quarters: tuple[QuarterTold, ...]
    months: tuple[OnRecord, ...]

    def told(self) -> dict[str, Any]:
        """As it is kept with the answer."""
        return {
            "quarters": [
                {"quarter": str(one.quarter), "side": str(one.side), "level_cents": one.level}
                for one in self.quarters
            ],
            "months": [one.to_json() for one in self.months],
        }


def as_recorded(row: InquiryRow) -> Recorded:
    """As of today; the row comes with its assignment. One query."""
    rows, blind = earnings_of(row.person_id)
    spans = [MonthSpan(one.from_month, one.until_month) for one in blind]
    quarters = quarters_told(current().on, row.assignment.ended_on)
    told = tell_quarters(quarters, [_earning(one, row.organisation_id) for one in rows], spans)
    within = [one for one in rows if quarter_of(one.month) in quarters]
    return Recorded(tuple(told), tuple(as_provider_knows(within, blind, row.organisation_id)))


def _earning(row: Any, reader: UUID) -> Earning:
    return Earning(
        row.month,
        row.gross_cents,
        row.kind,
        row.employer.name if row.employer else None,
        row.source,
        str(disclosure(row.given_to_id, row.source, reader)),
        row.proven,
    )
