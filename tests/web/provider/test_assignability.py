"""Asking whether a Ticket can be assigned, on the page: one person, and a file of many (rows D1, K1)."""

from datetime import date
from io import BytesIO

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test.utils import CaptureQueriesContext

from portal.kernel.models import StoredDecision, TrailEntry
from portal.policy.assignability import assignable
from portal.policy.assignability_facts import AssignabilityFacts, Provider
from portal.policy.facts_json import from_json
from portal.policy.roles import Role
from portal.tickets.models import AssignabilityCheck, AssignabilityFile, RefusedLookUp

pytestmark = pytest.mark.row("D1", "K1")


@pytest.fixture
def free(shop):
    """Somebody in current pay whose Ticket nobody holds."""
    person = shop.world.person("Ana Ruiz", ssn="900017001", born="1980-02-03")
    shop.world.benefits(person)
    shop.world.ticket(person)
    return person


def asked(client, ssn, **more):
    answer = client.post("/assignability/", {"ssn": ssn, **more})
    assert answer.status_code == 303, answer.content.decode()
    return client.get(answer.headers["Location"]).content.decode()


def kept():
    return AssignabilityCheck.objects.using("loader").order_by("-at", "-id").first()


def sent(client, text, name="people.csv"):
    content = text if isinstance(text, bytes) else text.encode()
    return client.post("/assignability/file/", {"sheet": SimpleUploadedFile(name, content)})


class TestOne:
    @pytest.mark.parametrize("typed", ["900017001", "900-01-7001"])
    def test_a_free_ticket_can_be_assigned(self, shop, free, typed):
        page = asked(shop.counsellor, typed)
        assert "Answer: Can be assigned" in page
        assert (kept().verdict, kept().person_id) == ("assignable", free.pk)

    def test_neither_the_name_nor_the_number_nor_the_birthday_comes_back(self, shop, free):
        page = asked(shop.counsellor, "900017001")
        assert not [one for one in ("Ana", "Ruiz", "7001", "1998", "2045", "1980") if one in page]
        assert "02/02" not in page and "February 2" not in page

    def test_every_rule_that_is_not_met_is_listed_with_when_it_could_be_true(self, shop):
        person = shop.world.person(ssn="900017002", born="2008-03-01")
        shop.world.benefits(person, status="suspended-other", until="2026-04")
        shop.world.benefits(person, since="2026-04")
        shop.world.ticket(person)
        page = asked(shop.counsellor, "900017002")
        assert "Cannot be assigned now" in page
        assert "has attained age 18" in page and "February 28, 2026" in page
        assert "A federal cash benefit is payable" in page and "April 2026" in page
        assert "20 CFR 411.125" in page
        assert "Not met or not known (2)" in page

    def test_nothing_of_another_provider_leaks(self, shop):
        person = shop.holder("Held Person", organisation=shop.theirs, ssn="900017003", on=date(2025, 3, 17))
        page = asked(shop.counsellor, "900017003")
        assert "not assigned to another provider" in page
        assert "on record, not shown to you" in page
        told = (shop.theirs.name, shop.theirs.number, "March 17", "2025-03-17", "Held", person.number)
        assert not [one for one in told if one in page or one in str(kept().shown)]

    def test_an_open_case_of_an_agency_is_not_named(self, shop, free):
        agency = shop.world.organisation("Plains Agency", "SVRA")
        shop.world.vr_case(free, agency, opened_on=date(2025, 6, 9))
        page = asked(shop.counsellor, "900017001")
        assert "cost-reimbursement case is open" in page
        assert not [one for one in ("Plains", agency.number, "June 9") if one in page]

    def test_the_decision_is_kept_with_all_facts_and_replays(self, shop, free):
        asked(shop.counsellor, "900017001")
        row = StoredDecision.objects.using("loader").get(pk=kept().decision)
        again = assignable(
            from_json(AssignabilityFacts, row.facts["person"]),
            from_json(Provider, row.facts["provider"]),
            date.fromisoformat(row.facts["on"]),
        )
        assert (again.to_json(), row.person) == (row.answer, free.pk)
        assert TrailEntry.objects.using("loader").get(kind="assignability-checked").people == [free.pk]

    def test_an_agency_says_whether_it_found_the_person_eligible(self, shop, free, sign_in):
        agency = shop.world.organisation(kind="SVRA")
        user = sign_in(shop.world.account(agency, [Role.SVRA_USER]))
        assert user.post("/assignability/", {"ssn": "900017001"}).status_code == 422
        assert "Can be assigned" in asked(user, "900017001", vr_eligible="yes")
        assert "Cannot be assigned now" in asked(user, "900017001", vr_eligible="no")

    def test_another_organisation_s_answer_is_not_found(self, shop, free, sign_in):
        asked(shop.counsellor, "900017001")
        other = sign_in(shop.world.account(shop.theirs, [Role.EN_COUNSELLOR]))
        assert other.get(f"/assignability/{kept().number}/").status_code == 404

    @pytest.mark.parametrize("typed", ["", "12345", "no number"])
    def test_what_is_no_number_is_asked_for_again(self, shop, typed):
        assert shop.counsellor.post("/assignability/", {"ssn": typed}).status_code == 422
        assert not AssignabilityCheck.objects.using("loader").exists()


