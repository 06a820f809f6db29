"""The guide to files of payment requests, made from the declaration that reads them."""

from portal.kernel.tables_in.columns import as_markdown
from portal.payments.by_file.columns import LAYOUT, LIMITS

_BEFORE = f"""# Requesting payments with a file

Made from the declarations in `payments/by_file/columns.py`.

A file asks for many payments at once: CSV (UTF-8, commas between the columns) or XLSX (the first sheet, without
formulas), at most {LIMITS.rows:,} rows and 8 MB. One row asks for one payment for one month. The first line names the
columns; they may stand in any order, and one that may be empty may be left out.

1. Open **Requests by file** and send the file. Every row is tried by the rules that decide on single requests and gets
   a verdict: it can be submitted, you have asked for it before, or it is refused, with the column, the rule, the reason
   and what to do. Nothing is submitted yet. A file of more than 500 rows takes a moment; the page shows how far it is.
2. Press **Submit**. Each good row becomes a request with its own number, decided at once where the rules can. The
   page of the file is your receipt: it shows the number of each request and where it stands. You may leave it; the work
   goes on.
3. Take the refused rows as a file, correct them, and send that file. The columns `problem` and `what_to_do` may stay.

**Evidence.** A row with `evidence` becomes a request that waits for your papers. Open it from the file's page, or from
**Waiting for your answer**, and upload them there.

**Refused by the rules.** The row stays out and costs nothing. To have a decision on it all the same, ask with
**Request a payment**.

**Sending again is safe.** A Ticketholder, payment and month is asked for by file once, whatever has become of it. To ask
again after a denial, use **Request a payment**.

**Several months.** Give the pay of other months that count in `other_pay`, or in rows of their own: each row is tried
with the pay that all rows near it give for the same Ticketholder.

"""


def markdown() -> str:
    """docs/guide/requests-by-file.md."""
    return _BEFORE + as_markdown(LAYOUT)
