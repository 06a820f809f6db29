"""The picture of a share of determinations by month, for the pages of quality control."""

from collections.abc import Sequence

from portal.web.staff.queries.quality import Measured
from portal.web.ui import formats
from portal.web.ui.components import Bar, BarChart


def shares_chart(
    title: str, counted: str, months: Sequence[Measured], *, above: int | None = None
) -> BarChart:
    """A bar for each month, with its counts.

    `above` draws the percentage that the share should be more than. Beside its line is room for the share alone: the
    counts stand in a table of the page.
    """
    return BarChart(
        title,
        f"Share of the determinations {counted}, in each of the {len(months)} months to "
        f"{formats.month(months[-1].month)}.",
        [Bar(formats.month(one.month), one.share or 0, _shown(one, counts=above is None)) for one in months],
        level=above,
        level_label="" if above is None else "More than this percentage:",
        unit="count",
    )


def _shown(one: Measured, *, counts: bool) -> str:
    if one.share is None:
        return "none"
    return f"{one.share} % ({one.good} of {one.counted})" if counts else f"{one.share} %"
