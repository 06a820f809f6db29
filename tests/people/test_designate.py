"""From naming a person to the open door, by each way; refusals are values and stand in the trail (row A5)."""

from datetime import date

import pytest

from portal.kernel.clock import now
from portal.kernel.models import Duty, Mail, TrailEntry
from portal.people.models import Clearance, Designation, Employment, Invitation
from portal.people.results import Changed, Done, NotAllowed, NotFound
from portal.people.services import desk, standing
from portal.people.services.designate import Named, designate, designate_again, withdraw
from portal.people.services.ending import report_departure
from portal.policy.core import Outcome
from portal.policy.roles import Role
from portal.providers.gate import admit
from tests.people.access import ANALYST, CLERK, COUNSELLOR, FIRST_DAY, GOOD
from tests.world import TODAY

pytestmark = [pytest.mark.row("A5", "A1")]


def named(**other):
    plain = {
        "name": "Nina New",
        "email": "new@example.org",
        "job_title": "Job coach",
        "starts_on": FIRST_DAY,
        "roles": (COUNSELLOR,),
        "reason": "Works with Ticketholders.",
    }
    return Named(**{**plain, **other})


def duties(row):
    rows = Duty.objects.using("loader").filter(subject=row.pk, closed_at=None)
    return [(duty.kind, duty.due_on) for duty in rows]


def kinds_of(subject):
    return list(
        TrailEntry.objects.using("loader")
        .filter(subject=subject)
        .order_by("id")
        .values_list("kind", flat=True)
    )


def test_a_new_person_from_being_named_to_the_invitation(access):
    row = access.name()
    assert (row.state, row.number[:3], row.designated_by_name) == ("designated", "DN-", "Rosa Administrator")
    # Five federal working days after Monday, 15 December 2025.
    assert duties(row) == [("verify-employment", date(2025, 12, 22))]
    assert access.account("new@example.org") is None

    row = access.verified(row)
    assert (row.state, row.verified_how) == ("verified", "A letter of the organization.")
    assert not access.account("new@example.org").has_usable_password()
    employment = access.employment("new@example.org")
    assert (employment.roles, employment.verified_on, employment.started_on) == ([], TODAY, FIRST_DAY)

    access.step(desk.ask_for_clearance, row)
    # 30 working days; closed on Christmas, New Year's Day and the third Monday of January.
    assert duties(row) == [("record-clearance", date(2026, 1, 29))]
    assert access.again(row).clearance_asked_on == TODAY

    access.step(standing.record_for_designation, row, **GOOD)
    assert access.again(row).state == "cleared"
    assert [kind for kind, _ in duties(row)] == ["open-access"]

    answer = access.step(desk.grant, row)
    assert answer.state == "granted"
    assert "training" in answer.says[0]
    assert duties(row) == []
    employment = access.employment("new@example.org")
    assert (employment.roles, employment.granted_on) == ([COUNSELLOR], TODAY)
    [invitation] = Invitation.objects.using("loader").all()
    assert (invitation.account_id, invitation.purpose) == (employment.account_id, "first")
    assert kinds_of(row.pk) == [
        "designation-designate",
        "designation-verify-employment",
        "designation-ask-for-clearance",
        "designation-record-clearance",
        "designation-grant",
    ]
    assert kinds_of(employment.pk) == ["employment-entered", "access-granted"]


def test_who_needs_no_access_is_recorded_with_clearance_and_no_role(access):
    row = access.name("quiet@example.org")
    access.step(withdraw, row, access.administrator)
    with access.unit_as(access.administrator):
        answer = designate(named=named(email="quiet@example.org", roles=()))
    row = access.cleared(access.row(answer.number))
    assert row.purpose == "no-account"
    assert isinstance(access.step(desk.grant, row), NotAllowed)
    assert access.step(desk.record_without_access, row).state == "recorded"
    assert access.employment("quiet@example.org").roles == []
    assert not Invitation.objects.using("loader").exists()
    assert not Mail.objects.using("loader").exists()


def test_ssa_staff_need_no_clearance_but_a_second_person(access):
    row = access.name("ssa@ssa.example.org", "ssa-payment-authoriser", by=access.specialist)
    row = access.verified(row)
    assert row.state == "cleared"
    assert "second person" in access.step(desk.grant, row).sentence
    assert isinstance(access.step(desk.grant, row, access.second), Done)


