"""Earnings as Social Security's record states them, in sets. Run as the system."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from portal.earnings.services.recording_many import employers_named
from portal.kernel.stated import Column, Keyed, Recorded, stage, state
from portal.kernel.unit import as_system, current

# A provider's own statement of a month stands beside it.
_RECORD = Keyed(
    "earnings_earningsmonth",
    ("person_id", "month", "employer_id", "kind", "source"),
    ("gross_cents",),
    also="t.given_to_id is null",
    fixed={"proven": "true", "recorded_by": "'system'", "shown_by": "''"},
)


def state_earnings(columns: Mapping[str, Column], employers: Sequence[str | None], as_of: date) -> Recorded:
    """Record earnings; `columns` are id, person_id, month, gross_cents, kind, source; `employers` by name."""
    ids = employers_named({name for name in employers if name})
    stage({**columns, "employer_id": Column("uuid", [_id(ids, name) for name in employers])})
    with as_system():
        return state(_RECORD, as_of, current().at)


def _id(ids: Mapping[str, UUID], name: str | None) -> UUID | None:
    return None if name is None else ids[" ".join(name.split()).casefold()]
