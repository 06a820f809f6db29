"""The right to assign directly: ten compliant plans, two people, and what follows at the next request (D7; TA-02)."""

import threading

import pytest
from django.db import connections

from portal.integrity.models import AssignRight
from portal.integrity.queries import standing, standings
from portal.integrity.services.rights import decide_right, propose
from portal.kernel.clock import now
from portal.kernel.models import Duty, Mail
from portal.kernel.results import Changed, Done, NotAllowed, NotFound
from portal.kernel.unit import open_unit
from portal.providers.models import AssignmentRight
from portal.providers.rights import assigns_directly
from tests.world import LONG_AGO, TODAY

pytestmark = pytest.mark.row("D7", "F1")
WHY = "Ten plans without findings"


def proposed(reviewing, kind="grant", reason=WHY, actor=None):
    with reviewing.unit_as(actor or reviewing.reviewer):
        return propose(organisation=reviewing.en.pk, kind=kind, reason=reason)


def decided(reviewing, answer, *, agree=True, actor=None, version=0):
    with reviewing.unit_as(actor or reviewing.second):
        return decide_right(right=answer.subject, version=version, agree=agree)


def direct(reviewing):
    with reviewing.unit_as(reviewing.counsellor, reading=True):
        return assigns_directly(reviewing.en.pk, TODAY)


@pytest.mark.parametrize(("count", "may"), [(9, False), (10, True), (11, True)])
def test_after_ten_compliant_plans_it_may_be_proposed(reviewing, count, may):
    reviewing.compliant_before(count)
    answer = proposed(reviewing)
    assert isinstance(answer, Done if may else NotAllowed)
    assert not direct(reviewing)


def test_a_second_person_decides_and_it_counts_at_once(reviewing):
    reviewing.compliant_before(10)
    answer = proposed(reviewing)
    own = decided(reviewing, answer, actor=reviewing.reviewer)
    assert isinstance(own, NotAllowed)
    assert not direct(reviewing)
    assert isinstance(decided(reviewing, answer), Done)
    assert direct(reviewing)
    assert not Duty.objects.using("loader").filter(kind="decide-assign-right", closed_at=None).exists()
    [mail] = Mail.objects.using("loader").filter(key__startswith="assign-right/", address__contains="@")[:1]
    assert mail.subject == "You may assign Tickets in the portal now"


def test_refused_nothing_follows_and_it_may_be_proposed_again(reviewing):
    reviewing.compliant_before(10)
    answer = proposed(reviewing)
    assert isinstance(decided(reviewing, answer, agree=False), Done)
    assert not direct(reviewing)
    assert isinstance(proposed(reviewing), Done)


def test_one_proposal_at_a_time(reviewing):
    reviewing.compliant_before(10)
    proposed(reviewing)
    assert isinstance(proposed(reviewing, actor=reviewing.second), NotAllowed)


def test_taken_back_with_a_reason_and_the_count_begins_anew(reviewing):
    reviewing.world.add(AssignmentRight(provider_id=reviewing.en.pk, from_on=TODAY, set_at=LONG_AGO))
    reviewing.compliant_before(10)
    assert isinstance(proposed(reviewing, "withdraw", reason=" "), NotAllowed)
    answer = proposed(reviewing, "withdraw", reason="Half of the staff left")
    assert direct(reviewing)
    assert isinstance(decided(reviewing, answer), Done)
    assert not direct(reviewing)
    assert isinstance(proposed(reviewing), NotAllowed), "the ten plans before do not count any more"
    with reviewing.unit_as(reviewing.second, reading=True):
        found = standing(reviewing.en.number)
        assert (found.direct, found.compliant, found.needed) == (False, 0, 10)


def test_what_is_not_held_is_not_taken_back(reviewing):
    assert isinstance(proposed(reviewing, "withdraw"), NotAllowed)


def test_only_program_integrity_proposes_and_decides(reviewing):
    reviewing.compliant_before(10)
    assert isinstance(proposed(reviewing, actor=reviewing.counsellor), NotAllowed)
    answer = proposed(reviewing)
    assert isinstance(decided(reviewing, answer, actor=reviewing.counsellor), NotAllowed)
    with reviewing.unit_as(reviewing.reviewer):
        assert propose(organisation=reviewing.tpm.pk, kind="grant", reason=WHY) == NotFound()


def test_two_who_decide_at_once_one_counts(reviewing):
    reviewing.compliant_before(10)
    answer = proposed(reviewing)
    gate, answers = threading.Barrier(2), []

    def run(agree):
        try:
            gate.wait()
            with open_unit(reviewing.second, now(), reading=False, page="test"):
                answers.append((agree, decide_right(right=answer.subject, version=0, agree=agree)))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[agree]) for agree in (True, False)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    [(counted, _)] = [one for one in answers if isinstance(one[1], Done)]
    assert [type(one) for _, one in answers].count(Changed) == 1
    state = AssignRight.objects.using("loader").get().state
    assert state == ("decided" if counted else "refused")
    assert direct(reviewing) is counted


def test_how_far_everybody_is_and_what_plans_fail_in(reviewing):
    reviewing.compliant_before(3)
    with reviewing.unit_as(reviewing.reviewer, reading=True):
        [one] = standings()
        assert (one.name, one.direct, one.compliant, one.needed, one.components) == (
            "First EN",
            False,
            3,
            10,
            (),
        )
