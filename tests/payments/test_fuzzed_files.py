"""Files bent in every way: each is read with every row accounted for, or refused in a sentence; nothing is an error."""

import csv
import io
import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.casework.bring_notes.columns import LAYOUT as NOTES
from portal.kernel.tables_in import Problem, Sheet, Unreadable, misshapen, read_cells, read_table
from portal.payments.by_file.columns import LAYOUT as REQUESTS

pytestmark = [pytest.mark.row("C3", "J2", "B6")]
FILES = int(os.environ.get("PORTAL_EXAMPLES", "500"))
ODD = [
    "",
    '"',
    ",",
    ";",
    "\n",
    "\r\n",
    "\0",
    "=1+1",
    "'",
    "\ufeff",
    "\u202e",
    "900-01-0001",
    "2025-13",
    "1e9",
    "é",
]


def good(layout, rows):
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([column.name for column in layout.columns])
    writer.writerows([[column.example for column in layout.columns]] * rows)
    return text.getvalue()


@st.composite
def bent(draw):
    """A good file with pieces taken out, put in and exchanged, in one encoding or another."""
    layout = draw(st.sampled_from([REQUESTS, NOTES]))
    text = good(layout, draw(st.integers(0, 6)))
    for _ in range(draw(st.integers(0, 8))):
        at = draw(st.integers(0, len(text)))
        until = at + draw(st.integers(0, 12))
        put_in = draw(st.one_of(st.sampled_from(ODD), st.text(max_size=20)))
        text = text[:at] + put_in + text[until:]
    encoding = draw(st.sampled_from(["utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16", "cp1252"]))
    return layout, text.encode(encoding, "replace")


@given(bent())
@settings(max_examples=FILES, deadline=None)
def test_every_row_is_accounted_for(drawn):
    layout, content = drawn
    found = read_table(layout, "x.csv", content)
    if isinstance(found, Unreadable):
        assert found.sentence.endswith((".", "”"))
        return
    assert isinstance(found, Sheet)
    text = content.decode("utf-8-sig")
    lines = [line for line in csv.reader(io.StringIO(text, newline="")) if any(cell.strip() for cell in line)]
    assert len(found.lines) == len(lines) - 1
    assert [line.line for line in found.lines] == sorted({line.line for line in found.lines})
    for line in found.lines:
        if misshapen(line.cells) is None:
            values, problems = read_cells(layout, line.cells)
            assert values.keys() == {column.name for column in layout.columns}
            assert all(isinstance(one, Problem) and one.reason and one.remedy for one in problems)
