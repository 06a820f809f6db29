"""Keeping a provider's record: each change with its version, noted old to new, and in force at the next question."""

from datetime import date, timedelta

import pytest

from portal.kernel.actor import VISITOR
from portal.kernel.clock import now
from portal.kernel.models import TrailEntry
from portal.payments.models import PaymentRequest
from portal.policy.core import Outcome, State
from portal.policy.roles import Role
from portal.providers.gate import admit
from portal.providers.models import Agreement, CertifiedCounsellor, Hold, Provider
from portal.providers.record import record
from portal.providers.results import Changed, Kept, NotAllowed, NotFound
from portal.providers.services import affiliates, agreements, holds, standing
from tests.payments.desk import Desk
from tests.races.starting import at_once, kinds, unit
from tests.world import TODAY

pytestmark = [pytest.mark.row("L2")]
TOMORROW, YESTERDAY = TODAY + timedelta(days=1), TODAY - timedelta(days=1)


@pytest.fixture
def en(world):
    return world.organisation("Bright Path")


@pytest.fixture
def ssa(world):
    return world.organisation("Social Security", "SSA")


@pytest.fixture
def specialist(world, ssa):
    return world.actor(world.account(ssa, [Role.SSA_SERVICES_SPECIALIST], name="Sofia Specialist"))


@pytest.fixture
def colleague(world, ssa):
    return world.actor(world.account(ssa, [Role.SSA_SERVICES_SPECIALIST], name="Carl Colleague"))


def provider(en):
    return Provider.objects.using("loader").get(pk=en.pk)


def changes():
    rows = TrailEntry.objects.using("loader").filter(kind="provider-changed").order_by("id")
    return [(row.detail["part"], row.detail["changes"]) for row in rows]


def test_a_change_is_noted_old_to_new_and_counts_one_version(en, specialist, unit_as):
    with unit_as(specialist):
        answer = standing.keep_registration(provider=en.pk, version=0, last_day=date(2026, 12, 31))
    assert answer == Kept()
    row = provider(en)
    assert (row.sam_registered_until, row.version) == (date(2027, 1, 1), 1)
    assert changes() == [("registration", {"sam_registered_until": ["2026-06-01", "2027-01-01"]})]


def test_what_stands_so_already_changes_nothing(en, specialist, unit_as):
    with unit_as(specialist):
        answer = standing.keep_registration(provider=en.pk, version=0, last_day=date(2026, 5, 31))
    assert answer == Kept(changed=False)
    assert provider(en).version == 0
    assert changes() == []


@pytest.mark.row("B5")
def test_the_second_of_two_is_told_who_changed_what(en, specialist, colleague, unit_as):
    with unit_as(specialist):
        standing.keep_registration(provider=en.pk, version=0, last_day=date(2026, 12, 31))
    with unit_as(colleague):
        answer = standing.keep_bank(provider=en.pk, version=0, current_now=False, last_day=None)
    assert isinstance(answer, Changed)
    assert (answer.by, answer.version) == ("Sofia Specialist", 1)
    assert answer.what == (("SAM registration, last day", "05/31/2026", "12/31/2026"),)
    assert provider(en).bank_current is True


@pytest.mark.row("B5")
def test_two_at_once_are_one_after_the_other_and_one_is_told(en, specialist, colleague):
    def extend(actor, last_day):
        def keep():
            with unit(actor):
                return standing.keep_registration(provider=en.pk, version=0, last_day=last_day)

        return keep

    answers = at_once([extend(specialist, date(2026, 12, 31)), extend(colleague, date(2027, 1, 31))])
    assert kinds(answers) == ["Changed", "Kept"]
    assert provider(en).version == 1


def test_two_holds_placed_from_one_page_are_one(en, specialist, colleague):
    def place(actor):
        def hold():
            with unit(actor):
                return holds.place_hold(
                    provider=en.pk, version=0, from_on=TODAY, last_day=None, reason="Bank account changed"
                )

        return hold

    assert kinds(at_once([place(specialist), place(colleague)])) == ["Changed", "Kept"]
    assert Hold.objects.using("loader").count() == 1


