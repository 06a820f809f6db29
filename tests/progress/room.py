"""What the tests of progress reviews share: an EN that holds a Ticket since 10 January 2024, and who decides."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from portal.kernel.actor import SYSTEM, Actor
from portal.kernel.clock import Moment, now
from portal.kernel.desks import take
from portal.kernel.models import Duty
from portal.kernel.unit import Unit, open_unit
from portal.policy.core import Month
from portal.policy.roles import Role
from portal.progress.duties import DESK
from portal.progress.models import ProgressNotice, ProgressReview
from portal.progress.services import deciding, going_on, replying
from portal.progress.services.replying import Response
from portal.progress.states import Stated
from portal.tickets.models import Ticket
from tests.casework.office import Office

ASSIGNED = date(2024, 1, 10)
DUE = date(2025, 2, 1)  # the first period is February 2024 to January 2025
LEVEL = 1110  # the trial work level of 2024, in dollars


class Room(Office):
    """The casework office with Program Integrity, Beneficiary Support and Social Security beside it."""

    def __init__(self, world: Any, unit_as: Any) -> None:
        super().__init__(world, unit_as)
        self.tpm = world.organisation("Program Manager", "TPM")
        self.reviewer = self.person(self.tpm, Role.TPM_INTEGRITY_REVIEWER, "Rita Reviewer")
        self.support = self.person(self.tpm, Role.TPM_BENEFICIARY_SUPPORT, "Sue Support")
        ssa = world.organisation("Social Security", "SSA")
        self.ssa = self.person(ssa, Role.SSA_SERVICES_SPECIALIST, "Sam Specialist")
        self.case = self.assigned(on=ASSIGNED)
        self.ticket = Ticket.objects.using("loader").get(person=self.beneficiary)
        self.holder = world.holder_actor(world.holder_account(self.beneficiary, self.en))

    @contextmanager
    def on(self, day: date, actor: Actor = SYSTEM) -> Iterator[Unit]:
        """A writing unit on another day."""
        here = now()
        moment = Moment(here.real, here.at + timedelta(days=(day - here.on).days), day)
        with open_unit(actor, moment, reading=False, page="test", purpose="test") as unit:
            yield unit

    def opened(self, day: date = DUE) -> ProgressReview:
        with self.on(day):
            key = going_on.open_due(self.ticket.pk)
        assert key is not None
        return self.review(key)

    def step(self, review: ProgressReview, day: date) -> ProgressReview:
        """What the day brings."""
        with self.on(day):
            going_on.step_due(review.pk)
        return self.review(review.pk)

    def review(self, key: UUID) -> ProgressReview:
        return ProgressReview.objects.using("loader").get(pk=key)

    def worked(self, *months: str, dollars: int = LEVEL) -> Response:
        """A response that states these months of work."""
        states = Stated(tuple((Month.parse(month), dollars * 100) for month in months))
        return Response(uuid4(), states, (("Did you work?", "Yes"),))

    def answers(self, review: ProgressReview, day: date, response: Response) -> ProgressReview:
        """The Ticketholder answers."""
        with self.on(day, self.holder):
            answer = replying.answer_own(review=review.pk, response=response)
        assert isinstance(answer, deciding.Done), answer
        return self.review(review.pk)

    def taken(self, review: ProgressReview, day: date) -> ProgressReview:
        """The reviewer takes it from the desk."""
        with self.on(day, self.reviewer):
            duty = Duty.objects.get(subject=review.pk, kind="decide-progress-review", closed_at=None)
            take(DESK, duty=duty.pk, version=duty.version)
        return self.review(review.pk)

    def failed(self, day: date = date(2025, 4, 10)) -> ProgressReview:
        """The first review, failed: nobody answered, and the reviewer sent the fail notice on this day."""
        review = self.step(self.opened(), date(2025, 3, 4))
        review = self.taken(self.step(review, date(2025, 4, 4)), day)
        with self.on(day, self.reviewer):
            deciding.fail(review=review.pk, version=review.version)
        return self.review(review.pk)

    def duties(self, subject: UUID) -> dict[str, date]:
        rows = Duty.objects.using("loader").filter(subject=subject, closed_at=None)
        return dict(rows.values_list("kind", "due_on"))

    def letters(self, review: ProgressReview) -> dict[str, date]:
        rows = ProgressNotice.objects.using("loader").filter(review=review).order_by("sent_on", "id")
        return dict(rows.values_list("code", "sent_on"))
