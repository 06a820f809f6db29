"""The courses, read once from versioned files under `content/training` (its README says how they are written)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from portal.kernel.markup import Block, read_markup

CONTENT = Path(__file__).parents[3] / "content" / "training"
EXTRA_SECURITY = "extra-security"
LANGUAGES: Mapping[str, str] = {"en": "English", "es": "Español"}
_PART = re.compile(r"^\[(section|question)\][ \t]*(.*)$", re.MULTILINE)
_CHOICE = re.compile(r"\((x| )\) +(.+)")


class CourseError(ValueError):
    """A course file cannot be read; the text names the file and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Section:
    """One page to read."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One question; `right` is the place of the right choice, from 0."""

    text: str
    choices: tuple[str, ...]
    right: int
    because: str


@dataclass(frozen=True, slots=True)
class Course:
    """One version of a course in one language. `in_force_from` is the first day it is the one to take."""

    key: str
    version: str
    language: str
    title: str
    summary: str
    in_force_from: date
    minutes: int
    pass_mark: int
    sections: tuple[Section, ...]
    questions: tuple[Question, ...]

    def right(self, answers: list[int]) -> int:
        """How many of these answers are right, given in the order of the questions."""
        return sum(
            answer == question.right for answer, question in zip(answers, self.questions, strict=False)
        )


type Courses = Mapping[str, tuple[Course, ...]]


@cache
def courses(folder: Path = CONTENT) -> Courses:
    """All versions of all courses in all languages, by course, the oldest version first. Raises CourseError."""
    found: dict[str, tuple[Course, ...]] = {}
    for path in sorted(one for one in folder.iterdir() if one.is_dir()):
        read = [_read(file) for file in sorted(path.glob("*/*.md"))]
        _require_alike(path.name, read)
        found[path.name] = tuple(sorted(read, key=lambda one: (one.in_force_from, one.language)))
    return found


def in_force(key: str, on: date, among: Courses | None = None) -> dict[str, Course]:
    """The version to take on a day, by language; empty where there is no such course yet."""
    begun = [one for one in (among or courses()).get(key, ()) if one.in_force_from <= on]
    last = max((one.in_force_from for one in begun), default=None)
    return {one.language: one for one in begun if one.in_force_from == last}


def _read(path: Path) -> Course:
    head, separator, body = path.read_text(encoding="utf-8").removeprefix("---\n").partition("\n---\n")
    if not separator:
        raise CourseError(f"{path}: has no front matter between lines of ---")
    fields = dict(_fields(path, head))
    parts = list(_parts(body))
    try:
        return Course(
            key=path.parts[-3],
            version=path.parts[-2],
            language=path.stem,
            title=fields["title"],
            summary=fields["summary"],
            in_force_from=date.fromisoformat(fields["in_force_from"]),
            minutes=int(fields["minutes"]),
            pass_mark=int(fields["pass_mark"]),
            sections=tuple(
                Section(title, read_markup(text)) for kind, title, text in parts if kind == "section"
            ),
            questions=tuple(_question(path, text) for kind, _, text in parts if kind == "question"),
        )
    except KeyError as missing:
        raise CourseError(f"{path}: the front matter has no {missing}") from None


def _fields(path: Path, head: str) -> Iterator[tuple[str, str]]:
    for line in head.splitlines():
        name, colon, value = line.partition(":")
        if not colon:
            raise CourseError(f"{path}: {line[:40]!r} is no line of front matter")
        yield name.strip(), value.strip()


def _parts(body: str) -> Iterator[tuple[str, str, str]]:
    marks = list(_PART.finditer(body))
    for place, mark in enumerate(marks):
        end = marks[place + 1].start() if place + 1 < len(marks) else len(body)
        yield mark[1], mark[2].strip(), body[mark.end() : end].strip()


def _question(path: Path, text: str) -> Question:
    asked, because = "", ""
    choices: list[str] = []
    right: list[int] = []
    for line in text.splitlines():
        if choice := _CHOICE.fullmatch(line.strip()):
            right += [len(choices)] if choice[1] == "x" else []
            choices.append(choice[2])
        elif line.startswith("= "):
            because = line[2:].strip()
        else:
            asked = f"{asked} {line}".strip()
    if not (asked and because and len(choices) > 1 and len(right) == 1):
        raise CourseError(
            f"{path}: a question needs a text, choices with one (x), and a reason: {asked[:60]!r}"
        )
    return Question(asked, tuple(choices), right[0], because)


def _require_alike(key: str, read: list[Course]) -> None:
    """The languages of a version differ in words only: a place kept in one holds in the other."""
    shapes: dict[str, set[object]] = {}
    for one in read:
        if not (0 < one.pass_mark <= len(one.questions)):
            raise CourseError(
                f"{key} {one.version} {one.language}: the pass mark is not within its questions"
            )
        shape = (
            one.in_force_from,
            one.pass_mark,
            len(one.sections),
            tuple((question.right, len(question.choices)) for question in one.questions),
        )
        shapes.setdefault(one.version, set()).add(shape)
    for version, different in shapes.items():
        if len(different) > 1:
            raise CourseError(
                f"{key} {version}: its languages differ in dates, sections, questions or right answers"
            )