def test_tpm_staff_are_not_opened_by_who_verified(access):
    row = access.name("analyst@tpm.example.org", ANALYST, by=access.tpm_administrator)
    row = access.cleared(row)
    assert "second person" in access.step(desk.grant, row).sentence
    assert access.employment("analyst@tpm.example.org", access.tpm).roles == []
    assert isinstance(access.step(desk.grant, row, access.second), Done)


def test_nobody_verifies_or_grants_their_own(access):
    mine = "self@ssa.example.org"
    row = access.name(mine, "ssa-payment-authoriser", by=access.second)
    access.verified(row)
    me = access.world.actor(access.account(mine))
    specialist = type(me)(**{**{f: getattr(me, f) for f in me.__slots__}, "roles": access.specialist.roles})
    answer = access.step(desk.grant, row, specialist)
    assert "about you" in answer.sentence


@pytest.mark.parametrize(
    ("other", "says"),
    [
        ({"roles": ("tpm-payments-lead",)}, "your own kind"),
        ({"roles": ("svra-user",)}, "your own kind"),
        ({"reason": "  "}, "why"),
    ],
)
def test_what_cannot_be_named(access, other, says):
    with access.unit_as(access.administrator):
        answer = designate(named=named(**other))
    assert isinstance(answer, NotAllowed)
    assert says in answer.sentence
    assert not Designation.objects.using("loader").exists()


def test_a_person_is_named_once_at_a_time_whatever_the_letters(access):
    access.name("new@example.org")
    with access.unit_as(access.administrator):
        answer = designate(named=named(email="NEW@Example.org "))
    assert "named already" in answer.sentence
    access.name("new@example.org", by=access.other_administrator)


def test_who_works_here_is_not_named_as_new(access):
    access.granted()
    with access.unit_as(access.administrator):
        assert "works here already" in designate(named=named()).sentence


def test_only_administrators_name_and_only_the_desk_decides(access):
    counsellor = access.worker(access.en, Role.EN_COUNSELLOR, "Carl Counsellor")
    with access.unit_as(counsellor):
        assert isinstance(designate(named=named()), NotFound)
    row = access.name()
    assert isinstance(access.step(desk.verify_employment, row, access.administrator, how="x"), NotAllowed)
    assert isinstance(access.step(desk.verify_employment, row, access.other_administrator, how="x"), NotFound)
    assert isinstance(access.step(withdraw, row, access.other_administrator), NotFound)
    assert isinstance(access.step(withdraw, row, access.specialist), NotFound)
    assert access.again(row).state == "designated"


def test_a_step_on_an_older_page_changes_nothing_and_is_said(access):
    row = access.name()
    access.verified(row)
    with access.unit_as(access.specialist):
        answer = desk.refuse_designation(designation=row.pk, version=row.version, why="x")
    assert isinstance(answer, Changed)
    assert "employment verified" in answer.sentence
    assert "designation-move-refused" in kinds_of(row.pk)


@pytest.mark.parametrize(
    ("service", "more"),
    [(desk.verify_employment, {"how": " "}), (desk.refuse_designation, {"why": ""})],
)
def test_words_are_needed(access, service, more):
    row = access.name()
    assert isinstance(access.step(service, row, **more), NotAllowed)
    assert access.again(row).state == "designated"


def test_refused_and_withdrawn_say_why_and_close_the_duty(access):
    refused, taken_back = access.name("one@example.org"), access.name("two@example.org")
    access.step(desk.refuse_designation, refused, why="The organization does not know the person.")
    access.step(withdraw, taken_back, access.administrator, reason="Did not start.")
    assert access.again(refused).decided_why == "The organization does not know the person."
    assert access.again(taken_back).state == "withdrawn"
    assert duties(refused) == duties(taken_back) == []


def test_an_unfavourable_determination_refuses_and_is_kept(access):
    row = access.verified(access.name())
    answer = access.step(
        standing.record_for_designation, row, favourable=False, decided_on=TODAY, expires_on=None
    )
    assert answer.state == "refused"
    [clearance] = Clearance.objects.using("loader").filter(account=access.account("new@example.org"))
    assert not clearance.favourable


