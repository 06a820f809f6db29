"""The guide to the files of the earlier portal, made from the declarations that read them."""

from portal.kernel.tables_in import TableLimits
from portal.kernel.tables_in.columns import as_markdown
from portal.providers.bring_over.columns import LAYOUTS

_TITLES = {"users": "People: users.csv", "history": "Earlier submissions: history.csv"}
_BEFORE = f"""# Bringing over the earlier portal

Made from the declarations in `providers/bring_over/columns.py`.

People and submissions of the earlier portal come in two files, CSV (UTF-8, commas between the columns) or XLSX
(the first sheet, without formulas), at most {TableLimits().rows:,} rows and 8 MB each. The first line names the
columns; they may stand in any order. Send the people first: a submission names who submitted it by e-mail address.

1. Open **Bring over** and send the file. Each row is tried and gets a verdict: it can be brought over, it is
   there already, or it is refused, with the column, the rule, the reason and what to do. Nothing is changed yet.
2. Read the refused rows on the page, or take them as a file with the reasons in it. Correct that file and send it,
   or go on: refused rows stay out. Files of more than 500 rows are tried by the worker; the page shows how far it is.
3. Press **Bring over**. The worker takes 500 rows at a time, each batch whole or not at all. If it is stopped, it
   goes on where it was. Rows are judged once more as they are brought over.

Sending a file again is safe: a person is known by the e-mail address, a submission by its organization and
reference. What is there already is left alone. Social Security numbers are not brought over: a file with a column
for them, or with a cell that looks like one, is refused whole, and nothing of it is kept.

People come with an account without a password. They are invited by mail when their organization works in this
portal: at once where it does, otherwise on the day it moves.
"""


def markdown() -> str:
    """docs/guide/bring-over.md."""
    return _BEFORE + "".join(f"\n## {_TITLES[kind]}\n\n{as_markdown(one)}" for kind, one in LAYOUTS.items())
