"""The pages of a provider's record: what is typed is kept, errors stand at their fields, the second one is told."""

from datetime import date

import pytest

from portal.providers.models import Affiliate, Agreement, CertifiedCounsellor, Enrolment, Hold, Provider

pytestmark = [pytest.mark.row("L2")]


@pytest.fixture
def home(office):
    return f"/staff/providers/{office.provider.number}/"


def text(response):
    return " ".join(response.content.decode().split())


def row_of(office):
    return Provider.objects.using("loader").get(pk=office.provider.pk)


def test_the_list_finds_by_what_is_asked(office):
    other = office.world.organisation("Harbor Bridge")
    office.world.add(Hold(provider_id=other.pk, from_on=date(2025, 12, 1), reason="Bank account changed"))
    Provider.objects.using("loader").filter(pk=office.provider.pk).update(
        sam_registered_until=date(2026, 1, 1), business_models=["BM-2"]
    )
    client = office.client("specialist")

    def names(query):
        page = text(client.get(f"/staff/providers/{query}"))
        return [name for name in ("Bright Path", "Harbor Bridge") if name in page]

    assert names("") == ["Bright Path", "Harbor Bridge"]
    assert names("?showing=lapsing") == ["Bright Path"]
    assert names("?showing=on-hold") == ["Harbor Bridge"]
    assert names("?showing=lapsed") == []
    assert names("?model=BM-2") == ["Bright Path"]
    assert names(f"?find={row_of(office).pid}") == ["Bright Path"]
    lines = client.get("/staff/providers/export/csv/?showing=on-hold").content.decode().splitlines()
    assert len(lines) == 2
    assert "Harbor Bridge" in lines[1]
    assert client.get("/staff/providers/export/xlsx/").status_code == 200
    assert client.get("/staff/providers/export/pdf/").status_code == 404


def test_who_may_only_read_is_offered_no_change(office, home):
    for name in ("analyst", "auditor"):
        page = text(office.client(name).get(home))
        assert "Bright Path" in page
        assert "/keep/" not in page
        assert "/add/" not in page
    assert office.client("clerk").get(home).status_code == 403
    assert office.client("specialist").get("/staff/providers/OR-0000-0000/").status_code == 404


@pytest.mark.parametrize("address", ["keep/holds/", "add/numbers/", "keep/agreement/"])
def test_a_section_that_is_not_there_is_not_found(office, home, address):
    assert office.client("specialist").get(f"{home}{address}").status_code == 404


def test_a_registration_is_kept_and_shown_with_its_history(office, home):
    client = office.client("specialist")
    assert client.get(f"{home}keep/registration/").status_code == 200
    saved = client.post(f"{home}keep/registration/", {"version": "0", "last_day": "12/31/2026"})
    assert (saved.status_code, saved.headers["Location"]) == (303, home)
    page = text(client.get(home))
    assert "good, through 12/31/2026" in page
    assert "SAM registration, last day: 05/31/2026 → 12/31/2026" in page


def test_wrong_numbers_are_said_at_their_fields_and_what_was_typed_stays(office, home):
    client = office.client("specialist")
    sent = {"version": "0", "ein": "12-34", "pid": "P000777", "uei": "ABCDEF123456"}
    answer = client.post(f"{home}keep/numbers/", sent)
    assert answer.status_code == 422
    page = text(answer)
    assert 'value="12-34"' in page
    assert 'value="P000777"' in page
    assert "Enter an EIN of 9 digits" in page
    assert client.post(f"{home}keep/numbers/", {**sent, "ein": "12-3456789"}).status_code == 303
    assert row_of(office).pid == "P000777"


@pytest.mark.row("B5")
def test_the_second_one_is_told_what_changed_and_may_send_it_again(office, home):
    client = office.client("specialist")
    client.post(f"{home}keep/registration/", {"version": "0", "last_day": "12/31/2026"})
    models = {"version": "0", "models": ["BM-1", "BM-3"]}
    answer = client.post(f"{home}keep/business-models/", models)
    assert answer.status_code == 409
    page = text(answer)
    assert "The specialist changed this" in page
    assert "from 05/31/2026 to 12/31/2026" in page
    assert page.count("checked") == 2
    assert 'name="version" value="1"' in page
    assert client.post(f"{home}keep/business-models/", {**models, "version": "1"}).status_code == 303
    assert row_of(office).business_models == ["BM-1", "BM-3"]


def test_bank_standing_asks_for_no_number(office, home):
    client = office.client("specialist")
    page = text(client.get(f"{home}keep/bank/"))
    assert "never holds a bank account number" in page
    assert client.post(f"{home}keep/bank/", {"version": "0"}).status_code == 422
    sent = {"version": "0", "standing": "not-current", "last_day": ""}
    assert client.post(f"{home}keep/bank/", sent).status_code == 303
    assert "The bank account is not verified: payment requests wait." in text(client.get(home))


