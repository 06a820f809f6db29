"""Ticketholders and requests in lists: scope, finding, export, a constant number of queries."""

import csv
import io
from datetime import date

import pytest

PAGES = ("/ticketholders/", "/requests/", "/requests/to-answer/", "/requests/new/")


@pytest.mark.row("C1", "E7")
def test_a_list_holds_our_own_and_nobody_elses(shop):
    shop.holder("Ana Ruiz")
    shop.holder("Foreign Person", organisation=shop.theirs)
    shop.holder("Gone Person", ended_on=date(2025, 10, 1))
    now, former = shop.clerk.get("/ticketholders/"), shop.clerk.get("/ticketholders/former/")
    assert b"Ana Ruiz" in now.content
    assert b"Gone Person" not in now.content
    assert b"Gone Person" in former.content
    assert b"September 30, 2025" in former.content  # the last day, not the first one after it
    assert b"Foreign Person" not in now.content + former.content


@pytest.mark.row("L7")
def test_a_list_notes_whom_it_showed(shop, entries):
    ana, ben = shop.holder("Ana Ruiz"), shop.holder("Ben Ochoa")
    before = len(entries("look"))
    shop.clerk.get("/ticketholders/?find=ana")
    looks = entries("look")[before:]
    assert {person for look in looks for person in look.people} == {ana.pk}
    assert ben.pk not in {person for look in looks for person in look.people}


def test_finding_by_part_of_a_name_and_by_number(shop):
    ana = shop.holder("Ana Ruiz")
    shop.holder("Ben Ochoa")
    for find in ("ruiz", ana.number, ana.number.lower()):
        page = shop.clerk.get("/ticketholders/", {"find": find})
        assert b"Ana Ruiz" in page.content
        assert b"Ben Ochoa" not in page.content
    nobody = shop.clerk.get("/ticketholders/", {"find": "zzz\0"})
    assert b"Nobody in this list has that name or number." in nobody.content


@pytest.mark.parametrize(
    "query", ["?page=x", "?page=0", "?page=99999999999", "?order=nonsense", "?state=nonsense"]
)
def test_a_query_that_makes_no_sense_shows_the_list(shop, query):
    shop.holder("Ana Ruiz")
    assert b"Ana Ruiz" in shop.clerk.get(f"/ticketholders/{query}").content
    assert shop.clerk.get(f"/requests/{query}").status_code == 200


@pytest.mark.row("L11")
def test_the_entire_filtered_list_as_csv_and_xlsx(shop):
    for number in range(27):
        shop.holder(f"Ana {number:02d}", dollars=0)
    shop.holder("Ben Ochoa", dollars=0)
    answer = shop.clerk.get("/ticketholders/export.csv?find=ana&page=2")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row[0] for row in rows[1:]] == [f"Ana {number:02d}" for number in range(27)]
    assert shop.clerk.get("/ticketholders/export.xlsx").content.startswith(b"PK")
    assert shop.clerk.get("/ticketholders/export.pdf").status_code == 404
    assert b"26 to 27 of 27" in shop.clerk.get("/ticketholders/?find=ana&page=2").content


@pytest.mark.row("A10")
def test_a_counsellor_reads_but_neither_exports_nor_asks(shop):
    ana = shop.holder("Ana Ruiz")
    page = shop.counsellor.get("/ticketholders/")
    assert b"Ana Ruiz" in page.content
    assert b"CSV" not in page.content
    assert shop.counsellor.get("/ticketholders/export.csv").status_code == 403
    assert shop.counsellor.get("/requests/export.csv").status_code == 403
    assert shop.counsellor.get("/requests/new/").status_code == 403
    assert shop.counsellor.post(f"/ticketholders/{ana.number}/request/").status_code == 403
    assert b"Request a payment</button>" not in shop.counsellor.get(f"/ticketholders/{ana.number}/").content


@pytest.mark.row("E7")
def test_requests_by_state_by_number_and_as_a_file(shop):
    first, second = shop.holder("Ana Ruiz"), shop.holder("Ben Ochoa", dollars=0)
    paid, refused = shop.asks(first), shop.asks(second)
    assert (paid.state, refused.state) != (refused.state, paid.state)
    of_state = shop.clerk.get("/requests/", {"state": paid.state})
    assert paid.number.encode() in of_state.content
    assert refused.number.encode() not in of_state.content
    by_number = shop.clerk.get("/requests/", {"find": paid.number.replace("-", "").lower()})
    assert by_number.headers["Location"] == f"/requests/{paid.number}/"
    assert shop.stranger.get("/requests/", {"find": paid.number}).status_code == 200
    lines = shop.clerk.get("/requests/export.csv").content.decode("utf-8-sig").splitlines()
    assert len(lines) == 3
    assert len(shop.stranger.get("/requests/export.csv").content.decode("utf-8-sig").splitlines()) == 1


@pytest.mark.parametrize(("url", "asked"), [("/ticketholders/", 6), ("/requests/", 6)])
def test_a_list_asks_the_same_of_the_database_at_one_row_and_at_three(shop, counted, url, asked):
    shop.asks(shop.holder("Ana Ruiz"))
    shop.clerk.get(url)
    with counted() as one:
        shop.clerk.get(url)
    for name in ("Ben Ochoa", "Carla Dunn"):
        shop.asks(shop.holder(name))
    with counted() as three:
        page = shop.clerk.get(url)
    assert b"Carla Dunn" in page.content
    assert (one(), three()) == (asked, asked)
