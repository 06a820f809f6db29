"""Who may open which page of the staff area; written by hand, not made from the table of roles."""

import pytest

from tests.web.staff.office import address

EVERYONE = ("clerk", "analyst", "lead", "authoriser", "specialist", "auditor")
PAGES = {
    "/staff/queue/": {"analyst", "lead", "auditor"},
    "/staff/queue/export/csv/": {"analyst", "lead", "auditor"},
    "/staff/queue/analysts/": {"lead"},
    "/staff/ssa/": {"authoriser", "auditor"},
    "/staff/requests/": {"analyst", "lead", "authoriser", "auditor"},
    "/staff/requests/export/xlsx/": {"analyst", "lead", "auditor"},
    "/staff/ledger/": {"analyst", "lead", "authoriser", "auditor"},
    "/staff/ledger/providers/": {"analyst", "lead", "authoriser", "auditor"},
    "/staff/quality/": {"analyst", "lead", "authoriser", "auditor"},
    "/staff/providers/": {"analyst", "lead", "specialist", "auditor"},
    "/staff/trail/": {"auditor"},
    "/gallery/": {"analyst", "lead", "authoriser", "specialist", "auditor"},
}
OF_A_REQUEST = {
    "": {"analyst", "lead", "authoriser", "auditor"},
    "identity": {"analyst", "lead", "authoriser", "auditor"},
    "approve": {"analyst", "lead"},
    "deny": {"analyst", "lead"},
    "return": {"analyst", "lead"},
    "refer-to-ssa": {"analyst", "lead"},
    "hand-over": {"analyst", "lead"},
    "put-off": {"analyst", "lead"},
}
CHANGES = ("take", "lay-down", "hand-over", "put-off", "approve", "deny", "return", "refer-to-ssa")


@pytest.mark.row("A10")
@pytest.mark.parametrize("name", EVERYONE)
def test_each_role_opens_its_pages_and_no_other(office, name):
    request = office.asks()
    client = office.client(name)
    expected = {page: 200 if name in who else 403 for page, who in PAGES.items()}
    for part, who in OF_A_REQUEST.items():
        expected[address(request, *([part] if part else []))] = 200 if name in who else 403
    assert {page: client.get(page).status_code for page in expected} == expected


@pytest.mark.row("A10", "I1")
@pytest.mark.parametrize("name", ["auditor", "authoriser", "specialist", "clerk"])
def test_who_only_reads_changes_nothing_and_sees_no_button(office, name):
    request = office.asks()
    client = office.client(name)
    for change in CHANGES:
        response = client.post(address(request, change), {"version": 0, "action": "confirm", "note": "x"})
        assert response.status_code == 403
    assert client.post("/staff/queue/next/").status_code == 403
    assert client.post("/staff/queue/analysts/").status_code == 403
    assert office.request(request.number).version == request.version
    assert office.duty(request).version == 0
    if name in ("auditor", "authoriser"):
        main = client.get(address(request)).content.decode().split("<main")[1].split("</main>")[0]
        assert "<button" not in main and "<form" not in main
        assert not any(f"/{change}/" in main for change in CHANGES)


@pytest.mark.row("A10")
def test_nobody_gets_in_without_signing_in(office, client):
    request = office.asks()
    for page in (*PAGES, *(address(request, part) for part in OF_A_REQUEST if part)):
        assert client.get(page).headers["Location"].startswith("/account/")


def test_what_is_not_there_is_not_found(office):
    client = office.client("analyst")
    for page in ("", "identity/", "approve/", "hand-over/"):
        assert client.get(f"/staff/requests/PR-0000-0000/{page}").status_code == 404
    for page in ("/staff/files/FL-0000-0000/", "/staff/queue/export/pdf/", "/staff/requests/export/doc/"):
        assert client.get(page).status_code == 404


@pytest.mark.row("I1")
def test_pages_that_only_change_refuse_to_be_read(office):
    request = office.asks()
    client = office.client("analyst")
    assert client.get("/staff/queue/next/").status_code == 405
    assert client.get(address(request, "take")).status_code == 405
