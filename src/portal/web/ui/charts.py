"""Bar charts as SVG with presentation attributes only: our content security policy allows no inline style."""

from typing import NamedTuple

from portal.web.ui import formats
from portal.web.ui.components import BarChart

_WIDTH, _LEFT, _RIGHT, _ROW, _BAR = 640, 160, 110, 36, 22


class DrawnBar(NamedTuple):
    """A bar with its place, in units of the drawing."""

    label: str
    shown: str
    y: int
    text_y: int
    width: int
    text_x: int
    below: bool


class Drawing(NamedTuple):
    """All the template needs; it computes nothing itself."""

    width: int
    height: int
    left: int
    bar: int
    bars: list[DrawnBar]
    level_x: int | None
    level_end: int
    level_text: str


def draw(chart: BarChart) -> Drawing:
    """Lay a chart out. Raises ValueError for a bar below zero, which this kind of chart cannot show."""
    if any(bar.value < 0 for bar in chart.bars):
        raise ValueError("a bar cannot be below zero")
    room = _WIDTH - _LEFT - _RIGHT
    most = max([bar.value for bar in chart.bars] + [chart.level or 0, 1])
    top = 28 if chart.level is not None else 4
    bars = []
    for place, bar in enumerate(chart.bars):
        y = top + place * _ROW
        width = bar.value * room // most
        below = chart.level is not None and bar.value < chart.level
        shown = bar.shown or _shown(bar.value, chart.unit)
        bars.append(DrawnBar(bar.label, shown, y, y + _BAR - 6, width, _LEFT + width + 8, below))
    end = top + len(chart.bars) * _ROW
    level_text = (
        f"{chart.level_label} {_shown(chart.level, chart.unit)}".strip() if chart.level is not None else ""
    )
    level_x = None if chart.level is None else _LEFT + chart.level * room // most
    return Drawing(_WIDTH, end + 4, _LEFT, _BAR, bars, level_x, end - _ROW + _BAR, level_text)


def _shown(value: int | None, unit: str) -> str:
    return formats.money(value) if unit == "cents" else f"{value or 0:,}"
