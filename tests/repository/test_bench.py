"""The bench's own arithmetic and table: nothing here is timed."""

import json
import subprocess
from dataclasses import asdict
from pathlib import Path

import pytest

from bench import measure, report
from bench.__main__ import PARTS, proof
from bench.report import Line

ROOT = Path(__file__).resolve().parents[2]
# What may not stand in a proof: it names the machine or its user.
PRIVATE = ("/root", "/home", "/tmp", "/work", "localhost")


def test_things_are_measured_in_turn_and_the_first_rounds_do_not_count():
    order, seconds = [], iter(range(100))

    def thing(name):
        def run():
            order.append(name)
            return float(next(seconds))

        return run

    taken = measure.in_turn({"a": thing("a"), "b": thing("b")}, 3, warm=2)
    assert order == ["a", "b"] * 5
    assert taken == {"a": [4.0, 6.0, 8.0], "b": [5.0, 7.0, 9.0]}


def test_the_ratio_is_of_medians():
    assert measure.ratio([1.0, 2.0, 90.0], [1.0, 4.0, 5.0]) == 0.5


@pytest.mark.parametrize(
    ("line", "met"),
    [
        (Line("a", "1", score=1.5, goal=1.5), "yes"),
        (Line("a", "1", score=1.51, goal=1.5), "NO"),
        (Line("a", "1", score=49_999, goal=50_000, floor=20_000, sense="at least"), "floor"),
        (Line("a", "1", score=19_999, goal=50_000, floor=20_000, sense="at least"), "NO"),
        (Line("a", "1", score=50_000, goal=50_000, floor=20_000, sense="at least"), "yes"),
        (Line("a", "1"), ""),
    ],
)
def test_a_goal_is_met_reached_to_its_floor_or_missed(line, met):
    assert line.met == met


def test_lines_come_through_the_output_of_a_part_unchanged(capsys):
    line = Line("pages", "9.1 ms", "4.0 ms", 2.275, 2.275, 1.5)
    report.write(line)
    report.note("what the numbers are")
    print("something else that was printed")
    assert report.read(capsys.readouterr().out.splitlines()) == ([line], ["what the numbers are"])
    assert json.loads(json.dumps(asdict(line)))["what"] == "pages"


def test_a_missed_goal_stands_in_the_first_line_and_in_the_table():
    lines = [Line("fast", "1 ms", "1 ms", 1.0, 1.0, 1.5), Line("slow", "9 ms", "1 ms", 9.0, 9.0, 1.5)]
    text = proof(lines, ["a note"], 0.25)
    assert text.startswith("bench: 1 of 2 goals met; missed: slow\n")
    rows = [row.split() for row in text.splitlines() if row.startswith(("fast", "slow"))]
    assert [row[-1] for row in rows] == ["yes", "NO"]
    assert "load of other work when it began: 0.2" in text
    assert not [word for word in PRIVATE if word in text]


def test_each_part_is_a_module_that_can_be_run():
    assert [name for name in PARTS if not (ROOT / "bench" / f"{name}.py").is_file()] == []


def test_the_script_says_what_it_can_measure():
    done = subprocess.run(
        [str(ROOT / ".venv" / "bin" / "python"), "-m", "bench", "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert all(name in done.stdout for name in PARTS)


def test_no_test_is_timed_by_the_bench():
    using = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "tests").rglob("*.py")
        if path != Path(__file__) and "from bench" in path.read_text()
    ]
    assert using == []
