"""Announcements and closed functions: who may, what is refused, what everybody is told."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from portal.kernel.clock import now
from portal.kernel.models import Announcement, Closure, TrailEntry
from portal.kernel.notices import reading
from portal.kernel.notices.functions import FUNCTIONS
from portal.kernel.notices.results import Changed, Done, NotAllowed, NotFound
from portal.kernel.notices.services import announcing, closing
from portal.kernel.notices.services.announcing import Text
from portal.policy.roles import Permission, Role

BEGINS = datetime(2025, 12, 1, 14, tzinfo=UTC)


def text(**other: object) -> Text:
    return Text(
        **{
            "kind": "news",
            "title": "New form",
            "body": "It is here.",
            "audience": (),
            "banner": False,
            "from_at": BEGINS,
            **other,
        }
    )


@pytest.fixture
def administrator(world):
    return world.actor(world.account(world.organisation(kind="TPM"), [Role.TPM_ADMINISTRATOR]))


@pytest.fixture
def clerk(world):
    return world.actor(world.account(world.organisation(), [Role.EN_PAYMENTS_CLERK]))


@pytest.mark.row("L12")
def test_an_announcement_is_written_changed_and_ended_each_step_in_the_trail(administrator, unit_as):
    with unit_as(administrator):
        made = announcing.announce(text=text())
    with unit_as(administrator):
        changed = announcing.change(
            announcement=made.id, version=0, text=text(title="Newer form", audience=("EN",))
        )
    with unit_as(administrator):
        ended = announcing.end(announcement=made.id, version=1)
    assert (changed, ended) == (Done(made.id, 1), Done(made.id, 2))
    row = Announcement.objects.using("loader").get()
    assert (row.title, row.audience, row.written_by_name) == ("Newer form", ["EN"], administrator.name)
    assert BEGINS < row.until_at <= now().at
    entries = TrailEntry.objects.using("loader").filter(subject=made.id).order_by("id")
    assert [(one.kind, one.detail.get("fields")) for one in entries] == [
        ("announced", None),
        ("announcement-changed", ["audience", "title"]),
        ("announcement-ended", ["until_at"]),
    ]


@pytest.mark.row("L12", "B5")
def test_two_who_write_at_once_are_told_and_nothing_is_overwritten(administrator, unit_as):
    with unit_as(administrator):
        made = announcing.announce(text=text())
    with unit_as(administrator):
        announcing.change(announcement=made.id, version=0, text=text(title="First"))
    with unit_as(administrator):
        late = announcing.change(announcement=made.id, version=0, text=text(title="Second"))
        also_late = announcing.end(announcement=made.id, version=0)
        nowhere = announcing.end(announcement=uuid4(), version=0)
    assert (type(late), late.version, type(also_late)) == (Changed, 1, Changed)
    assert nowhere == NotFound()
    assert Announcement.objects.using("loader").get().title == "First"


@pytest.mark.row("L12")
@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"kind": "rumour"}, "kind"),
        ({"audience": ("EN", "Mars")}, "audience"),
        ({"until_at": BEGINS}, "until"),
        ({"kind": "event"}, "happens_day"),
        ({"kind": "event", "happens_at": BEGINS, "where": ""}, "happens_day"),
        ({"body": "The SSN 900-01-2345 was sent to us."}, "body"),
    ],
)
def test_what_cannot_be_announced_is_refused_with_the_reason(administrator, unit_as, wrong, field):
    with unit_as(administrator):
        answer = announcing.announce(text=text(**wrong))
    assert isinstance(answer, NotAllowed)
    assert answer.field == field
    assert not Announcement.objects.using("loader").exists()


@pytest.mark.row("L12", "A10")
def test_who_has_not_the_role_writes_nothing_and_closes_nothing(clerk, administrator, unit_as):
    with unit_as(administrator):
        made = announcing.announce(text=text())
    with unit_as(clerk):
        answers = [
            announcing.announce(text=text()),
            announcing.change(announcement=made.id, version=0, text=text()),
            announcing.end(announcement=made.id, version=0),
            closing.close_function(function="look-up", why="I want to."),
            closing.open_function(function="look-up", closure=uuid4(), version=0),
        ]
    assert [type(answer) for answer in answers] == [NotAllowed] * 5
    assert Announcement.objects.using("loader").get().version == 0
    assert not Closure.objects.using("loader").exists()


@pytest.mark.row("L12")
def test_one_taken_back_before_it_began_is_never_shown(administrator, unit_as):
    later = now().at + timedelta(days=2)
    with unit_as(administrator):
        made = announcing.announce(text=text(from_at=later))
    with unit_as(administrator):
        announcing.end(announcement=made.id, version=0)
        assert reading.now_for("EN", later + timedelta(hours=1)) == []
        assert list(reading.earlier_for("EN", later + timedelta(hours=1))) == []
        assert reading.one_for(made.id, "EN", later + timedelta(hours=1)) is None


@pytest.mark.row("L12")
def test_each_reads_what_is_for_its_kind_or_for_everybody(administrator, unit_as):
    with unit_as(administrator):
        for title, audience in (("all", ()), ("ENs", ("EN",)), ("staff", ("TPM", "SSA"))):
            announcing.announce(text=text(title=title, audience=audience))
    with unit_as(administrator, reading=True) as unit:
        seen = {kind: {row.title for row in reading.now_for(kind, unit.at)} for kind in ("EN", "SVRA", "SSA")}
    assert seen == {"EN": {"all", "ENs"}, "SVRA": {"all"}, "SSA": {"all", "staff"}}


@pytest.mark.row("J8")
def test_a_function_is_closed_once_and_opened_once(administrator, unit_as):
    with unit_as(administrator):
        shut = closing.close_function(function="look-up", why="  Wrong   names are shown. ")
    with unit_as(administrator):
        again = closing.close_function(function="look-up", why="Also me.")
        blank = closing.close_function(function="exports", why="  ")
        unknown = closing.close_function(function="coffee", why="Empty.")
    row = Closure.objects.using("loader").get()
    assert (row.why, row.closed_by_name, row.opened_at) == (
        "Wrong names are shown.",
        administrator.name,
        None,
    )
    assert (type(again), type(blank), unknown) == (Changed, NotAllowed, NotFound())
    with unit_as(administrator):
        opened = closing.open_function(function="look-up", closure=shut.id, version=0)
    with unit_as(administrator):
        late = closing.open_function(function="look-up", closure=shut.id, version=0)
    assert (opened, type(late)) == (Done(shut.id, 1), Changed)
    kinds = TrailEntry.objects.using("loader").filter(subject=shut.id).order_by("id")
    assert [entry.kind for entry in kinds] == ["function-closed", "function-opened"]


@pytest.mark.row("J8")
def test_the_switch_itself_can_never_be_closed():
    names = ("staff-functions", "staff-function-close", "staff-function-open", "home", "account_login")
    for function in FUNCTIONS:
        assert Permission.CLOSE_FUNCTIONS not in function.permissions
        assert not [name for name in names if function.shuts(name, Permission.CLOSE_FUNCTIONS, reading=False)]
