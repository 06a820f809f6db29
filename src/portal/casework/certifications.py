"""Certifications of services as pages show them: a provider its own, staff all; the walls say which (row C9)."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from portal.casework.models import Certification
from portal.casework.plan.content import Content, read
from portal.casework.sealing import sealed
from portal.kernel import vault
from portal.policy.core import Month
from portal.policy.dates import DAY

_PURPOSES = {one.value: str(one.label) for one in Certification.Purpose}


class CertificationLine(NamedTuple):
    """One in a list; it names nobody. `last_day` is the last day covered."""

    number: str
    case: UUID
    case_number: str
    purpose: str
    purpose_words: str
    first_day: date
    last_day: date
    claim_months: tuple[Month, ...]
    services: int
    signed_by_name: str
    signed_on: date
    signed_at: datetime


class CertificationRecord(NamedTuple):
    """One opened, which is a look at the person. `content` is None where its key was destroyed."""

    line: CertificationLine
    name: str
    organisation_name: str
    form_version: str
    content: Content | None
    digest: str


def certifications_of(case: UUID) -> list[CertificationLine]:
    """Those of a case, the last signed first."""
    rows = Certification.objects.filter(case=case).select_related("case")
    return _lines(rows.order_by("-signed_at", "id"))


def certification(number: str) -> CertificationRecord | None:
    """One by number; None outside the reader's scope."""
    row = Certification.objects.filter(number=number).select_related("case", "organisation").first()
    if row is None:
        return None
    text, name = vault.show([sealed(row, "content"), sealed(row.case, "name")])
    content = read(text) if text.startswith("{") else None
    [line] = _lines([row])
    return CertificationRecord(
        line, name, row.organisation.name, row.form_version, content, bytes(row.digest).hex()
    )


def number_of_draft(draft: UUID) -> str | None:
    """The number of the one that was submitted from a draft: it has the draft's ID."""
    return Certification.objects.filter(pk=draft).values_list("number", flat=True).first()


def _lines(rows: Iterable[Certification]) -> list[CertificationLine]:
    return [
        CertificationLine(
            row.number,
            row.case_id,
            row.case.number,
            row.purpose,
            _PURPOSES[row.purpose],
            row.from_on,
            row.until_on - DAY,
            tuple(Month.of(day) for day in row.claim_months),
            row.services,
            row.signed_by_name,
            row.signed_on,
            row.signed_at,
        )
        for row in rows
    ]
