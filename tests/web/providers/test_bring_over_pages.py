"""The pages of bringing over: send a file, read the verdicts, bring it over, read what came (mission row A7)."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.people.models import Account
from portal.providers import jobs
from portal.providers.bring_over.columns import HISTORY, USERS
from portal.providers.models import BringOver, Provider

pytestmark = [pytest.mark.row("A7")]
MOVING = '<noscript><meta http-equiv="refresh" content="4"></noscript>'
FRONT = "/staff/bring-over/"
SEND = f"{FRONT}send/"


def text(response):
    return " ".join(response.content.decode().split())


def person(office, **cells):
    pid = Provider.objects.using("loader").get(pk=office.provider.pk).pid
    whole = {
        "organisation_pid": pid,
        "name": "Ana Ruiz",
        "email": "ana.ruiz@example.org",
        "job_title": "Clerk",
        "roles": "en-payments-clerk",
        "first_day": "2022-03-01",
        "employment_verified_on": "2022-03-04",
        "status": "active",
        **cells,
    }
    return ",".join(whole.get(column.name, "") for column in USERS)


def users(office, *rows):
    header = ",".join(column.name for column in USERS)
    return "\n".join([header, *(person(office, **row) for row in rows)])


def upload(client, content, kind="users", name="people.csv"):
    sheet = SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)
    return client.post(SEND, {"kind": kind, "sheet": sheet})


def test_from_file_to_people(office):
    client = office.client("specialist")
    assert client.get(FRONT).status_code == 200
    sent = upload(
        client, users(office, {}, {"email": "bad"}, {"name": "=HYPERLINK(1)", "email": "f@example.org"})
    )
    assert sent.status_code == 303
    address = sent.headers["Location"]
    page = text(client.get(address))
    assert "1 row can be brought over, 0 are there already, 2 are refused" in page
    assert "name: This cell is a formula" in page
    assert "email: This is not an e-mail address." in page
    assert not Account.objects.using("loader").filter(email="ana.ruiz@example.org").exists()
    assert text(client.get(f"{address}?verdict=refused")).count("This is not an e-mail address.") == 1
    assert client.post(f"{address}start/").status_code == 303
    running = client.get(address)
    assert MOVING in running.content.decode()
    assert "0 of 3 rows done" in text(running)
    run = BringOver.objects.using("loader").get()
    jobs.bring_over(str(run.pk), str(office.accounts["specialist"].pk))
    done = client.get(address)
    assert MOVING not in done.content.decode()
    assert "State: brought over" in text(done)
    assert Account.objects.using("loader").filter(email="ana.ruiz@example.org").count() == 1
    assert "people.csv" in text(client.get(FRONT))
    again = upload(
        client, users(office, {}, {"email": "bad"}, {"name": "=HYPERLINK(1)", "email": "f@example.org"})
    )
    page = text(client.get(again.headers["Location"]))
    assert "was brought over before" in page
    assert "Already there" in page
    assert "<button" not in page.partition("<main")[2].partition("</main>")[0]


@pytest.mark.row("I3")
def test_the_verdicts_as_a_file_start_no_formula(office):
    client = office.client("specialist")
    sent = upload(client, users(office, {"organisation_pid": "=cmd|x", "email": "@sum(1)"}))
    answer = client.get(f"{sent.headers['Location']}verdicts.csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0] == ["Line", "Verdict", "About", "Column", "Rule", "Reason", "What to do"]
    assert {row[2][:2] for row in rows[1:]} == {"'="}
    assert [row[3] for row in rows[1:]] == ["organisation_pid", "email"]
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty"),
        (b"PK\x03\x04\x14", "damaged or incomplete"),
        ("name,ssn\nA,900-01-0001", "Social Security numbers"),
    ],
)
def test_a_file_that_cannot_be_read_is_explained_at_its_field_and_not_kept(office, content, words):
    answer = upload(office.client("specialist"), content)
    assert answer.status_code == 422
    assert words in text(answer)
    assert 'value="users"' in answer.content.decode()
    assert not BringOver.objects.using("loader").exists()


def test_markup_in_a_file_is_shown_as_text(office):
    client = office.client("specialist")
    sent = upload(client, users(office, {"name": "<b onclick=alert(1)>Ana</b>"}), name="<b>.csv")
    page = client.get(sent.headers["Location"]).content.decode()
    assert "<b onclick" not in page
    assert "&lt;b onclick=alert(1)&gt;Ana" in page


def test_nobody_else_opens_these_pages(office):
    client = office.client("specialist")
    address = upload(client, users(office, {})).headers["Location"]
    for name in ("clerk", "analyst", "lead", "authoriser"):
        other = office.client(name)
        assert other.get(FRONT).status_code == 403
        assert upload(other, users(office, {})).status_code == 403
        assert other.get(address).status_code == 403
        assert other.get(f"{address}verdicts.csv").status_code == 403
        assert other.post(f"{address}start/").status_code == 403
    assert client.get(f"{FRONT}01a20000-0000-7000-8000-000000000000/").status_code == 404


@pytest.mark.row("A10")
def test_the_auditor_reads_files_and_verdicts_and_brings_nothing_over(office):
    address = upload(office.client("specialist"), users(office, {}, {"email": "bad"})).headers["Location"]
    auditor = office.client("auditor")
    front, verdicts = auditor.get(FRONT), auditor.get(address)
    assert "people.csv" in text(front)
    assert "This is not an e-mail address." in text(verdicts)
    for page in (front, verdicts):
        assert "<form" not in page.content.decode().partition("<main")[2].partition("</main>")[0]
    assert auditor.get(f"{address}verdicts.csv").status_code == 200
    assert upload(auditor, users(office, {})).status_code == 403
    assert auditor.post(f"{address}start/").status_code == 403
    assert BringOver.objects.using("loader").get().state == BringOver.State.TRIED


def test_earlier_submissions_are_read_by_the_provider_and_by_staff(office):
    client = office.client("specialist")
    pid = Provider.objects.using("loader").get(pk=office.provider.pk).pid
    header = ",".join(column.name for column in HISTORY)
    content = f"{header}\n{pid},SPP-7,,EN Payment Request,2023-09-14,Paid in full\n"
    address = upload(client, content, kind="history").headers["Location"]
    client.post(f"{address}start/")
    jobs.bring_over(address.split("/")[-2], str(office.accounts["specialist"].pk))
    for reader, page in (
        ("clerk", "/earlier/"),
        ("specialist", f"/staff/providers/{office.provider.number}/earlier/"),
    ):
        shown = text(office.client(reader).get(page))
        assert "SPP-7" in shown
        assert "Paid in full" in shown
        assert "09/14/2023" in shown
        assert "SPP-7" not in text(office.client(reader).get(f"{page}?find=nothing-like-it"))


def test_the_verdicts_page_asks_as_often_for_one_row_as_for_forty(office):
    client = office.client("specialist")

    def queries(many):
        content = users(office, *({"email": f"p{place}@example.org"} for place in range(many)))
        address = upload(client, content).headers["Location"]
        client.get(address)
        with office.counted() as captured:
            client.get(address)
        return len(captured)

    assert queries(1) == queries(40)
