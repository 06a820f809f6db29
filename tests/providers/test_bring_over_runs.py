"""Bringing over in the worker: as tried, killed and gone on, beside other changes, many rows, once (row A7)."""

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from portal.kernel.actor import SYSTEM
from portal.kernel.sent_files.results import NotFound
from portal.kernel.sent_files.services import stepping
from portal.kernel.sent_files.services.receiving import receive, start
from portal.people.models import Account
from portal.policy.roles import Role
from portal.providers import jobs
from portal.providers.models import BringOver, BroughtRow
from portal.providers.services import bringing_over
from portal.providers.services.bringing_over import USERS
from tests.providers.files import PERSON

pytestmark = [pytest.mark.row("A7")]


def step(*, run, **given):
    return stepping.step(files=BringOver, file=run, **given)


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
        files.start(run)
    with files.unit_as(SYSTEM):
        assert step(run=run, size=10)

    def killed(*args, **kwargs):
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(stepping, "update_rows", killed)
        with pytest.raises(SystemExit), files.unit_as(SYSTEM):
            step(run=run, size=10)
    found = BringOver.objects.using("loader").get(pk=run)
    assert (found.state, found.rows_done) == (BringOver.State.RUNNING, 10)
    brought = BroughtRow.objects.using("loader").filter(file=run, became="accepted").count()
    assert Account.objects.using("loader").filter(email__regex=r"^p\d+@").count() == brought
    jobs.bring_over(str(run), str(files.specialist.account))
    jobs.bring_over(str(run), str(files.specialist.account))
    assert [row.became for row in files.rows(run)] == [row.tried for row in files.rows(run)]
    assert Account.objects.using("loader").filter(email__regex=r"^p\d+@").count() == 34


def test_a_row_that_meets_another_change_is_refused_alone(files, monkeypatch):
    run = files.sent("users", {"email": "first@example.org"}, {"email": "met@example.org"}, {})
    with files.unit_as(files.specialist):
        files.start(run)
    known, calls = bringing_over._JUDGES["users"], []

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

    monkeypatch.setitem(bringing_over._JUDGES, "users", judged)
    with files.unit_as(SYSTEM):
        assert not step(run=run)
    assert calls == [3, 1, 1, 1]
    assert [row.became for row in files.rows(run)] == ["accepted", "already-there", "accepted"]


def test_a_batch_asks_as_often_for_five_rows_as_for_fifty(files):
    def queries(prefix, many):
        run = files.sent("users", *({"email": f"{prefix}{place}@example.org"} for place in range(many)))
        with files.unit_as(files.specialist):
            files.start(run)
        with CaptureQueriesContext(connections["default"]) as captured, files.unit_as(SYSTEM):
            step(run=run)
        return len(captured)

    assert queries("a", 5) == queries("b", 50)


def test_thousands_of_people_are_brought_over_in_batches(files):
    """Five batches, each a constant number of statements: nobody waits for a query a row."""
    run = files.sent("users", *({"email": f"many{place}@example.org"} for place in range(2_500)))
    with CaptureQueriesContext(connections["default"]) as captured:
        files.brought(run)
    assert Account.objects.using("loader").filter(email__startswith="many").count() == 2_500
    assert len(captured) < 6 * 80


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
        assert receive(kind=USERS, name="x.csv", content=files.csv("users", {})) == NotFound()
        assert start(kind=USERS, file=run) == NotFound()
