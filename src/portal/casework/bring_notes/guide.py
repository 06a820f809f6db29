"""The guide to files of contact notes, made from the declaration that reads them."""

from portal.casework.bring_notes.columns import LAYOUT, LIMITS
from portal.kernel.tables_in.columns import as_markdown

_BEFORE = f"""# Bringing in contact notes

Made from the declarations in `casework/bring_notes/columns.py`.

Notes kept in your own software come in by a file, CSV (UTF-8, commas between the columns) or XLSX (the first sheet,
without formulas), at most {LIMITS.rows:,} rows and 8 MB. The first line names the columns; they may stand in any
order, and one that may be empty may be left out.

1. Open **Bring in notes** and send the file. Each row is tried and gets a verdict: it can be brought in, it is there
   already, or it is refused, with the column, the rule, the reason and what to do. No note is written yet. A file of
   more than 500 rows takes a moment; the page shows how far it has come.
2. Press **Bring in**. Good rows become notes; refused rows stay out. You may leave the page; the work goes on.
3. Take the refused rows as a file, correct them, and send that file. The columns `problem` and `what_to_do` may stay.

Sending a file again is safe: a note is known by your own number for it, and what is there already is left alone. A
contact must be made in an acceptable way, on a day on which the Ticket was assigned to you. Social Security numbers do
not belong in the file: one that has any is refused whole, and nothing of it is kept.

"""


def markdown() -> str:
    """docs/guide/contact-notes.md."""
    return _BEFORE + as_markdown(LAYOUT)
