"""The guide to the files of payment runs, made from the declarations that write and read them."""

from collections.abc import Iterator

from portal.kernel.tables_in.columns import as_markdown
from portal.payments.run_file.answers import LAYOUT
from portal.payments.run_file.layout import LENGTH, LINES, Line

_BEFORE = f"""# Files of payment runs

Made from the declarations in `payments/run_file`.

## The run, to the Treasury

Once a second person has released a run, its file is written: plain ASCII, every line {LENGTH} characters and a line
feed, fields by position. It holds no Ticketholder, only providers. A run that is sent or fetched again is the same
file, byte for byte, under the same number; its SHA-256 stands on the page of the run. A deposit of which everything is
kept back for recoveries is no payment and stands in no file.
"""
_ANSWERS = """## The answer, from the Treasury

CSV (UTF-8, commas between the columns) or XLSX, sent under **Payment runs**, **Answers**. One row answers one deposit.
Every row is tried first and gets a verdict; nothing is booked before **Book** is pressed. An answer that is booked
already is recognized, in the same file and in any other. A row about an unknown deposit, a run that was not sent,
another amount, or a deposit answered otherwise before is refused with the reason, and changes nothing. Answers may come
in several files; the run is closed when its last deposit is answered. What came back is owed again and goes into a
later run, once the provider's bank account is verified anew. A deposit that was paid can come back later: send
*returned* for it, with the day it came back, or press **It came back** beside the deposit where the bank says so
otherwise than by file.

"""


def markdown() -> str:
    """docs/guide/payment-run-files.md."""
    return "\n".join([_BEFORE, *(_written(line) for line in LINES), _ANSWERS + as_markdown(LAYOUT)])


def _written(line: Line) -> str:
    return f"**{line.letter}.** {line.says}\n\n" + "\n".join(_table(line)) + "\n"


def _table(line: Line) -> Iterator[str]:
    yield "| from | to | field | what it holds |"
    yield "| --- | --- | --- | --- |"
    yield f"| 1 | 1 | kind of line | {line.letter} |"
    at = 2
    for field in line.fields:
        filled = ", filled up with zeros" if field.number else ""
        yield f"| {at} | {at + field.length - 1} | {field.name} | {field.says}{filled} |"
        at += field.length
    yield f"| {at} | {LENGTH} | blank | |"
