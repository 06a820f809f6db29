"""The pages of payment requests by file: send, read the verdicts, submit, take the bad rows back (rows C3, I7, J8)."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.kernel.notices.services.closing import close_function
from portal.kernel.tables_in import read_table
from portal.payments import jobs
from portal.payments.by_file.columns import LAYOUT
from portal.payments.form import DECLARATION
from portal.payments.models import PaymentRequest, RequestFile
from portal.policy.roles import Role
from portal.providers.models import Provider

pytestmark = pytest.mark.row("C3", "I7")
FRONT = "/requests/file/"
SSN = "900021234"


@pytest.fixture
def ein(shop):
    shop.holder(ssn=SSN)
    return Provider.objects.using("loader").get(pk=shop.ours.pk).ein


def send(shop, *rows, client=None):
    text = "\n".join(["ein,ssn,payment,claim_month,basis,services_described,reference", *rows])
    sheet = SimpleUploadedFile("february.csv", text.encode(), content_type="text/csv")
    return (client or shop.clerk).post(FRONT, {"sheet": sheet})


def words(response):
    return " ".join(response.content.decode().split())


def test_from_file_to_requests_and_the_bad_rows_back(shop, ein):
    good = f"{ein},{SSN},P1M1,2025-02,certification,yes,B-1"
    bad = f"{ein},{SSN},P1M1,2025-13,certification,yes,'=B-2"
    sent = send(shop, good, bad)
    assert sent.status_code == 303
    address = sent.headers["Location"]
    page = words(shop.clerk.get(address))
    assert "1 row can be submitted, 0 are there already, 1 is refused and stays out." in page
    assert "Would be approved by the rules." in page
    assert "claim_month: This is not a month." in page
    assert DECLARATION in page
    assert "…1234" in page
    assert "Ana Ruiz" in page
    assert SSN not in page
    assert shop.clerk.post(f"{address}start/").status_code == 303
    assert "0 of 2 rows done" in words(shop.clerk.get(address))
    file = RequestFile.objects.using("loader").get()
    jobs.ask_by_file(str(file.pk), str(file.sent_by))
    request = PaymentRequest.objects.using("loader").get()
    done = words(shop.clerk.get(address))
    assert f'href="/requests/{request.number}/"' in done
    assert "Approved" in done
    assert "State: submitted" in done
    assert shop.clerk.get(f"/requests/{request.number}/").status_code == 200
    back = shop.clerk.get(f"{address}refused.csv").content
    [row] = csv.DictReader(io.StringIO(back.decode("utf-8-sig")))
    assert (row["ssn"], row["claim_month"]) == (SSN, "2025-13")
    assert "not a month" in row["problem"]
    assert read_table(LAYOUT, "again.csv", back).lines[0].cells["reference"] == "=B-2"
    assert "february.csv" in words(shop.clerk.get(FRONT))


def test_the_same_file_again_says_so_and_submits_nothing(shop, ein):
    row = f"{ein},{SSN},P1M1,2025-02,certification,yes,B-1"
    address = send(shop, row).headers["Location"]
    shop.clerk.post(f"{address}start/")
    file = RequestFile.objects.using("loader").get()
    jobs.ask_by_file(str(file.pk), str(file.sent_by))
    again = send(shop, row).headers["Location"]
    page = words(shop.clerk.get(again))
    assert "was submitted before" in page
    assert "You asked for this before" in page
    assert "Submit</button>" not in page
    shop.clerk.post(f"{again}start/")
    assert "No row of this file can be submitted" in words(shop.clerk.get(again))
    assert PaymentRequest.objects.using("loader").count() == 1


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_template_is_a_file_the_portal_can_read(shop, kind):
    template = shop.clerk.get(f"{FRONT}template.{kind}").content
    found = read_table(LAYOUT, f"requests.{kind}", template)
    assert found.lines[0].cells["payment"] == "P1M1"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"PK\x03\x04 x", "damaged or incomplete"),
        ("caf\u00e9".encode("latin-1"), "not written in UTF-8"),
        (b"ein,ssn\n1,\x002", "no text"),
        (b"a," * 1_000_000, "1,000,001 cells"),
    ],
)
def test_a_hostile_file_is_refused_in_words_and_not_kept(shop, content, said):
    answer = shop.clerk.post(FRONT, {"sheet": SimpleUploadedFile("x.csv", content)})
    assert answer.status_code == 422
    assert said in words(answer)
    assert not RequestFile.objects.using("loader").exists()


def test_others_do_not_find_the_file(shop, ein):
    address = send(shop, f"{ein},{SSN},P1M1,2025-02,certification,yes,B-1").headers["Location"]
    for rest in ("", "refused.csv"):
        assert shop.stranger.get(f"{address}{rest}").status_code == 404
        assert shop.counsellor.get(f"{address}{rest}").status_code == 403
    assert shop.stranger.post(f"{address}start/").status_code == 404
    assert "february.csv" not in words(shop.stranger.get(FRONT))
    assert "february.csv" in words(shop.colleague.get(FRONT))


@pytest.mark.row("J8")
@pytest.mark.parametrize("key", ["ask-by-file", "ask-for-payment"])
def test_the_switch_closes_sending_and_starting_and_what_was_sent_stays_readable(shop, ein, key):
    row = f"{ein},{SSN},P1M1,2025-02,certification,yes,B-1"
    address = send(shop, row).headers["Location"]
    tpm = shop.world.organisation("Program Manager", "TPM")
    administrator = shop.world.actor(shop.world.account(tpm, [Role.TPM_ADMINISTRATOR]))
    with shop.unit_as(administrator):
        close_function(function=key, why="Slow today.")
    assert send(shop, row).status_code == 503
    assert shop.clerk.post(f"{address}start/").status_code == 503
    assert shop.clerk.get(address).status_code == 200
    assert not PaymentRequest.objects.using("loader").exists()
