"""What waits for the access desk in the synthetic program: every step, true to the rules and to the personas."""

from datetime import date

import pytest

from portal.kernel.models import Duty, TrailEntry
from portal.nation.access_cast import LEFT, NAMED, RENEWING
from portal.nation.load import Made
from portal.people.duties import CLEAR, OPEN, VERIFY
from portal.people.models import Account, Clearance, Designation, Employment, SignIn, Warned
from portal.people.moves import MOVES, NEW
from portal.people.renewals import RENEW_CLEARANCE, RENEW_TRAINING
from portal.policy.departures import reported

pytestmark = [pytest.mark.row("A5")]
TODAY = date(2025, 12, 15)


def people(names: list[str]) -> list[Account]:
    return list(Account.objects.using("loader").filter(name__in=names))


def test_somebody_waits_at_every_step_of_the_desk(nation: Made) -> None:
    open_ones = Designation.objects.using("loader").filter(state__in=Designation.OPEN)
    kinds = {"designated": VERIFY, "verified": CLEAR, "cleared": OPEN}
    wanted = {(kinds[row.state], row.pk) for row in open_ones}
    duties = Duty.objects.using("loader").filter(closed_at=None, kind__in=kinds.values())
    assert {(duty.kind, duty.subject) for duty in duties} == wanted
    assert {kind for kind, _ in wanted} == set(kinds.values())
    late = [duty for duty in duties if duty.due_on < TODAY]
    assert 0 < len(late) < len(wanted)


def test_who_was_verified_has_work_and_no_way_in_yet(nation: Made) -> None:
    verified = Designation.objects.using("loader").exclude(account=None)
    assert verified.count() == len([one for one in NAMED if one.verified is not None])
    for row in verified.select_related("account"):
        employment = Employment.objects.using("loader").get(account=row.account_id)
        assert (employment.roles, employment.verified_on) == ([], row.verified_on)
        assert row.account is not None
        assert not row.account.has_usable_password()
        assert not SignIn.objects.using("loader").filter(account=row.account_id).exists()


def test_one_works_without_access_and_one_was_refused_after_an_unfavorable_determination(
    nation: Made,
) -> None:
    rows = Designation.objects.using("loader")
    recorded, refused = rows.get(state="recorded"), rows.get(state="refused")
    assert (recorded.roles, recorded.purpose) == ([], "no-account")
    determination = Clearance.objects.using("loader").get(account=refused.account_id)
    assert not determination.favourable
    assert "not favorable" in refused.decided_why


def test_a_staff_role_waits_for_a_second_person(nation: Made) -> None:
    row = Designation.objects.using("loader").get(state="cleared", organisation__kind="TPM")
    names = {account.pk: account.name for account in Account.objects.using("loader").all()}
    assert row.verified_by is not None
    assert names[row.verified_by] == "Nadia Ostrander-Low"


def test_one_departure_was_reported_in_time_and_one_late(nation: Made) -> None:
    rows = Employment.objects.using("loader").filter(account__in=people([one.name for one in LEFT]))
    said = {
        reported(row.last_day_worked, row.departure_reported_at).late
        for row in rows
        if row.last_day_worked and row.departure_reported_at
    }
    assert said == {True, False}
    assert all(row.ended_on and row.ended_on <= TODAY for row in rows)


def test_who_has_to_renew_was_warned_and_has_a_duty(nation: Made) -> None:
    found = {account.name: account.pk for account in people([name for name, *_ in RENEWING])}
    duties = Duty.objects.using("loader").filter(kind__in=[RENEW_CLEARANCE, RENEW_TRAINING])
    assert {(duty.subject, duty.due_on) for duty in duties} == {
        (found[name], last_day) for name, _, last_day in RENEWING
    }
    for name, what, last_day in RENEWING:
        rows = Warned.objects.using("loader").filter(account=found[name], what=what, last_day=last_day)
        left = (last_day - TODAY).days
        assert sorted(row.days for row in rows) == [days for days in (7, 30, 60) if days >= left]


def test_every_designation_and_departure_has_its_steps_in_the_trail(nation: Made) -> None:
    entries = TrailEntry.objects.using("loader").order_by("id")
    designations = list(Designation.objects.using("loader"))
    assert len(designations) == len(NAMED)
    for row in designations:
        moves = [one.detail for one in entries.filter(subject=row.pk)]
        assert moves[0]["from"] == NEW
        assert [one["to"] for one in moves[:-1]] == [one["from"] for one in moves[1:]]
        assert moves[-1]["to"] == row.state
        assert [one["version"] for one in moves] == list(range(1, row.version + 1))
        for one in moves:
            assert any(one["from"] in move.from_states and move.to == one["to"] for move in MOVES)
    for row in Employment.objects.using("loader").filter(departure_reported_at__isnull=False):
        reported_ones = entries.filter(subject=row.pk, kind="departure-reported")
        assert [one.at for one in reported_ones] == [row.departure_reported_at]


def test_the_trails_entries_name_somebody_at_work_and_come_in_the_order_of_their_days(nation: Made) -> None:
    accounts = set(Account.objects.using("loader").values_list("pk", flat=True))
    for row in Designation.objects.using("loader"):
        found = list(TrailEntry.objects.using("loader").filter(subject=row.pk).order_by("id"))
        assert {one.account for one in found} <= accounts
        assert [one.at for one in found] == sorted(one.at for one in found)
