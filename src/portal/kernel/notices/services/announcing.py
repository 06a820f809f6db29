"""Writing, changing and ending an announcement (mission row L12)."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from portal.kernel.ids import new_id
from portal.kernel.mailguard import check_outgoing
from portal.kernel.models import Announcement
from portal.kernel.notices.results import Answer, Changed, Done, NotAllowed, NotFound
from portal.kernel.trail import note
from portal.kernel.unit import as_system, current
from portal.policy.roles import ROLES_AT, Permission

_FIELDS = (
    "kind",
    "title",
    "body",
    "audience",
    "banner",
    "from_at",
    "until_at",
    "happens_at",
    "where",
)


@dataclass(frozen=True, slots=True)
class Text:
    """What is announced, to whom and from when. Instants are of the program's time, in UTC.

    `audience` holds kinds of organisation; empty is everybody. `happens_at` and `where` are of a learning event.
    """

    kind: str
    title: str
    body: str
    audience: tuple[str, ...]
    banner: bool
    from_at: datetime
    until_at: datetime | None = None
    happens_at: datetime | None = None
    where: str = ""


def announce(*, text: Text) -> Answer:
    """Write a new announcement; it is shown from `text.from_at`."""
    refused = _refusal() or _wrong(text)
    if refused is not None:
        return refused
    unit = current()
    row = Announcement(id=new_id(), **_columns(text), **_by())
    note(
        "announced",
        subject_kind="announcement",
        subject=row.pk,
        detail={"kind": text.kind, "audience": list(text.audience), "from": text.from_at.isoformat()},
    )
    row.written_at = unit.at
    with as_system():
        row.save(force_insert=True)
    return Done(row.pk, row.version)


def change(*, announcement: UUID, version: int, text: Text) -> Answer:
    """Write it anew, if it still has the version the page was made from. The trail keeps that it changed."""
    refused = _refusal() or _wrong(text)
    if refused is not None:
        return refused
    with as_system():
        row = _locked(announcement, version)
        if not isinstance(row, Announcement):
            return row
        before = {name: getattr(row, name) for name in _FIELDS}
        columns = _columns(text)
        for name, value in columns.items():
            setattr(row, name, value)
        return _changed(
            row, "announcement-changed", sorted(name for name in _FIELDS if before[name] != columns[name])
        )


def end(*, announcement: UUID, version: int) -> Answer:
    """Stop showing it now. One that had not begun is never shown."""
    refused = _refusal()
    if refused is not None:
        return refused
    at = current().at
    with as_system():
        row = _locked(announcement, version)
        if not isinstance(row, Announcement):
            return row
        if row.until_at is not None and row.until_at <= at:
            return Changed("It had ended already. Nothing was changed.", row.version)
        row.until_at = max(at, row.from_at)
        return _changed(row, "announcement-ended", ["until_at"])


def _refusal() -> NotAllowed | None:
    if current().actor.may(Permission.ANNOUNCE):
        return None
    return NotAllowed("Your role does not include writing announcements. Ask the program's administrator.")


def _wrong(text: Text) -> NotAllowed | None:
    if text.kind not in Announcement.Kind.values:
        return NotAllowed("Choose what kind of announcement it is.", "kind")
    if not set(text.audience) <= set(ROLES_AT):
        return NotAllowed("Choose kinds of organization from the list.", "audience")
    if text.until_at is not None and text.until_at <= text.from_at:
        return NotAllowed("The end is before the beginning. Choose a later end, or none.", "until")
    if text.kind == Announcement.Kind.EVENT and not (text.happens_at and text.where):
        return NotAllowed(
            "A learning event needs its day, its time, and where it takes place.", "happens_day"
        )
    if check_outgoing(text.title, text.body):
        return NotAllowed(
            "This text seems to hold personal data (a number, a date of birth, somebody's pay)."
            " Announcements go to many people. Take it out.",
            "body",
        )
    return None


def _columns(text: Text) -> dict[str, object]:
    return {**asdict(text), "audience": sorted(text.audience)}


def _by() -> dict[str, object]:
    actor = current().actor
    return {"written_by": actor.account, "written_by_name": actor.name}


def _locked(announcement: UUID, version: int) -> Announcement | Changed | NotFound:
    row = Announcement.objects.select_for_update().filter(pk=announcement).first()
    if row is None:
        return NotFound()
    if row.version != version:
        return Changed(
            f"{row.written_by_name} changed this announcement while you had it open."
            " Nothing of yours was saved; what you typed is still here.",
            row.version,
        )
    return row


def _changed(row: Announcement, kind: str, fields: list[str]) -> Done:
    row.version += 1
    for name, value in _by().items():
        setattr(row, name, value)
    row.written_at = current().at
    row.save()
    note(kind, subject_kind="announcement", subject=row.pk, detail={"fields": fields})
    return Done(row.pk, row.version)
