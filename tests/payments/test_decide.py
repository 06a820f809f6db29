"""The analyst's desk: approve, deny, return, refer; the rules asked again; nobody overwrites anybody."""

from datetime import date

import pytest

from portal.kernel.models import Duty, Mail, StoredDecision, TrailEntry
from portal.kernel.vault import Sealed, match
from portal.kernel.vault.sealing import place
from portal.payments.models import Award, Determination, LedgerEntry, PaymentRequest, RequestStep
from portal.payments.results import Changed, Done, NotAllowed, NotFound
from portal.payments.services import decide
from portal.payments.services.answer_return import Added, answer_return
from portal.payments.services.withdraw import withdraw
from portal.policy.roles import Role
from tests.payments.desk import earned

pytestmark = [pytest.mark.row("E1"), pytest.mark.row("E4")]


def stored(model, **where):
    return model.objects.using("loader").filter(**where)


@pytest.fixture
def referred(desk):
    """Two sources that differ: the rules leave it to a person."""
    holder = desk.disputed()
    [request] = desk.submitted(holder, ("P1M1", "2025-02"))
    assert request.state == "with-analyst"
    return request


@pytest.fixture
def refused(desk):
    [request] = desk.submitted(desk.holder(earned={"2025-02": 900}), ("P1M1", "2025-02"))
    return request


@pytest.mark.row("E5")
def test_what_is_left_to_a_person_can_be_approved(desk, unit_as, referred):
    with unit_as(desk.analyst):
        answer = decide.approve(
            request=referred.id, version=referred.version, note="Both are above the level."
        )
    assert answer == Done(referred.id, referred.number, "approved")
    request = desk.request(referred.number)
    assert (request.amount_cents, request.version) == (185_000, referred.version + 1)
    assert stored(Award, request=request).get().amount_cents == 185_000
    assert sum(entry.cents for entry in stored(LedgerEntry)) == 0
    assert not stored(Duty, subject=request.id, closed_at=None).exists()
    determined = stored(Determination, request=request).order_by("at").last()
    assert (determined.outcome, determined.determined, determined.by_name) == (
        "refer",
        "approve",
        "Andy Analyst",
    )
    step = stored(RequestStep, request=request, to_state="approved").get()
    with unit_as(desk.analyst, reading=True):
        where = place("payments_requeststep", "note", step.id)
        assert match([Sealed(step.note, where, request.person_id)]) == ["Both are above the level."]


def test_what_the_rules_refuse_cannot_be_approved(desk, unit_as, refused):
    with unit_as(desk.analyst):
        answer = decide.approve(request=refused.id, version=refused.version)
    assert isinstance(answer, NotAllowed)
    assert "Social Security" in answer.sentence
    assert desk.request(refused.number).state == "with-analyst"
    assert stored(TrailEntry, kind="request-move-refused", subject=refused.id).count() == 1


def test_a_denial_has_the_code_of_a_failed_check_or_a_reason(desk, unit_as, refused, referred):
    for request, code, note in (
        (refused, "DEN-17", "x"),
        (refused, "DEN-01", ""),
        (referred, "DEN-08", " "),
    ):
        with unit_as(desk.analyst):
            answer = decide.deny(request=request.id, version=request.version, code=code, note=note)
        assert isinstance(answer, NotAllowed), code
    failed = stored(StoredDecision, subject=refused.id).get().answer["denial"]
    for request, code, note in ((refused, failed, ""), (referred, "DEN-08", "The slip is of a pension.")):
        with unit_as(desk.analyst):
            answer = decide.deny(request=request.id, version=request.version, code=code, note=note)
        assert answer == Done(request.id, request.number, "denied")
        assert desk.request(request.number).denial_code == code
        assert stored(Mail, subject__contains=f"{request.number} is denied").count() == 1
    assert not stored(Award).exists()


