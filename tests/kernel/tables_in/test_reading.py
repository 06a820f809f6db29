"""Files that cannot be read: each is told why and what to do, and nothing of it is kept."""

import pytest

from portal.kernel.tables_in import Layout, Sheet, TableLimits, Unreadable, misshapen, read_cells, read_table
from portal.kernel.tables_in.columns import MISSHAPEN
from portal.providers.bring_over.columns import HISTORY, LAYOUTS

pytestmark = [pytest.mark.row("A7", "C3", "J2")]
HEADER = ",".join(column.name for column in HISTORY)
ROW = "P000001,SPP-1,,EN Payment Request,2023-09-14,Paid"


def read(text, name="earlier.csv", layout=LAYOUTS["history"], **limits):
    content = text if isinstance(text, bytes) else text.encode()
    return read_table(layout, name, content, TableLimits(**limits))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"\n\n", "has no lines"),
        (HEADER.encode(), "no rows under it"),
        ((HEADER + "\n" + ROW).encode("utf-16"), "UTF-16"),
        ((HEADER + "\n" + ROW + "\nP1,S,,Formul\u00e9,,").encode("latin-1"), "Line 3 has a letter"),
        (b"PK\x03\x04 something", "damaged or incomplete"),
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
        (HEADER + "\n" + (ROW + "\n") * 20_001, "20,001 rows"),
        (HEADER + "\n" + "," * 1_000_000, "Line 2 has 1,000,001 cells"),
        ("a" * 200_000, "more than 20,000 characters"),
        (HEADER + "\nP1,S,," + "x" * 20_001 + ",,", "Line 2 has a cell of more than 20,000 characters"),
        (",".join("zyxwvutsrq"[:n] for n in range(10)) + "," + HEADER + ",last", "zyxwvutsr and 1 more"),
        (HEADER + ",short," + "w" * 99, "short, " + "w" * 40 + "…"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "an older Word or Excel file"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(content, words):
    answer = read(content)
    assert isinstance(answer, Unreadable)
    assert words in answer.sentence


def test_a_file_too_large_is_refused():
    answer = read(HEADER + "\n" + ROW, bytes=20)
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


def test_a_column_that_may_be_empty_may_be_left_out():
    answer = read(HEADER.replace("submitted_by,", "") + "\nP000001,SPP-1,EN Payment Request,2023-09-14,Paid")
    assert isinstance(answer, Sheet)
    values, problems = read_cells(LAYOUTS["history"], answer.lines[0].cells)
    assert (values["submitted_by"], problems) == (None, [])


def test_a_formula_is_a_row_of_its_own_verdict_and_never_a_value():
    answer = read(f'{HEADER}\nP000001,A,,"=HYPERLINK(""http://x"",1)",2023-09-14,Paid')
    values, (problem,) = read_cells(LAYOUTS["history"], answer.lines[0].cells)
    assert values["form"] is None
    assert (problem.column, "is a formula" in problem.reason) == ("form", True)


def test_a_misshapen_row_is_told_how_many_cells_it_has():
    assert "has 4 cells" in misshapen({MISSHAPEN: "4"}).reason
    assert misshapen({"form": "x"}) is None


def test_rows_about_the_same_name_the_first_one_and_rows_without_a_key_none():
    rows = f"{ROW}\n{ROW.replace('P000001', 'P000002')}\n{ROW.lower()}\n{ROW.replace('SPP-1', '')}"
    answer = read(f"{HEADER}\n{rows}\n{ROW.replace('SPP-1', '')}")
    assert [line.same_as for line in answer.lines] == [None, None, 2, None, None]


def test_where_social_security_numbers_belong_they_are_taken():
    layout = Layout((HISTORY[1]._replace(name="ssn"),), has_ssn=True)
    answer = read("SSN\n900-01-0001", layout=layout)
    assert isinstance(answer, Sheet)
    assert answer.lines[0].cells == {"ssn": "900-01-0001"}


def test_a_cell_of_a_file_of_ours_comes_back_as_it_was():
    answer = read(f"{HEADER}\nP000001,A,,'- called twice,2023-09-14,'s Gravenhage")
    assert (answer.lines[0].cells["form"], answer.lines[0].cells["state"]) == (
        "- called twice",
        "'s Gravenhage",
    )
