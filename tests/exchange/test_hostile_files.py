"""Files bent in every way: refused whole in a sentence, or read with every row accounted for; nothing is an error."""

import io
import os
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.exchange.checking import check
from portal.exchange.layouts import BENEFITS, LAYOUTS, STATUSES
from portal.exchange.rows import Rows
from portal.policy.core import Month
from tests.exchange.files import AS_OF, made

pytestmark = [pytest.mark.row("L1")]
FILES = int(os.environ.get("PORTAL_EXAMPLES", "500"))
ODD = [
    b"",
    b"\0",
    b"\n",
    b"\r\n",
    b"\xff",
    b" ",
    b"0",
    b"-1",
    b"HD",
    b"TR",
    b"99999999",
    b"\xe2\x80\xae",
    b"DT" * 40,
]
ROW = {
    "ssn": "900010001",
    "title": "T2",
    "benefit": BENEFITS["DW"],
    "status": STATUSES["PD"],
    "from_month": Month.parse("2024-01"),
}


@st.composite
def bent(draw):
    """A good file with bytes exchanged, put in, taken out or cut off; half of them keep their length."""
    content = made("BS", [ROW] * draw(st.integers(0, 6)))
    for _ in range(draw(st.integers(0, 4))):
        at, odd = draw(st.integers(0, len(content))), draw(st.sampled_from(ODD) | st.binary(max_size=12))
        gone = len(odd) if draw(st.booleans()) else draw(st.integers(0, 90))
        content = content[:at] + odd + content[at + gone :]
    return content


@given(bent())
@settings(max_examples=FILES, deadline=None)
def test_every_row_is_accounted_for(content):
    checked = check("BS", 1, io.BytesIO(content), date(2025, 12, 15))
    if checked.problem:
        assert checked.problem.endswith("Nothing was taken.")
        assert len(checked.problem) < 400
        return
    layout = LAYOUTS["BS"]
    assert len(content) == (checked.rows + 2) * layout.stride
    assert checked.as_of <= date(2025, 12, 15)
    if not checked.rows:
        return
    rows = Rows(layout, content[layout.stride : -layout.stride])
    rows.refuse_backward()
    refused = [one.nth for one in rows.refused]
    assert sorted([*rows.nth, *refused]) == list(range(checked.rows))
    assert all(len(column) == len(rows) for column in rows.columns.values())
    for one in rows.refused:
        assert one.says.endswith(".")
        assert one.remedy.endswith(".")
        assert len(one.says.encode()) <= 120
        assert len(one.remedy.encode()) <= 120


def problem(content, kind="BS", number=1, on=date(2025, 12, 15)):
    return check(kind, number, io.BytesIO(content), on).problem


def test_each_fault_is_told_in_its_own_words():
    good, stride = made("BS", [ROW] * 3), LAYOUTS["BS"].stride
    one_row = made("BS", [ROW])
    other = made("BS", [{**ROW, "ssn": "900010002"}] * 3)
    told = {
        problem(good, kind="QQ"): "There is no kind of file QQ",
        problem(good, kind="AS"): "There is no kind of file AS",
        problem(good, number=2): "The header says file_number 1; it is 2 by the file's name",
        problem(good, on=date(2025, 11, 30)): "The as-of date is 2025-12-01, which is not yet",
        problem(b""): "There is no header",
        problem(good[: 2 * stride]): "The trailer cannot be read",
        problem(good[:-1]): "The last line has no end",
        problem(good[:stride] + good[stride + 1 :]): "Line 2 has",
        problem(good[: 2 * stride] + b"XX" + good[2 * stride + 2 :]): "Line 3 does not start with DT",
        problem(one_row[: 2 * stride] + good[-stride:]): "The trailer says rows 3; it is 1 by the rows",
        problem(good[:-stride] + other[-stride:]): "The trailer says number_total",
    }
    assert problem(good) == ""
    for says, starts in told.items():
        assert says.startswith(starts), says
    assert problem(made("BS", [], as_of=AS_OF)) == ""
