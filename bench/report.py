"""The table: what was measured, beside what, and whether the goal was met. A missed goal stands there as missed."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

HEADER = ("what", "measured", "yardstick", "ratio", "goal", "met")


@dataclass(frozen=True)
class Line:
    """One line of the table.

    `score` is what the goal is about; it must be at most the goal, or at least, as `sense` says. Without a goal
    the line is for information. `floor` is the least that counts as acceptable where the goal is missed.
    """

    what: str
    measured: str
    yardstick: str = ""
    ratio: float | None = None
    score: float | None = None
    goal: float | None = None
    floor: float | None = None
    sense: Literal["at most", "at least"] = "at most"
    unit: str = ""

    @property
    def met(self) -> str:
        """`yes`, `NO`, `floor` (the goal is missed, the floor is not), or nothing where there is no goal."""
        if self.goal is None or self.score is None:
            return ""
        if self._reaches(self.score, self.goal):
            return "yes"
        return "floor" if self.floor is not None and self._reaches(self.score, self.floor) else "NO"

    @property
    def goal_words(self) -> str:
        if self.goal is None:
            return ""
        floor = "" if self.floor is None else f" (floor {self.floor:,g})"
        return f"{self.sense} {self.goal:,g}{self.unit}{floor}"

    def _reaches(self, score: float, bound: float) -> bool:
        return score <= bound if self.sense == "at most" else score >= bound


def write(line: Line) -> None:
    """Hand a line to the process that makes the table."""
    print(f"line {json.dumps(asdict(line))}", flush=True)


def note(text: str) -> None:
    """Hand over a sentence that stands below the table."""
    print(f"note {text}", flush=True)


def read(output: Iterable[str]) -> tuple[list[Line], list[str]]:
    """Lines and notes that a part has printed; what else it printed is left out."""
    lines, notes = [], []
    for text in output:
        kind, _, rest = text.rstrip("\n").partition(" ")
        if kind == "line":
            lines.append(Line(**json.loads(rest)))
        elif kind == "note":
            notes.append(rest)
    return lines, notes


def table(lines: Sequence[Line]) -> str:
    """The lines in columns of equal width."""
    rows = [HEADER, *(_cells(line) for line in lines)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(HEADER))]
    shown = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    shown.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(line.rstrip() for line in shown)


def summary(lines: Sequence[Line]) -> str:
    """How many goals were met, and which were not."""
    judged = [line for line in lines if line.met]
    missed = [line.what for line in judged if line.met != "yes"]
    if not judged:
        return "no goal was measured"
    return f"{len(judged) - len(missed)} of {len(judged)} goals met" + (
        f"; missed: {', '.join(missed)}" if missed else ""
    )


def _cells(line: Line) -> tuple[str, ...]:
    shown = "" if line.ratio is None else f"{line.ratio:.2f}"
    return (line.what, line.measured, line.yardstick, shown, line.goal_words, line.met)
