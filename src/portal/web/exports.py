"""Lists as CSV and XLSX, safe to open in a spreadsheet program."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import xlsxwriter
from django.http import HttpResponse

from portal.policy.core import Month

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A cell that starts so is a formula to spreadsheet programs, some of which read the wide signs of East Asian
# scripts alike; the apostrophe makes it text.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def as_csv(name: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """The rows as a UTF-8 CSV file with a byte order mark, which spreadsheet programs need to read accents."""
    text = io.StringIO()
    text.write("\ufeff")
    writer = csv.writer(text)
    writer.writerow(header)
    for row in rows:
        writer.writerow([_plain(value) for value in row])
    return _download(f"{name}.csv", "text/csv; charset=utf-8", text.getvalue().encode())


def as_xlsx(name: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """The rows as one sheet; text stays text, so leading zeros and formulas do too."""
    content = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(content, options)
    sheet = book.add_worksheet(name[:31])
    bold = book.add_format({"bold": True})
    for column, title in enumerate(header):
        sheet.write_string(0, column, title, bold)
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, int | float) and not isinstance(value, bool | Month):
                sheet.write_number(number, column, value)
            else:
                sheet.write_string(number, column, _text(value))
    sheet.freeze_panes(1, 0)
    book.close()
    return _download(f"{name}.xlsx", XLSX, content.getvalue())


def _plain(value: Any) -> str:
    text = _text(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA) else text


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _download(name: str, media_type: str, content: bytes) -> HttpResponse:
    return HttpResponse(
        content, content_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
