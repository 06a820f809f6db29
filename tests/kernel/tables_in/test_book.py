"""XLSX files: the same rows as from CSV; whatever a hostile one holds, a sentence and nothing kept."""

import io
import time
import zipfile
from datetime import date, datetime

import pytest
import xlsxwriter

from portal.kernel.tables_in import Column, Layout, Sheet, TableLimits, Unreadable, read_table

pytestmark = [pytest.mark.row("C3", "J2")]
LAYOUT = Layout(tuple(Column(name, "", "", "", str) for name in ("case", "day", "what")))


def book(*rows, change=None, header=("case", "day", "what")):
    content = io.BytesIO()
    made = xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False})
    sheet = made.add_worksheet("Notes")
    day = made.add_format({"num_format": "m/d/yyyy"})
    for number, row in enumerate((header, *rows)):
        for column, value in enumerate(row):
            if isinstance(value, date):
                sheet.write_datetime(number, column, value, day)
            else:
                sheet.write(number, column, value)
    if change:
        change(made, sheet)
    made.close()
    return content.getvalue()


def packed(content, **parts):
    """The book with parts put in or put in another's place."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.infolist():
            if part.filename not in parts:
                new.writestr(part, old.read(part))
        for name, data in parts.items():
            new.writestr(name, data)
    return target.getvalue()


def read(content, **limits):
    return read_table(LAYOUT, "notes.xlsx", content, TableLimits(**limits))


def test_cells_are_read_as_a_person_would_type_them():
    sheet = read(
        book(
            ("CS-1", date(2025, 3, 4), 12.0),
            ("", "", ""),
            ("  CS-2 ", datetime.fromisoformat("2025-03-04T14:30"), 12.5),
            ("=1+1", True, "Ünïcode\nline"),
        )
    )
    assert isinstance(sheet, Sheet)
    assert sheet.file_name == "notes.xlsx"
    assert [(line.line, tuple(line.cells.values())) for line in sheet.lines] == [
        (2, ("CS-1", "2025-03-04", "12")),
        (4, ("CS-2", "2025-03-04 14:30", "12.5")),
        (5, ("=1+1", "yes", "Ünïcode line")),
    ]


def test_a_sheet_that_begins_further_down_keeps_its_rows_numbers():
    def change(made, sheet):
        for column, text in enumerate(("case", "day", "what")):
            sheet.write(4, column, text)
            sheet.write(6, column, "x")

    sheet = read(book(header=(), change=change))
    assert isinstance(sheet, Sheet)
    assert [line.line for line in sheet.lines] == [7]


def formula(made, sheet):
    sheet.write_formula(3, 2, "=1+1", value="ok")


def shared_formula_far_down(made, sheet):
    for number in range(1, 3000):
        sheet.write(number, 0, f"a text that is long enough to make several chunks {number}" * 8)
    sheet.write_array_formula(2999, 2, 2999, 2, "{=SUM(A1:A2)}")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (book(), "no rows under it"),
        (book(header=()), "has no lines"),
        (book(("a", "b", "c"), change=formula), "has formulas"),
        (book(("a", "b", "c"), change=shared_formula_far_down), "has formulas"),
        (book(("a", "b", "c"))[:-400], "damaged or incomplete"),
        (
            packed(book(("a", "b", "c")), **{"xl/worksheets/sheet1.xml": b"<worksheet"}),
            "damaged or incomplete",
        ),
        (packed(book(("a", "b", "c")), **{"xl/vbaProject.bin": b"x"}), "contains a program"),
        (packed(book(("a", "b", "c")), **{"xl/media/zeros.bin": bytes(200_000_000)}), "cannot read safely"),
        (book(("a", "b", "c"), change=lambda made, sheet: sheet.write(1, 16_383, "far")), "16,384 columns"),
        (book(("a", "b", "x" * 20_001)), "more than 20,000 characters"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(content, words):
    answer = read(content)
    assert isinstance(answer, Unreadable)
    assert words in answer.sentence


def test_a_cell_in_the_last_corner_costs_no_memory_of_ours_and_is_answered():
    far = book(("a", "b", "c"), change=lambda made, sheet: sheet.write(1_048_575, 16_383, "far"))
    answer = read(far)
    assert isinstance(answer, Unreadable)
    assert "cannot read safely" in answer.sentence


def test_one_row_too_many_is_said():
    answer = read(book(*[("a", "b", "c")] * 4), rows=3)
    assert isinstance(answer, Unreadable)
    assert "4 rows. The most we take is 3" in answer.sentence


def test_other_zip_files_are_told_apart():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        made.writestr("word/document.xml", "<w/>")
    answer = read(target.getvalue())
    assert isinstance(answer, Unreadable)
    assert "not an XLSX file" in answer.sentence


def test_a_reader_that_takes_too_long_is_ended():
    begun = time.monotonic()
    answer = read(book(*[("a", "b", "c")] * 10), seconds=0)
    assert isinstance(answer, Unreadable)
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize("bomb", ["billion-laughs", "deep"])
def test_xml_that_grows_or_goes_deep_is_answered(bomb):
    if bomb == "deep":
        data = b"<worksheet><sheetData>" + b"<row>" * 2_000_000
    else:
        entities = "".join(f'<!ENTITY l{n} "{"&l" + str(n - 1) + ";"}" * 10>' for n in range(1, 10))
        data = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">{entities}]><worksheet>&l9;</worksheet>'.encode()
    answer = read(packed(book(("a", "b", "c")), **{"xl/worksheets/sheet1.xml": data}))
    assert isinstance(answer, Unreadable)
