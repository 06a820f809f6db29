"""Bar charts as SVG with presentation attributes only: our content security policy allows no inline style."""

from typing import NamedTuple

from portal.web.ui import formats
from portal.web.ui.components import BarChart

# Labels stand above their bars, so that the drawing can be read at 320 pixels too.
_WIDTH, _RIGHT, _ROW, _LABEL, _BAR, _TOP = 400, 96, 50, 20, 18, 26


class DrawnBar(NamedTuple):
    """A bar with its place, in units of the drawing."""

    label: str
    shown: str
    label_y: int
    y: int
    shown_y: int
    width: int
    shown_x: int
    below: bool


class Drawing(NamedTuple):
    """All the template needs; it computes nothing itself."""

    width: int
    height: int
    bar: int
    bars: list[DrawnBar]
    level_x: int | None
    level_end: int
    level_anchor: str
    level_text: str


def draw(chart: BarChart) -> Drawing:
    """Lay a chart out. Raises ValueError for a bar below zero, which this kind of chart cannot show."""
    if any(bar.value < 0 for bar in chart.bars):
        raise ValueError("a bar cannot be below zero")
    room = _WIDTH - _RIGHT
    most = max([bar.value for bar in chart.bars] + [chart.level or 0, 1])
    top = _TOP if chart.level is not None else 0
    bars = []
    for place, bar in enumerate(chart.bars):
        y = top + place * _ROW + _LABEL
        width = bar.value * room // most
        below = chart.level is not None and bar.value < chart.level
        shown = bar.shown or _shown(bar.value, chart.unit)
        bars.append(DrawnBar(bar.label, shown, y - 5, y, y + _BAR - 4, width, width + 6, below))
    end = top + len(chart.bars) * _ROW
    if chart.level is None:
        return Drawing(_WIDTH, end, _BAR, bars, None, 0, "", "")
    x = chart.level * room // most
    text = f"{chart.level_label} {_shown(chart.level, chart.unit)}".strip()
    return Drawing(_WIDTH, end, _BAR, bars, x, end - 8, "end" if x > room // 2 else "start", text)


def _shown(value: int | None, unit: str) -> str:
    return formats.money(value) if unit == "cents" else f"{value or 0:,}"
