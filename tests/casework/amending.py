"""What the tests of amendments share: S4's James, apprentice in a repair shop, and what is agreed."""

from datetime import date
from typing import Any

from portal.casework.models import SignedForm
from portal.casework.plan.amending import NOTHING
from portal.casework.results import Locked
from portal.casework.services.lock import lock
from portal.casework.services.start_amendment import start_amendment
from portal.kernel import drafts
from portal.policy.amendment import PARTS, AmendmentFacts
from portal.policy.plan_facts import Goal, PlanFacts, Service, Training
from tests.casework.planning import Planning, sound
from tests.policy.casework import FOLLOW_UPS, service

COACHING = Service(
    "job-coaching", "We coach James at the shop while he finds back into the work, twice a month.", "now"
)
STUDY = Training(
    "Associate degree in business", "part-time", date(2026, 6, 1), "Southern New Hampshire University online"
)
FULL_TIME = Goal(
    "James gets a full-time job in a car repair shop",
    "Apprentice in a car repair shop",
    40,
    True,
    200_000,
    date(2026, 6, 15),
)
HALF_TIME = Goal(
    "James works 20 hours a week to find back into work slowly, and begins to study online",
    "Apprentice in a car repair shop",
    20,
    False,
    120_000,
    date(2026, 6, 15),
    STUDY,
)
FOREMAN = Goal(
    "James takes on more work and becomes a manager in the shop",
    "Manager",
    40,
    True,
    300_000,
    date(2029, 12, 15),
)
GRADUATE = FOREMAN._replace(says="With his degree James becomes a full-time manager in the shop")


def original() -> PlanFacts:
    """James's plan."""
    return sound(short_term=FULL_TIME, long_term=FOREMAN, services=(service("job-search"), *FOLLOW_UPS))


def change(**other: Any) -> AmendmentFacts:
    """James's amendment as it is typed: both goals, and a coach besides the services there are."""
    typed = NOTHING._replace(
        provider_name="First EN",
        reason="goals-not-met",
        revises=frozenset(PARTS),
        short_term=HALF_TIME,
        long_term=GRADUATE,
        services=(service("job-search"), COACHING, *FOLLOW_UPS),
    )
    return typed._replace(**other)


class Amending(Planning):
    """The office with James's plan in force, the Ticket assigned from it."""

    def __init__(self, world: Any, unit_as: Any) -> None:
        super().__init__(world, unit_as)
        self.plan = self.signed_by_both(self.locked(**original()._asdict()))
        self.assigned_as = self.assign()

    def begun(self) -> drafts.OpenDraft:
        with self.unit_as(self.counsellor):
            answer = start_amendment(case=self.case.pk, answers={})
            found = drafts.read(answer)
        assert found is not None
        return found

    def answer(self, **facts: Any) -> Any:
        """What locking the amendment answers."""
        draft = self.begun()
        with self.unit_as(self.counsellor):
            return lock(draft=draft.id, revision=draft.revision, facts=change(**facts))

    def amendment(self, **facts: Any) -> SignedForm:
        """An amendment that waits for both signatures."""
        answer = self.answer(**facts)
        assert isinstance(answer, Locked), answer
        return self.form(answer.form)
