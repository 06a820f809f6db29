"""What the synthetic program announces: an outage to come, a learning event, news, and one that is over."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from portal.kernel.clock import EASTERN
from portal.kernel.models import Announcement
from portal.nation.access_trail import By, Entry, write
from portal.nation.cast import TPM
from portal.nation.chance import Chance
from portal.nation.rows import Rows
from portal.nation.workers import Workers
from portal.policy.roles import Role

_SUNDAY = 6


def make_notices(rows: Rows, seed: int, workers: Workers, organisation: UUID, today: date) -> None:
    """Announcements around today, written by the program manager's administrator. Nothing is closed."""
    chance = Chance(seed, "notices")
    account, name = workers.any(TPM, Role.TPM_ADMINISTRATOR)[0]
    trail = Chance(seed, "trail of notices")
    for values in _announcements(today):
        key, written = chance.id(), _by(account, name, values["from_at"])
        rows.add(Announcement, id=key, **written, **values)
        detail = {
            "kind": str(values["kind"]),
            "audience": values.get("audience", []),
            "from": values["from_at"].isoformat(),
        }
        entry = Entry(
            written["written_at"], By(account, organisation), "announced", "announcement", key, detail
        )
        write(rows, trail, iter([entry]))


def _by(account: UUID, name: str, at: datetime) -> dict[str, Any]:
    return {"written_by": account, "written_by_name": name, "written_at": at - timedelta(hours=1)}


def _announcements(today: date) -> Iterator[dict[str, Any]]:
    sunday = today + timedelta(days=(_SUNDAY - today.weekday()) % 7 or 7)
    yield {
        "kind": Announcement.Kind.OUTAGE,
        "title": f"The portal is closed on {_long(sunday)}, from 6 to 9 a.m. Eastern Time",
        "body": "We install new software.\n\n- Drafts are kept.\n- Requests that were submitted go on.\n"
        "- If a due date falls on this day, the next working day counts.",
        "banner": True,
        "from_at": _at(today - timedelta(days=3), 9),
        "until_at": _at(sunday, 9),
    }
    call = today + timedelta(days=29)
    yield {
        "kind": Announcement.Kind.EVENT,
        "title": "All EN call: asking for several months in one request",
        "body": "We show how several months go into one request, and how each one is judged alone.\n\n"
        "Bring your questions. A recording is put here afterwards.",
        "audience": ["EN"],
        "from_at": _at(today - timedelta(days=6), 10),
        "until_at": _at(call, 16),
        "happens_at": _at(call, 14),
        "where": "By telephone and on the web; the number is in the invitation",
    }
    yield {
        "kind": Announcement.Kind.NEWS,
        "title": "The yearly security awareness training is in the portal now",
        "body": "You find it under **Training**, in English and in Spanish. It takes about half an hour."
        " Your place is kept, and the completion is on record as soon as you pass.",
        "from_at": _at(today - timedelta(days=14), 9),
    }
    yield {
        "kind": Announcement.Kind.NEWS,
        "title": "The Help Desk is closed on Thanksgiving Day",
        "body": "Messages left on that day are answered on the next working day.",
        "banner": True,
        "from_at": _at(today - timedelta(days=30), 9),
        "until_at": _at(today - timedelta(days=17), 17),
    }


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), EASTERN).astimezone(UTC)


def _long(day: date) -> str:
    return f"{day:%A, %B} {day.day}"
