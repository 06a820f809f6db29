"""Lists to look things up: requests, ledger, sample, providers, trail."""

from datetime import date

import pytest

from portal.payments.models import Determination, QualitySample
from portal.policy.quality import drawn
from portal.providers.models import Hold, Provider
from tests.web.staff.office import address


def shown(client, page, **query):
    response = client.get(page, query)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.row("E7")
def test_requests_are_found_by_number_name_provider_and_state(office):
    denied, approved = office.asks(), office.asks(1500)
    client = office.client("authoriser")
    page = "/staff/requests/"
    for query in (
        {"find": approved.number},
        {"find": approved.person.number.lower()},
        {"state": "approved"},
        {"provider": "bright", "state": "approved"},
        {"provider": office.provider.number, "find": approved.number},
    ):
        text = shown(client, page, **query)
        assert approved.number in text and denied.number not in text
    assert "No request is like that." in shown(client, page, provider="Nobody knows")
    assert "No request is like that." in shown(client, page, find="Nobody Knows")
    assert "Select a valid choice" in shown(client, page, state="lost")
    assert "CSV" not in shown(client, page)


@pytest.mark.row("L11")
def test_the_export_of_requests_follows_the_filter(office):
    office.asks()
    approved = office.asks(1500)
    response = office.client("auditor").get("/staff/requests/export/csv/", {"state": "approved"})
    lines = response.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 2 and approved.number in lines[1] and ",1850.0," in lines[1]


@pytest.mark.row("E5")
def test_the_ledger_shows_that_it_balances_and_each_provider(office):
    approved = office.asks(1500)
    text = shown(office.client("auditor"), "/staff/ledger/")
    assert "The ledger balances" in text and approved.number in text
    assert "Debits $1,850.00, credits $1,850.00, difference $0.00" in text
    assert "December 2025" in text and "<svg" in text and "The numbers as a table" in text
    text = shown(office.client("auditor"), "/staff/ledger/providers/")
    assert "Bright Path" in text and "$1,850.00" in text


@pytest.mark.row("E6")
def test_the_sample_says_its_seed_and_can_be_drawn_again(office):
    request = office.asks(1500)
    QualitySample.objects.using("loader").all().delete()
    determination = Determination.objects.using("loader").get(request=request)
    seed = next(f"seed {n}" for n in range(10_000) if drawn(str(determination.pk), f"seed {n}", 0.05))
    other = next(f"other {n}" for n in range(10_000) if not drawn(str(determination.pk), f"other {n}", 0.05))
    row = office.world.add(QualitySample(determination=determination, seed=seed, drawn_on=date(2025, 12, 15)))
    client = office.client("auditor")
    text = shown(client, "/staff/quality/")
    assert request.number in text and seed in text and 'data-label="Drawn again">yes<' in text
    QualitySample.objects.using("loader").filter(pk=row.pk).update(seed=other)
    assert 'data-label="Drawn again">no<' in shown(client, "/staff/quality/")


@pytest.mark.row("A10")
def test_providers_show_agreement_registration_and_holds(office):
    hold = Hold(provider_id=office.provider.id, from_on=date(2025, 12, 1), reason="Bank account changed")
    office.world.add(hold)
    lapsed = office.world.organisation("Lapsed Works", "EN")
    Provider.objects.using("loader").filter(organisation=lapsed).update(
        sam_registered_until=date(2025, 12, 15)
    )
    client = office.client("specialist")
    text = shown(client, "/staff/providers/")
    assert "since 12/01/2025: Bank account changed" in text and "since 01/01/2020" in text
    assert "good, through 05/31/2026" in text and "lapsed, through 12/14/2025" in text
    assert "Lapsed Works" not in shown(client, "/staff/providers/", find="bright")
    with office.counted() as few:
        shown(client, "/staff/providers/", find="bright")
    with office.counted() as more:
        shown(client, "/staff/providers/")
    assert len(few) == len(more)


@pytest.mark.row("B3", "I1")
def test_the_trail_is_filtered_by_person_account_kind_and_day(office):
    request, other = office.asks(), office.asks()
    office.client("analyst").get(address(request))
    auditor = office.client("auditor")
    page = "/staff/trail/"
    about = shown(auditor, page, number=request.person.number)
    assert request.person.number in about and other.person.number not in about
    assert "to see a payment request in full" in about
    assert "The clerk" in shown(auditor, page, number=request.number)
    looks = shown(auditor, page, account="the analyst", kind="look")
    assert "The analyst" in looks and "The clerk" not in looks
    assert "request-submit" in shown(auditor, page, day="12/15/2025")
    for query in ({"day": "12/14/2025"}, {"number": "nothing"}, {"kind": "x"}, {"number": "TK-0000-0000"}):
        assert "No entry is like that." in shown(auditor, page, **query)
    assert "Enter a date as month/day/year" in shown(auditor, page, day="yesterday")
    assert "not sealed yet is" in shown(auditor, page)


@pytest.mark.row("I1")
def test_the_trail_is_read_page_by_page_there_and_back(office):
    for _ in range(12):
        office.asks()
    auditor = office.client("auditor")
    first = shown(auditor, "/staff/trail/")
    assert "Older entries" in first and "Newer entries" not in first
    seen = []
    query = {}
    while True:
        response = auditor.get("/staff/trail/", query)
        context = response.context
        seen.append(context["table"].rows)
        if not context["older"]:
            break
        query = {"before": context["older"].partition("before=")[2]}
    assert len(seen) > 2
    back = auditor.get(f"/staff/trail/{context['newer']}").context["table"].rows
    assert back == seen[-2]


@pytest.mark.row("I1")
def test_reading_the_trail_opens_nobody(office, entries):
    office.asks()
    shown(office.client("auditor"), "/staff/trail/")
    assert [entry for entry in entries("look") if entry.page == "staff-trail"] == []
