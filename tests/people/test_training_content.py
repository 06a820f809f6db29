"""The courses themselves: whole in both languages, readable at grade 8, refused where they are broken."""

import re
from datetime import date
from pathlib import Path

import pytest

from portal.kernel.markup import Shape, Span, first_words, read_markup
from portal.people.training import CourseError, courses, in_force

pytestmark = [pytest.mark.row("A8", "H3")]
EVERY = [one for versions in courses().values() for one in versions]
ENGLISH = [one for one in EVERY if one.language == "en"]
GRADE = 8

FILE = """---
title: A course
summary: What it is.
in_force_from: {begins}
minutes: 5
pass_mark: {mark}
---

[section] First

Some text.

[question]
Right or wrong?
({one}) Right
({two}) Wrong
= Because.
"""


def put(folder: Path, version: str, language: str = "en", **other: str) -> None:
    values = {"begins": "2025-01-01", "mark": "1", "one": "x", "two": " ", **other}
    path = folder / "course" / version / f"{language}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(FILE.format(**values))


def words_of(course) -> str:
    lines = [
        "".join(span.text for span in line)
        for section in course.sections
        for block in section.blocks
        for line in block.lines
    ]
    asked = [text for one in course.questions for text in (one.text, *one.choices, one.because)]
    return "\n".join(f"{line.rstrip('.:?!')}." for line in [*lines, *asked])


def grade(text: str) -> float:
    """Flesch-Kincaid grade level, with syllables counted as groups of vowels."""
    sentences = [one for one in re.split(r"[.!?:]+(?:\s|$)", text) if re.search(r"\w", one)]
    words = re.findall(r"[A-Za-z']+", text)
    syllables = sum(max(1, len(re.findall(r"[aeiouy]+", word.lower().removesuffix("e")))) for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59


def test_the_grade_is_measured_as_it_is_elsewhere():
    assert grade("The cat sat on the mat. The dog ran to me.") < 1
    assert grade("Notwithstanding organizational considerations, administrative determinations necessitate"
                 " comprehensive documentation of applicable eligibility.") > 20  # fmt: skip


@pytest.mark.parametrize("course", ENGLISH, ids=lambda one: f"{one.key}-{one.version}")
def test_english_is_readable_at_grade_8(course):
    assert grade(words_of(course)) <= GRADE


@pytest.mark.parametrize("course", ENGLISH, ids=lambda one: f"{one.key}-{one.version}")
def test_spanish_is_whole(course):
    [spanish] = [
        one for one in EVERY if (one.key, one.version, one.language) == (course.key, course.version, "es")
    ]
    assert [
        [(block.shape, len(block.lines)) for block in section.blocks] for section in spanish.sections
    ] == [[(block.shape, len(block.lines)) for block in section.blocks] for section in course.sections]
    assert 0.85 < len(words_of(spanish)) / len(words_of(course)) < 1.6


def test_the_yearly_course_asks_ten_questions_and_eight_must_be_right():
    course = in_force("security-awareness", date(2025, 12, 15))["en"]
    assert (len(course.sections), len(course.questions), course.pass_mark) == (8, 10, 8)
    # Whoever always takes the same place does not pass.
    places = [question.right for question in course.questions]
    assert max(places.count(place) for place in places) < course.pass_mark


def test_a_version_is_in_force_from_its_day_until_the_next_ones(tmp_path):
    put(tmp_path, "1", begins="2025-01-01")
    put(tmp_path, "1", "es", begins="2025-01-01")
    put(tmp_path, "2", begins="2025-06-01")
    found = courses(tmp_path)
    assert in_force("course", date(2024, 12, 31), found) == {}
    assert {code: one.version for code, one in in_force("course", date(2025, 5, 31), found).items()} == {
        "en": "1",
        "es": "1",
    }
    assert {code: one.version for code, one in in_force("course", date(2025, 6, 1), found).items()} == {
        "en": "2"
    }


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"mark": "2"}, "pass mark"),
        ({"mark": "0"}, "pass mark"),
        ({"one": " "}, "one (x)"),
        ({"two": "x"}, "one (x)"),
    ],
)
def test_a_broken_file_is_named(tmp_path, wrong, words):
    put(tmp_path, "1", **wrong)
    with pytest.raises(CourseError, match=re.escape(words)):
        courses(tmp_path)


def test_languages_that_differ_are_refused(tmp_path):
    put(tmp_path, "1")
    put(tmp_path, "1", "es", one=" ", two="x")
    with pytest.raises(CourseError, match="its languages differ"):
        courses(tmp_path)


def test_a_file_without_front_matter_is_named(tmp_path):
    (tmp_path / "course" / "1").mkdir(parents=True)
    (tmp_path / "course" / "1" / "en.md").write_text("[section] Only\n\nText")
    with pytest.raises(CourseError, match="no front matter"):
        courses(tmp_path)


def test_markup_is_read_into_data_and_what_is_not_known_stays_text():
    text = "## Head\n\nOne **two**\nthree <b>x</b>\n\n- a\n  goes on\n- b\n\n1. first\n2. second"
    blocks = read_markup(text)
    assert [block.shape for block in blocks] == [Shape.HEADING, Shape.TEXT, Shape.BULLETS, Shape.STEPS]
    assert blocks[1].lines == ((Span("One "), Span("two", bold=True), Span(" three <b>x</b>")),)
    assert blocks[2].lines == ((Span("a goes on"),), (Span("b"),))
    assert read_markup("  \n ") == ()
    assert (first_words(text), first_words("One **two**\n\nmore"), first_words("")) == ("Head", "One two", "")