def test_every_code_is_offered_the_failed_ones_first(desk, unit_as, refused):
    with unit_as(desk.analyst, reading=True):
        answer = decide.judge_now(PaymentRequest.objects.get(pk=refused.id))
        codes = decide.denial_codes(answer)
    assert codes[0] == (answer["denial"], codes[0][1], True)
    assert len(codes) == len({code for code, _, _ in codes}) == 16


@pytest.mark.row("L13")
def test_a_return_asks_by_a_date_and_the_answer_is_judged_at_once(desk, unit_as, refused):
    for note, due in (("", date(2026, 1, 9)), ("Send slips.", date(2025, 12, 15))):
        with unit_as(desk.analyst):
            answer = decide.return_for_information(
                request=refused.id, version=refused.version, note=note, due_on=due
            )
        assert isinstance(answer, NotAllowed)
    with unit_as(desk.analyst):
        decide.return_for_information(
            request=refused.id, version=refused.version, note="Send the slips.", due_on=date(2026, 1, 9)
        )
    [duty] = stored(Duty, subject=refused.id, closed_at=None)
    assert (duty.kind, duty.organisation, duty.due_on) == ("answer-return", desk.en.id, date(2026, 1, 9))
    returned = desk.request(refused.number)
    with unit_as(desk.clerk):
        answer = answer_return(
            request=returned.id,
            version=returned.version,
            note="Here they are.",
            added=Added(earnings=[earned("2025-02", 300, employer="Second Job Inc")]),
        )
    # 900 on the record and 300 from another employer make 1,200.
    assert answer.state == "approved"
    assert not stored(Duty, subject=refused.id, closed_at=None).exists()


@pytest.mark.row("E2")
def test_a_referral_gives_social_security_the_determination(desk, unit_as, refused):
    with unit_as(desk.analyst):
        assert isinstance(
            decide.refer_to_ssa(request=refused.id, version=refused.version, reason=""), NotAllowed
        )
    with unit_as(desk.analyst):
        answer = decide.refer_to_ssa(
            request=refused.id, version=refused.version, reason="Override asked for."
        )
    assert answer.state == "waiting-for-ssa"
    [duty] = stored(Duty, subject=refused.id, closed_at=None)
    assert duty.kind == "decide-at-ssa"
    assert stored(Determination, request=refused.id).order_by("at").last().determined == "refer-to-ssa"


@pytest.mark.row("B5")
def test_the_second_of_two_is_told_what_changed(desk, unit_as, refused):
    with unit_as(desk.other_analyst):
        decide.refer_to_ssa(request=refused.id, version=refused.version, reason="Override asked for.")
    with unit_as(desk.analyst):
        answer = decide.deny(request=refused.id, version=refused.version, code="DEN-04", note="")
    assert isinstance(answer, Changed)
    assert (answer.by, answer.state_words) == ("Olga Analyst", "waiting for Social Security")
    assert desk.request(refused.number).state == "waiting-for-ssa"


def test_a_provider_withdraws_and_may_ask_again(desk, unit_as, refused):
    with unit_as(desk.clerk):
        assert (
            withdraw(request=refused.id, version=refused.version, reason="Wrong month").state == "withdrawn"
        )
    assert not stored(Duty, subject=refused.id, closed_at=None).exists()
    with unit_as(desk.clerk):
        again = withdraw(request=refused.id, version=refused.version + 1)
    assert isinstance(again, NotAllowed)
    [second] = desk.submitted(refused.assignment, ("P1M1", "2025-02"))
    assert second.state == "with-analyst"


def test_outside_the_scope_there_is_no_such_request(desk, unit_as, refused):
    stranger = desk.person(desk.world.organisation(), Role.EN_PAYMENTS_CLERK, "Steve Stranger")
    with unit_as(stranger):
        assert withdraw(request=refused.id, version=refused.version) == NotFound()


def test_provider_roles_cannot_decide_and_staff_cannot_withdraw(desk, unit_as, refused):
    with unit_as(desk.clerk):
        assert isinstance(decide.approve(request=refused.id, version=refused.version), NotAllowed)
    with unit_as(desk.analyst):
        assert isinstance(withdraw(request=refused.id, version=refused.version), NotAllowed)
