"""200 operations of clerks, analysts and a lead on a few Tickets: locks are taken in one order, so nobody waits
for each other (row E5)."""

from collections import Counter
from functools import partial
from random import Random

import pytest
from django.db import connections

from portal.kernel import desks, drafts
from portal.kernel.models import Duty
from portal.payments.duties import DESK
from portal.payments.models import PaymentRequest
from portal.payments.results import Changed, Done, NotAllowed, NotFound
from portal.payments.services import decide
from portal.payments.services.answer_return import Added, answer_return
from portal.payments.services.submit import submit
from portal.payments.services.withdraw import withdraw
from portal.policy.roles import Role
from tests.payments.desk import SHOWN, filled
from tests.races.starting import at_once, unit
from tests.world import TODAY

THREADS, EACH = 8, 25
ANSWERS = (Done, Changed, NotAllowed, NotFound)
CLAIMS = [
    ("P1M1", "2025-02"),
    ("P1M2", "2025-04"),
    ("P1M3", "2025-07"),
    ("P2", "2025-08"),
    ("P1M1", "2025-03"),
]


class Crowd:
    """One thread's way through the operations; `done` counts answers by operation and type."""

    def __init__(self, desk, holders, clerk, analyst, seed, reserved):
        self.desk, self.holders, self.clerk, self.analyst = desk, holders, clerk, analyst
        # Requests that are a thread's own: nobody draws one.
        self.own, self.reserved = reserved[seed], [request.pk for request in reserved]
        last = self.approve_own if seed % 2 else self.withdraw_own
        # What happens whatever is drawn.
        self.sure = (self.ask_own, self.take_own, last)
        self.random, self.done = Random(seed), Counter()
        self.moves = [self.ask, self.ask, self.approve, self.deny, self.give_back, self.take, self.lay_down]
        self.moves += [self.withdraw, self.answer, self.refer]

    def work(self):
        drawn = [self.random.choice(self.moves) for _ in range(EACH - len(self.sure))]
        # Spread among the others, so that they happen while those do.
        for place, move in enumerate(self.sure, 1):
            drawn.insert(place * EACH // 4, move)
        for move in drawn:
            answer = move()
            self.done[f"{move.__name__}: {type(answer).__name__}"] += 1
        return self.done

    def ask_own(self):
        """On the Ticket of its own request, which nobody else asks on, for a month not asked for yet."""
        return self._ask(self.own.assignment, [("P1M1", "2025-03")])

    def take_own(self):
        duty = Duty.objects.using("loader").get(subject=self.own.pk, closed_at=None)
        with unit(self.analyst):
            return desks.take(DESK, duty=duty.id, version=duty.version)

    def approve_own(self):
        with unit(self.analyst):
            return decide.approve(request=self.own.pk, version=self.own.version, note="ok")

    def withdraw_own(self):
        with unit(self.clerk):
            return withdraw(request=self.own.pk, version=self.own.version, reason="again")

    def ask(self):
        claims = self.random.sample(CLAIMS, self.random.choice((1, 2, 3)))
        return self._ask(self.random.choice(self.holders), claims)

    def _ask(self, holder, claims):
        with unit(self.clerk):
            draft = drafts.start(
                form="payment-request",
                form_version="1",
                person=holder.person_id,
                subject=holder.id,
                answers={},
            )
        with unit(self.clerk):
            drafts.keep(draft=draft.id, revision=0, answers={"claims": []})
        with unit(self.clerk):
            return submit(draft=draft.id, revision=1, form=filled(holder, *claims), shown=SHOWN)

    def request(self, *states):
        rows = list(
            PaymentRequest.objects.using("loader")
            .filter(state__in=states)
            .exclude(pk__in=self.reserved)
            .values_list("id", "version")
        )
        return self.random.choice(rows) if rows else (None, 0)

    def duty(self):
        open_now = Duty.objects.using("loader").filter(closed_at=None, kind="decide-payment")
        rows = list(open_now.exclude(subject__in=self.reserved))
        return self.random.choice(rows) if rows else None

    def _decide(self, call, **words):
        request, version = self.request("with-analyst")
        if request is None:
            return None
        with unit(self.analyst):
            return call(request=request, version=version, **words)

    def approve(self):
        return self._decide(decide.approve, note="ok")

    def deny(self):
        return self._decide(decide.deny, code="DEN-01", note="no")

    def give_back(self):
        return self._decide(decide.return_for_information, note="more", due_on=TODAY.replace(day=31))

    def refer(self):
        return self._decide(decide.refer_to_ssa, reason="unclear")

    def take(self):
        duty = self.duty()
        if duty is None:
            return None
        with unit(self.analyst):
            return desks.take(DESK, duty=duty.id, version=duty.version)

    def lay_down(self):
        duty = self.duty()
        if duty is None:
            return None
        with unit(self.desk.lead):
            return desks.lay_down(DESK, duty=duty.id, version=duty.version)

    def withdraw(self):
        request, version = self.request("submitted", "with-analyst", "waiting-for-information")
        if request is None:
            return None
        with unit(self.clerk):
            return withdraw(request=request, version=version, reason="again")

    def answer(self):
        request, version = self.request("waiting-for-information")
        if request is None:
            return None
        with unit(self.clerk):
            return answer_return(
                request=request, version=version, note="here", added=Added(services_described=True)
            )


@pytest.mark.row("E5")
def test_two_hundred_mixed_operations_do_not_wait_for_each_other(desk):
    months = {f"2025-{month:02d}": 1800 for month in range(2, 12)}
    holders = [desk.holder(earned=months) for _ in range(2)] + [desk.disputed() for _ in range(2)]
    clerks = [desk.clerk, desk.person(desk.en, Role.EN_PAYMENTS_CLERK, "Carl Colleague")]
    analysts = [desk.analyst, desk.other_analyst]
    reserved = [desk.submitted(desk.disputed(), ("P1M1", "2025-02"))[0] for _ in range(THREADS)]
    crowds = [
        Crowd(desk, holders, clerks[seed % 2], analysts[seed // 2 % 2], seed, reserved)
        for seed in range(THREADS)
    ]
    before = deadlocks(desk)
    answers = at_once([partial(crowd.work) for crowd in crowds])
    assert not [answer for answer in answers if not isinstance(answer, Counter)]
    assert deadlocks(desk) == before
    done = sum(answers, Counter())
    assert done.total() == THREADS * EACH
    # Not what was drawn: which of those come off depends on who was faster.
    assert done["ask_own: Receipt"] == done["take_own: Claimed"] == THREADS, done
    assert done["approve_own: Done"] == done["withdraw_own: Done"] == THREADS // 2, done


def deadlocks(desk):
    """How many this database has had."""
    with connections["loader"].cursor() as cursor:
        cursor.execute("select deadlocks from pg_stat_database where datname = current_database()")
        return cursor.fetchone()[0]
