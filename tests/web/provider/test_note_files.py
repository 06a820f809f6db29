"""The pages of bringing in notes: send a file, read the verdicts, bring it in, take the refused rows back (row J2)."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.casework import jobs
from portal.casework.bring_notes.columns import LAYOUT
from portal.casework.models import Case, ContactNote, NoteFile
from portal.kernel.tables_in import read_table

pytestmark = pytest.mark.row("J2", "I7")
MOVING = '<noscript><meta http-equiv="refresh" content="4"></noscript>'
FRONT = "/contacts/import/"


@pytest.fixture
def case(shop):
    person = shop.holder(on=date(2025, 10, 1), dollars=0)
    return Case.objects.using("loader").get(person=person)


def send(shop, *rows, name="notes.csv"):
    text = "\n".join(["reference,case,date,method,two_way,reason,said", *rows])
    sheet = SimpleUploadedFile(name, text.encode(), content_type="text/csv")
    return shop.counsellor.post(FRONT, {"sheet": sheet})


def test_from_file_to_notes_and_the_refused_rows_back(shop, case):
    good = f"A-1,{case.number},2025-12-10,telephone,yes,Job search,"
    bad = f"A-2,{case.number},2025-12-11,pigeon,yes,Job search,'- as it was"
    sent = send(shop, good, bad, "A-3,CS-0000-0000,2025-12-11,letter,no,Job search,")
    assert sent.status_code == 303
    address = sent.headers["Location"]
    page = " ".join(shop.counsellor.get(address).content.decode().split())
    assert "1 row can be brought in, 0 are there already, 2 are refused and stay out." in page
    assert "method: This is not an acceptable way of contact." in page
    assert "Your organization has no case with this number." in page
    assert shop.counsellor.post(f"{address}start/").status_code == 303
    running = shop.counsellor.get(address)
    assert MOVING in running.content.decode()
    assert "0 of 3 rows done" in running.content.decode()
    file = NoteFile.objects.using("loader").get()
    jobs.bring_in_notes(str(file.pk), str(file.sent_by))
    done = shop.counsellor.get(address)
    assert MOVING not in done.content.decode()
    assert "State: brought in" in done.content.decode()
    assert ContactNote.objects.using("loader").count() == 1
    back = shop.counsellor.get(f"{address}refused.csv").content
    rows = list(csv.DictReader(io.StringIO(back.decode("utf-8-sig"))))
    assert [row["reference"] for row in rows] == ["A-2", "A-3"]
    assert "acceptable way" in rows[0]["problem"]
    # What comes back is read again as it was sent.
    again = read_table(LAYOUT, "again.csv", back)
    assert again.lines[0].cells["said"] == "- as it was"
    assert "notes.csv" in shop.counsellor.get(FRONT).content.decode()


def test_the_same_file_again_says_so(shop, case):
    row = f"A-1,{case.number},2025-12-10,telephone,yes,Job search,"
    first = send(shop, row)
    shop.counsellor.post(f"{first.headers['Location']}start/")
    file = NoteFile.objects.using("loader").get()
    jobs.bring_in_notes(str(file.pk), str(file.sent_by))
    again = shop.counsellor.get(send(shop, row).headers["Location"]).content.decode()
    assert "was brought in before" in again
    assert "Already there" in again
    assert "Bring in</button>" not in again


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"PK\x03\x04 x", "damaged or incomplete"),
        ("caf\u00e9".encode("latin-1"), "not written in UTF-8"),
        (b"reference\nA", "These are missing: case, date, method, two_way, reason."),
        (b"a," * 1_000_000, "1,000,001 cells"),
        (b"ssn\n900-01-0001", "Social Security numbers"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(shop, content, words):
    sheet = SimpleUploadedFile("notes.csv", content)
    answer = shop.counsellor.post(FRONT, {"sheet": sheet})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not NoteFile.objects.using("loader").exists()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_template_is_a_file_the_portal_can_read(shop, kind):
    template = shop.counsellor.get(f"{FRONT}template.{kind}").content
    found = read_table(LAYOUT, f"notes.{kind}", template)
    assert found.lines[0].cells["reference"] == "N-20411"
    assert shop.counsellor.get(f"{FRONT}template.doc").status_code == 404


def test_another_provider_s_files_are_not_found(shop, case):
    address = send(shop, f"A-1,{case.number},2025-12-10,telephone,yes,Job search,").headers["Location"]
    stranger = shop.sign_in(shop.world.account(shop.theirs, ["en-counsellor"], name="Sal Stranger"))
    for rest in ("", "refused.csv"):
        assert stranger.get(f"{address}{rest}").status_code == 404
    assert stranger.post(f"{address}start/").status_code == 404
    assert "notes.csv" not in stranger.get(FRONT).content.decode()


def test_the_trial_of_a_large_file_is_watched_and_shows_no_row_before_its_end(shop, case):
    rows = [f"A-{n},{case.number},2025-12-10,telephone,yes,Job search," for n in range(501)]
    address = send(shop, *rows).headers["Location"]
    page = " ".join(shop.counsellor.get(address).content.decode().split())
    assert "0 of 501 rows tried" in page
    assert MOVING in page
    assert "data-portal-moving" in page
    assert "A-1" not in page
    assert "Bring in</button>" not in page
    assert shop.counsellor.post(f"{address}start/").status_code == 303
    waiting = shop.counsellor.get(address).content.decode()
    assert "still being tried" in waiting
    file = NoteFile.objects.using("loader").get()
    jobs.bring_in_notes(str(file.pk), str(file.sent_by))
    tried = " ".join(shop.counsellor.get(address).content.decode().split())
    assert "501 rows can be brought in" in tried
    assert MOVING not in tried


def test_a_page_left_open_stops_asking(shop, case):
    rows = [f"A-{n},{case.number},2025-12-10,telephone,yes,Job search," for n in range(501)]
    address = send(shop, *rows).headers["Location"]
    file = NoteFile.objects.using("loader").get()
    earlier = file.sent_at - timedelta(minutes=11)
    NoteFile.objects.using("loader").update(sent_at=earlier)
    page = shop.counsellor.get(address).content.decode()
    assert MOVING not in page
    assert "data-portal-moving" not in page
    assert "Look again" in page
