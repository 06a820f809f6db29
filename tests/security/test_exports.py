"""What leaves as a file for a spreadsheet program: text stays text, and every person in it was looked at."""

import csv
from io import StringIO

import pytest

from portal.kernel.models import TrailEntry
from portal.web.exports import as_csv

pytestmark = [pytest.mark.row("L11")]

STARTS = ["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20"]


@pytest.mark.parametrize("start", STARTS)
def test_no_cell_begins_a_formula(start):
    text = as_csv("list", ["Name"], [[f"{start}HYPERLINK(1)"]]).content.decode("utf-8-sig")
    assert list(csv.reader(StringIO(text, newline="")))[1] == [f"'{start}HYPERLINK(1)"]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_everybody_in_an_export_has_been_looked_at(shop, office, kind):
    people = {shop.holder(name).pk for name in ("=Ana Ruiz", "Ben Ochoa", "Chi Tran")}
    answer = shop.clerk.get(f"/ticketholders/export.{kind}")
    assert answer.headers["Cache-Control"] == "no-store"
    (entry,) = TrailEntry.objects.using("loader").filter(kind="look", page="ticketholders-export")
    assert set(entry.people) == people
    asked = {office.asks().person_id for _ in range(2)}
    assert office.client("auditor").get(f"/staff/requests/export/{kind}/").status_code == 200
    (entry,) = TrailEntry.objects.using("loader").filter(kind="look", page="staff-requests-export")
    assert asked <= set(entry.people)
