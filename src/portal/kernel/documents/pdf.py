"""PDF/UA-1 from a template and data. The same input gives the same bytes.

The data reaches the template as JSON, never as markup, so text from outside stays text. Fonts of the
machine are left out, or the same document would differ from one machine to the next.
"""

import json
import threading
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any, cast

import typst

from portal.kernel.documents import shapes
from portal.kernel.documents.errors import DocumentError
from portal.kernel.documents.words import Printable, characters, printable, replace_characters, spelled

TEMPLATES: Mapping[str, Any] = {
    "submission": shapes.Submission,
    "denial-notice": shapes.DenialNotice,
    "decision": shapes.Decision,
    "certificate": shapes.Certificate,
    "plan": shapes.Plan,
    "case-file": shapes.CaseFile,
    "letter": shapes.Letter,
}
_FOLDER = Path(__file__).parent / "templates"
_FONTS = Path(__file__).parents[4] / "assets" / "fonts"
# Drawn by every font we use; anything beyond is tried before it goes into a document.
_SURELY_DRAWN = frozenset(map(chr, [0x0A, *range(0x20, 0x7F), *range(0xA0, 0x180)])) | set(
    "\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026"  # dashes, quotation marks, bullet, ellipsis
)
_compiling = threading.Lock()


def render(template: str, data: Mapping[str, Any], *, on: date) -> bytes:
    """The PDF of `template` (a name in `TEMPLATES`) for `data`, dated `on`.

    `data` has the shape that `TEMPLATES` names. Characters that no font at hand can draw (most emoji) are
    spelled out in brackets, because PDF/UA forbids a character without a glyph. Raises `DocumentError` for
    an unknown template, data of another shape, and NUL characters.
    """
    if template not in TEMPLATES:
        raise DocumentError(f"there is no template {template[:40]!r}")
    shapes.require_shape(TEMPLATES[template], data, template)
    texts = printable(data, template)
    doubtful = characters(texts) - _SURELY_DRAWN
    undrawn = {character for character in doubtful if not _can_be_drawn(character)}
    try:
        return _compile(template, _spell(texts, undrawn), on)
    except typst.TypstError:
        if not doubtful:
            raise DocumentError(f"{template}: the document could not be made") from None
    try:
        # Characters that can be drawn alone may still have no glyph when joined (emoji sequences, accents).
        return _compile(template, _spell(texts, doubtful), on)
    except typst.TypstError:
        raise DocumentError(f"{template}: the document could not be made") from None


def _spell(texts: Printable, which: set[str]) -> Printable:
    return replace_characters(texts, {character: spelled(character) for character in which})


@cache
def _compiler(template: str) -> typst.Compiler:
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[_FONTS] if _FONTS.is_dir() else [])
    return typst.Compiler(_FOLDER / f"{template}.typ", root=_FOLDER, font_paths=fonts)


def _compile(template: str, texts: Printable, on: date) -> bytes:
    instant = datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
    inputs = {"data": json.dumps(texts), "on": on.isoformat()}
    with _compiling:
        pdf = _compiler(template).compile(
            format="pdf", sys_inputs=inputs, pdf_standards=["ua-1"], timestamp=int(instant.timestamp())
        )
    return cast(bytes, pdf)  # a PDF is one file, never a list of pages


@cache
def _can_be_drawn(character: str) -> bool:
    try:
        _compile("glyph", character, date(2000, 1, 1))
    except typst.TypstError:
        return False
    return True
