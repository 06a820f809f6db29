"""What is shared by judging people and submissions: places by PID, verdicts, batches of rows."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db import models

from portal.kernel.sent_files.kinds import Judged, Row, Verdict
from portal.kernel.tables_in import Problem, misshapen, read_cells
from portal.kernel.trail.writing import Entry
from portal.policy.provider_numbers import read_pid
from portal.providers.bring_over.columns import LAYOUTS
from portal.providers.models import Provider


class Place(NamedTuple):
    """A provider as a row names it."""

    organisation: UUID
    name: str
    kind: str


@dataclass(slots=True)
class JudgedRow(Judged):
    """A row of the earlier portal. `makes` are the new rows of one that is accepted."""

    makes: list[models.Model] = field(default_factory=list)
    entry: Entry | None = None
    invites: UUID | None = None


def cell(rows: Iterable[Row], column: str) -> set[str]:
    """What the rows have in a column."""
    return {text for row in rows if (text := row.cells.get(column, ""))}


def places(rows: Iterable[Row]) -> dict[str, Place]:
    """Providers by the PIDs the rows name; one query."""
    pids = {pid for text in cell(rows, "organisation_pid") if (pid := read_pid(text))}
    found = Provider.objects.filter(pid__in=pids).values_list(
        "pid", "pk", "organisation__name", "organisation__kind"
    )
    return {pid: Place(organisation, name, kind) for pid, organisation, name, kind in found}


def read_row(
    kind: str, row: Row, known: dict[str, Place]
) -> tuple[dict[str, Any], Place | None, list[Problem]]:
    """The row's values, its provider, and what is wrong that the file alone and the PID tell."""
    if (wrong := misshapen(row.cells)) is not None:
        return {}, None, [wrong]
    values, problems = read_cells(LAYOUTS[kind], row.cells)
    place = known.get(values["organisation_pid"] or "")
    if values["organisation_pid"] and place is None:
        problems.append(
            Problem(
                "organisation_pid",
                "The PID of a provider on record.",
                "No provider has this PID.",
                "Check the PID, or enter it on the provider's record first.",
            )
        )
    return values, place, problems


def refused(row: Row, problems: list[Problem]) -> JudgedRow:
    """A row that cannot be taken."""
    return JudgedRow(row, Verdict.REFUSED, problems)


def not_after(name: str, value: date | None, today: date) -> list[Problem]:
    """A day that must have come."""
    if value is None or value <= today:
        return []
    return [
        Problem(
            name, "Today or earlier.", "This day is still to come.", "Correct the day, or send the row then."
        )
    ]


def not_before(name: str, value: date | None, other: str, first: date | None) -> list[Problem]:
    """A day that cannot be before another one of the row."""
    if value is None or first is None or value >= first:
        return []
    return [
        Problem(
            name,
            f"On or after {other}.",
            f"This day is before {other}.",
            "Correct the day that is wrong.",
        )
    ]
