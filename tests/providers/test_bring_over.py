"""Bringing over people and submissions of the earlier portal: verdicts, doing it, doing it again (mission row A7)."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.hashers import is_password_usable
from django.db import connections

from portal.kernel.models import TrailEntry
from portal.kernel.sent_files.results import NotYet
from portal.people.models import Account, Clearance, Employment, Invitation, TrainingRecord
from portal.policy.roles import Role
from portal.providers import jobs
from portal.providers.models import BroughtRow, EarlierSubmission, Enrolment, Provider
from tests.providers.files import PERSON
from tests.world import TODAY

pytestmark = [pytest.mark.row("A7")]


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
        assert isinstance(files.start(again), NotYet)
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
        ({"last_used_on": "2025-06-18"}, "last_used_on"),
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


def test_who_used_it_on_the_last_day_that_counts_or_has_no_roles_is_brought_over(files):
    for cells in ({"last_used_on": "2025-06-19"}, {"last_used_on": "2023-01-02", "roles": ""}):
        ((verdict, _),) = files.people(cells)
        assert verdict == "accepted", cells


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
