"""The share of requests that end without Social Security's hand, by month, beside the program's figure (row E2)."""

import csv
import io
from datetime import date

import pytest

from portal.kernel.ids import new_id
from portal.payments.models import Determination
from tests.web.staff.office import ABOVE_TWL, address

pytestmark = pytest.mark.row("E2")
PAGE = "/staff/quality/ssa/"


def post(client, request, move, **typed):
    typed = {"version": request.version, "action": "confirm", **typed}
    assert client.post(address(request, move), typed).status_code == 303


def months(office):
    """What the export says: for each month the figures as they stand in the file."""
    file = office.client("auditor").get(f"{PAGE}export/csv/")
    rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))
    return rows[0], {row[0]: row[1:] for row in rows[1:]}


@pytest.fixture
def again(office):
    """Writes a determination like the first one of a request, on another day."""

    def write(request, determined, on):
        row = Determination.objects.using("loader").filter(request=request).earliest("at")
        code = "DEN-04" if determined == "deny" else ""
        later = row.at + (on - row.on)
        row.pk, row.determined, row.denial_code, row.on, row.at = new_id(), determined, code, on, later
        office.world.add(row)

    return write


def test_what_social_security_had_counts_whoever_decided_in_the_end(office):
    alone, at_ssa, back, waiting = (office.asks() for _ in range(4))
    office.asks(ABOVE_TWL)
    analyst, authoriser = office.client("analyst"), office.client("authoriser")
    post(analyst, alone, "deny", code="DEN-04", note="")
    for request in (at_ssa, back, waiting):
        post(analyst, request, "refer-to-ssa", reason="The agreement had ended.")
    post(authoriser, office.request(at_ssa.number), "deny-at-ssa", code="DEN-04", note="See the slips.")
    post(authoriser, office.request(back.number), "send-back", question="Which month?")
    post(analyst, office.request(back.number), "deny", code="DEN-04", note="")
    header, found = months(office)
    assert header[1:] == [
        *("Approved", "Denied", "Both", "With Social Security", "Without it", "Without it (%)"),
        "More than 95 %",
    ]
    assert len(found) == 12
    assert found["2025-12"] == ["1", "3", "4", "2", "2", "50", "no"]
    assert found["2025-11"] == ["0", "0", "0", "0", "0", "", "nothing ended"]
    page = office.client("lead").get(PAGE).content.decode()
    assert ">50 %<" in page and "More than this percentage: 95" in page
    assert page.count("nothing ended") == 11 and "none" in page
    assert f"{PAGE}export/xlsx/" in page
    assert "Bright Path" not in page


def test_months_begin_on_their_first_day_and_a_later_referral_leaves_them_as_they_were(office, again):
    request, referred = office.asks(), office.asks()
    for day in (date(2024, 12, 31), date(2025, 1, 1), date(2025, 10, 31), date(2025, 11, 1)):
        again(request, "approve", day)
    again(request, "refer-to-ssa", date(2025, 11, 2))
    again(request, "deny", date(2025, 11, 30))
    again(referred, "refer-to-ssa", date(2025, 9, 30))
    again(referred, "approve", date(2025, 10, 1))
    _, found = months(office)
    assert "2024-12" not in found
    assert found["2025-01"] == ["1", "0", "1", "0", "1", "100", "yes"]
    assert found["2025-09"][-1] == "nothing ended", "a referral is no end"
    assert found["2025-10"] == ["2", "0", "2", "1", "1", "50", "no"]
    assert found["2025-11"] == ["1", "1", "2", "1", "1", "50", "no"]


def test_social_securitys_desk_and_the_sample_lead_there_for_who_may(office):
    for page, who in (
        ("/staff/ssa/", "auditor"),
        ("/staff/quality/", "lead"),
        ("/staff/quality/measured/", "lead"),
    ):
        main = office.client(who).get(page).content.decode().split("<main")[1]
        assert f'href="{PAGE}"' in main, page
    for page in ("/staff/ssa/", "/staff/quality/"):
        assert PAGE not in office.client("authoriser").get(page).content.decode(), page
    assert office.client("authoriser").get(PAGE).status_code == 403
    assert office.client("auditor").get(f"{PAGE}export/pdf/").status_code == 404
