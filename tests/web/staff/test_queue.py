"""The analysts' queue: its parts, taking, laying down, handing over, putting off, supervising."""

import threading
from datetime import date

import pytest
from django.db import connections

from portal.kernel.models import Duty
from tests.web.staff.office import address

QUEUE = "/staff/queue/"


def shows(client, part):
    response = client.get(QUEUE, {"show": part})
    assert response.status_code == 200
    return response.content.decode()


def change(client, request, move, version=0, **typed):
    return client.post(address(request, move), {"version": version, **typed})


@pytest.mark.row("L13")
def test_taking_the_next_gives_the_one_due_first_and_opens_it(office):
    later, first = office.asks(), office.asks()
    Duty.objects.using("loader").filter(subject=first.pk).update(due_on=date(2025, 12, 1))
    client = office.client("analyst")
    assert b"14 days late" in client.get(QUEUE).content
    assert client.post("/staff/queue/next/").headers["Location"] == address(first)
    assert client.post("/staff/queue/next/").headers["Location"] == address(later)
    assert client.post("/staff/queue/next/").headers["Location"] == QUEUE
    assert b"Nothing is free" in client.get(QUEUE).content
    assert {office.duty(request).claimed_by for request in (first, later)} == {office.accounts["analyst"].id}


@pytest.mark.row("L13")
def test_the_parts_of_the_queue_hold_what_they_say(office):
    free, mine, put_off, overdue = (office.asks() for _ in range(4))
    rows = Duty.objects.using("loader")
    analyst = office.accounts["analyst"]
    rows.filter(subject=mine.pk).update(claimed_by=analyst.id, claimed_by_name=analyst.name)
    rows.filter(subject=put_off.pk).update(diary_until=date(2026, 1, 5), diary_reason="Employer answers")
    rows.filter(subject=overdue.pk).update(due_on=date(2025, 12, 12), claimed_by=office.accounts["lead"].id)
    client = office.client("analyst")
    expected = {
        "free": {free},
        "mine": {mine},
        "put-off": {put_off},
        "overdue": {overdue},
        "all": {free, mine, put_off, overdue},
    }
    for part, requests in expected.items():
        text = shows(client, part)
        assert {one for one in (free, mine, put_off, overdue) if one.number in text} == requests
    assert "back 01/05/2026: Employer answers" in shows(client, "put-off")
    assert "Not met: " in shows(client, "free") and "(DEN-04)" in shows(client, "free")


@pytest.mark.row("L13")
def test_what_another_has_is_not_taken_and_only_the_supervisor_moves_it(office):
    request = office.asks()
    change(office.client("colleague"), request, "take")
    client = office.client("analyst")
    change(client, request, "take", 1)
    text = client.get(address(request)).content.decode()
    assert "The colleague has this. Ask for it to be handed over." in text
    assert "is working on this request" in text and "Hand over" not in text
    response = change(client, request, "hand-over", 1, to_account=office.accounts["analyst"].id)
    assert response.status_code == 422 and b"Only who has claimed this" in response.content
    response = change(
        office.client("lead"), request, "hand-over", 1, to_account=office.accounts["analyst"].id
    )
    assert response.status_code == 303
    assert office.duty(request).claimed_by == office.accounts["analyst"].id


@pytest.mark.row("L13")
def test_putting_off_needs_a_later_day_and_a_reason_and_laying_down_frees(office):
    request = office.asks()
    client = office.client("analyst")
    change(client, request, "take")
    for typed in (
        {"until": "12/15/2025", "reason": "x"},
        {"until": "1/5", "reason": "x"},
        {"until": "01/05/2026"},
    ):
        assert change(client, request, "put-off", 1, **typed).status_code == 422
    assert (
        change(client, request, "put-off", 1, until="01/05/2026", reason="Employer answers").status_code
        == 303
    )
    assert office.duty(request).diary_until == date(2026, 1, 5)
    assert b"Employer answers" in client.get(address(request)).content
    assert change(client, request, "lay-down", 2).status_code == 303
    assert office.duty(request).claimed_by is None


@pytest.mark.row("L13")
def test_an_outdated_page_is_told_and_what_was_typed_stays(office):
    request = office.asks()
    client = office.client("analyst")
    change(client, request, "take")
    response = change(client, request, "put-off", 0, until="01/05/2026", reason="Employer answers")
    text = response.content.decode()
    assert response.status_code == 409
    assert "changed this" in text and "Employer answers" in text and 'name="version" value="1"' in text


@pytest.mark.row("L13")
def test_a_settled_request_is_not_handed_about(office):
    request = office.asks()
    client = office.client("analyst")
    typed = {"version": request.version, "action": "confirm", "reason": "For you."}
    client.post(address(request, "refer-to-ssa"), typed)
    assert change(client, request, "take").headers["Location"] == address(request)
    assert b"does not wait for anybody here any more" in client.get(address(request)).content
    assert client.get(address(request, "hand-over")).status_code == 303
    assert change(client, request, "take", "x").status_code == 404


