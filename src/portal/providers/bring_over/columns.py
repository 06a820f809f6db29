"""The layout of the files of the earlier portal."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from portal.kernel.sent_files.kinds import FILLED
from portal.kernel.tables_in import Column, Layout, Wrong
from portal.kernel.tables_in.columns import DAY_RULE, MOST_CHARACTERS, read_day, read_text
from portal.policy.provider_numbers import read_pid
from portal.policy.roles import PROVIDER_ROLES

ACTIVE, LEFT = "active", "left"


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
    Column("first_day", "First day of work at the organization.", DAY_RULE, "2022-03-01", read_day),
    Column("last_day", "Last day worked; only for who has left.", DAY_RULE, "", read_day, required=False),
    Column(
        "employment_verified_on",
        "The day Social Security verified the employment. Needed for who has roles.",
        DAY_RULE,
        "2022-03-04",
        read_day,
        required=False,
    ),
    Column(
        "clearance_decided_on",
        "The day of the favorable suitability determination.",
        DAY_RULE,
        "2022-02-20",
        read_day,
        required=False,
    ),
    Column(
        "clearance_expires_on",
        "The last day the clearance is good. Needed with the day it was decided.",
        DAY_RULE,
        "2027-02-19",
        read_day,
        required=False,
    ),
    Column(
        "training_completed_on",
        "The day the last security awareness training was completed.",
        DAY_RULE,
        "2025-06-01",
        read_day,
        required=False,
    ),
    Column(
        "last_used_on",
        "The day the earlier portal was last used; who has roles used it in the last 180 days. Days without use "
        "count from it here (where it is empty, from the day the employment was verified), and anew from the day "
        "the organization moves to this portal.",
        DAY_RULE,
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
    Column("submitted_on", "The day it was submitted.", DAY_RULE, "2023-09-14", read_day),
    Column(
        "state",
        "Where it stood at the end, as the earlier portal called it.",
        f"At most {MOST_CHARACTERS} characters.",
        "Paid",
        read_text,
    ),
)
LAYOUTS: dict[str, Layout] = {
    "users": Layout((*USERS, *FILLED), key=("email",)),
    "history": Layout((*HISTORY, *FILLED), key=("organisation_pid", "reference")),
}
