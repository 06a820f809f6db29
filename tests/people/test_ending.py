"""Access that ends in the same second: roles taken, a leaver, revoked, an unfavourable determination (row A5)."""

from datetime import date

import pytest
from django.test import Client

from portal.kernel.models import Duty, TrailEntry
from portal.people.models import Account, Employment, Invitation, SignIn
from portal.people.results import Changed, Done, NotAllowed, NotFound
from portal.people.services import standing
from portal.people.services.designate import designate_again
from portal.people.services.ending import change_roles, report_departure, revoke
from portal.policy.roles import Role
from tests.people.access import CLERK, COUNSELLOR
from tests.world import LONG_AGO, TODAY

pytestmark = [pytest.mark.row("A5")]
ADMINISTRATOR = str(Role.EN_ADMINISTRATOR)
TOMORROW, YESTERDAY = date(2025, 12, 16), date(2025, 12, 14)


@pytest.fixture
def lena(access):
    """A clerk and counsellor at Bright Path, at work."""
    roles = [Role.EN_PAYMENTS_CLERK, Role.EN_COUNSELLOR]
    return access.world.account(access.en, roles, name="Lena Leaver")


@pytest.fixture
def at_work(sign_in, lena) -> Client:
    return sign_in(lena)


def employment_of(account):
    return Employment.objects.using("loader").get(account=account)


def leave(access, account, last_day=TODAY, by=None, **more):
    row = employment_of(account)
    with access.unit_as(by or access.administrator):
        return report_departure(
            employment=row.pk,
            version=more.pop("version", row.version),
            last_day_worked=last_day,
            reason=more.pop("reason", "Took another job."),
        )


def take_away(access, account, *roles, by=None, reason="Works elsewhere in the house."):
    row = employment_of(account)
    with access.unit_as(by or access.administrator):
        return change_roles(employment=row.pk, version=row.version, roles=roles, reason=reason)


def end_it(access, account, by=None):
    row = employment_of(account)
    with access.unit_as(by or access.specialist):
        return revoke(employment=row.pk, version=row.version, reason="A third violation.")


def last(kind):
    return TrailEntry.objects.using("loader").filter(kind=kind).order_by("-id").first()


def living(account):
    return SignIn.objects.using("loader").filter(account=account, ended_at=None).exists()


def test_a_role_taken_away_is_gone_at_the_next_request(access, lena, at_work):
    assert at_work.get("/requests/new/").status_code == 200
    assert isinstance(take_away(access, lena, COUNSELLOR), Done)
    assert at_work.get("/requests/new/").status_code == 403
    assert at_work.get("/requests/").status_code == 200
    assert last("roles-changed").detail == {"before": [CLERK, COUNSELLOR], "after": [COUNSELLOR]}


def test_who_has_every_role_taken_away_is_signed_out(access, lena, at_work):
    assert isinstance(take_away(access, lena), Done)
    assert at_work.get("/requests/").headers["Location"].startswith("/account/sign-in/")
    assert employment_of(lena).ended_on is None


@pytest.mark.parametrize("roles", [(CLERK, COUNSELLOR), (ADMINISTRATOR,), (CLERK, COUNSELLOR, ADMINISTRATOR)])
def test_roles_are_never_added_without_the_desk(access, lena, roles):
    assert isinstance(take_away(access, lena, *roles), NotAllowed)
    assert employment_of(lena).roles == [CLERK, COUNSELLOR]


def test_a_leaver_is_out_in_the_same_second(access, lena, at_work):
    """T-16: the sessions end at once."""
    assert at_work.get("/").status_code == 200
    assert isinstance(leave(access, lena), Done)
    assert at_work.get("/").headers["Location"].startswith("/account/sign-in/")
    row = employment_of(lena)
    assert (row.ended_on, row.last_day_worked, row.ended_why) == (TODAY, TODAY, "Took another job.")
    assert row.departure_reported_by == access.administrator.account
    assert SignIn.objects.using("loader").get(account=lena).ended_why == "revoked"


@pytest.mark.parametrize(
    ("last_day", "ended_on", "late"),
    [
        (TODAY, TODAY, False),
        (date(2025, 12, 10), date(2025, 12, 11), True),
        (TOMORROW, date(2025, 12, 17), False),
    ],
)
def test_the_duty_of_24_hours_is_measured(access, lena, last_day, ended_on, late):
    """T-16: the record keeps whether it was reported within 24 hours."""
    leave(access, lena, last_day)
    assert employment_of(lena).ended_on == ended_on
    assert last("departure-reported").detail["late"] is late


def test_who_leaves_later_works_until_then(access, lena, at_work):
    leave(access, lena, TOMORROW)
    assert at_work.get("/requests/").status_code == 200
    assert living(lena)
    assert isinstance(leave(access, lena, TODAY), Done)
    assert at_work.get("/requests/").status_code == 302


def test_a_departure_withdraws_the_invitation_and_what_is_still_asked_for(access):
    employment = access.granted()
    with access.unit_as(access.administrator):
        asked = designate_again(
            employment=employment.pk, version=employment.version, roles=(CLERK,), reason="Payments."
        )
    leave(access, employment.account)
    assert Invitation.objects.using("loader").get().withdrawn_at is not None
    row = access.row(asked.number)
    assert (row.state, row.decided_why) == ("withdrawn", "The person has left.")
    assert not Duty.objects.using("loader").filter(subject=row.pk, closed_at=None).exists()