@pytest.mark.row("L13")
def test_a_supervisor_sees_who_has_what_and_moves_several_at_once(office):
    first, second = office.asks(), office.asks()
    change(office.client("colleague"), first, "take")
    lead = office.client("lead")
    page = lead.get("/staff/queue/analysts/").content.decode()
    assert "The colleague" in page and second.number in page and first.number not in page
    theirs = f"/staff/queue/analysts/?analyst={office.accounts['colleague'].id}"
    assert first.number in lead.get(theirs).content.decode()
    to = office.accounts["analyst"].id
    ticked = [f"{office.duty(second).id}:0", f"{office.duty(first).id}:0"]
    assert lead.post(theirs, {"duty": ticked, "to_account": to}).status_code == 303
    page = lead.get(theirs).content.decode()
    assert "1 request handed over to The analyst." in page and "1 request had changed meanwhile" in page
    assert (office.duty(second).claimed_by, office.duty(first).claimed_by) == (
        to,
        office.accounts["colleague"].id,
    )
    for typed in ({"to_account": to}, {"duty": ticked}, {"duty": ["x:y"], "to_account": to}):
        assert lead.post(theirs, typed).status_code == 422


@pytest.mark.row("L13")
def test_two_who_take_the_next_at_once_get_two(office):
    requests = {office.asks().pk, office.asks().pk}
    clients = [office.client("analyst"), office.client("colleague")]
    together = threading.Barrier(len(clients))

    def take(client):
        together.wait()
        client.post("/staff/queue/next/")
        connections.close_all()

    threads = [threading.Thread(target=take, args=[client]) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    duties = list(Duty.objects.using("loader").filter(closed_at=None))
    assert {duty.subject for duty in duties} == requests
    assert {duty.claimed_by for duty in duties} == {
        office.accounts[name].id for name in ("analyst", "colleague")
    }


@pytest.mark.row("L13")
def test_two_who_take_the_same_at_once_and_one_has_it(office):
    request = office.asks()
    clients = [office.client("analyst"), office.client("colleague")]
    together = threading.Barrier(len(clients))

    def take(client):
        together.wait()
        change(client, request, "take")
        connections.close_all()

    threads = [threading.Thread(target=take, args=[client]) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert office.duty(request).version == 1
    told = [client.get(address(request)).content.decode() for client in clients]
    assert sum("You have this request now." in page for page in told) == 1


def goes_to_ssa(office):
    request = office.asks()
    typed = {"version": request.version, "action": "confirm", "reason": "For you."}
    assert office.client("analyst").post(address(request, "refer-to-ssa"), typed).status_code == 303


def is_approved(office):
    assert office.asks(1500).state == "approved"


def waits(office):
    assert office.asks().state == "with-analyst"


@pytest.mark.row("L11")
@pytest.mark.parametrize(
    ("name", "page", "one_more"),
    [
        ("analyst", QUEUE, waits),
        ("lead", "/staff/queue/analysts/", waits),
        ("authoriser", "/staff/ssa/", goes_to_ssa),
        ("auditor", "/staff/requests/", is_approved),
        ("auditor", "/staff/ledger/", is_approved),
        ("auditor", "/staff/trail/", waits),
    ],
)
def test_the_number_of_queries_does_not_grow_with_the_rows(office, name, page, one_more):
    client = office.client(name)
    counts = []
    for wanted in (1, 2):
        for _ in range(wanted):
            one_more(office)
        with office.counted() as queries:
            assert client.get(page).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 20


@pytest.mark.row("L11", "I1")
def test_the_export_has_the_rows_of_the_part_and_names_are_looks(office, entries):
    request = office.asks()
    response = office.client("auditor").get("/staff/queue/export/csv/", {"show": "all"})
    lines = response.content.decode("utf-8-sig").splitlines()
    assert response.headers["Content-Disposition"] == 'attachment; filename="payments-to-decide.csv"'
    assert len(lines) == 2 and lines[1].startswith(f"{request.number},Bright Path,Beneficiary")
    (look,) = [entry for entry in entries("look") if entry.page == "payments-to-decide-export"]
    assert look.people == [request.person_id]


@pytest.mark.row("I1")
def test_a_list_notes_the_people_it_shows_and_a_move_that_shows_nobody_notes_none(office, entries):
    shown, hidden = office.asks(), office.asks()
    client = office.client("analyst")
    change(client, hidden, "take")
    shows(client, "free")
    typed = {"version": hidden.version, "action": "confirm", "reason": "For you."}
    client.post(address(hidden, "refer-to-ssa"), typed)
    looks = {
        entry.page: entry.people
        for entry in entries("look")
        if entry.account == office.accounts["analyst"].id
    }
    assert looks == {"payments-to-decide": [shown.person_id]}
