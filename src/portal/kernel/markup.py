"""A small, safe subset of Markdown, read into data that a template shows. Nothing here makes HTML.

Known: `## heading`, paragraphs, `- bullet`, `1. step`, `**bold**`. Everything else is text as it stands.
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

_STEP = re.compile(r"\d{1,2}\. +")
_BOLD = re.compile(r"\*\*(.+?)\*\*")


class Span(NamedTuple):
    """A run of text."""

    text: str
    bold: bool = False


type Line = tuple[Span, ...]


class Shape(StrEnum):
    """What a block is."""

    HEADING = "heading"
    TEXT = "text"
    BULLETS = "bullets"
    STEPS = "steps"


class Block(NamedTuple):
    """One block; headings and texts have one line."""

    shape: Shape
    lines: tuple[Line, ...]


def read_markup(text: str) -> tuple[Block, ...]:
    """The blocks of a text. Lines that follow one another are one paragraph, or go on with the item above."""
    return tuple(_blocks(text.strip()))


def first_words(text: str) -> str:
    """The first block's first line as plain text, for where one line must do."""
    blocks = read_markup(text)
    return "".join(span.text for span in blocks[0].lines[0]) if blocks else ""


def _blocks(text: str) -> Iterator[Block]:
    for part in re.split(r"\n\s*\n", text):
        shape: Shape | None = None
        items: list[str] = []
        for raw in part.splitlines():
            kind, line = _read(raw.strip())
            goes_on = kind is Shape.TEXT and shape is not None and shape is not Shape.HEADING
            if goes_on:
                items[-1] = f"{items[-1]} {line}".strip()
                continue
            if shape is not None and kind is not shape:
                yield Block(shape, tuple(_spans(item) for item in items))
                items = []
            shape = kind
            items.append(line)
        if shape is not None and any(items):
            yield Block(shape, tuple(_spans(item) for item in items))


def _read(line: str) -> tuple[Shape, str]:
    if line.startswith("## "):
        return Shape.HEADING, line[3:].strip()
    if line.startswith("- "):
        return Shape.BULLETS, line[2:].strip()
    if step := _STEP.match(line):
        return Shape.STEPS, line[step.end() :]
    return Shape.TEXT, line


def _spans(line: str) -> Line:
    parts = _BOLD.split(line)
    return tuple(Span(part, bold=place % 2 == 1) for place, part in enumerate(parts) if part)
