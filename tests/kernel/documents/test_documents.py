"""Documents: complete, tagged, the same every time, and text from outside stays text."""

import io
import re
import subprocess
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.kernel.documents import DocumentError, render
from portal.kernel.documents.words import clean, dollars, eastern

ON = date(2025, 12, 15)
TextOf = Callable[[bytes], str]
Data = dict[str, Any]


@pytest.fixture
def documents(submission: Data, denial: Data, decision: Data) -> Mapping[str, Data]:
    return {"submission": submission, "denial-notice": denial, "decision": decision}


def with_answer(submission: Data, value: object) -> Data:
    answer = {"name": "Notes", "value": value}
    return {**submission, "sections": [{"title": "Notes", "answers": [answer]}]}


@pytest.mark.parametrize(
    ("template", "title"),
    [
        ("submission", "Payment request"),
        ("denial-notice", "Notice of denial: payment request PR-7K4M-2Q9X"),
        ("decision", "Payment approved: request PR-3T5V-8W2C"),
    ],
)
def test_is_an_accessible_pdf(documents: Mapping[str, Data], template: str, title: str) -> None:
    with pikepdf.open(io.BytesIO(render(template, documents[template], on=ON))) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert len(pdf.Root.StructTreeRoot.K) > 0
        assert str(pdf.Root.Lang) == "en-US"
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == title
        kinds = structure_kinds(pdf)
    assert {"/H1", "/H2", "/Table", "/TR", "/TH", "/TD"} <= kinds


def structure_kinds(pdf: pikepdf.Pdf) -> set[str]:
    return {
        str(each.S)
        for each in pdf.objects
        if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/StructElem" and "/S" in each
    }


def test_submission_says_everything(submission: Data, text_of: TextOf) -> None:
    text = text_of(render("submission", submission, on=ON))
    for words in (
        "Ticket to Work program",
        "PR-7K4M-2Q9X",
        "Milestone and outcome payment request, version 2025-10",
        "Dana Ortiz",
        "Harbor Works",
        "December 15, 2025, 3:04 p.m. Eastern Time (EST)",
        "Which month do you claim? June 2025",
        "When did the job start? March 1, 2025",
        "Gross pay $1,850.50",
        "Notes (no answer)",
        "Evidence No questions were asked on this page.",
        "I declare that the answers are true.",
        "You get an answer by January 14, 2026.",
        "Page 1 of 1",
    ):
        assert words in text


def test_denial_gives_every_reason_and_the_way_on(denial: Data, text_of: TextOf) -> None:
    text = text_of(render("denial-notice", denial, on=ON))
    for words in (
        "Amount claimed $1,850.00",
        "Main reason DEN-03: The earnings on record are below the trial work level.",
        "Rule: PAY-07. Source: 20 CFR 411.535",
        "Gross earnings, June 2025 $1,159.99",
        "What you can do: Send pay stubs for June 2025.",
        "DEN-11: The request came more than 24 months after the month.",
        "Open the request and choose “Ask for another look”.",
        "Ask by: January 14, 2026",
    ):
        assert words in text
    assert "Ticketholder" not in text


def test_denial_says_what_the_person_who_decided_wrote(denial: Data, text_of: TextOf) -> None:
    denial["note"] = "Ask again when three months are reached.\nCall us before."
    text = text_of(render("denial-notice", denial, on=ON))
    assert "Note from the person who decided Ask again when three months are reached. Call us before." in text


def test_denial_without_the_optional_parts(denial: Data, text_of: TextOf) -> None:
    del denial["deadline"], denial["claimed_amount"]
    denial["others"] = []
    denial["ticketholder"] = "Robin Vale"
    text = text_of(render("denial-notice", denial, on=ON))
    assert "Ticketholder Robin Vale" in text
    for words in ("Ask by", "Amount claimed", "Other checks", "Note from"):
        assert words not in text


def test_decision_shows_amount_and_figure(decision: Data, text_of: TextOf) -> None:
    text = text_of(render("decision", decision, on=ON))
    for words in (
        "Amount approved $1,850.00",
        "Phase 1 milestone, 2025 $1,850.00",
        "Payment rates for 2025",
        "Standing published",
        "The payment is sent with the next payment run.",
    ):
        assert words in text


def test_same_input_same_bytes_and_the_date_counts(submission: Data) -> None:
    assert render("submission", submission, on=ON) == render("submission", submission, on=ON)
    assert render("submission", submission, on=ON) != render("submission", submission, on=date(2025, 12, 16))


def test_long_answers_run_over_pages_with_numbers(submission: Data, text_of: TextOf) -> None:
    text = text_of(render("submission", with_answer(submission, "A line of an answer.\n" * 150), on=ON))
    assert text.count("A line of an answer.") == 150
    # How many pages it takes depends on the typeface at hand.
    pages = re.findall(r"Page (\d+) of (\d+)", text)
    total = int(pages[0][1])
    assert total > 2
    assert [(int(page), int(of)) for page, of in pages] == [(page, total) for page in range(1, total + 1)]
    assert text.count("Ticket to Work program") == total