def test_every_part_can_be_added_and_changed(office, home):
    client = office.client("specialist")
    client.post(f"{home}keep/business-models/", {"version": "0", "models": ["BM-3"]})
    added = (
        ("hold", Hold, {"from_on": "12/15/2025", "reason": "Bank account changed"}),
        (
            "affiliate",
            Affiliate,
            {"name": "County Works", "share_rule": "60 percent to it", "from_on": "12/01/2025"},
        ),
        (
            "counsellor",
            CertifiedCounsellor,
            {
                "name": "Nora Counsel",
                "certificate": "CWIC 1",
                "from_on": "12/01/2025",
                "last_day": "12/01/2026",
            },
        ),
    )
    changed = {
        "hold": {"ends_on": "12/16/2025", "why": "Verified by letter"},
        "affiliate": {"name": "County Works", "share_rule": "50 percent", "last_day": ""},
        "counsellor": {"name": "Nora Counsel", "certificate": "CWIC 2", "last_day": "12/01/2027"},
    }
    for version, (part, model, typed) in enumerate(added, start=1):
        assert client.get(f"{home}add/{part}/").status_code == 200
        assert client.post(f"{home}add/{part}/", {"version": str(version), **typed}).status_code == 303
        row = model.objects.using("loader").get()
        address = f"{home}change/{part}/{row.pk}/"
        assert address in client.get(home).content.decode()
        assert client.get(address).status_code == 200
        assert client.post(address, {"version": "0", **changed[part]}).status_code == 303
    page = text(client.get(home))
    for words in ("Lifted: Verified by letter", "50 percent", "CWIC 2", "12/01/2027"):
        assert words in page


def test_a_row_of_another_provider_is_not_found(office, home):
    other = office.world.organisation("Harbor Bridge")
    row = Agreement.objects.using("loader").get(provider=other.pk)
    client = office.client("specialist")
    assert client.get(f"{home}change/agreement/{row.pk}/").status_code == 404
    sent = {"version": "0", "number": "X", "last_day": "12/31/2025"}
    assert client.post(f"{home}change/agreement/{row.pk}/", sent).status_code == 404


def test_a_list_asks_as_often_for_one_provider_as_for_many(office):
    client = office.client("specialist")

    def queries(url):
        client.get(url)
        with office.counted() as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    addresses = ("/staff/providers/", "/staff/roll-out/", f"/staff/providers/{office.provider.number}/")
    before = [queries(url) for url in addresses]
    for _ in range(3):
        office.world.organisation()
        office.world.account(office.provider, [])
        office.world.add(Hold(provider_id=office.provider.pk, from_on=date(2025, 12, 1), reason="Changed"))
    assert [queries(url) for url in addresses] == before


@pytest.mark.row("A6")
def test_several_organisations_are_set_at_once(office):
    others = [office.world.organisation(f"Waits {place}") for place in range(3)]
    Enrolment.objects.using("loader").filter(provider__in=[one.pk for one in others]).delete()
    client = office.client("specialist")
    page = client.get("/staff/roll-out/?state=not-enrolled").content.decode()
    boxes = [f"{one.number}:0" for one in others]
    assert all(box in page for box in boxes)
    sent = {"chosen": boxes, "state": "pilot", "from_on": "12/22/2025"}
    done = client.post("/staff/roll-out/set/?state=not-enrolled", sent)
    assert (done.status_code, done.headers["Location"]) == (303, "/staff/roll-out/?state=not-enrolled")
    page = text(client.get(done.headers["Location"]))
    assert "3 organizations are set to “pilot” from December 22, 2025" in page
    assert page.count("pilot from 12/22/2025") == 3
    again = client.post("/staff/roll-out/set/", sent)
    assert again.status_code == 409
    assert "3 changed while you had the page open" in text(again)


@pytest.mark.row("A6")
def test_choosing_nothing_or_a_day_past_is_said_and_the_choice_stays(office):
    client = office.client("specialist")
    nothing = client.post("/staff/roll-out/set/", {"state": "live", "from_on": "12/20/2025"})
    assert nothing.status_code == 422
    assert "Choose at least one organization" in text(nothing)
    box = f"{office.provider.number}:1"
    past = client.post("/staff/roll-out/set/", {"chosen": [box], "state": "live", "from_on": "12/01/2025"})
    assert past.status_code == 422
    assert f'value="{box}" checked' in past.content.decode()
    assert client.post("/staff/roll-out/set/", {"chosen": ["x"]}).status_code == 404
    assert office.client("auditor").get("/staff/roll-out/").status_code == 200
    assert office.client("auditor").post("/staff/roll-out/set/", {}).status_code == 403


@pytest.mark.row("A7")
def test_a_provider_without_earlier_submissions_sees_so(office, home):
    assert "Nothing from the earlier portal is here" in text(office.client("clerk").get("/earlier/"))
    assert "Nothing from the earlier portal is here" in text(
        office.client("specialist").get(f"{home}earlier/")
    )
    assert office.client("specialist").get("/earlier/").status_code == 403
