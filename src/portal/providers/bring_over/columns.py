"""The layout of the files: one declaration a column, from which reading, verdicts and the guide are made."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from portal.policy.provider_numbers import read_pid
from portal.policy.roles import PROVIDER_ROLES

MOST_CHARACTERS = 200
EARLIEST = date(1950, 1, 1)
ACTIVE, LEFT = "active", "left"
# Nine digits grouped as a Social Security number is, whatever stands between the groups.
SSN_SHAPE = re.compile(r"(?<!\d)\d{3}[-.\s/]\d{2}[-.\s/]\d{4}(?!\d)")
SSN_NAME = re.compile(r"ssn|social[\s_-]*sec|soc[\s_-]*sec|\btin\b|taxpayer", re.IGNORECASE)


class Problem(NamedTuple):
    """Why a row cannot be taken: the column, its rule, what is wrong, what to do. Kept as JSON."""

    column: str
    rule: str
    reason: str
    remedy: str


class Wrong(ValueError):
    """A cell that cannot be read; the sentence says what is wrong with it."""


class Column(NamedTuple):
    """`read` turns a cell that is not empty into its value, or raises Wrong. `rule` is said where it does."""

    name: str
    says: str
    rule: str
    example: str
    read: Callable[[str], Any]
    required: bool = True


def read_day(text: str) -> date:
    """2024-06-30 or 6/30/2024."""
    for pattern, order in (
        (r"(\d{4})-(\d{1,2})-(\d{1,2})", (1, 2, 3)),
        (r"(\d{1,2})/(\d{1,2})/(\d{4})", (3, 1, 2)),
    ):
        if found := re.fullmatch(pattern, text):
            year, month, day = (int(found[place]) for place in order)
            try:
                read = date(year, month, day)
            except ValueError:
                raise Wrong("There is no such day in the calendar.") from None
            if read < EARLIEST:
                raise Wrong("The day is too long ago.")
            return read
    raise Wrong("This is not a date.")


def read_text(text: str) -> str:
    if len(text) > MOST_CHARACTERS:
        raise Wrong(f"This has {len(text)} characters.")
    return text


def read_reference(text: str) -> str:
    if not re.fullmatch(r"[0-9A-Za-z][0-9A-Za-z ./_-]{0,49}", text):
        raise Wrong("This has other characters, or more than 50.")
    return text


def read_address(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError:
        raise Wrong("This is not an e-mail address.") from None
    return text.lower()


def read_a_pid(text: str) -> str:
    pid = read_pid(text)
    if pid is None:
        raise Wrong("This cannot be a PID.")
    return pid


def read_roles(text: str) -> tuple[str, ...]:
    names = [part.strip().lower() for part in re.split(r"[;|]", text) if part.strip()]
    for name in names:
        if name not in PROVIDER_ROLES:
            raise Wrong("One of the roles is not known.")
    return tuple(dict.fromkeys(names))


def read_status(text: str) -> str:
    status = text.lower()
    if status not in (ACTIVE, LEFT):
        raise Wrong("This is neither of the two.")
    return status


_DAY = "A date as 2024-06-30 or 6/30/2024, in the calendar, 1950 or later."
_PID = Column(
    "organisation_pid", "The provider's PID.", "A PID of 4 to 15 letters and digits.", "P000123", read_a_pid
)

USERS: tuple[Column, ...] = (
    _PID,
    Column(
        "name",
        "The person's name, as it is to be shown.",
        f"At most {MOST_CHARACTERS} characters.",
        "Ana Ruiz",
        read_text,
    ),
    Column(
        "email",
        "The person's own work address. It names the account; no two people share one.",
        "One e-mail address.",
        "ana.ruiz@example.org",
        read_address,
    ),
    Column(
        "job_title",
        "What the person does.",
        f"At most {MOST_CHARACTERS} characters.",
        "Payments clerk",
        read_text,
    ),
    Column(
        "roles",
        "Roles in the portal, a semicolon between them. Empty: cleared, but without portal access.",
        "Roles of a provider: " + ", ".join(sorted(PROVIDER_ROLES)) + ".",
        "en-payments-clerk",
        read_roles,
        required=False,
    ),
    Column("first_day", "First day of work at the organization.", _DAY, "2022-03-01", read_day),
    Column("last_day", "Last day worked; only for who has left.", _DAY, "", read_day, required=False),
    Column(
        "employment_verified_on",
        "The day Social Security verified the employment. Needed for who has roles.",
        _DAY,
        "2022-03-04",
        read_day,
        required=False,
    ),
    Column(
        "clearance_decided_on",
        "The day of the favorable suitability determination.",
        _DAY,
        "2022-02-20",
        read_day,
        required=False,
    ),
    Column(
        "clearance_expires_on",
        "The last day the clearance is good. Needed with the day it was decided.",
        _DAY,
        "2027-02-19",
        read_day,
        required=False,
    ),
    Column(
        "training_completed_on",
        "The day the last security awareness training was completed.",
        _DAY,
        "2025-06-01",
        read_day,
        required=False,
    ),
    Column(
        "last_used_on",
        "The day the earlier portal was last used. The 180 days without use go on counting from it; "
        "where it is empty, from the day the employment was verified.",
        _DAY,
        "2025-11-28",
        read_day,
        required=False,
    ),
    Column("status", "active, or left.", "active or left.", "active", read_status),
)

HISTORY: tuple[Column, ...] = (
    _PID,
    Column(
        "reference",
        "The submission's number in the earlier portal. An organization has each once.",
        "At most 50 letters, digits, spaces and . / _ -",
        "SPP-2023-004411",
        read_reference,
    ),
    Column(
        "submitted_by",
        "E-mail address of who submitted it; empty where it is not known. Bring over people first.",
        "One e-mail address.",
        "ana.ruiz@example.org",
        read_address,
        required=False,
    ),
    Column(
        "form",
        "The form, as the earlier portal called it.",
        f"At most {MOST_CHARACTERS} characters.",
        "EN Payment Request",
        read_text,
    ),
    Column("submitted_on", "The day it was submitted.", _DAY, "2023-09-14", read_day),
    Column(
        "state",
        "Where it stood at the end, as the earlier portal called it.",
        f"At most {MOST_CHARACTERS} characters.",
        "Paid",
        read_text,
    ),
)
LAYOUTS: dict[str, tuple[Column, ...]] = {"users": USERS, "history": HISTORY}
# What makes two rows of a file about the same.
KEYS: dict[str, tuple[str, ...]] = {"users": ("email",), "history": ("organisation_pid", "reference")}


def read_cells(layout: tuple[Column, ...], cells: dict[str, str]) -> tuple[dict[str, Any], list[Problem]]:
    """The values of one row, and what is wrong with its cells; a cell that is empty or wrong is None."""
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for column in layout:
        text = cells.get(column.name, "")
        values[column.name] = None
        if not text:
            if column.required:
                problems.append(
                    Problem(column.name, column.rule, "This cell is empty.", f"Fill it in: {column.says}")
                )
            continue
        try:
            values[column.name] = column.read(text)
        except Wrong as wrong:
            problems.append(
                Problem(column.name, column.rule, str(wrong), "Correct the cell and send the file again.")
            )
    return values, problems
