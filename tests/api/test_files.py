"""Files that case systems send: tried, read row by row, started; in the organisation's own scope."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from portal.casework import jobs
from portal.casework.models import Case, ContactNote, NoteFile
from portal.kernel.models import TrailEntry
from portal.providers.models import Provider

REQUESTS, NOTES = "/payment-request-files", "/contact-note-files"


def send(system, to, content, name="rows.csv"):
    data = encode_multipart(BOUNDARY, {"file": SimpleUploadedFile(name, content)})
    return system.post(to, data, content_type=MULTIPART_CONTENT)


@pytest.mark.row("I5", "I7")
class TestRequests:
    def test_a_file_is_tried_read_row_by_row_and_started(self, systems):
        systems.held_by(systems.ours, "Cy Young", ssn="900017323")
        ein = Provider.objects.using("loader").get(pk=systems.ours.pk).ein
        content = (
            "ein,ssn,payment,claim_month,basis,services_described,reference\n"
            f"{ein},900-01-7323,P1M1,2025-02,proven,yes,B-1\n"
            f"{ein},900-01-9998,P1M1,2025-02,proven,yes,B-2\n"
        ).encode()
        sent = send(systems.system, REQUESTS, content)
        assert sent.status_code == 201, sent.content
        file = sent.json()
        assert (file["rows"], file["accepted"], file["refused"]) == (2, 1, 1)
        read = systems.system.get(f"{REQUESTS}/{file['number']}/rows").json()["rows"]
        assert [row["verdict"] for row in read] == ["accepted", "refused"]
        assert read[1]["problems"][0]["column"] == "ssn" and read[1]["problems"][0]["remedy"]
        for _ in range(2):
            started = systems.system.post(f"{REQUESTS}/{file['number']}/start")
            assert started.json()["state"] == "running"
        assert systems.system.get(f"{REQUESTS}/{file['number']}").json()["state"] == "running"

    def test_what_is_no_table_is_refused_in_a_sentence(self, systems):
        sent = send(systems.system, REQUESTS, b"\x00\x01\x02", "requests.xlsx")
        assert sent.status_code == 422 and sent.json()["detail"]


@pytest.mark.row("I5", "J2")
class TestNotes:
    def sheet(self, systems):
        case = Case.objects.using("loader").get(person=systems.holder)
        good = f"A-1,{case.number},2025-12-10,telephone,yes,Job search"
        bad = f"A-2,{case.number},2025-12-11,pigeon,yes,Job search"
        return case, "\n".join(["reference,case,date,method,two_way,reason", good, bad]).encode()

    def test_notes_of_other_software_are_tried_explained_and_brought_in(self, systems):
        case, content = self.sheet(systems)
        sent = send(systems.system, NOTES, content)
        assert sent.status_code == 201, sent.content
        at = f"{NOTES}/{sent.json()['number']}"
        tried = systems.system.get(f"{at}/rows").json()["rows"]
        assert [(row["reference"], row["verdict"], row["made"]) for row in tried] == [
            ("A-1", "accepted", None),
            ("A-2", "refused", None),
        ]
        assert tried[1]["problems"][0]["column"] == "method"
        assert systems.system.post(f"{at}/start").json()["state"] == "running"
        file = NoteFile.objects.using("loader").get()
        jobs.bring_in_notes(str(file.pk), str(file.sent_by))
        done = systems.system.get(f"{at}/rows").json()["rows"]
        assert [row["made"] for row in done] == [case.number, None]
        assert ContactNote.objects.using("loader").get().recorded_by == systems.account.pk
        looks = TrailEntry.objects.using("loader").filter(kind="look", people__contains=[systems.holder.pk])
        assert any("with key AK-" in one.purpose for one in looks)

    def test_it_takes_a_key_for_notes_and_the_file_is_nobody_else_s(self, systems):
        _case, content = self.sheet(systems)
        narrow = type(systems.system)(systems.key(scopes=["request-payment"]).secret)
        refused = send(narrow, NOTES, content)
        assert refused.status_code == 403 and refused.json()["scope"] == "work-casework"
        number = send(systems.system, NOTES, content).json()["number"]
        stranger = type(systems.system)(systems.key(systems.stranger).secret)
        for path in ("", "/rows"):
            assert stranger.get(f"{NOTES}/{number}{path}").status_code == 404
        assert stranger.post(f"{NOTES}/{number}/start").status_code == 404
