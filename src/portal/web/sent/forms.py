"""Sending a file."""

from typing import Any

from django import forms

from portal.kernel.tables_in import TableLimits


class SheetForm(forms.Form):
    """One CSV or XLSX file."""

    sheet = forms.FileField(
        label="The file", allow_empty_file=True, error_messages={"required": "Choose the file."}
    )

    def __init__(self, limits: TableLimits, *args: Any) -> None:
        super().__init__(*args)
        self.fields["sheet"].help_text = (
            "CSV (UTF-8, commas between the columns) or XLSX, "
            f"at most {limits.rows:,} rows and {limits.bytes / 1_000_000:.3g} MB. The first line names the columns."
        )
