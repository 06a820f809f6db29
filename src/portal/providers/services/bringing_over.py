"""Bringing over what the earlier portal had, from files of people and of submissions (row A7)."""

from collections.abc import Sequence

from portal.kernel.outbox import enqueue_many
from portal.kernel.sent_files.kinds import Kind, Row, Verdict, Words, declare
from portal.kernel.sets import insert_rows
from portal.kernel.trail.writing import note_many
from portal.kernel.unit import current
from portal.policy.roles import Permission
from portal.providers.bring_over import history, users
from portal.providers.bring_over.columns import LAYOUTS
from portal.providers.bring_over.judging import JudgedRow
from portal.providers.bring_over.users import Moment
from portal.providers.models import BringOver, BroughtRow
from portal.providers.services.enrolment import INVITE
from portal.providers.services.telling import all_enrolled

_JUDGES = {"users": users.judge, "history": history.judge}


def _judge(file: BringOver, rows: Sequence[Row]) -> list[JudgedRow]:
    return _JUDGES[file.kind](file, rows, Moment(current().on, current().at))


def _bring(file: BringOver, rows: Sequence[Row]) -> list[JudgedRow]:
    judged = _judge(file, rows)
    accepted = [one for one in judged if one.verdict == Verdict.ACCEPTED]
    made = [row for one in accepted for row in one.makes]
    for model in dict.fromkeys(type(row) for row in made):
        insert_rows([row for row in made if type(row) is model])
    note_many(one.entry for one in accepted if one.entry)
    enqueue_many(INVITE, all_enrolled({one.invites for one in accepted if one.invites}))
    return judged


def _kind(name: str) -> Kind:
    return declare(
        Kind(
            name=name,
            prefix="BO",
            about="bring-over",
            task="providers.bring_over",
            files=BringOver,
            rows=BroughtRow,
            layout=LAYOUTS[name],
            permission=Permission.BRING_OVER,
            judge=_judge,
            bring=_bring,
            words=Words("Bring over", "brought over"),
        )
    )


USERS = _kind("users")
HISTORY = _kind("history")
KINDS = {one.name: one for one in (USERS, HISTORY)}
