"""The layouts as a document, made from the declarations that read and write the files."""

from collections.abc import Iterator

from portal.exchange.layout import Line
from portal.exchange.layouts import LAYOUTS, PEOPLE

_BEFORE = """# Files from and to Social Security's records

Made from the declarations in `exchange/layouts.py`.

A file is text in UTF-8: a header, rows and a trailer. All lines of a file have one length, in bytes, and end with a line
feed. A field is filled up with spaces at its end; numbers and amounts with zeros at their front. A field that may be
blank says so. The file's name is its kind, a hyphen and its number in eight digits: `BS-00000017`.

**Nothing is taken before the whole file was checked**: every line's length, header and trailer, the count and both
totals. A file that fails is refused whole, with the reason. Then each row is judged by itself. Refused rows come back
in an answer, `BS-00000017.answer`: the header, the rows as they were sent, each followed by the field, the problem and
what to do (20, 120 and 120 bytes), and a trailer over them.

**Sending again is safe.** A file that was read before is recognized by its bytes and changes nothing; another file with
a number that was used is refused. A row that says what is on record already changes nothing.

**Late and corrected files.** What a row says holds from the months in it, and is known from the moment it is read.
What was known before stays on record as known until then. A row replaces what an earlier or the same as-of date has
said, whichever file arrives first; what a later as-of date has said stays. To correct a row, send it again in a new
file. To take earnings back, send them with the amount 0.

**Changed numbers.** A person is on record once. Where a number changed, send kind SN before anything has the new one:
from then on each of the numbers finds the person. A number that came in a PE file first is on record as another person;
the change is refused then, because no file joins two records.
"""


def markdown() -> str:
    """docs/generated/ssa-files.md."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield _BEFORE
    yield "## Header and trailer"
    yield "\nThe same in every kind; filled up with spaces to the length of its lines.\n"
    yield from _table(PEOPLE.header)
    yield ""
    yield from _table(PEOPLE.trailer)
    for way, inward in (("From Social Security", True), ("To Social Security", False)):
        yield f"\n## {way}"
        for layout in LAYOUTS.values():
            if layout.inward is inward:
                yield f"\n### {layout.kind}: {layout.title}"
                yield f"\n{layout.says} Lines of {layout.length} bytes.\n"
                yield from _table(layout.row)


def _table(line: Line) -> Iterator[str]:
    yield "| start | length | field | type | meaning | column |"
    yield "| --: | --: | --- | --- | --- | --- |"
    yield f"| 1 | {len(line.mark)} | | text | always `{line.mark.decode()}` | |"
    for field, start in zip(line.fields, line.starts, strict=True):
        codes = "; ".join(f"`{key}` {word}" for key, word in field.cell.codes.items())
        meaning = " ".join(
            [field.meaning, *([f"{codes}."] if codes else []), *([] if field.required else ["May be blank."])]
        )
        yield f"| {start} | {field.length} | {field.name} | {field.cell.name} | {meaning} | {field.goes} |"
