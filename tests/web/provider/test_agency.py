"""Form SSA-1365 and cost-reimbursement cases on their pages: nothing is lost, all is foreseen (rows C6, E9, K3)."""

import csv
import re
from io import BytesIO, StringIO

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.casework.models import Case, SignedForm
from portal.kernel.models import Draft, StoredFile
from portal.policy.roles import Role
from portal.tickets.models import Assignment, RefusedLookUp, VrCase, VrClosure
from tests.casework.agency_work import AgencyWork

pytestmark = pytest.mark.row("C6", "E9")
PLAN = {
    "coordinator": "Vera User",
    "phone": "555-0100",
    "ipe_signed_on": "12/01/2025",
    "goal": "Bookkeeper in a small firm",
    "occupation": "43-3031",
    "vr_eligible": "yes",
}


@pytest.fixture
def work(world, unit_as, tmp_path, settings) -> AgencyWork:
    settings.PORTAL_FILES_DIR = tmp_path
    return AgencyWork(world, unit_as)


@pytest.fixture
def client(work, sign_in):
    return sign_in(work.accounts[0])


def begun(client, case):
    answer = client.post(f"/cases/{case.number}/ssa-1365/")
    return re.fullmatch(r"/ssa-1365/drafts/([0-9a-f-]{36})/plan/", answer.url).group(1)


def parts(work, **changed):
    signed = {
        "holder_name": "Ana Ruiz",
        "holder_on": "12/03/2025",
        "provider_account": str(work.user.account),
        "provider_on": "12/03/2025",
        "way": "by-hand",
    }
    pages = {
        "plan": PLAN,
        "payment": {"payment": "cost-reimbursement", "existing_plan": "no"},
        "signatures": signed,
    }
    return {slug: {**page, **changed.get(slug, {})} for slug, page in pages.items()}


def filled(client, work, case=None, **changed):
    draft = begun(client, case or work.case)
    revision = rows(Draft, pk=draft).get().revision
    for place, (slug, typed) in enumerate(parts(work, **changed).items()):
        answer = client.post(
            f"/ssa-1365/drafts/{draft}/{slug}/", {**typed, "revision": str(revision + place)}
        )
        assert answer.status_code == 303, answer.content.decode()
    return draft


def submit(client, draft):
    revision = rows(Draft, pk=draft).get().revision
    return client.post(f"/ssa-1365/drafts/{draft}/check/", {"revision": str(revision)})


def rows(model, **which):
    return model.objects.using("loader").filter(**which)


