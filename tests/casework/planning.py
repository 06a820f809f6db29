"""What the tests of plans share: a case with a plan in the making, locked, and signed."""

from datetime import date
from typing import Any
from uuid import UUID

from portal.casework import kinds
from portal.casework.models import SignedForm
from portal.casework.results import Locked
from portal.casework.services.lock import lock
from portal.casework.services.sign import ELECTRONIC, HOLDER, IN_PERSON, PROVIDER, Given, sign
from portal.casework.services.start_plan import FORM_VERSION
from portal.kernel import drafts
from portal.kernel.actor import Actor
from portal.policy.plan_facts import PlanFacts
from portal.policy.signatures import UNSIGNED
from portal.providers.models import Provider
from portal.tickets.models import Assignment
from tests.casework.office import Office
from tests.policy import casework
from tests.world import TODAY

MODEL = "BM-1"


def sound(**other: Any) -> PlanFacts:
    """A plan with nothing missing and nothing wrong, as the form would give it."""
    facts = casework.plan(
        model=MODEL,
        models=frozenset(),
        pid=None,
        blind=None,
        certified_counsellor=None,
        terms=casework.plan().terms._replace(version="1"),
        terms_in_force=frozenset(),
        signatures=UNSIGNED,
        copy_given_on=None,
    )
    return facts._replace(**other)


class Planning(Office):
    """The office with an approved business model, and a case on the beneficiary."""

    def __init__(self, world: Any, unit_as: Any) -> None:
        super().__init__(world, unit_as)
        Provider.objects.using("loader").filter(pk=self.en.pk).update(business_models=[MODEL])
        self.case = world.case(self.beneficiary, self.en, name="Ana Ruiz", opened_on=date(2025, 11, 20))

    def draft(self, answers: dict[str, Any] | None = None) -> drafts.OpenDraft:
        with self.unit_as(self.counsellor):
            return drafts.start(
                form=kinds.IWP,
                form_version=FORM_VERSION,
                person=self.beneficiary.pk,
                subject=self.case.pk,
                answers=answers or {"contacts": {"holder_name": ["Ana Ruiz"]}},
            )

    def locked(self, **facts: Any) -> SignedForm:
        """A plan that waits for both signatures."""
        draft = self.draft()
        with self.unit_as(self.counsellor):
            answer = lock(draft=draft.id, revision=draft.revision, facts=sound(**facts))
        assert isinstance(answer, Locked), answer
        return self.form(answer.form)

    def form(self, form: UUID) -> SignedForm:
        return SignedForm.objects.using("loader").get(pk=form)

    def given(self, form: SignedForm, party: str, actor: Actor | None = None) -> Given:
        """A signature of the representative in the portal, or of the Ticketholder on its screen."""
        who = actor or self.counsellor
        return Given(
            party=party,
            method=ELECTRONIC if party == PROVIDER else IN_PERSON,
            printed_name=who.name if party == PROVIDER else "Ana Ruiz",
            digest=bytes(form.digest).hex(),
            account=who.account if party == PROVIDER else None,
            address="192.0.2.7",
            browser="Test browser",
        )

    def sign(self, form: SignedForm, party: str, actor: Actor | None = None, **other: Any) -> Any:
        """The answer to that signature, with what is said otherwise."""
        with self.unit_as(actor or self.counsellor):
            return sign(form=form.pk, given=self.given(form, party, actor)._replace(**other))

    def signed_by_both(self, form: SignedForm) -> SignedForm:
        """The form with both signatures."""
        self.sign(form, PROVIDER)
        self.sign(form, HOLDER)
        return self.form(form.pk)

    def signed(self) -> SignedForm:
        return self.signed_by_both(self.locked())

    def assign(self) -> Assignment:
        """The Ticket of the beneficiary, assigned today from the case."""
        ticket = self.world.ticket(self.beneficiary)
        row: Assignment = self.world.assignment(ticket, self.en, on=TODAY, case=self.case)
        return row
