"""What the record says about a person an inquiry asks about, and what of it the asking provider may be told."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from portal.earnings.disclosure import disclosure
from portal.earnings.facts import earnings_of
from portal.earnings.queries import OnRecord, as_known, as_provider_knows
from portal.kernel.unit import current
from portal.policy.core import Month
from portal.policy.inquiry import QuarterTold, quarter_of, quarters_told, tell_quarters
from portal.policy.months import monthly_earnings
from portal.policy.records import Earning, MonthSpan
from portal.tickets.models import Assignment


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


class ForAnalyst(NamedTuple):
    """What the answer would tell, and every month on record as the analyst reads it.

    `disputed` are months for which sources give one employer different amounts, and none of them is proven alone.
    """

    recorded: Recorded
    months: list[OnRecord]
    disputed: tuple[Month, ...]


def as_recorded(assignment: Assignment) -> Recorded:
    """As of today. One query."""
    rows, blind = earnings_of(assignment.person_id)
    return _recorded(assignment, rows, blind)


def for_analyst(assignment: UUID) -> ForAnalyst:
    """The same with all that is on record; the page that shows it makes the look. Two queries."""
    row = Assignment.objects.get(pk=assignment)
    rows, blind = earnings_of(row.person_id)
    earned = monthly_earnings([_earning(one, row.organisation_id) for one in rows])
    return ForAnalyst(_recorded(row, rows, blind), as_known(rows, blind), earned.disputed)


class Standing(NamedTuple):
    """A row of the record that a posting can take the place of."""

    id: UUID
    line: OnRecord


class OnOneRecord(NamedTuple):
    """Every month on a person's record as analysts read it; `disputed` as above."""

    months: list[OnRecord]
    disputed: tuple[Month, ...]
    standing: list[Standing]


def for_posting(person: UUID) -> OnOneRecord:
    """What is on record of somebody before a month is posted; the page that shows it makes the look. One query."""
    rows, blind = earnings_of(person)
    earned = monthly_earnings([_earning(one, None) for one in rows])
    # In the order in which they are shown, each by itself.
    standing = [Standing(one.pk, line) for one in rows for line in as_known([one], blind)]
    return OnOneRecord(
        as_known(rows, blind), earned.disputed, sorted(standing, key=lambda one: -one.line.month)
    )


def _recorded(assignment: Assignment, rows: Sequence[Any], blind: Sequence[Any]) -> Recorded:
    spans = [MonthSpan(one.from_month, one.until_month) for one in blind]
    quarters = quarters_told(current().on, assignment.ended_on)
    told = tell_quarters(quarters, [_earning(one, assignment.organisation_id) for one in rows], spans)
    within = [one for one in rows if quarter_of(one.month) in quarters]
    return Recorded(tuple(told), tuple(as_provider_knows(within, blind, assignment.organisation_id)))


def _earning(row: Any, reader: UUID | None) -> Earning:
    return Earning(
        row.month,
        row.gross_cents,
        row.kind,
        row.employer.name if row.employer else None,
        row.source,
        str(disclosure(row.given_to_id, row.source, reader)),
        row.proven,
    )
