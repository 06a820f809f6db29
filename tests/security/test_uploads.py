"""Files from outside: none is dropped unsaid, none is read where secrets are, none is served as something else."""

import json
from io import BytesIO

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.earnings.models import Evidence
from portal.kernel.models import StoredFile
from portal.kernel.uploads import inspection

pytestmark = [pytest.mark.row("J4", "J7")]


def large_pdf(megabytes: float, name: str = "scan.pdf") -> SimpleUploadedFile:
    """A PDF that holds one stream of this size, which does not compress."""
    content, pdf = BytesIO(), pikepdf.new()
    pdf.add_blank_page()
    noise = (b"% " + b"0123456789abcdef" * 4 + b"\n") * int(megabytes * 1_000_000 / 67)
    pdf.pages[0].Contents = pikepdf.Stream(pdf, noise)
    pdf.save(content, compress_streams=False)
    return SimpleUploadedFile(name, content.getvalue(), content_type="application/pdf")


def paper(place: int, upload: SimpleUploadedFile) -> dict[str, object]:
    return {
        f"papers-{place}-upload": upload,
        f"papers-{place}-kind": "original-pay-slip",
        f"papers-{place}-issuer": "Acme Bakery",
        f"papers-{place}-months": ["2025-02"],
        f"papers-{place}-legible": "on",
    }


def test_two_files_that_are_large_together_are_both_received(shop):
    request = shop.asks(shop.holder(proven=False), described=False)
    assert request.state == "waiting-for-information"
    sent = shop.clerk.post(
        f"/requests/{request.number}/answer/",
        {
            "version": request.version,
            "note": "Two slips.",
            "earnings-TOTAL_FORMS": "0",
            "earnings-INITIAL_FORMS": "0",
            "papers-TOTAL_FORMS": "3",
            "papers-INITIAL_FORMS": "0",
            **paper(0, large_pdf(7)),
            **paper(1, large_pdf(7, "second.pdf")),
        },
    )
    assert sent.status_code == 303
    assert Evidence.objects.using("loader").count() == 2


@pytest.mark.parametrize("megabytes", [10.5, 14])
def test_a_file_that_is_too_large_is_said_to_be(shop, megabytes):
    draft = shop.draft(shop.holder(proven=False))
    begun = {"basis": "evidence", "other-TOTAL_FORMS": "0", "other-INITIAL_FORMS": "0", "revision": "0"}
    shop.clerk.post(draft, {**begun, "claims": ["P1M1 2025-02"]})
    page = {"revision": "1", "papers-TOTAL_FORMS": "0", "papers-INITIAL_FORMS": "0"}
    sent = shop.clerk.post(f"{draft}evidence/", {**page, "upload": large_pdf(megabytes), "action": "add"})
    assert sent.status_code == 422
    assert "This file is larger than" in sent.content.decode()
    assert not StoredFile.objects.using("loader").exists()


def test_a_body_that_no_page_of_ours_sends_is_refused_unread(shop):
    sent = shop.clerk.post(
        "/requests/new/", {f"file{place}": SimpleUploadedFile(f"{place}.pdf", b"%PDF-") for place in range(9)}
    )
    assert sent.status_code == 400
    sent = shop.clerk.post("/requests/new/", {"ssn": "1"}, headers={"content-length": str(10**9)})
    assert sent.status_code == 400


def test_what_reads_a_hostile_file_knows_no_secret(tmp_path, monkeypatch):
    for name in (
        "PORTAL_MASTER_KEY",
        "PORTAL_SSN_KEY",
        "PORTAL_TRAIL_KEY",
        "DATABASE_URL",
        "PORTAL_SECRET_KEY",
    ):
        monkeypatch.setenv(name, "the-secret")
    told = tmp_path / "told.json"
    spy = tmp_path / "reader.py"
    spy.write_text(
        f"import json, os; open({str(told)!r}, 'w').write(json.dumps(dict(os.environ)));"
        " print(json.dumps({'pages': 1}))"
    )
    monkeypatch.setattr(inspection, "_READER", spy)
    assert inspection.inspect("slip.pdf", large_pdf(0.001).read()).pages == 1
    seen = json.loads(told.read_text())
    assert "the-secret" not in seen.values()
    assert not [name for name in seen if name.startswith(("PORTAL", "DATABASE", "DJANGO"))]


@pytest.mark.parametrize(
    "name", ["Ana Ruiz 900-01-0001.pdf", 'x"; filename="evil.html.pdf', "a\r\nSet-Cookie: b=c.pdf"]
)
def test_a_files_own_name_is_in_no_header(shop, office, name):
    draft = shop.draft(shop.holder(proven=False))
    begun = {"basis": "evidence", "other-TOTAL_FORMS": "0", "other-INITIAL_FORMS": "0", "revision": "0"}
    shop.clerk.post(draft, {**begun, "claims": ["P1M1 2025-02"]})
    page = {"revision": "1", "papers-TOTAL_FORMS": "0", "papers-INITIAL_FORMS": "0"}
    shop.clerk.post(f"{draft}evidence/", {**page, "upload": large_pdf(0.001, name), "action": "add"})
    StoredFile.objects.using("loader").update(state="clean")
    number = StoredFile.objects.using("loader").get().number
    for client, where in ((shop.clerk, "/files/"), (office.client("analyst"), "/staff/files/")):
        answer = client.get(f"{where}{number}/")
        assert answer.status_code == 200
        assert answer.headers["Content-Disposition"].endswith(f'; filename="{number}.pdf"')
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Content-Type"] == "application/pdf"
