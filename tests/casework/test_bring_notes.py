"""Notes of other software brought in from a file: verdicts, doing it, doing it again, killed in the middle (row J2)."""

import csv
import io
import os
import tracemalloc
from datetime import date

import pytest

from portal.casework import jobs
from portal.casework.bring_notes.columns import LAYOUT
from portal.casework.contacts import contacts_of, duties_of
from portal.casework.kinds import CONTACT_DUE, CONTACT_KINDS
from portal.casework.models import ContactNote, NoteFile, NoteRow
from portal.casework.services import bring_notes
from portal.casework.services.bring_notes import NOTES
from portal.kernel.actor import SYSTEM
from portal.kernel.models import Duty
from portal.kernel.sent_files.results import NotYet, Received, Started
from portal.kernel.sent_files.services import receiving, stepping
from portal.kernel.tables_in import Unreadable

pytestmark = [pytest.mark.row("J2", "D9")]
# script/prove brings in 5,000.
ROWS = int(os.environ.get("PORTAL_ROWS") or 1_500)


def receive(**given):
    return receiving.receive(kind=NOTES, **given)


def start(**given):
    return receiving.start(kind=NOTES, **given)


def step(**given):
    return stepping.step(files=NoteFile, **given)


ROW = {
    "reference": "N-1",
    "date": "2025-12-10",
    "method": "telephone",
    "two_way": "yes",
    "reason": "Job search",
    "said": "He has an interview.",
}


@pytest.fixture
def case(office):
    """A Ticket assigned on 1 October 2025."""
    return office.assigned(on=date(2025, 10, 1))


def sheet(*rows):
    text = io.StringIO()
    writer = csv.DictWriter(text, [column.name for column in LAYOUT.columns])
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def sent(office, *rows):
    """The file of these rows, tried."""
    with office.unit_as(office.counsellor):
        answer = receive(name="notes.csv", content=sheet(*rows))
    assert isinstance(answer, Received)
    jobs.bring_in_notes(str(answer.file), str(office.counsellor.account))
    return NoteFile.objects.using("loader").get(number=answer.number)


def brought(office, file):
    with office.unit_as(office.counsellor):
        assert isinstance(start(file=file.pk), Started)
    jobs.bring_in_notes(str(file.pk), str(office.counsellor.account))
    return rows_of(file)


def rows_of(file):
    return list(NoteRow.objects.using("loader").filter(file=file).order_by("line"))


def notes():
    return ContactNote.objects.using("loader").order_by("happened_on", "ordinal")


def due(case):
    return {
        row.kind: row.due_on.isoformat()
        for row in Duty.objects.using("loader").filter(subject=case.pk, closed_at=None)
    }


def test_a_good_row_becomes_a_note_and_what_is_due_moves(office, case):
    row = ROW | {"case": case.number, "result": "Call", "reminder": "1/5/2026", "services": "Job search"}
    file = sent(office, row)
    assert [one.tried for one in rows_of(file)] == ["accepted"]
    assert not notes().exists()
    [one] = brought(office, file)
    note = notes().get()
    assert (one.became, one.note_id) == ("accepted", note.pk)
    assert (note.source, note.two_way, note.services, note.follow_up_on) == (
        "import",
        True,
        ["job-search"],
        date(2026, 1, 5),
    )
    assert (note.recorded_by, note.recorded_by_name) == (office.counsellor.account, "Cora Counsellor")
    assert b"interview" not in bytes(note.content) + bytes(one.cells)
    assert due(case)[CONTACT_DUE] == "2026-01-10"


@pytest.mark.parametrize(
    ("changed", "column", "words"),
    [
        ({"case": "CS-0000-0000"}, "case", "no case with this number"),
        ({"case": "12"}, "case", "no number of the portal"),
        ({"date": "2025-09-30"}, "date", "not assigned to you on that day"),
        ({"date": "2025-12-16"}, "date", "still to come"),
        ({"date": "12/45/2025"}, "date", "no such day"),
        ({"method": "newsletter"}, "method", "not an acceptable way"),
        ({"two_way": "perhaps"}, "two_way", "neither yes nor no"),
        ({"reason": ""}, "reason", "is empty"),
        ({"reason": "x" * 201}, "reason", "201 characters"),
        ({"services": "haircut"}, "services", "No service of the plan is called haircut"),
        ({"said": "=HYPERLINK(1)"}, "said", "is a formula"),
        ({"reference": "a?b"}, "reference", "other characters"),
    ],
)
def test_a_bad_row_names_its_column_the_reason_and_what_to_do(office, case, changed, column, words):
    [one] = rows_of(sent(office, ROW | {"case": case.number} | changed))
    assert one.tried == "refused"
    [problem] = one.problems
    assert problem["column"] == column
    assert words in problem["reason"]
    assert problem["remedy"]


def test_the_ticketholder_s_number_does_as_well(office, case):
    number = office.beneficiary.number
    brought(office, sent(office, ROW | {"case": number}))
    assert notes().get().case_id == case.pk


