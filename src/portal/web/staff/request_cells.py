"""A payment request in the queues: its row, as every list of them shows it."""

from typing import Any

from portal.web.staff import listing
from portal.web.staff.queries.desk import DeskRow
from portal.web.staff.words import OUTCOME_WORDS, REASON_WORDS
from portal.web.ui import formats
from portal.web.ui.components import Column

COLUMNS = (
    Column("Request", header=True),
    Column("Payment"),
    Column("Provider and Ticketholder"),
    Column("Why a person decides"),
    Column("Days", numeric=True),
    Column("Due"),
    Column("With"),
)


# Decisions that were judged again: what was decided stands in the place of why a person decides.
AGAIN_COLUMNS = (
    Column("Request", header=True),
    Column("Payment"),
    Column("Provider and Ticketholder"),
    Column("Decided as"),
    Column("Due"),
    Column("With"),
)


def again_cells(row: DeskRow) -> list[Any]:
    """A decision that was judged again, in its queue."""
    request = row.request
    amount = formats.money(request.amount_cents) if request.amount_cents else request.denial_code
    return [
        listing.number_link(request.number, "payment-again"),
        listing.lines(request.kind_words, formats.month(request.claim_month)),
        listing.lines(request.organisation_name, request.name),
        listing.lines(request.state_words, amount),
        *listing.due_and_holder(row.duty),
    ]


def cells(row: DeskRow) -> list[Any]:
    """A row of a queue as its table shows it."""
    request = row.request
    return [
        listing.request_link(request.number),
        listing.lines(
            request.kind_words, formats.month(request.claim_month), row.amount and formats.money(row.amount)
        ),
        listing.lines(request.organisation_name, request.name),
        why(row),
        row.days_open,
        *listing.due_and_holder(row.duty),
    ]


def why(row: DeskRow) -> str:
    """The primary reason as the rules last gave it, with its code."""
    code = f" ({row.denial})" if row.denial else ""
    return (
        f"{REASON_WORDS.get(row.outcome, '')}{row.reason}{code}" if row.reason else OUTCOME_WORDS[row.outcome]
    )