class TestNobody:
    """Unknown, or known without a Ticket: the same words, the same work (T-13)."""

    def test_the_answer_and_the_work_are_the_same(self, shop):
        known = shop.world.person(ssn="900017005", born="1960-01-01")
        shop.world.benefits(known)
        shop.world.assignment(shop.world.ticket(shop.world.person()), shop.theirs)
        seen, work = [], []
        for ssn in ("900017005", "900017999"):
            with (
                CaptureQueriesContext(connections["default"]) as main,
                CaptureQueriesContext(connections["keys"]) as keys,
            ):
                answer = shop.counsellor.post("/assignability/", {"ssn": ssn})
            work.append([len(main), len(keys)])
            page = shop.counsellor.get(answer.headers["Location"]).content.decode()
            seen.append(page.replace(kept().number, "").split("<main")[1].split("Asked</")[0])
            assert (kept().person_id, kept().verdict) == (None, "not-now")
        assert seen[0] == seen[1]
        assert abs(work[0][0] - work[1][0]) <= 1 and abs(work[0][1] - work[1][1]) <= 1
        assert "eligible for a Ticket" in page

    def test_after_ten_an_account_waits(self, shop, free):
        for _ in range(10):
            asked(shop.counsellor, "900017999")
        answer = shop.counsellor.post("/assignability/", {"ssn": "900017001"})
        assert answer.status_code == 422
        assert "Wait an hour" in answer.content.decode()
        assert RefusedLookUp.objects.using("loader").count() == 10


class TestFile:
    def test_each_row_gets_its_verdict_on_the_page_and_as_a_file(self, shop, free):
        held = shop.holder(organisation=shop.theirs, ssn="900017006")
        answer = sent(
            shop.counsellor,
            "ssn,reference\n900-01-7001,A-1\n900-01-7006,A-2\n900-01-7999,A-3\n12345,A-4\n900017001,A-5\n"
            "900017001,Ana Ruiz\n",
        )
        assert answer.status_code == 303
        page = shop.counsellor.get(answer.headers["Location"]).content.decode()
        rows = list(AssignabilityCheck.objects.using("loader").order_by("line"))
        assert [row.verdict for row in rows] == ["assignable", "not-now", "not-now", *["not-judged"] * 3]
        assert [row.person_id for row in rows] == [free.pk, held.pk, None, None, None, None]
        assert "Line 2 has the same number." in page and "cannot be a Social Security number" in page
        assert "7001" not in page and "Ana Ruiz" not in page and shop.theirs.name not in page
        url = answer.headers["Location"]
        assert "Not met (AS-10)" in shop.counsellor.get(f"{url}?verdict=not-now").content.decode()
        exported = shop.counsellor.get(f"{url}export.csv").content.decode()
        assert "A-2,cannot be assigned now,AS-10" in exported
        assert exported.count("not judged") == 3
        assert shop.counsellor.get(f"{url}export.xlsx").content.startswith(b"PK")

    def test_the_number_of_queries_does_not_grow_with_the_rows(self, shop):
        counts = []
        for rows in (1, 40):
            text = "ssn\n" + "".join(f"90001{8000 + place}\n" for place in range(rows))
            with CaptureQueriesContext(connections["default"]) as main:
                assert sent(shop.counsellor, text).status_code == 303
            counts.append(len(main))
        assert counts[0] == counts[1]

    def test_251_rows_are_refused_before_any(self, shop):
        """T-12."""
        text = "ssn\n" + "".join(f"90001{8000 + place}\n" for place in range(251))
        answer = sent(shop.counsellor, text)
        assert answer.status_code == 422
        assert "The file has 251 rows. The most we take is 250." in answer.content.decode()
        assert not AssignabilityFile.objects.using("loader").exists()
        assert sent(shop.counsellor, text.rsplit("\n", 2)[0]).status_code == 303

    @pytest.mark.parametrize(
        ("content", "sentence"),
        [
            (b"", "The file is empty"),
            ("ssn\n900017001\n".encode("utf-16"), "UTF-16"),
            (b"ssn,reference\n900017001,\xe9\n", "not written in UTF-8"),
            (b"ssn\n9000\x0017001\n", "no text"),
            (b"ssn\n" + b"9" * 50_000, "more than 20,000 characters"),
            (b"ssn\n" + b"," * 100_000, "100,001 cells"),
            (b"name\n900017001\n", "These are missing: ssn"),
            (b"ssn,shoe\n900017001,44\n", "not in the layout: shoe"),
            (b"PK\x03\x04 no book", "damaged"),
            (b"ssn\n" + b"900017001\n" * 200_000, "larger than 1 MB"),
        ],
        ids=["empty", "utf-16", "latin-1", "nul", "huge", "million-columns", "no-ssn", "more", "zip", "long"],
    )
    def test_a_hostile_file_is_answered_in_a_sentence(self, shop, content, sentence):
        answer = sent(shop.counsellor, content)
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
        assert not AssignabilityCheck.objects.using("loader").exists()

    def test_a_formula_is_not_read(self, shop):
        answer = sent(shop.counsellor, 'ssn\n"=HYPERLINK(""x"")"\n')
        page = shop.counsellor.get(answer.headers["Location"]).content.decode()
        assert "This cell is a formula" in page and "HYPERLINK" not in page

    def test_a_workbook_is_read(self, shop, free):
        book = BytesIO()
        writer = xlsxwriter.Workbook(book, {"in_memory": True})
        sheet = writer.add_worksheet()
        for place, text in enumerate(("ssn", "900-01-7001")):
            sheet.write_string(place, 0, text)
        writer.close()
        assert sent(shop.counsellor, book.getvalue(), "people.xlsx").status_code == 303
        assert kept().verdict == "assignable"

    def test_the_template_can_be_sent_as_it_is(self, shop):
        template = shop.counsellor.get("/assignability/file/template.csv").content
        assert sent(shop.counsellor, template).status_code == 303

    def test_after_four_files_an_hour_an_organisation_waits(self, shop):
        for _ in range(4):
            assert sent(shop.counsellor, "ssn\n900017999\n").status_code == 303
        answer = sent(shop.counsellor, "ssn\n900017999\n")
        assert answer.status_code == 422
        assert "as many files as it may in an hour" in answer.content.decode()
