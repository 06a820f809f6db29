"""A certification of services being written, read: what was typed, and the words it is shown and kept in."""

from collections.abc import Mapping
from typing import Any

from django.utils.text import capfirst

from portal.casework.certifying import Given, Line, Noted, RowGiven, Stated
from portal.casework.models import Certification
from portal.casework.plan.content import digest, written
from portal.casework.plan.words import SERVICES as KINDS
from portal.casework.plan.words import Section
from portal.policy.cos_facts import Contacts, Purpose
from portal.policy.dates import DAY
from portal.web.provider.drafting import as_data
from portal.web.provider.forms.certification import (
    PURPOSE,
    STATEMENT,
    PurposeForm,
    ServiceForm,
    StatementForm,
)
from portal.web.ui import formats

# What is kept of each service stands under its key, and who has opened it beside that.
ROW, OPENED = "row-", "opened"


def read(answers: Mapping[str, Any], *, certified: bool = False) -> tuple[Given, tuple[str, ...]]:
    """What was typed, and the slugs of pages that hold something that cannot be read."""
    purpose = PurposeForm(as_data(answers.get(PURPOSE)))
    statement = StatementForm(as_data(answers.get(STATEMENT)))
    wrong = [slug for slug, form in ((PURPOSE, purpose), (STATEMENT, statement)) if not form.is_valid()]
    about, said = purpose.cleaned_data, statement.cleaned_data
    chosen = about.get("purpose")
    two_way, attempts = said.get("two_way"), said.get("attempts")
    given = Given(
        purpose=Purpose(chosen) if chosen else None,
        claim_months=about.get("claim_months") or (),
        from_on=about.get("from_on"),
        through_on=about.get("through_on"),
        rows=_rows(answers),
        stated=None if two_way is None or attempts is None else Contacts(two_way, attempts),
        provided=said.get("provided"),
        contributed=said.get("contributed"),
        how=said.get("how") or "",
        certified=certified,
    )
    return given, tuple(wrong)


def _rows(answers: Mapping[str, Any]) -> dict[str, RowGiven]:
    """What was made of each service, by its key."""
    opened = answers.get(OPENED) or {}
    return {
        key: _row(typed, str((opened.get(key) or [""])[0]))
        for name, typed in answers.items()
        if name.startswith(ROW) and (key := name.removeprefix(ROW))
    }


def _row(typed: Mapping[str, Any], opened_by: str) -> RowGiven:
    form = ServiceForm(as_data(typed))
    form.is_valid()
    cleaned = form.cleaned_data
    return RowGiven(
        by=cleaned.get("by") or "",
        description=cleaned.get("description") or "",
        left_out=bool(cleaned.get("left_out")),
        why=cleaned.get("why") or "",
        opened_by=opened_by,
    )


def kind_words(kind: str) -> str:
    """A kind of service in the words of the plan."""
    known = KINDS.get(kind)
    return known.title if known else kind


def days_words(found: Noted | Stated) -> str:
    """The days covered."""
    facts = found.facts
    return f"{formats.day(facts.from_)} through {formats.day(facts.until - DAY)}"


def sections(found: Stated, given: Given) -> tuple[Section, ...]:
    """The whole certification in words, as it is shown before signing and kept."""
    facts = found.facts
    about = [
        ("For", capfirst(Certification.Purpose(facts.purpose.value).label)),
        ("Days covered", days_words(found)),
        ("Plan", facts.plan_version or "Not on record"),
    ]
    if facts.claim_months:
        about.append(("Months to be claimed", ", ".join(formats.month(one) for one in facts.claim_months)))
    certified = [line for line in found.lines if not line.left_out]
    left = [line for line in found.lines if line.left_out]
    return (
        Section("What it is for", tuple(about)),
        Section("Services given", tuple(_said(line) for line in certified)),
        *([Section("Left out", tuple(_left_out(line) for line in left))] if left else []),
        Section("Contacts and statement", tuple(_stated(found, given))),
    )


def seal_of(shown: tuple[Section, ...]) -> str:
    """What a page showed, as one short text: signing what has changed since is noticed."""
    return digest(written(None, shown)).hex()


def _heading(line: Line) -> str:
    return f"{formats.day(line.note.on)}: {kind_words(line.note.kind)}"


def _said(line: Line) -> tuple[str, str]:
    how = f"{line.note.method}, by {line.by or 'nobody named'}"
    return _heading(line), f"{how[:1].upper()}{how[1:]}\n{line.description or 'Not described'}"


def _left_out(line: Line) -> tuple[str, str]:
    return _heading(line), line.given.why if line.given else ""


def _stated(found: Stated, given: Given) -> list[tuple[str, str]]:
    facts = found.facts
    rows = [
        ("Two-way contacts", str(facts.stated.two_way)),
        ("Attempts that were not answered", str(facts.stated.attempts)),
        ("The services of the plan were given", _yes_no(facts.provided)),
        ("They helped to reach the earnings", _yes_no(facts.contributed)),
    ]
    return [*rows, ("How they helped", given.how)] if given.how else rows


def _yes_no(value: bool | None) -> str:
    return "Not answered" if value is None else "Yes" if value else "No"