@pytest.mark.parametrize(
    "hostile",
    [
        '#read("/etc/passwd")',
        "$x$ *b* _i_ `code` <label> @reference // comment",
        "= Heading\n#pagebreak()",
        '\\u{41} #eval("1+1")',
        '"}], "number": "PR-0000-0000',
    ],
)
def test_markup_stays_text(submission: Data, text_of: TextOf, hostile: str) -> None:
    text = text_of(render("submission", with_answer(submission, hostile), on=ON))
    assert " ".join(hostile.split()) in text
    assert "root:" not in text
    assert "Page 1 of 1" in text


def test_very_long_word_is_whole_and_on_the_page(submission: Data) -> None:
    word = "abcdefghij" * 60
    pdf = render("submission", with_answer(submission, word), on=ON)
    assert word in "".join(words_inside_the_margins(pdf))


def words_inside_the_margins(pdf: bytes) -> list[str]:
    inside = ["pdftotext", "-x", "72", "-y", "0", "-W", "469", "-H", "792", "-", "-"]
    return subprocess_text(inside, pdf).split()


def subprocess_text(command: list[str], pdf: bytes) -> str:
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("well done \U0001f600", "well done [grinning face]"),
        ("\u202efdp.exe", "[U+202E]fdp.exe"),
        ("bell\a", "bell[U+0007]"),
        ("ไ", "[thai character sara ai maimalai]"),
        ("e\u0301 Łódź ñ", "é Łódź ñ"),
        ("one\u2028two", "one two"),
    ],
)
def test_characters_that_cannot_be_shown_are_named(
    submission: Data, text_of: TextOf, written: str, printed: str
) -> None:
    assert printed in text_of(render("submission", with_answer(submission, written), on=ON))


def test_right_to_left_text_is_kept(submission: Data, text_of: TextOf) -> None:
    assert "שלום" in text_of(render("submission", with_answer(submission, "שלום"), on=ON))


def test_nul_is_refused_and_the_message_names_the_field_not_the_value(submission: Data) -> None:
    with pytest.raises(DocumentError) as refused:
        render("submission", with_answer(submission, "secret\0"), on=ON)
    assert "submission.sections[0].answers[0].value" in str(refused.value)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"number": 7}, "submission.number: has the wrong type"),
        ({"sections": "none"}, "submission.sections: must be a list"),
        ({"sections": ["one"]}, r"submission.sections\[0\]: must be a mapping"),
        ({"extra": "x"}, "unknown extra"),
        ({"submitted_at": datetime(2025, 12, 15, 12, tzinfo=UTC).replace(tzinfo=None)}, "needs a time zone"),
        ({"title": ""}, "could not be made"),
    ],
)
def test_wrong_data_is_refused(submission: Data, change: Data, message: str) -> None:
    with pytest.raises(DocumentError, match=message):
        render("submission", {**submission, **change}, on=ON)


def test_missing_fields_and_unknown_templates_are_refused(submission: Data) -> None:
    del submission["number"]
    with pytest.raises(DocumentError, match="missing number"):
        render("submission", submission, on=ON)
    for name in ("../submission", "glyph", "memo"):
        with pytest.raises(DocumentError, match="no template"):
            render(name, submission, on=ON)


@pytest.mark.row("L3")
@pytest.mark.parametrize("code", ["CS-0FXG-8Q5M", ""])
def test_a_letter_is_tagged_and_a_cover_sheet_has_its_code(text_of: TextOf, code: str) -> None:
    sheet = {
        "title": "Cover sheet",
        "number": "PA-0HMN-951H",
        "code": code,
        "facts": [{"name": "Date", "value": ON}],
        "texts": ["Put this sheet on top."],
    }
    made = render("letter", sheet, on=ON)
    text = text_of(made)
    assert code in text and "December 15, 2025" in text and "Put this sheet on top." in text
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert {"/H1", "/Table", "/TH", "/TD"} <= structure_kinds(pdf)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(answer=st.text(alphabet=st.characters(exclude_characters="\0"), max_size=40))
def test_any_text_makes_a_document(submission: Data, answer: str) -> None:
    assert render("submission", with_answer(submission, answer), on=ON).startswith(b"%PDF-")


def test_times_and_money_in_words() -> None:
    assert eastern(datetime(2025, 7, 4, 3, 59, tzinfo=UTC)) == "July 3, 2025, 11:59 p.m. Eastern Time (EDT)"
    assert eastern(datetime(2025, 1, 1, 5, 0, tzinfo=UTC)) == "January 1, 2025, 12:00 a.m. Eastern Time (EST)"
    assert dollars(Decimal("-1234567.8")) == "-$1,234,567.80"
    assert clean("a\r\nb\rc") == "a\nb\nc"
    with pytest.raises(DocumentError, match="whole cents"):
        dollars(Decimal("0.005"))


def test_templates_need_no_network() -> None:
    folder = Path(__file__).parents[3] / "src/portal/kernel/documents/templates"
    templates = list(folder.glob("*.typ"))
    assert len(templates) == 9
    assert all("@preview" not in each.read_text() for each in templates)