def text(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


class TestForm:
    def test_from_the_case_to_the_receipt_and_its_paper(self, client, work):
        assert "Begin Form SSA-1365" in text(client.get(f"/cases/{work.case.number}/"))
        draft = filled(client, work)
        page = text(client.get(f"/ssa-1365/drafts/{draft}/check/"))
        for told in (
            "Can be submitted",
            "Bookkeeper in a small firm",
            "43-3031",
            "Vera User",
            "December 3, 2025",
        ):
            assert told in page
        answer = submit(client, draft)
        form = rows(SignedForm).get()
        assert answer.url == f"/ssa-1365/{form.number}/"
        receipt = text(client.get(answer.url))
        case = rows(VrCase).get()
        for told in (form.number, "Vera User", case.number, "March 1, 2026"):
            assert told in receipt
        paper, again = (client.get(f"{answer.url}form.pdf").content for _ in range(2))
        assert paper == again
        with pikepdf.open(BytesIO(paper)) as document:
            assert document.Root.MarkInfo.Marked
        assert submit(client, draft).url == answer.url
        assert client.get(f"/plans/{form.number}/").url == answer.url
        record = text(client.get(f"/cases/{work.case.number}/"))
        assert "Cost-reimbursement case open" in text(client.get("/cases/"))
        assert form.number in record and "Individual Work Plan" not in record and "Begin Form" not in record

    def test_the_other_option_shows_the_dates_before_it_assigns(self, client, work):
        draft = filled(client, work, payment={"payment": "assignment"})
        page = text(client.get(f"/ssa-1365/drafts/{draft}/check/"))
        for told in ("Can be assigned", "Can be entered", "If entered on day 15", "December 18, 2025"):
            assert told in page
        answer = submit(client, draft)
        assert "The Ticket is assigned to your agency from December 3, 2025" in text(client.get(answer.url))
        assert rows(Assignment).get().pk == work.case.pk

    @pytest.mark.row("D6", "K3")
    def test_a_case_is_changed_within_its_window_and_what_it_means_is_shown(self, client, work):
        submit(client, filled(client, work))
        number = rows(VrCase).get().number
        assert "Change to an assignment" in text(client.get(f"/vr-cases/{number}/"))
        draft = begun(client, work.case)
        kept = client.get(f"/ssa-1365/drafts/{draft}/plan/").content.decode()
        assert "Bookkeeper in a small firm" in kept
        draft = filled(
            client,
            work,
            payment={"payment": "assignment"},
            signatures={"holder_on": "12/12/2025", "provider_on": "12/11/2025"},
        )
        page = text(client.get(f"/ssa-1365/drafts/{draft}/check/"))
        for told in (number, "in use without a gap", "cannot be changed back", "December 12, 2025"):
            assert told in page
        answer = submit(client, draft)
        assert "The Ticket is assigned to your agency from December 12, 2025" in text(client.get(answer.url))
        record = text(client.get(f"/vr-cases/{number}/"))
        assert "Changed to an assignment from December 12, 2025" in record
        assert "Close the case" not in record
        listed = text(client.get("/vr-cases/?scope=changed"))
        assert number in listed and number not in text(client.get("/vr-cases/"))

    def test_what_is_missing_is_said_with_every_rule_and_nothing_is_sent(self, client, work):
        draft = begun(client, work.case)
        page = text(client.get(f"/ssa-1365/drafts/{draft}/check/"))
        for told in ("the day the IPE was signed", "the vocational goal", "the payment option"):
            assert told in page
        assert "Submit</button>" not in client.get(f"/ssa-1365/drafts/{draft}/check/").content.decode()
        answer = submit(client, draft)
        assert answer.status_code == 409 and "The form was not submitted" in text(answer)
        assert not rows(SignedForm).exists()

    def test_what_cannot_be_read_is_kept_and_named(self, client, work):
        draft = begun(client, work.case)
        sent = {**PLAN, "ipe_signed_on": "soon", "occupation": "clerk", "revision": "0"}
        answer = client.post(f"/ssa-1365/drafts/{draft}/plan/", sent)
        assert answer.status_code == 422 and 'value="soon"' in answer.content.decode()
        assert "two digits, a dash and four digits" in text(answer)
        assert 'value="soon"' in client.get(f"/ssa-1365/drafts/{draft}/plan/").content.decode()
        assert "one of the answers cannot be read" in text(client.get(f"/ssa-1365/drafts/{draft}/check/"))
        assert submit(client, draft).status_code == 422

    def test_a_scan_goes_with_the_form_and_a_bad_one_is_refused(self, client, work):
        draft = begun(client, work.case)
        client.post(f"/ssa-1365/drafts/{draft}/plan/", {**PLAN, "revision": "0"})
        bad = SimpleUploadedFile("signed.pdf", b"no PDF at all", "application/pdf")
        typed = parts(work)["signatures"]
        answer = client.post(
            f"/ssa-1365/drafts/{draft}/signatures/", {**typed, "revision": "1", "upload": bad}
        )
        assert answer.status_code == 422 and not rows(StoredFile).exists()
        image = BytesIO()
        with pikepdf.new() as paper:
            paper.add_blank_page()
            paper.save(image)
        good = SimpleUploadedFile("signed.pdf", image.getvalue(), "application/pdf")
        answer = client.post(
            f"/ssa-1365/drafts/{draft}/signatures/", {**typed, "revision": "2", "upload": good}
        )
        assert answer.status_code == 303
        client.post(
            f"/ssa-1365/drafts/{draft}/payment/",
            {"payment": "cost-reimbursement", "existing_plan": "no", "revision": "3"},
        )
        file = rows(StoredFile).get()
        assert file.number in text(client.get(f"/ssa-1365/drafts/{draft}/check/"))
        submit(client, draft)
        assert rows(SignedForm).get().file_id == file.pk

    def test_two_people_on_one_form_are_told(self, client, work, sign_in):
        draft = begun(client, work.case)
        colleague = sign_in(work.accounts[1])
        colleague.post(f"/ssa-1365/drafts/{draft}/plan/", {**PLAN, "revision": "0"})
        answer = client.post(f"/ssa-1365/drafts/{draft}/plan/", {**PLAN, "goal": "Cook", "revision": "0"})
        assert answer.status_code == 409
        page = text(answer)
        assert "Carl Colleague" in page and "Cook" in page and "Bookkeeper in a small firm" in page

    def test_cancelled_it_leads_to_the_case(self, client, work):
        draft = begun(client, work.case)
        assert "Cancel this form?" in text(client.get(f"/ssa-1365/drafts/{draft}/cancel/"))
        answer = client.post(f"/ssa-1365/drafts/{draft}/cancel/", {"revision": "0"})
        assert answer.url == f"/cases/{work.case.number}/"
        assert client.get(f"/ssa-1365/drafts/{draft}/plan/").url == f"/cases/{work.case.number}/"

    def test_another_agency_and_a_network_get_nothing(self, client, work, sign_in):
        draft = filled(client, work)
        submit(client, draft)
        form, case = rows(SignedForm).get(), rows(VrCase).get()
        other = work.world.organisation(kind="SVRA")
        stranger = sign_in(work.world.account(other, [Role.SVRA_USER]))
        network = sign_in(work.world.account(work.world.organisation(), [Role.EN_COUNSELLOR]))
        for url in (
            f"/ssa-1365/{form.number}/",
            f"/ssa-1365/{form.number}/form.pdf",
            f"/ssa-1365/drafts/{draft}/plan/",
            f"/vr-cases/{case.number}/",
            f"/vr-cases/{case.number}/close/",
        ):
            assert stranger.get(url).status_code == 404
            assert network.get(url).status_code == 403


class TestCases:
    @pytest.fixture
    def number(self, work) -> str:
        work.submitted()
        return work.now().number

    def test_what_follows_is_shown_before_the_case_is_closed(self, client, work, number):
        url = f"/vr-cases/{number}/close/"
        seen = re.search(r'name="seen" value="([^"]+)"', client.get(url).content.decode()).group(1)
        typed = {"closes_on": "12/10/2025", "employed": "yes", "seen": seen}
        page = text(client.post(url, {**typed, "action": "check"}))
        for told in ("March 10, 2026", "June 10, 2027", "not paid Phase 1 milestones"):
            assert told in page
        assert not rows(VrClosure).exists()
        back = client.post(url, {**typed, "action": "change"}).content.decode()
        assert 'value="12/10/2025"' in back
        answer = client.post(url, {**typed, "action": "confirm"})
        assert answer.url == f"/vr-cases/{number}/"
        record = text(client.get(answer.url))
        for told in (
            "Closed",
            "Employed",
            "March 10, 2026",
            "Correct the closing",
            "Your agency cannot take",
        ):
            assert told in record
        assert client.get(url).url == f"/vr-cases/{number}/"
        again = client.post(url, {**typed, "action": "confirm"})
        assert again.status_code == 409 and "The case was closed before" in text(again)
        assert rows(VrClosure).count() == 1

    def test_a_wrong_day_is_answered_with_the_decision(self, client, number):
        url = f"/vr-cases/{number}/close/"
        answer = client.post(
            url, {"closes_on": "11/30/2025", "employed": "no", "seen": "x", "action": "check"}
        )
        assert answer.status_code == 409
        assert "no earlier than the day on which the case was opened" in text(answer)
        missing = client.post(url, {"seen": "x", "action": "check"})
        assert missing.status_code == 422 and "Enter the day the case was closed." in text(missing)

    def test_a_closing_is_corrected_and_the_old_one_stays_in_the_record(self, client, work, number):
        work.close("12-08", employed=False)
        url = f"/vr-cases/{number}/correct/"
        page = client.get(url).content.decode()
        assert 'value="12/08/2025"' in page
        seen = re.search(r'name="seen" value="([^"]+)"', page).group(1)
        typed = {"closes_on": "12/10/2025", "employed": "yes", "seen": seen}
        assert "March 10, 2026" in text(client.post(url, {**typed, "action": "check"}))
        client.post(url, {**typed, "action": "confirm"})
        record = text(client.get(f"/vr-cases/{number}/"))
        assert "The case was closed: December 8, 2025, not employed" in record
        assert "The closing was corrected: December 10, 2025, employed" in record

    def test_a_closing_is_taken_back(self, client, work, number):
        work.close("12-08")
        url = f"/vr-cases/{number}/correct/"
        seen = re.search(r'name="seen" value="([^"]+)"', client.get(url).content.decode()).group(1)
        typed = {"closes_on": "", "employed": "open", "seen": seen}
        assert "as if it was never closed" in text(client.post(url, {**typed, "action": "check"}))
        client.post(url, {**typed, "action": "confirm"})
        assert "The closing was taken back" in text(client.get(f"/vr-cases/{number}/"))
        assert rows(Case).get().closed_on is None
        assert client.get(url).url == f"/vr-cases/{number}/"

    def test_the_list_is_found_by_name_and_exported(self, client, number):
        assert "Ana Ruiz" in text(client.get("/vr-cases/?find=ruiz"))
        assert "No case in this list" in text(client.get("/vr-cases/?find=nobody"))
        content = client.get("/vr-cases/export.csv?scope=all").content.decode("utf-8-sig")
        [row] = csv.DictReader(StringIO(content))
        assert (row["Name"], row["Case number"], row["State"]) == ("Ana Ruiz", number, "open")
        assert client.get("/vr-cases/export.xlsx").content[:2] == b"PK"
        assert client.get("/vr-cases/export.pdf").status_code == 404

    def test_it_is_found_by_ssn_and_nobody_else_s(self, client, work, number):
        mine = work.world.person("Mine", ssn="900017101")
        theirs = work.world.person("Theirs", ssn="900017102")
        other = work.world.organisation(kind="SVRA")
        row = work.world.vr_case(mine, work.agency, opened_on=work.now().opened_on)
        work.world.vr_case(theirs, other, opened_on=work.now().opened_on)
        assert client.post("/vr-cases/find/", {"ssn": "900-01-7101"}).url == f"/vr-cases/{row.number}/"
        for ssn in ("900-01-7102", "900-01-9999"):
            answer = client.post("/vr-cases/find/", {"ssn": ssn})
            assert answer.status_code == 422
            assert "no cost-reimbursement case with your agency" in text(answer)
        assert rows(RefusedLookUp).count() == 2
        assert "No file of yours" in text(client.get(f"/vr-cases/{row.number}/"))

    def test_the_morning_shows_whose_90_days_end_soon(self, client, work):
        person, _ = work.somebody("Late Larry")
        case = work.world.case(person, work.agency, name="Late Larry")
        work.submitted(case, ipe="09-20", signed="09-20")
        page = text(client.get("/"))
        assert "90 days for a change to assignment end soon" in page
        listed = text(client.get("/vr-cases/windows/"))
        assert "Late Larry" in listed and "December 19, 2025" in listed and "Ana Ruiz" not in listed