@pytest.mark.parametrize(
    "role", [Role.TPM_PAYMENTS_ANALYST, Role.TPM_ADMINISTRATOR, Role.AUDITOR, Role.SSA_PAYMENT_AUTHORISER]
)
def test_nobody_else_keeps_the_record(world, en, ssa, unit_as, role):
    employer = (
        ssa if role in (Role.AUDITOR, Role.SSA_PAYMENT_AUTHORISER) else world.organisation("TPM", "TPM")
    )
    other = world.actor(world.account(employer, [role]))
    with unit_as(other):
        assert standing.keep_registration(provider=en.pk, version=0, last_day=None) == NotFound()
        assert (
            holds.place_hold(provider=en.pk, version=0, from_on=TODAY, last_day=None, reason="x")
            == NotFound()
        )


def test_a_provider_keeps_nothing_of_its_own_record(world, en, unit_as):
    own = world.actor(world.account(en, [Role.EN_ADMINISTRATOR]))
    with unit_as(own):
        assert standing.keep_bank(provider=en.pk, version=0, current_now=True, last_day=None) == NotFound()
        assert Provider.objects.count() == 1


@pytest.mark.parametrize(
    ("ein", "pid", "uei", "field"),
    [
        ("12-345678", "P123456", "ABCDEF123456", "ein"),
        ("12-3456789", "P1", "ABCDEF123456", "pid"),
        ("12-3456789", "P123456", "OBCDEF123456", "uei"),
    ],
)
def test_a_number_of_the_wrong_shape_is_refused_by_its_field(en, specialist, unit_as, ein, pid, uei, field):
    with unit_as(specialist):
        answer = standing.keep_numbers(provider=en.pk, version=0, ein=ein, pid=pid, uei=uei)
    assert isinstance(answer, NotAllowed)
    assert answer.field == field
    assert provider(en).version == 0


def test_numbers_are_kept_in_their_one_form_and_what_stays_is_not_judged(en, specialist, unit_as):
    before = provider(en)
    with unit_as(specialist):
        answer = standing.keep_numbers(
            provider=en.pk, version=0, ein="12-3456789", pid=before.pid, uei=before.uei
        )
    assert answer == Kept()
    assert (provider(en).ein, provider(en).uei) == ("123456789", before.uei)


def test_a_pid_belongs_to_one_provider(world, en, specialist, unit_as):
    other = provider(world.organisation("Harbor Bridge"))
    with unit_as(specialist):
        answer = standing.keep_numbers(
            provider=en.pk, version=0, ein=provider(en).ein, pid=other.pid, uei=provider(en).uei
        )
    assert isinstance(answer, NotAllowed)
    assert answer.field == "pid"


@pytest.mark.row("A4")
def test_an_agreement_ended_closes_the_gate_at_the_next_request(world, en, specialist, unit_as, sign_in):
    account = world.account(en, [Role.EN_PAYMENTS_CLERK])
    clerk = sign_in(account)
    assert clerk.get("/requests/").status_code == 200
    agreement = Agreement.objects.using("loader").get(provider=en.pk)
    with unit_as(specialist):
        answer = agreements.keep_agreement(
            provider=en.pk, row=agreement.pk, version=0, number="TPA-1", last_day=YESTERDAY
        )
    assert answer == Kept()
    refused = clerk.get("/requests/")
    assert refused.status_code == 403
    assert b"agreement" in refused.content
    with unit_as(VISITOR, reading=True):
        decision = admit(account.pk, now()).decision
    assert decision.outcome is Outcome.REFUSE
    assert [one.test.rule for one in decision.checks if one.state is State.FAILED] == ["ACC-03"]
    with unit_as(specialist):
        agreements.keep_agreement(provider=en.pk, row=agreement.pk, version=1, number="TPA-1", last_day=TODAY)
    assert clerk.get("/requests/").status_code == 200


@pytest.mark.parametrize(
    ("from_on", "last_day", "field"),
    [
        (date(2026, 1, 1), None, "from_on"),
        (date(2019, 1, 1), None, "last_day"),
        (TODAY, YESTERDAY, "last_day"),
    ],
)
def test_agreements_do_not_overlap_or_end_before_they_start(
    en, specialist, unit_as, from_on, last_day, field
):
    with unit_as(specialist):
        answer = agreements.add_agreement(
            provider=en.pk, version=0, number="TPA-2", from_on=from_on, last_day=last_day
        )
    assert isinstance(answer, NotAllowed)
    assert answer.field == field
    assert Agreement.objects.using("loader").count() == 1


