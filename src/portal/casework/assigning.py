"""What an assignment is made from: the case's signed plan, its signatures and the signer, as the law of entry asks."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from portal.casework.models import Case, Signature, SignedForm
from portal.casework.plan import forms
from portal.casework.plan.facts import signer
from portal.policy import signatures as law
from portal.policy.assignment import EntryFacts
from portal.policy.signatures import SignatureFacts
from portal.tickets.services.assign import SignedPlan

HOLDER, PROVIDER = Signature.Party.HOLDER, Signature.Party.PROVIDER


class Ready(NamedTuple):
    """A case with its locked plan. `form` is the plan's number and `signed` whether both have signed.

    `came_in_on` is the day on which the mail room received it, where it came in on paper: the day of its entry.
    """

    case: UUID
    form: str
    signed: bool
    plan: SignedPlan
    came_in_on: date | None = None


def ready(case: UUID) -> Ready | None:
    """The plan of a case that is signed or waits for it, in the reader's scope; None where none is locked.

    Opened in memory: nobody is shown it.
    """
    states = (SignedForm.State.SIGNED, SignedForm.State.TO_SIGN)
    row = SignedForm.objects.filter(case=case, kind=SignedForm.Kind.IWP, state__in=states).first()
    if row is None:
        return None
    signed = row.state == SignedForm.State.SIGNED
    came_in_on = row.received_on if row.way == SignedForm.Way.PAPER else None
    return Ready(case, row.number, signed, _plan(row, signed=signed), came_in_on)


def open_case(case: UUID) -> Case | None:
    """The open case of this ID in the reader's scope."""
    return Case.objects.filter(pk=case, closed_on=None).first()


def _plan(row: SignedForm, *, signed: bool) -> SignedPlan:
    by = {one.party: one for one in Signature.objects.filter(signed_form=row)}
    facts = EntryFacts(
        SignatureFacts(
            _signature(by.get(HOLDER)), _signature(by.get(PROVIDER)), _signer(row, by.get(PROVIDER))
        ),
        discussed_on=forms.opened(row).plan.discussion.held_on,
        may_assign=None,
        plan_stored=signed,
    )
    return SignedPlan(row.case_id, row.person_id, row.organisation_id, facts)


def _signature(row: Signature | None) -> law.Signature | None:
    """The name itself stays sealed: that one was printed is what the form could not be signed without."""
    return None if row is None else law.Signature(row.signed_on, row.method, "printed")


def _signer(form: SignedForm, row: Signature | None) -> law.Signer | None:
    if row is None or row.account is None:
        return None
    return signer(row.account, form.organisation_id, row.signed_on)