@pytest.mark.row("D8")
def test_a_case_that_is_not_assigned_takes_no_notes(office):
    case = office.world.case(office.beneficiary, office.en)
    [one] = rows_of(sent(office, ROW | {"case": case.number}))
    assert "not assigned to you yet" in one.problems[0]["reason"]


def test_another_provider_s_case_is_no_case(office, case):
    with office.unit_as(office.stranger):
        answer = receive(name="notes.csv", content=sheet(ROW | {"case": case.number}))
    file = NoteFile.objects.using("loader").get(number=answer.number)
    [one] = rows_of(file)
    assert one.person_id is None
    assert "no case with this number" in one.problems[0]["reason"]
    with office.unit_as(office.counsellor, reading=True):
        assert not NoteFile.objects.exists()


def test_good_rows_are_kept_though_others_are_bad(office, case):
    good = [ROW | {"case": case.number, "reference": f"N-{n}", "date": f"2025-11-{n:02}"} for n in (3, 4)]
    bad = ROW | {"case": case.number, "reference": "N-9", "method": "?"}
    verdicts = [one.became for one in brought(office, sent(office, good[0], bad, good[1]))]
    assert verdicts == ["accepted", "refused", "accepted"]
    assert notes().count() == 2


def test_the_same_file_again_and_the_same_row_again_are_recognised(office, case):
    row = ROW | {"case": case.number}
    brought(office, sent(office, row))
    again = sent(office, row, row | {"reference": "n-1"})
    assert [one.tried for one in rows_of(again)] == ["already-there", "refused"]
    assert "Line 2 has the same reference" in rows_of(again)[1].problems[0]["reason"]
    with office.unit_as(office.counsellor):
        assert isinstance(start(file=again.pk), NotYet)
    assert notes().count() == 1


def test_two_files_with_the_same_row_tried_before_either_is_brought_in(office, case):
    row = ROW | {"case": case.number}
    first, second = sent(office, row), sent(office, row)
    assert [one.became for one in brought(office, first)] == ["accepted"]
    assert [one.became for one in brought(office, second)] == ["already-there"]
    assert notes().count() == 1


def test_a_day_s_notes_keep_the_order_of_the_file(office, case):
    rows = [
        ROW | {"case": case.number, "reference": "A", "two_way": "yes"},
        ROW | {"case": case.number, "reference": "B", "two_way": "no"},
    ]
    brought(office, sent(office, *rows))
    assert [(one.ordinal, one.two_way) for one in notes()] == [(0, True), (1, False)]


def test_a_batch_killed_in_the_middle_is_done_again_and_nothing_twice(office, case, monkeypatch):
    rows = [
        ROW | {"case": case.number, "reference": f"N-{n}", "date": f"2025-11-{n:02}"} for n in range(1, 8)
    ]
    file = sent(office, *rows)
    with office.unit_as(office.counsellor):
        start(file=file.pk)
    with office.unit_as(SYSTEM):
        assert step(file=file.pk, size=3)

    def killed(*args):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(bring_notes, "settle_many_contacts", killed)
        with pytest.raises(KeyboardInterrupt), office.unit_as(SYSTEM):
            step(file=file.pk, size=3)
    assert notes().count() == 3
    jobs.bring_in_notes(str(file.pk), str(office.counsellor.account))
    jobs.bring_in_notes(str(file.pk), str(office.counsellor.account))
    file.refresh_from_db(using="loader")
    assert (file.state, file.rows_done, notes().count()) == ("done", 7, 7)


@pytest.mark.parametrize("column", ["ssn", "Social Security Number"])
def test_social_security_numbers_are_not_taken(office, case, column):
    with office.unit_as(office.counsellor):
        answer = receive(name="notes.csv", content=f"{column}\n900-01-0001".encode())
    assert isinstance(answer, Unreadable)
    assert not NoteFile.objects.using("loader").exists()


def test_thousands_of_rows_in_flat_memory_and_no_query_more_a_row(office, case, monkeypatch):
    days = [f"2025-{month:02}-{day:02}" for month in (10, 11) for day in range(1, 29)]
    rows = [ROW | {"case": case.number, "reference": f"N-{n}", "date": days[n % 56]} for n in range(ROWS)]
    file = sent(office, *rows)
    with office.unit_as(office.counsellor):
        start(file=file.pk)
    peaks = []
    tracemalloc.start()
    more = True
    while more:
        tracemalloc.reset_peak()
        with office.unit_as(SYSTEM):
            more = step(file=file.pk)
        peaks.append(tracemalloc.get_traced_memory()[1])
    tracemalloc.stop()
    file.refresh_from_db(using="loader")
    assert (file.rows_done, notes().count()) == (ROWS, ROWS)
    # What the case holds already is read at every batch; the rest of a batch costs the same from first to last.
    assert max(peaks) < 40_000_000
    with office.unit_as(office.counsellor, reading=True) as unit:
        wanted = {one.kind: one.due_on for one in duties_of(contacts_of([case.pk])[case.pk], unit.on)}
    held = {
        row.kind: row.due_on
        for row in Duty.objects.using("loader").filter(kind__in=CONTACT_KINDS, closed_at=None)
    }
    assert held == wanted