def test_a_new_agreement_may_follow_the_day_after(en, specialist, unit_as):
    old = Agreement.objects.using("loader").get(provider=en.pk)
    with unit_as(specialist):
        agreements.keep_agreement(provider=en.pk, row=old.pk, version=0, number="A", last_day=TODAY)
        answer = agreements.add_agreement(
            provider=en.pk, version=0, number="B", from_on=TOMORROW, last_day=None
        )
    assert answer == Kept()
    assert changes()[-1] == (
        "agreement",
        {"number": [None, "B"], "from_on": [None, "2025-12-16"], "until_on": [None, None]},
    )


@pytest.mark.row("J9")
@pytest.mark.parametrize("what", ["hold", "sam", "bank", "bank-verification-over"])
def test_what_stops_payments_lets_the_next_request_wait(world, unit_as, specialist, what):
    desk = Desk(world, unit_as)
    key = desk.en.pk
    with unit_as(specialist):
        match what:
            case "hold":
                answer = holds.place_hold(
                    provider=key, version=0, from_on=TODAY, last_day=None, reason="Bank account changed"
                )
            case "sam":
                answer = standing.keep_registration(provider=key, version=0, last_day=YESTERDAY)
            case "bank":
                answer = standing.keep_bank(provider=key, version=0, current_now=False, last_day=None)
            case _:
                answer = standing.keep_bank(provider=key, version=0, current_now=True, last_day=YESTERDAY)
    assert answer == Kept()
    (request,) = desk.submitted(desk.holder(earned={"2025-02": 1200}), ("P1M1", "2025-02"))
    assert request.state == PaymentRequest.State.WAITING_FOR_INFORMATION


def test_a_lifted_hold_lets_payments_go_again(world, unit_as, specialist):
    desk = Desk(world, unit_as)
    key = desk.en.pk
    with unit_as(specialist):
        holds.place_hold(provider=key, version=0, from_on=YESTERDAY, last_day=None, reason="Bank changed")
        hold = Hold.objects.get()
        assert isinstance(
            holds.lift_hold(provider=key, row=hold.pk, version=0, ends_on=TODAY, why=" "), NotAllowed
        )
        assert holds.lift_hold(provider=key, row=hold.pk, version=0, ends_on=TODAY, why="Verified") == Kept()
    (request,) = desk.submitted(desk.holder(earned={"2025-02": 1200}), ("P1M1", "2025-02"))
    assert request.state == PaymentRequest.State.APPROVED


def test_only_an_administrative_en_has_affiliates(en, specialist, unit_as):
    new = {"name": "County Works", "share_rule": "60 percent", "from_on": TODAY, "last_day": None}
    with unit_as(specialist):
        assert isinstance(affiliates.add_affiliate(provider=en.pk, version=0, **new), NotAllowed)
        assert standing.keep_business_models(provider=en.pk, version=0, models=["BM-3", "BM-1"]) == Kept()
        assert affiliates.add_affiliate(provider=en.pk, version=1, **new) == Kept()
        refused = standing.keep_business_models(provider=en.pk, version=2, models=["BM-1"])
    assert isinstance(refused, NotAllowed)
    assert provider(en).business_models == ["BM-1", "BM-3"]


def test_a_counsellors_name_stays_out_of_the_trail(en, specialist, unit_as):
    with unit_as(specialist):
        affiliates.add_counsellor(
            provider=en.pk,
            version=0,
            name="Nora Namesworth",
            certificate="CWIC 4411",
            from_on=TODAY,
            last_day=date(2026, 12, 31),
        )
        row = CertifiedCounsellor.objects.get()
        affiliates.keep_counsellor(
            provider=en.pk, row=row.pk, version=0, name="Nora N.", certificate="CWIC 4411", last_day=None
        )
    told = str([row.detail for row in TrailEntry.objects.using("loader").all()])
    assert "Nora" not in told
    assert "CWIC 4411" in told


def test_the_record_shows_its_parts_and_its_history(world, en, specialist, unit_as):
    cleared = world.account(en, [], name="Clea Cleared")
    world.account(en, [Role.EN_COUNSELLOR], name="With Access")
    with unit_as(specialist):
        standing.keep_bank(provider=en.pk, version=0, current_now=True, last_day=date(2026, 3, 31))
    with unit_as(specialist, reading=True):
        found = record(en.number)
    assert [person.name for person in found.cleared] == [cleared.name]
    assert found.cleared[0].good
    (step,) = found.history
    assert (step.by, step.part) == ("Sofia Specialist", "Bank account")
    assert step.changes == [("Bank account verified, last day", "none", "03/31/2026")]
    with unit_as(specialist, reading=True):
        assert record("OR-0000-0000") is None
