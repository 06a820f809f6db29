"""The file of people whose Tickets a provider asks about: its columns, and the template to fill in (row D1)."""

import re

from portal.kernel import vault
from portal.kernel.tables_in import Column, Layout, Wrong


def _ssn(text: str) -> str:
    digits = vault.ssn_digits(text)
    if digits is None or not vault.well_formed_ssn(digits):
        raise Wrong("This cannot be a Social Security number.")
    return digits


def _reference(text: str) -> str:
    if not re.fullmatch(r"[0-9A-Za-z][0-9A-Za-z_-]{0,19}", text):
        raise Wrong("This has other characters, or more than 20.")
    return text


def _yes_or_no(text: str) -> bool:
    said = {"yes": True, "no": False}.get(text.lower())
    if said is None:
        raise Wrong("This is neither yes nor no.")
    return said


SSN, REFERENCE, ELIGIBLE = "ssn", "reference", "vr_eligible"
LAYOUT = Layout(
    (
        Column(
            SSN,
            "The person's Social Security number, with or without dashes.",
            "Nine digits of a number that can have been issued. In a spreadsheet, format the column as text.",
            "900-01-2345",
            _ssn,
        ),
        Column(
            REFERENCE,
            "Your own number for the row, so that you know it again. No name, no Social Security number.",
            "At most 20 letters, digits, - and _",
            "A-17",
            _reference,
            required=False,
        ),
        Column(
            ELIGIBLE,
            "State VR agencies only: has your agency found the person eligible for its services?",
            "yes or no.",
            "yes",
            _yes_or_no,
            required=False,
        ),
    ),
    key=(SSN,),
    has_ssn=True,
)
