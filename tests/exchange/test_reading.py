"""Files from Social Security's records: read once, refused in words, corrected and late ones as later facts (L1)."""

from datetime import date

import pytest

from portal.earnings.models import EarningsMonth
from portal.exchange.answers import REASONS
from portal.exchange.layouts import LAYOUTS
from portal.exchange.models import RecordFile, RefusedRow
from portal.exchange.working import take, take_waiting
from portal.kernel.models import TrailEntry
from portal.policy.core import Month
from portal.tickets.models import BenefitPeriod, BlindPeriod, MedicalReview, Person, Termination, Ticket
from tests.exchange.files import Line, made, name

pytestmark = [pytest.mark.row("L1")]
ONE, TWO = "900010001", "900010002"
M = Month.parse


@pytest.fixture
def line(world):
    return Line()


def who(ssn=ONE, **more):
    return {"ssn": ssn, "name": "Ada Zuñiga", "born_on": date(1980, 2, 3), **more}


def status(
    ssn=ONE, since="2024-01", until=None, status="paid", title="T2", benefit="disabled-worker", **more
):
    months = {"from_month": M(since), "until_month": M(until) if until else None}
    return {"ssn": ssn, "title": title, "benefit": benefit, "status": status, **months, **more}


def periods(*, known_only=True):
    rows = BenefitPeriod.objects.using("loader").order_by("title", "from_month")
    rows = rows.filter(superseded_at=None) if known_only else rows
    return [(str(row.from_month), row.until_month and str(row.until_month), row.status) for row in rows]


def test_people_enter_once_and_change_when_they_differ(line):
    line.put("PE", [who(), who(TWO, died_on=date(2025, 6, 1), retires_in=M("2047-02"))])
    file = take(line, name("PE"))
    assert (file.state, file.rows_changed, file.rows_refused) == ("read", 2, 0)
    assert Ticket.objects.using("loader").count() == 2
    line.put("PE", [who(name="Ada Quirino"), who(TWO, died_on=date(2025, 6, 1), retires_in=M("2047-02"))], 2)
    file = take(line, name("PE", 2))
    assert (file.rows_changed, file.rows_same) == (1, 1)
    assert Person.objects.using("loader").count() == Ticket.objects.using("loader").count() == 2
    assert {row.died_on for row in Person.objects.using("loader")} == {None, date(2025, 6, 1)}
    taken = TrailEntry.objects.using("loader").filter(kind="record-file-taken").order_by("id")
    assert [len(entry.people) for entry in taken] == [2, 1]


def test_the_same_file_and_the_same_row_change_nothing(world, line):
    world.person(ssn=ONE)
    line.put("BS", [status(until="2025-01"), status(since="2025-01", status="suspended-for-work")])
    sent = line.files[name("BS")]
    first = take(line, name("BS"))
    line.files[name("BS")] = sent
    again = take(line, name("BS"))
    assert again.pk == first.pk
    assert RecordFile.objects.using("loader").count() == 1
    line.put("BS", [status(until="2025-01"), status(since="2025-01", status="suspended-for-work")], 2)
    file = take(line, name("BS", 2))
    assert (file.rows_changed, file.rows_same) == (0, 2)
    assert periods(known_only=False) == [
        ("2024-01", "2025-01", "paid"),
        ("2025-01", None, "suspended-for-work"),
    ]


def test_a_used_number_with_other_content_is_refused(world, line):
    world.person(ssn=ONE)
    line.put("BS", [status()])
    take(line, name("BS"))
    line.put("BS", [status(since="2023-01")])
    file = take(line, name("BS"))
    assert file.state == "refused"
    assert "was read before, with other content" in line.answers["BS-00000001.refused"].decode()
    assert periods() == [("2024-01", None, "paid")]


def test_corrections_become_later_facts(world, line):
    world.person(ssn=ONE)
    line.put("BS", [status()], 1)
    line.put("BS", [status(since="2024-06", until="2024-09", status="suspended-other")], 2)
    take_waiting(line)
    assert periods() == [
        ("2024-01", "2024-06", "paid"),
        ("2024-06", "2024-09", "suspended-other"),
        ("2024-09", None, "paid"),
    ]
    gone = BenefitPeriod.objects.using("loader").exclude(superseded_at=None).get()
    assert (str(gone.from_month), gone.until_month) == ("2024-01", None)


@pytest.mark.parametrize("order", [(1, 2), (2, 1)])
def test_the_as_of_date_decides_not_the_order_of_arrival(world, line, order):
    world.person(ssn=ONE)
    files = {
        1: ([status(), status(title="T16", benefit="ssi-disabled")], date(2025, 2, 1)),
        2: ([status(since="2025-03", status="suspended-for-work")], date(2025, 4, 1)),
    }
    for number in order:
        rows, as_of = files[number]
        line.put("BS", rows, number, as_of)
        take(line, name("BS", number))
    of_t2 = (
        BenefitPeriod.objects.using("loader").filter(superseded_at=None, title="T2").order_by("from_month")
    )
    assert [(str(row.from_month), row.status) for row in of_t2] == [
        ("2024-01", "paid"),
        ("2025-03", "suspended-for-work"),
    ]
    assert len(periods()) == 3


