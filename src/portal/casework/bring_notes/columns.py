"""The layout of a file of contact notes: one declaration a column."""

import re

from portal.casework.models import ContactNote
from portal.casework.plan.words import SERVICES
from portal.kernel.numbers import read_number
from portal.kernel.sent_files.kinds import FILLED
from portal.kernel.tables_in import Column, Layout, TableLimits, Wrong
from portal.kernel.tables_in.columns import DAY_RULE, read_day, read_text

LIMITS = TableLimits(rows=10_000)
_YES, _NO = {"yes", "y", "true", "1"}, {"no", "n", "false", "0"}
_METHODS = {
    **{str(value): str(value) for value in ContactNote.Method.values},
    **{str(label): str(value) for value, label in ContactNote.Method.choices},
    "phone": "telephone",
    "call": "telephone",
    "in person": "meeting",
    "e-mail": "email",
    "text message": "text",
    "sms": "text",
    "mail": "letter",
}
_SERVICES = {
    **{kind: kind for kind in SERVICES},
    **{one.title.lower(): kind for kind, one in SERVICES.items()},
}


def read_a_number(text: str) -> str:
    number = read_number(text)
    if number is None:
        raise Wrong("This is no number of the portal.")
    return number


def read_method(text: str) -> str:
    if (method := _METHODS.get(text.lower())) is None:
        raise Wrong("This is not an acceptable way of contact.")
    return method


def read_yes_no(text: str) -> bool:
    if text.lower() in _YES:
        return True
    if text.lower() not in _NO:
        raise Wrong("This is neither yes nor no.")
    return False


def read_services(text: str) -> tuple[str, ...]:
    names = [part.strip().lower() for part in re.split(r"[;|]", text) if part.strip()]
    if unknown := [name for name in names if name not in _SERVICES]:
        raise Wrong(f"No service of the plan is called {unknown[0][:60]}.")
    return tuple(dict.fromkeys(_SERVICES[name] for name in names))


def read_reference(text: str) -> str:
    if not re.fullmatch(r"[0-9A-Za-z][0-9A-Za-z ./_:#-]{0,79}", text):
        raise Wrong("This has other characters, or more than 80.")
    return text


def read_long(text: str) -> str:
    return read_text(text, 4000)


_METHOD_WORDS = ", ".join(sorted(str(value) for value in ContactNote.Method.values))
LAYOUT = Layout(
    (
        Column(
            "reference",
            "The note's number in your own software. Your organization has each once.",
            "At most 80 letters, digits, spaces and . / _ : # -",
            "N-20411",
            read_reference,
        ),
        Column(
            "case",
            "The number of the case, or of the Ticketholder.",
            "A number of the portal, as CS-7K4M-2Q9X.",
            "CS-7K4M-2Q9X",
            read_a_number,
        ),
        Column("date", "The day of the contact.", DAY_RULE, "2025-11-20", read_day),
        Column("method", "How the contact was made.", f"One of: {_METHOD_WORDS}.", "telephone", read_method),
        Column(
            "two_way",
            "Did the Ticketholder take part? No means that it was an attempt.",
            "yes or no.",
            "yes",
            read_yes_no,
        ),
        Column("reason", "Why contact was made.", "At most 200 characters.", "Job search", read_text),
        Column(
            "said",
            "What was said.",
            "At most 4,000 characters.",
            "Has an interview on Friday.",
            read_long,
            required=False,
        ),
        Column(
            "result",
            "What comes of it.",
            "At most 200 characters.",
            "Call on Monday",
            read_text,
            required=False,
        ),
        Column(
            "services",
            "Services given, a semicolon between them.",
            "Services of the plan in force: " + ", ".join(SERVICES) + ".",
            "job-search; job-coaching",
            read_services,
            required=False,
        ),
        Column(
            "no_more_contact",
            "Does the Ticketholder wish no more contact?",
            "yes or no.",
            "no",
            read_yes_no,
            required=False,
        ),
        Column(
            "reminder", "A day on which to be reminded.", DAY_RULE, "2025-12-01", read_day, required=False
        ),
        *FILLED,
    ),
    key=("reference",),
)
