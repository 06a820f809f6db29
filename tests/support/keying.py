"""What the tests of forms on paper share: a case with a paper, and what is typed from it."""

from typing import Any

from portal.casework.services.enter_signed import Signatory
from portal.providers.models import AssignmentRight, Provider
from portal.support.models import PaperItem
from portal.support.services.enter_form import enter_form
from portal.support.services.keying import keep
from tests.casework import typed_plan
from tests.casework.planning import MODEL, sound
from tests.policy.casework import day
from tests.support.room import Room, pdf


class Keying(Room):
    """The mail room with a plan on paper, put to a case; its scan is clean, its Ticket can be assigned."""

    def __init__(self, world: Any, unit_as: Any) -> None:
        super().__init__(world, unit_as)
        Provider.objects.using("loader").filter(pk=self.en.pk).update(business_models=[MODEL])
        world.ticket(self.beneficiary)
        self.case = world.case(self.beneficiary, self.en, name="Ana Ruiz")
        self.plan = self.indexed("plan", self.case.number, scan=pdf())

    def new_network(self) -> None:
        """The provider's plans are reviewed."""
        AssignmentRight.objects.using("loader").filter(provider=self.en.pk).delete()

    def keeps(
        self, paper: PaperItem | None = None, *, revision: int = -1, actor: Any = None, **other: Any
    ) -> Any:
        answers = typed_plan.answers(**other)
        return self.does(keep, paper or self.plan, actor, revision=revision, answers=answers)

    def enters(
        self, paper: PaperItem | None = None, *, revision: int = 0, actor: Any = None, **other: Any
    ) -> Any:
        """What entering the paper answers, as it was kept; `other` stands for what it says otherwise."""
        said = {
            "facts": sound(),
            "holder": Signatory("Ana Ruiz", day("12-05")),
            "provider": Signatory("Cora Counsellor", day("12-06"), self.counsellor.account),
            **other,
        }
        return self.does(enter_form, paper or self.plan, actor, revision=revision, **said)
