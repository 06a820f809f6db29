"""Warnings before a lapse: who, when, once; and the duties that go with them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from portal.kernel.actor import SYSTEM
from portal.kernel.clock import now
from portal.kernel.models import Duty, Mail
from portal.people.models import Clearance, Employment, SignIn, TrainingRecord, Warned
from portal.people.services import warn
from portal.people.warnings import CLEARANCE, IDLE, TRAINING, parameters, statement
from portal.policy.roles import Role
from portal.providers.models import Enrolment
from tests.world import TODAY

pytestmark = [pytest.mark.row("A4", "J9")]
CLERK = [Role.EN_PAYMENTS_CLERK]


@pytest.fixture
def run(unit_as, settings):
    """`run(on)` is the job of a day; how many were warned."""

    def ran(on: date = TODAY) -> int:
        settings.PORTAL_TODAY = on
        with unit_as(SYSTEM):
            return warn.warn_people()

    return ran


def warned() -> list[tuple[str, date, int]]:
    rows = Warned.objects.using("loader").order_by("what", "-days")
    return [(row.what, row.last_day, row.days) for row in rows]


def at_work(world, **other):
    """Somebody with nothing to lapse soon but what is said."""
    return world.account(
        other.pop("organisation", None) or world.organisation(),
        other.pop("roles", CLERK),
        **{"clearance_until": date(2030, 1, 1), "trained_on": TODAY, **other},
    )


@pytest.mark.parametrize(
    ("left", "days"),
    [(61, None), (60, 60), (59, 60), (31, 60), (30, 30), (8, 30), (7, 7), (1, 7), (0, 7), (-1, None)],
)
def test_a_clearance_is_warned_of_from_its_day_on(world, run, left, days):
    last_day = TODAY + timedelta(days=left)
    at_work(world, clearance_until=last_day)
    assert run() == (0 if days is None else 1)
    assert warned() == ([] if days is None else [(CLEARANCE, last_day, days)])


@pytest.mark.parametrize(
    ("trained_on", "last_day", "days"),
    [
        (date(2025, 2, 13), date(2026, 2, 13), 60),
        (date(2025, 2, 14), None, None),
        (date(2025, 1, 14), date(2026, 1, 14), 30),
        (date(2024, 12, 22), date(2025, 12, 22), 7),
        (date(2024, 12, 15), date(2025, 12, 15), 7),
        (date(2024, 12, 14), None, None),
    ],
)
def test_a_training_is_warned_of_a_year_after_it(world, run, trained_on, last_day, days):
    at_work(world, trained_on=trained_on)
    run()
    assert warned() == ([] if days is None else [(TRAINING, last_day, days)])


def test_a_training_of_29_february_serves_through_the_28th(world, run):
    at_work(world, trained_on=date(2024, 2, 29))
    run(date(2025, 2, 21))
    assert warned() == [(TRAINING, date(2025, 2, 28), 7)]


@pytest.mark.parametrize(
    ("used", "days"), [(149, 30), (148, None), (150, 30), (171, 30), (172, 7), (179, 7), (180, None)]
)
def test_unused_access_is_warned_of_30_and_7_days_before_180(world, run, used, days):
    """`used` days ago the last time; the last good day is the 179th after it."""
    account = at_work(world)
    day = TODAY - timedelta(days=used)
    Employment.objects.using("loader").update(granted_on=date(2024, 1, 2))
    world.add(
        SignIn(
            account=account,
            way="password",
            factor="totp",
            admitted=True,
            admitted_on=day,
            began_at=datetime(2025, 1, 1, tzinfo=UTC),
            seen_at=datetime(2025, 1, 1, tzinfo=UTC),
            ended_at=datetime(2025, 1, 1, tzinfo=UTC),
        )
    )
    run()
    assert warned() == ([] if days is None else [(IDLE, day + timedelta(days=179), days)])


def test_t_15_the_organization_hears_before_unused_access_ends(world, run):
    """T-15: idle for 180 days, access is removed (tests/policy/test_access.py), with notice to the EN before."""
    organisation, other = world.organisation(), world.organisation()
    boss = at_work(world, organisation=organisation, roles=[Role.EN_ADMINISTRATOR])
    for who in (other, organisation, organisation):
        at_work(world, organisation=who)
    rows = Employment.objects.using("loader").exclude(account=boss)
    rows.filter(organisation=organisation).update(granted_on=TODAY - timedelta(days=155))
    assert run() == 3
    mail = Mail.objects.using("loader").get(account=boss.pk)
    assert mail.subject == "Portal access in your organization ends on January 8, 2026 unless it is used"
    assert mail.state == "waiting"
    assert run() == 0
    assert run(TODAY + timedelta(days=17)) == 3


def test_access_opened_and_never_used_counts_from_its_opening(world, run):
    at_work(world)
    opened = TODAY - timedelta(days=155)
    Employment.objects.using("loader").update(granted_on=opened)
    run()
    assert warned() == [(IDLE, opened + timedelta(days=179), 30)]


def test_who_used_the_portal_since_is_not_warned(world, run):
    account = at_work(world)
    Employment.objects.using("loader").update(granted_on=TODAY - timedelta(days=160))
    world.add(
        SignIn(
            account=account,
            way="password",
            factor="totp",
            admitted=True,
            admitted_on=TODAY - timedelta(days=3),
            began_at=now().real,
            seen_at=now().real,
            ended_at=now().real,
        )
    )
    assert run() == 0


def test_the_latest_clearance_counts_and_a_renewed_one_closes_the_duty(world, run):
    account = at_work(world, clearance_until=TODAY + timedelta(days=20))
    assert run() == 1
    duty = Duty.objects.using("loader").get()
    assert (duty.kind, duty.subject, duty.due_on, duty.closed_at) == (
        "renew-clearance",
        account.pk,
        TODAY + timedelta(days=20),
        None,
    )
    world.add(
        Clearance(account=account, favourable=True, decided_on=TODAY, expires_on=TODAY + timedelta(days=1800))
    )
    assert run(TODAY + timedelta(days=1)) == 0
    assert Duty.objects.using("loader").get().closed_at is not None


def test_the_duty_stays_past_its_day_until_it_is_renewed_or_the_person_leaves(world, run):
    account = at_work(world, trained_on=TODAY - timedelta(days=360))
    run()
    run(TODAY + timedelta(days=30))
    assert Duty.objects.using("loader").get().closed_at is None
    Employment.objects.using("loader").filter(account=account).update(ended_on=TODAY + timedelta(days=31))
    run(TODAY + timedelta(days=31))
    assert Duty.objects.using("loader").get().closed_at is not None


def test_running_twice_mails_once_and_a_missed_day_is_caught_up(world, run):
    last_day = TODAY + timedelta(days=60)
    at_work(world, clearance_until=last_day)
    assert [run(), run()] == [1, 0]
    # Day 30 did not run.
    assert run(TODAY + timedelta(days=31)) == 1
    assert run(TODAY + timedelta(days=32)) == 0
    assert run(TODAY + timedelta(days=53)) == 1
    assert warned() == [(CLEARANCE, last_day, days) for days in (60, 30, 7)]
    assert Mail.objects.using("loader").count() == 3


def test_the_mail_says_what_ends_when_and_what_to_do_and_nothing_about_the_person(world, run):
    account = at_work(world, name="Maya Example", clearance_until=date(2026, 1, 14))
    run()
    mail = Mail.objects.using("loader").get()
    assert (mail.state, mail.account, mail.address) == ("waiting", account.pk, account.email)
    assert mail.subject == "Your suitability clearance ends on January 14, 2026"
    assert "ask your organization now" in mail.body
    assert "Maya" not in mail.subject + mail.body


def test_who_does_not_work_in_the_portal_is_left_alone(world, run):
    soon = TODAY + timedelta(days=7)
    left, never, off, unverified, ssa = (at_work(world, clearance_until=soon) for _ in range(5))
    rows = Employment.objects.using("loader")
    rows.filter(account=left).update(ended_on=TODAY)
    rows.filter(account=never).update(roles=[])
    rows.filter(account=unverified).update(verified_on=None)
    rows.filter(account=ssa).update(organisation=world.organisation(kind="SSA"))
    type(off).objects.using("loader").filter(pk=off.pk).update(is_active=False)
    assert run() == 0


def test_another_course_is_not_the_yearly_one(world, run):
    account = at_work(world)
    world.add(
        TrainingRecord(account=account, course="extra-security", completed_on=TODAY - timedelta(days=360))
    )
    assert run() == 0


def test_questions_do_not_grow_with_people(world, run, unit_as):
    organisation = world.organisation()
    for days in (5, 6):
        at_work(world, organisation=organisation, clearance_until=TODAY + timedelta(days=days))
    run()

    def asked(count: int) -> int:
        for days in range(count):
            at_work(world, organisation=organisation, clearance_until=TODAY + timedelta(days=days))
        with unit_as(SYSTEM), CaptureQueriesContext(connection) as queries:
            assert warn.warn_people() == count
        return len(queries)

    assert asked(1) == asked(6)


def years_of_everything(account):
    """A row of each kind every other day for four years, and counted: few are about the days that are asked for."""
    days = [TODAY - timedelta(days=past) for past in range(0, 1460, 2)]
    at = datetime(2025, 1, 1, tzinfo=UTC)
    ended = {"way": "password", "factor": "totp", "ended_at": at, "ended_why": "out"}
    rows = (
        [Clearance(account=account, favourable=True, decided_on=day, expires_on=day) for day in days],
        [TrainingRecord(account=account, completed_on=day) for day in days],
        [
            SignIn(account=account, admitted=True, admitted_on=day, began_at=at, seen_at=at, **ended)
            for day in days
        ],
    )
    for part in rows:
        type(part[0]).objects.using("loader").bulk_create(part)
        with connections["owner"].cursor() as cursor:
            cursor.execute(f"analyze {part[0]._meta.db_table}")


@pytest.mark.parametrize(
    ("what", "index"),
    [(CLEARANCE, "clearance_expires"), (TRAINING, "training_completed"), (IDLE, "sign_in_admitted")],
)
def test_each_question_starts_from_an_index_on_its_days(world, unit_as, what, index):
    years_of_everything(world.account(world.organisation(), CLERK))
    with unit_as(SYSTEM), connection.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off")
        cursor.execute(f"explain {statement(what)}", parameters(what, TODAY, (60, 30, 7)))
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert f"using {index}" in plan or f"on {index}" in plan


def test_administrators_are_warned_of_what_of_their_organisation_ends(world, unit_as):
    organisation, other = world.organisation(), world.organisation()
    boss = world.account(organisation, [Role.EN_ADMINISTRATOR])
    world.account(organisation, CLERK)
    world.account(other, [Role.EN_ADMINISTRATOR])
    last_day = TODAY + timedelta(days=29)
    lapses = [(organisation.pk, "SAM registration", last_day, 29), (other.pk, "agreement", TODAY, 61)]
    with unit_as(SYSTEM):
        counts = [warn.warn_administrators(lapses, (60, 30, 7)) for _ in range(2)]
    assert counts == [1, 0]
    mail = Mail.objects.using("loader").get()
    assert mail.account == boss.pk
    assert mail.subject == "Your organization's SAM registration ends on January 13, 2026"
    assert warned() == [("SAM registration", last_day, 30)]


@pytest.mark.row("A6")
@pytest.mark.parametrize(
    ("rows", "last_day"),
    [
        # The access was opened 200 days ago, before the organisation came.
        ([("not-enrolled", 300)], None),
        ([("live", 155)], TODAY + timedelta(days=24)),
        ([("pilot", 155), ("live", 30)], TODAY + timedelta(days=24)),
        ([("pilot", 400), ("not-enrolled", 200), ("live", 155)], TODAY + timedelta(days=24)),
        ([("live", 100)], None),
    ],
)
def test_unused_access_counts_from_the_move_of_the_organization(world, run, rows, last_day):
    at_work(world)
    organisation = Employment.objects.using("loader").get().organisation_id
    Employment.objects.using("loader").update(granted_on=TODAY - timedelta(days=200))
    Enrolment.objects.using("loader").all().delete()
    for state, ago in rows:
        day = TODAY - timedelta(days=ago)
        world.add(Enrolment(provider_id=organisation, state=state, from_on=day, set_at=now().at))
    run()
    assert warned() == ([] if last_day is None else [(IDLE, last_day, 30)])


@pytest.mark.row("A6")
def test_who_was_let_in_before_the_organization_comes_is_not_warned(world, run):
    at_work(world)
    organisation = Employment.objects.using("loader").get().organisation_id
    Employment.objects.using("loader").update(granted_on=TODAY - timedelta(days=155))
    Enrolment.objects.using("loader").filter(provider=organisation).update(state="not-enrolled")
    assert run() == 0