def test_sound_words_and_days_are_needed(access, lena):
    assert "before the first" in leave(access, lena, date(2023, 12, 31)).sentence
    assert isinstance(leave(access, lena, reason=" "), NotAllowed)
    assert isinstance(take_away(access, lena, CLERK, reason=""), NotAllowed)
    assert isinstance(leave(access, lena, version=7), Changed)
    assert employment_of(lena).ended_on is None


def test_nobody_leaves_twice(access, lena):
    leave(access, lena)
    assert "left already" in leave(access, lena).sentence


def test_only_the_own_administrator_or_the_desk_ends_anything(access, lena):
    counsellor = access.worker(access.en, Role.EN_COUNSELLOR, "Carl Counsellor")
    for stranger in (counsellor, access.other_administrator, access.tpm_administrator, access.auditor):
        assert isinstance(leave(access, lena, by=stranger), NotFound)
        assert isinstance(take_away(access, lena, CLERK, by=stranger), NotFound)
        assert isinstance(end_it(access, lena, by=stranger), NotFound)
    assert isinstance(end_it(access, lena, by=access.administrator), NotFound)
    assert isinstance(leave(access, lena, by=access.specialist), Done)


def test_the_desk_revokes_and_the_employment_stays(access, lena, at_work):
    assert isinstance(end_it(access, lena), Done)
    assert at_work.get("/").status_code == 302
    row = employment_of(lena)
    assert (row.roles, row.ended_on, row.ended_why) == ([], None, "A third violation.")
    assert last("access-ended").detail == {"before": [CLERK, COUNSELLOR], "why": "revoked"}


def test_nobody_of_the_desk_ends_their_own(access):
    me = Account.objects.using("loader").get(pk=access.specialist.account)
    assert "A colleague" in end_it(access, me).sentence


def test_an_unfavourable_determination_ends_access_at_once(access, lena, at_work):
    with access.unit_as(access.specialist):
        answer = standing.record_clearance(
            account=lena.pk, favourable=False, decided_on=TODAY, expires_on=None
        )
    assert answer.says == ("The person's access has ended.",)
    assert at_work.get("/").status_code == 302
    assert employment_of(lena).roles == []


def test_a_favourable_determination_ends_nothing(access, lena, at_work):
    with access.unit_as(access.specialist):
        answer = standing.record_clearance(
            account=lena.pk, favourable=True, decided_on=TODAY, expires_on=date(2030, 1, 1)
        )
    assert answer.says == ()
    assert at_work.get("/").status_code == 200


def test_a_training_taken_elsewhere_opens_the_gate(access, sign_in):
    account = access.world.account(access.en, [Role.EN_COUNSELLOR], name="Tom Trained", trained_on=None)
    client = sign_in(account)
    assert client.get("/").status_code == 403
    with access.unit_as(access.specialist):
        assert isinstance(standing.record_training(account=account.pk, completed_on=TOMORROW), NotAllowed)
        assert isinstance(standing.record_training(account=account.pk, completed_on=YESTERDAY), Done)
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("kind", ["renew-clearance", "renew-training"])
def test_what_is_renewed_needs_renewing_no_more_at_once(access, kind):
    ending = {"clearance_until": TOMORROW, "trained_on": date(2024, 12, 16)}
    lena = access.world.account(access.en, [Role.EN_PAYMENTS_CLERK], **ending)

    def recorded(service, **what):
        with access.unit_as(access.specialist):
            assert isinstance(service(account=lena.pk, **what), Done)
        return Duty.objects.using("loader").get(kind=kind).closed_at is not None

    access.world.add(Duty(kind=kind, subject=lena.pk, opened_at=LONG_AGO, due_on=TOMORROW))
    until = {"decided_on": TODAY, "expires_on": date(2030, 1, 1)}
    renewing = {
        "renew-clearance": lambda: recorded(standing.record_clearance, favourable=True, **until),
        "renew-training": lambda: recorded(standing.record_training, completed_on=TODAY),
    }
    other = next(renew for name, renew in renewing.items() if name != kind)
    assert (other(), renewing[kind]()) == (False, True)


def test_an_unfavourable_determination_leaves_nothing_to_renew(access, lena):
    access.world.add(Duty(kind="renew-training", subject=lena.pk, opened_at=LONG_AGO, due_on=TOMORROW))
    with access.unit_as(access.specialist):
        standing.record_clearance(account=lena.pk, favourable=False, decided_on=TODAY, expires_on=None)
    assert Duty.objects.using("loader").get(kind="renew-training").closed_at is not None


def test_nobody_records_their_own_clearance_or_training(access):
    me = access.specialist.account
    with access.unit_as(access.specialist):
        assert isinstance(standing.record_training(account=me, completed_on=TODAY), NotAllowed)
        answer = standing.record_clearance(
            account=me, favourable=True, decided_on=TODAY, expires_on=date(2030, 1, 1)
        )
        assert isinstance(answer, NotAllowed)
    with access.unit_as(access.administrator):
        assert isinstance(standing.record_training(account=me, completed_on=TODAY), NotFound)


def test_the_last_administrator_may_go_and_the_desk_is_told(access):
    rosa = Account.objects.using("loader").get(pk=access.administrator.account)
    answer = leave(access, rosa)
    assert "no administrator any more" in answer.says[0]
    duty = Duty.objects.using("loader").get(kind="no-administrator", closed_at=None)
    assert (duty.subject, duty.due_on) == (access.en.pk, date(2025, 12, 22))


def test_with_another_administrator_nobody_is_told(access):
    access.worker(access.en, Role.EN_ADMINISTRATOR, "Second Administrator")
    rosa = Account.objects.using("loader").get(pk=access.administrator.account)
    assert leave(access, rosa).says == ()
    assert not Duty.objects.using("loader").filter(kind="no-administrator").exists()
