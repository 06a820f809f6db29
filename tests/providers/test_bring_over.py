"""Bringing over people and submissions of the earlier portal: verdicts, doing it, doing it again (mission row A7)."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.hashers import is_password_usable
from django.db import connections
from django.test.utils import CaptureQueriesContext

from portal.kernel.actor import SYSTEM
from portal.kernel.models import TrailEntry
from portal.people.models import Account, Clearance, Employment, Invitation, TrainingRecord
from portal.policy.roles import Role
from portal.providers import jobs
from portal.providers.bring_over.columns import HISTORY, USERS
from portal.providers.models import BringOver, BroughtRow, EarlierSubmission, Enrolment, Provider
from portal.providers.results import NotAllowed, NotFound
from portal.providers.services import bringing_over
from portal.providers.services.bringing_over import Started, Tried, receive, start, step
from tests.world import TODAY

pytestmark = [pytest.mark.row("A7")]
PERSON = {
    "name": "Ana Ruiz",
    "email": "ana.ruiz@example.org",
    "job_title": "Payments clerk",
    "roles": "en-payments-clerk",
    "first_day": "2022-03-01",
    "employment_verified_on": "2022-03-04",
    "clearance_decided_on": "2022-02-20",
    "clearance_expires_on": "2027-02-19",
    "training_completed_on": "6/1/2025",
    "last_used_on": "2025-11-28",
    "status": "active",
}
SUBMISSION = {
    "reference": "SPP-1",
    "submitted_by": "",
    "form": "EN Payment Request",
    "submitted_on": "2023-09-14",
    "state": "Paid",
}


class Files:
    """Files as the specialist sends them, and what becomes of them."""

    def __init__(self, world, unit_as):
        self.world, self.unit_as = world, unit_as
        ssa = world.organisation("Social Security", "SSA")
        self.specialist = world.actor(world.account(ssa, [Role.SSA_SERVICES_SPECIALIST], name="Sofia"))
        self.en = world.organisation("Bright Path")
        self.pid = Provider.objects.using("loader").get(pk=self.en.pk).pid

    def csv(self, kind, *rows):
        columns = [column.name for column in (USERS if kind == "users" else HISTORY)]
        first = PERSON if kind == "users" else SUBMISSION
        lines = [
            ",".join(str({"organisation_pid": self.pid, **first, **row}.get(name, "")) for name in columns)
            for row in rows
        ]
        return "\n".join([",".join(columns), *lines, ""]).encode()

    def sent(self, kind, *rows):
        """The run of a file with these rows."""
        with self.unit_as(self.specialist):
            answer = receive(kind=kind, name="earlier.csv", content=self.csv(kind, *rows))
        assert isinstance(answer, Tried)
        return answer.run

    def brought(self, run):
        with self.unit_as(self.specialist):
            answer = start(run=run)
        assert answer == Started(run)
        jobs.bring_over(str(run), str(self.specialist.account))

    def rows(self, run):
        return list(BroughtRow.objects.using("loader").filter(run=run).order_by("line"))

    def people(self, *rows):
        run = self.sent("users", *rows)
        return [
            (row.tried, [(one["column"], one["reason"]) for one in row.problems]) for row in self.rows(run)
        ]


@pytest.fixture
def files(world, unit_as):
    return Files(world, unit_as)


def test_a_person_comes_with_work_clearance_and_training_and_no_way_in_yet(files):
    run = files.sent("users", {})
    assert not Account.objects.using("loader").filter(email=PERSON["email"]).exists()
    files.brought(run)
    account = Account.objects.using("loader").get(email=PERSON["email"])
    work = Employment.objects.using("loader").get(account=account)
    assert (account.name, is_password_usable(account.password)) == ("Ana Ruiz", False)
    assert (work.organisation_id, work.roles, work.job_title) == (
        files.en.pk,
        ["en-payments-clerk"],
        "Payments clerk",
    )
    assert (work.started_on, work.verified_on, work.ended_on) == (date(2022, 3, 1), date(2022, 3, 4), None)
    assert work.granted_on == date(2025, 11, 28)
    clearance = Clearance.objects.using("loader").get(account=account)
    assert (clearance.favourable, clearance.expires_on, clearance.recorded_by) == (
        True,
        date(2027, 2, 19),
        files.specialist.account,
    )
    training = TrainingRecord.objects.using("loader").get(account=account)
    assert (training.completed_on, training.recorded_by) == (date(2025, 6, 1), files.specialist.account)
    (entry,) = TrailEntry.objects.using("loader").filter(kind="person-brought-over")
    assert (entry.subject, entry.account) == (account.pk, files.specialist.account)


def test_the_same_file_again_finds_everybody_there_and_changes_nothing(files):
    rows = [{}, {"email": "b@example.org", "name": "Bo"}, {"email": "c@example.org", "status": "gone"}]
    files.brought(files.sent("users", *rows))
    again = files.sent("users", *rows)
    assert [row.tried for row in files.rows(again)] == ["already-there", "already-there", "refused"]
    with files.unit_as(files.specialist):
        assert isinstance(start(run=again), NotAllowed)
    assert (
        Account.objects.using("loader").filter(email__in=["ana.ruiz@example.org", "b@example.org"]).count()
        == 2
    )


def test_what_the_portal_has_otherwise_stays_and_is_said(files):
    files.brought(files.sent("users", {}))
    ((verdict, problems),) = files.people({"name": "Ana Maria Ruiz", "roles": "en-counsellor"})
    assert verdict == "already-there"
    assert [column for column, _ in problems] == ["name", "roles"]
    assert Account.objects.using("loader").get(email=PERSON["email"]).name == "Ana Ruiz"


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ({"organisation_pid": "P999999"}, "organisation_pid"),
        ({"organisation_pid": "?"}, "organisation_pid"),
        ({"name": ""}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"email": "ana at example"}, "email"),
        ({"roles": "en-payments-clerk;wizard"}, "roles"),
        ({"roles": "svra-user"}, "roles"),
        ({"roles": "tpm-payments-analyst"}, "roles"),
        ({"first_day": "2022-02-30"}, "first_day"),
        ({"first_day": "tomorrow"}, "first_day"),
        ({"first_day": "1920-01-01"}, "first_day"),
        ({"first_day": "2025-12-16"}, "first_day"),
        ({"employment_verified_on": ""}, "employment_verified_on"),
        ({"employment_verified_on": "2025-12-16"}, "employment_verified_on"),
        ({"clearance_expires_on": "2022-02-19"}, "clearance_expires_on"),
        ({"clearance_expires_on": ""}, "clearance_expires_on"),
        ({"clearance_decided_on": ""}, "clearance_decided_on"),
        ({"training_completed_on": "2026-01-01"}, "training_completed_on"),
        ({"last_used_on": "2025-12-16"}, "last_used_on"),
        ({"last_day": "2025-01-01"}, "last_day"),
        ({"status": "left"}, "last_day"),
        ({"status": "left", "last_day": "2022-02-28"}, "last_day"),
        ({"status": "away"}, "status"),
    ],
)
def test_a_row_that_cannot_be_is_refused_by_its_column(files, row, column):
    ((verdict, problems),) = files.people(row)
    assert verdict == "refused"
    assert [name for name, _ in problems] == [column]


def test_everything_wrong_in_a_row_is_said_at_once(files):
    ((_, problems),) = files.people({"name": "", "roles": "wizard", "status": "away"})
    assert [name for name, _ in problems] == ["name", "roles", "status"]


def test_the_same_address_twice_in_a_file_is_refused_the_second_time(files):
    first, second = files.people({}, {"name": "Another", "email": "ANA.RUIZ@example.org"})
    assert first == ("accepted", [])
    assert second == ("refused", [("email", "Line 2 has the same address.")])


def test_an_address_known_at_another_organisation_is_refused(files):
    other = files.world.account(files.world.organisation("Harbor Bridge"), [Role.EN_COUNSELLOR])
    ((verdict, problems),) = files.people({"email": other.email})
    assert (verdict, problems) == ("refused", [("email", "The portal knows this address at Harbor Bridge.")])


def test_who_has_left_in_the_portal_is_not_brought_back(files):
    files.brought(files.sent("users", {"status": "left", "last_day": "2025-10-31"}))
    work = Employment.objects.using("loader").get(account__email=PERSON["email"])
    assert (work.ended_on, work.last_day_worked) == (date(2025, 11, 1), date(2025, 10, 31))
    ((verdict, problems),) = files.people({})
    assert (verdict, problems[0][0]) == ("refused", "status")


def test_where_the_last_use_is_not_known_days_without_use_count_from_the_verification(files):
    files.brought(files.sent("users", {"last_used_on": ""}))
    assert Employment.objects.using("loader").get(account__email=PERSON["email"]).granted_on == date(
        2022, 3, 4
    )


def test_who_has_no_roles_is_known_without_access(files):
    files.brought(files.sent("users", {"roles": "", "employment_verified_on": ""}))
    work = Employment.objects.using("loader").get(account__email=PERSON["email"])
    assert (work.roles, work.granted_on) == ([], None)


@pytest.mark.row("A6")
def test_people_are_invited_where_their_organisation_works_here(files):
    waits = files.world.organisation("Waits")
    Enrolment.objects.using("loader").filter(provider=waits.pk).delete()
    pid = Provider.objects.using("loader").get(pk=waits.pk).pid
    files.brought(
        files.sent(
            "users",
            {},
            {"email": "later@example.org", "organisation_pid": pid},
            {"email": "left@example.org", "status": "left", "last_day": "2025-01-01"},
            {"email": "none@example.org", "roles": ""},
        )
    )
    assert _jobs("providers.invite") == [str(files.en.pk)]
    jobs.invite(str(files.en.pk), str(files.specialist.account))
    (invitation,) = Invitation.objects.using("loader").select_related("account")
    assert (invitation.account.email, invitation.made_by) == (PERSON["email"], files.specialist.account)


def _jobs(task):
    with connections["loader"].cursor() as cursor:
        cursor.execute("select args->>'subject' from procrastinate_jobs where task_name = %s", [task])
        return [subject for (subject,) in cursor.fetchall()]


def mixed():
    return [
        {"email": f"p{place}@example.org", **({"status": "away"} if place % 7 == 3 else {})}
        for place in range(40)
    ] + [{"email": "p1@example.org"}]


def test_the_real_run_says_what_the_trial_said(files):
    run = files.sent("users", *mixed())
    tried = [(row.line, row.tried, row.problems) for row in files.rows(run)]
    files.brought(run)
    assert [(row.line, row.became, row.problems) for row in files.rows(run)] == tried
    found = BringOver.objects.using("loader").get(pk=run)
    assert (found.state, found.rows_done) == (BringOver.State.DONE, 41)
    accepted = sum(verdict == "accepted" for _, verdict, _ in tried)
    assert (
        Account.objects.using("loader")
        .filter(email__startswith="p")
        .exclude(email__startswith="person")
        .count()
        == accepted
        == 34
    )


def test_killed_in_the_middle_it_goes_on_where_it_was(files, monkeypatch):
    run = files.sent("users", *mixed())
    with files.unit_as(files.specialist):
        start(run=run)
    with files.unit_as(SYSTEM):
        assert step(run=run, size=10)

    def killed(*args, **kwargs):
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(bringing_over, "update_rows", killed)
        with pytest.raises(SystemExit), files.unit_as(SYSTEM):
            step(run=run, size=10)
    found = BringOver.objects.using("loader").get(pk=run)
    assert (found.state, found.rows_done) == (BringOver.State.RUNNING, 10)
    brought = BroughtRow.objects.using("loader").filter(run=run, became="accepted").count()
    assert Account.objects.using("loader").filter(email__regex=r"^p\d+@").count() == brought
    jobs.bring_over(str(run), str(files.specialist.account))
    jobs.bring_over(str(run), str(files.specialist.account))
    assert [row.became for row in files.rows(run)] == [row.tried for row in files.rows(run)]
    assert Account.objects.using("loader").filter(email__regex=r"^p\d+@").count() == 34


def test_a_row_that_meets_another_change_is_refused_alone(files, monkeypatch):
    run = files.sent("users", {"email": "first@example.org"}, {"email": "met@example.org"}, {})
    with files.unit_as(files.specialist):
        start(run=run)
    known, calls = bringing_over._JUDGES[BringOver.Kind.USERS], []

    def judged(*args):
        """Between judging and writing the batch, somebody else makes an account of the second address."""
        answer = known(*args)
        if not calls:
            files.world.account(files.en, [Role.EN_COUNSELLOR])
            Account.objects.using("loader").filter(email__startswith="person").exclude(
                pk=files.specialist.account
            ).update(email="met@example.org")
        calls.append(len(args[1]))
        return answer

    monkeypatch.setitem(bringing_over._JUDGES, BringOver.Kind.USERS, judged)
    with files.unit_as(SYSTEM):
        assert not step(run=run)
    assert calls == [3, 1, 1, 1]
    assert [row.became for row in files.rows(run)] == ["accepted", "already-there", "accepted"]


def test_a_batch_asks_as_often_for_five_rows_as_for_fifty(files):
    def queries(prefix, many):
        run = files.sent("users", *({"email": f"{prefix}{place}@example.org"} for place in range(many)))
        with files.unit_as(files.specialist):
            start(run=run)
        with CaptureQueriesContext(connections["default"]) as captured, files.unit_as(SYSTEM):
            step(run=run)
        return len(captured)

    assert queries("a", 5) == queries("b", 50)


def test_ten_thousand_people_are_brought_over_in_batches(files):
    """Twenty batches, each a constant number of statements: nobody waits for a query a row."""
    run = files.sent("users", *({"email": f"many{place}@example.org"} for place in range(10_000)))
    with CaptureQueriesContext(connections["default"]) as captured:
        files.brought(run)
    assert Account.objects.using("loader").filter(email__startswith="many").count() == 10_000
    assert len(captured) < 21 * 80


def test_asked_twice_it_is_brought_over_once(files):
    run = files.sent("users", {})
    files.brought(run)
    files.brought(run)
    assert Account.objects.using("loader").filter(email=PERSON["email"]).count() == 1


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.SSA_PAYMENT_AUTHORISER])
def test_nobody_else_sends_or_starts_a_file(files, role):
    run = files.sent("users", {})
    other = files.world.actor(files.world.account(files.world.organisation("SSA", "SSA"), [role]))
    with files.unit_as(other):
        assert receive(kind="users", name="x.csv", content=files.csv("users", {})) == NotFound()
        assert start(run=run) == NotFound()


def test_submissions_come_to_their_organisation_and_only_it_reads_them(files):
    files.brought(files.sent("users", {}))
    run = files.sent("history", {"submitted_by": PERSON["email"]}, {"reference": "SPP-2"})
    files.brought(run)
    rows = list(EarlierSubmission.objects.using("loader").order_by("reference"))
    assert [(row.organisation_id, row.submitted_by_name) for row in rows] == [
        (files.en.pk, "Ana Ruiz"),
        (files.en.pk, ""),
    ]
    own = files.world.actor(files.world.account(files.en, [Role.EN_COUNSELLOR]))
    other = files.world.actor(files.world.account(files.world.organisation(), [Role.EN_COUNSELLOR]))
    with files.unit_as(own, reading=True):
        assert EarlierSubmission.objects.count() == 2
    with files.unit_as(other, reading=True):
        assert EarlierSubmission.objects.count() == 0
        with pytest.raises(Exception, match="permission denied"):
            BroughtRow.objects.count()


def test_submissions_again_are_there_already_and_different_ones_are_refused(files):
    files.brought(files.sent("history", {}))
    run = files.sent("history", {}, {"reference": "SPP-2"}, {"reference": "spp-2"})
    assert [row.tried for row in files.rows(run)] == ["already-there", "accepted", "refused"]
    run = files.sent("history", {"state": "Denied"})
    (row,) = files.rows(run)
    assert (row.tried, [one["column"] for one in row.problems]) == ("refused", ["state"])


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ({"submitted_by": "nobody@example.org"}, "submitted_by"),
        ({"submitted_by": "elsewhere"}, "submitted_by"),
        ({"reference": "=cmd()"}, "reference"),
        ({"reference": ""}, "reference"),
        ({"submitted_on": (TODAY + timedelta(days=1)).isoformat()}, "submitted_on"),
        ({"form": ""}, "form"),
        ({"state": ""}, "state"),
    ],
)
def test_a_submission_that_cannot_be_is_refused_by_its_column(files, row, column):
    if row.get("submitted_by") == "elsewhere":
        other = files.world.account(files.world.organisation(), [Role.EN_COUNSELLOR])
        row = {"submitted_by": other.email}
    (judged,) = files.rows(files.sent("history", row))
    assert (judged.tried, [one["column"] for one in judged.problems]) == ("refused", [column])
