"""Files that cannot be read: each is told why and what to do, and nothing of it is kept (mission row A7)."""

import pytest

from portal.providers.bring_over.columns import HISTORY
from portal.providers.bring_over.reading import MISSHAPEN, MOST_ROWS, Sheet, Unreadable, read_file

pytestmark = [pytest.mark.row("A7")]
HEADER = ",".join(column.name for column in HISTORY)
ROW = "P000001,SPP-1,,EN Payment Request,2023-09-14,Paid"
LIMIT = 1_000_000


def read(text, name="earlier.csv", limit=LIMIT):
    content = text if isinstance(text, bytes) else text.encode()
    return read_file("history", name, content, limit)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"\n\n", "has no lines"),
        (HEADER.encode(), "no rows under it"),
        ((HEADER + "\n" + ROW).encode("utf-16"), "UTF-16"),
        ((HEADER + "\n" + ROW + "\nP1,S,,Formul\u00e9,,").encode("latin-1"), "Line 3 has a letter"),
        (b"PK\x03\x04 something", "a Word, Excel or zip file"),
        (b"%PDF-1.7 something", "a PDF"),
        ((HEADER + "\nP1,\0").encode(), "characters that are no text"),
        ("<html><body>" + HEADER, "a web page"),
        (HEADER.replace(",", ";") + "\n" + ROW.replace(",", ";"), "not parted by commas"),
        (HEADER + ",reference\n" + ROW, "names a column twice: reference"),
        (HEADER.replace("form,", "") + "\n" + ROW, "missing: form"),
        (HEADER + ",shoe_size\n" + ROW, "not in the layout: shoe_size"),
        (HEADER + ",\n" + ROW + ",", "not in the layout: (no name)"),
        (HEADER + '\nP1,"open,,,\n', "quotation mark"),
        (HEADER + '\nP1,"a"b,,,,\n', "quotation mark"),
        (HEADER + "\n" + (ROW + "\n") * (MOST_ROWS + 1), "20,001 rows"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(content, words):
    answer = read(content, limit=10 * LIMIT)
    assert isinstance(answer, Unreadable)
    assert words in answer.sentence


def test_a_file_too_large_is_refused():
    answer = read(HEADER + "\n" + ROW, limit=20)
    assert isinstance(answer, Unreadable)
    assert "larger" in answer.sentence


@pytest.mark.row("I2")
@pytest.mark.parametrize(
    "name", ["ssn", "SSN", "Social Security Number", "social_security_no", "holder_ssn", "TIN"]
)
def test_a_column_of_social_security_numbers_is_refused(name):
    answer = read(f"{HEADER},{name}\n{ROW},900-01-0001")
    assert isinstance(answer, Unreadable)
    assert "Social Security numbers" in answer.sentence
    assert "900" not in answer.sentence


@pytest.mark.row("I2")
@pytest.mark.parametrize("cell", ["900-01-0001", "SPP 900 01 0001", "x900.01.0001"])
def test_a_cell_that_looks_like_one_refuses_the_file_and_is_not_repeated(cell):
    answer = read(f"{HEADER}\n{ROW}\nP000001,{cell},,Form,2023-09-14,Paid")
    assert isinstance(answer, Unreadable)
    assert "Line 3, column reference" in answer.sentence
    assert "0001" not in answer.sentence


def test_lines_are_those_of_the_file_also_after_blank_and_long_ones():
    answer = read(f'\ufeff{HEADER}\r\n\r\nP000001,A,,"two\r\nlines",2023-09-14,Paid\r\n{ROW}\r\n')
    assert isinstance(answer, Sheet)
    assert [(line.line, line.cells["form"]) for line in answer.lines] == [
        (3, "two lines"),
        (5, "EN Payment Request"),
    ]


def test_a_row_with_another_number_of_cells_is_a_row_of_its_own_verdict():
    answer = read(f"{HEADER}\nP000001,A,,Form\n{ROW}")
    assert isinstance(answer, Sheet)
    assert [line.cells.get(MISSHAPEN) for line in answer.lines] == ["4", None]


def test_columns_stand_in_any_order_and_case():
    names = [column.name.upper() for column in HISTORY][::-1]
    answer = read(",".join(names) + "\n" + ",".join(ROW.split(",")[::-1]))
    assert isinstance(answer, Sheet)
    assert answer.lines[0].cells["organisation_pid"] == "P000001"