@pytest.mark.parametrize(
    ("decided_on", "expires_on"),
    [(date(2025, 12, 16), date(2026, 12, 16)), (TODAY, None), (TODAY, date(2025, 12, 14))],
)
def test_a_determination_needs_sound_dates(access, decided_on, expires_on):
    row = access.verified(access.name())
    answer = access.step(
        standing.record_for_designation, row, favourable=True, decided_on=decided_on, expires_on=expires_on
    )
    assert isinstance(answer, NotAllowed)
    assert access.again(row).state == "verified"


def test_other_roles_of_somebody_cleared_wait_for_the_grant_only(access):
    employment = access.granted()
    with access.unit_as(access.administrator):
        answer = designate_again(
            employment=employment.pk,
            version=employment.version,
            roles=(CLERK, COUNSELLOR),
            reason="Takes over payments.",
        )
    row = access.row(answer.number)
    assert (row.state, row.purpose) == ("cleared", "other-roles")
    assert access.employment("new@example.org").roles == [COUNSELLOR]
    access.step(desk.grant, row)
    assert access.employment("new@example.org").roles == [COUNSELLOR, CLERK]


def test_access_lost_by_not_using_it_is_opened_again(access):
    employment = access.granted()
    account = employment.account
    account.set_password("a long synthetic password")
    account.save(using="loader")
    Employment.objects.using("loader").filter(pk=employment.pk).update(granted_on=date(2025, 1, 2))
    assert idle(access, account)
    with access.unit_as(access.administrator):
        answer = designate_again(
            employment=employment.pk,
            version=employment.version,
            roles=(COUNSELLOR,),
            reason="Back from leave.",
        )
    row = access.row(answer.number)
    assert (row.purpose, row.state) == ("open-again", "cleared")
    access.step(desk.grant, row)
    assert not idle(access, account)
    assert Mail.objects.using("loader").filter(key__startswith="access-granted/").count() == 1
    assert Mail.objects.using("loader").get(key__startswith="access-granted/").state == "waiting"


def idle(access, account):
    with access.unit_as(access.specialist, reading=True):
        checks = {one.test.name: one.state for one in admit(account.pk, now()).decision.checks}
    return checks["access-was-used-in-time"] != "held"


def test_moving_to_another_en_waits_for_the_departure_and_keeps_the_account(access):
    first = access.granted()
    row = access.name("new@example.org", CLERK, by=access.other_administrator, starts_on=TODAY)
    answer = access.step(desk.verify_employment, row, how="A letter.")
    assert "works for Bright Path" in answer.says[0]
    row = access.again(row)
    assert row.state == "cleared"
    with access.unit_as(access.specialist):
        assert desk.judge(row).outcome is Outcome.REFUSE
    assert "no other organization" in access.step(desk.grant, row).sentence
    leave(access, first)
    assert isinstance(access.step(desk.grant, row), Done)
    second = access.employment("new@example.org", access.other_en)
    assert (second.account_id, second.roles) == (first.account_id, [CLERK])
    assert Employment.objects.using("loader").filter(account=first.account_id, ended_on=None).count() == 1


def leave(access, employment):
    with access.unit_as(access.administrator):
        answer = report_departure(
            employment=employment.pk, version=employment.version, last_day_worked=TODAY, reason="Moves on."
        )
    assert isinstance(answer, Done), answer


def test_an_agreement_that_has_ended_opens_nothing(access):
    row = access.cleared(access.name())
    access.en.provider.agreements.using("loader").update(until_on=TODAY)
    assert "agreement" in access.step(desk.grant, row).sentence
    assert access.again(row).state == "cleared"


@pytest.mark.row("L10")
def test_the_address_of_a_ticketholder_s_own_account_is_nobody_s_at_work(access):
    holder = access.world.holder_account(access.world.person(), access.en)
    row = access.name(holder.email)
    answer = access.step(desk.verify_employment, row, how="A letter.")
    assert answer == NotAllowed(desk.NOT_A_TICKETHOLDER_S)
    assert not Employment.objects.using("loader").filter(account=holder).exists()