def test_suspension_keeps_the_benefit_and_needs_one(world, line):
    world.benefits(world.person(ssn=ONE), since="2024-01")
    world.person(ssn=TWO)
    months = {"title": "T2", "from_month": M("2025-02"), "until_month": M("2025-04")}
    line.put("SW", [{"ssn": ONE, **months}, {"ssn": TWO, **months}])
    file = take(line, name("SW"))
    assert (file.rows_changed, file.rows_refused) == (1, 1)
    assert periods() == [
        ("2024-01", "2025-02", "paid"),
        ("2025-02", "2025-04", "suspended-for-work"),
        ("2025-04", None, "paid"),
    ]
    assert "No benefit under this title" in RefusedRow.objects.using("loader").get().problem


def test_refused_rows_come_back_as_sent_each_with_why(world, line):
    world.person(ssn=ONE)
    layout = LAYOUTS["BS"]
    rows = [status(), status(TWO), status(since="2025-05", until="2025-04"), status(since="2025-06")]
    content = made("BS", rows)
    # The fourth row's status, at its place of the layout, is a code that nobody knows.
    place = layout.row.starts[3] - 1 + 4 * layout.stride
    line.files[name("BS")] = content[:place] + b"XX" + content[place + 2 :]
    file = take(line, name("BS"))
    assert (file.rows_changed, file.rows_same, file.rows_refused) == (1, 0, 3)
    said = line.answers["BS-00000001.answer"].decode().splitlines()
    assert len(said) == 5
    assert {len(one.encode()) for one in said} == {layout.length + sum(REASONS)}
    for answer, row, field in zip(said[1:4], (2, 3, 4), ("ssn", "until_month", "status"), strict=True):
        sent = line_of(content, row, layout) if row != 4 else None
        assert sent is None or answer.startswith(sent)
        assert answer[layout.length :].split()[0] == field
    assert said[4].startswith("TRBS00000001000000000003")
    problems = RefusedRow.objects.using("loader").order_by("line").values_list("line", "problem")
    assert [row[0] for row in problems] == [3, 4, 5]
    assert "Nobody with this number" in problems[0][1]


def line_of(content, nth, layout):
    return content[nth * layout.stride : (nth + 1) * layout.stride - 1].decode()


def test_earnings_are_corrected_and_a_providers_own_stay(world, line):
    organisation = world.organisation()
    person = world.person(ssn=ONE)
    world.earnings(person, "2025-03", 700, source="pay-slip", given_to=organisation)
    earned = {
        "ssn": ONE,
        "month": M("2025-03"),
        "kind": "wages",
        "record": "ssa-record",
        "employer": "Old Mill Bakery",
    }
    line.put("EA", [{**earned, "amount": 120_000}], 1)
    line.put("EA", [{**earned, "amount": 130_000}, {**earned, "amount": 5_000, "employer": None}], 2)
    files = take_waiting(line)
    assert [(file.rows_changed, file.amount_total) for file in files] == [(1, 120_000), (2, 135_000)]
    standing = EarningsMonth.objects.using("loader").filter(superseded_at=None)
    assert sorted(row.gross_cents for row in standing) == [5_000, 70_000, 130_000]
    assert EarningsMonth.objects.using("loader").count() == 4
    assert {row.proven for row in standing.filter(source="ssa-record")} == {True}


def test_terminations_reviews_and_blindness(world, line):
    ticket = world.ticket(world.person(ssn=ONE))
    line.put("TE", [{"ssn": ONE, "month": M("2025-10"), "cause": "medical-cessation"}], 1)
    line.put("TE", [{"ssn": ONE, "month": M("2025-10"), "cause": "medical-cessation"}], 2, date(2025, 12, 2))
    line.put("TE", [{"ssn": ONE, "month": M("2025-11"), "cause": "other"}], 3)
    line.put("MR", [{"ssn": ONE, "begun_on": date(2025, 1, 5)}], 1)
    line.put("MR", [{"ssn": ONE, "begun_on": date(2025, 1, 5), "ended_on": date(2025, 1, 5)}], 2)
    line.put("BL", [{"ssn": ONE, "from_month": M("2024-01")}], 1)
    files = {(file.kind, file.file_number): file for file in take_waiting(line)}
    assert [files["TE", number].rows_changed for number in (1, 2, 3)] == [1, 0, 0]
    assert [files["TE", number].rows_refused for number in (1, 2, 3)] == [0, 0, 1]
    assert Termination.objects.using("loader").get().ticket_id == ticket.pk
    review = MedicalReview.objects.using("loader").get(superseded_at=None)
    assert (review.ended_on, MedicalReview.objects.using("loader").count()) == (date(2025, 1, 5), 2)
    assert str(BlindPeriod.objects.using("loader").get().from_month) == "2024-01"
