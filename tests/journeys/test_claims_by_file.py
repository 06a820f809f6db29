"""An EN's month of claims by file: sent, read row by row, submitted, the bad row mended and sent again (row C3)."""

import csv
import io

import pytest

from portal.providers.models import Provider
from tests.payments.by_file import ROW, sheet


@pytest.mark.row("C3", "I7", "J3", "J8")
def test_a_month_of_claims_goes_in_by_file_and_the_bad_row_comes_back(portal, window):
    clerk = window(portal.clerk("Mona Month"), keyboard=True)
    earners = [portal.holder({"2025-02": 1500}, name=name) for name in ("Ann Able", "Bob Brave", "Cy Clear")]
    ein = Provider.objects.using("loader").get(pk=portal.provider.pk).ein
    rows = [{"ein": ein, "ssn": one.digits, **ROW} for one in earners]
    rows[2] |= {"claim_month": "2025-13"}
    clerk.open("/requests/")
    clerk.follow("Many with a file")
    clerk.attach("The file", "february.csv", sheet(rows), "text/csv")
    clerk.press("Send and try")
    clerk.until("2 rows can be submitted, 0 are there already, 1 is refused")
    assert f"…{earners[2].digits[-4:]}" in clerk.row("claim_month: This is not a month.")
    clerk.press("Submit")
    clerk.until("State: submitted")
    asked = clerk.numbers("PR")
    assert [portal.request(number).state for number in asked] == ["approved", "approved"]

    back = clerk.fetch("CSV")
    [refused] = csv.DictReader(io.StringIO(back.decode("utf-8-sig")))
    assert refused["ssn"] == earners[2].digits
    clerk.open("/requests/file/")
    mended = back.replace(b"2025-13", b"2025-02")
    clerk.attach("The file", "february again.csv", mended, "text/csv")
    clerk.press("Send and try")
    clerk.until("1 row can be submitted, 0 are there already, 0 are refused")
    clerk.press("Submit")
    clerk.until("State: submitted")
    asked += clerk.numbers("PR")

    # Somebody sends the first file once more.
    clerk.open("/requests/file/")
    clerk.attach("The file", "february.csv", sheet(rows), "text/csv")
    clerk.press("Send and try")
    clerk.until("was submitted before")
    assert "Can be submitted 0Already there 2Refused 1" in clerk.text
    for one in earners:
        [number] = portal.requests_of(one)
        assert number in asked
        assert portal.posted(number)["payable"] < 0
