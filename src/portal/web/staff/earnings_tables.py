"""Earnings on record as analysts read them: every month, and the months about which the sources differ."""

from collections.abc import Collection, Sequence

from django.utils.text import capfirst

from portal.earnings.queries import OnRecord
from portal.policy.core import Month
from portal.web.staff import listing
from portal.web.ui import formats
from portal.web.ui.components import Column, Table


def months_table(months: Sequence[OnRecord]) -> Table:
    """Everything on record, the latest month first."""
    columns = [
        Column("Month", header=True),
        Column("Gross", numeric=True),
        Column("Kind"),
        Column("Employer"),
        Column("From"),
        Column("Proven"),
    ]
    rows = [
        [
            formats.month(one.month),
            formats.money(one.amount_cents),
            capfirst(one.kind_words),
            one.employer or None,
            capfirst(one.source_words),
            "Yes" if one.proven else "No",
        ]
        for one in months
    ]
    return Table("All earnings on record", columns, rows, empty="No earnings are on record.")


def conflicts_table(months: Sequence[OnRecord], disputed: Collection[Month]) -> Table:
    """Months about which the sources differ: a row an employer, a column a source."""
    rows = [one for one in months if one.month in disputed]
    sources = list(dict.fromkeys(one.source_words for one in rows))
    given: dict[tuple[str, str], dict[str, list[str]]] = {}
    for one in rows:
        of_employer = given.setdefault((formats.month(one.month), one.employer), {})
        amount = f"{formats.money(one.amount_cents)}{', proven' if one.proven else ''}"
        of_employer.setdefault(one.source_words, []).append(amount)
    columns = [
        Column("Month", header=True),
        Column("Employer"),
        *(Column(capfirst(source), numeric=True) for source in sources),
    ]
    cells = [
        [
            month,
            employer or "not named",
            *(listing.lines(*amounts.get(source, [])) or "none" for source in sources),
        ]
        for (month, employer), amounts in given.items()
    ]
    return Table("Months about which the sources differ", columns, cells)
