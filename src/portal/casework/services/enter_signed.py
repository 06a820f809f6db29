"""A plan or amendment signed elsewhere, on the provider's own form or with a signature service, entered whole (L4)."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from portal.casework.models import SignedForm
from portal.casework.results import Locked, NotAllowed
from portal.casework.services.lock import OnPaper, lock
from portal.casework.services.sign import HOLDER, OUTSIDE, PROVIDER, SCANNED, Given, sign
from portal.kernel.drafts import Closed, Conflict
from portal.kernel.trail import note
from portal.policy.amendment import AmendmentFacts
from portal.policy.plan_facts import PlanFacts


class Signatory(NamedTuple):
    """Who signed on the paper, and when; `account` is the representative's."""

    name: str
    signed_on: date | None
    account: UUID | None = None


class _RefusedError(Exception):
    def __init__(self, answer: NotAllowed) -> None:
        self.answer = answer


def enter_signed(
    *,
    draft: UUID,
    revision: int,
    facts: PlanFacts | AmendmentFacts,
    paper: OnPaper,
    holder: Signatory,
    provider: Signatory,
) -> Locked | Conflict | Closed | NotAllowed:
    """Lock it and take both signatures of the paper, or nothing of it."""
    try:
        with transaction.atomic():
            answer = lock(draft=draft, revision=revision, facts=facts, paper=paper)
            if isinstance(answer, Locked):
                _sign(answer.form, paper, HOLDER, holder)
                _sign(answer.form, paper, PROVIDER, provider)
            return answer
    except _RefusedError as refused:
        note("signed-plan-refused", subject_kind="draft", subject=draft)
        return refused.answer


def _sign(form: UUID, paper: OnPaper, party: str, by: Signatory) -> None:
    row = SignedForm.objects.get(pk=form)
    if row.signatures.filter(party=party).exists():
        return
    given = Given(
        party=party,
        method=OUTSIDE if paper.way == SignedForm.Way.OUTSIDE_SERVICE else SCANNED,
        printed_name=by.name,
        digest=bytes(row.digest).hex(),
        account=by.account,
        signed_on=by.signed_on,
        file=paper.file,
    )
    answer = sign(form=form, given=given)
    if isinstance(answer, NotAllowed):
        raise _RefusedError(answer)
