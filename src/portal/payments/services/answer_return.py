"""What a provider adds to a request it has submitted: its answer to a return, or its case for a reconsideration."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from portal.earnings.services.recording import Earned, Paper, record_earnings, record_papers
from portal.kernel.outbox import enqueue
from portal.payments.form import EarningsGiven, PaperGiven
from portal.payments.models import PaymentRequest
from portal.payments.moves import move_named
from portal.payments.reconsidering import may_ask
from portal.payments.results import Answer, NotAllowed
from portal.payments.services.determine import determine
from portal.payments.services.locked import done, refuse, take
from portal.payments.services.steps import make_move
from portal.payments.services.tell_phase import TELL_PHASE


class Added(NamedTuple):
    """Earnings and papers (files uploaded with the request's ID as subject), and what is said of services.

    None leaves what the request says of services as it is.
    """

    earnings: Sequence[EarningsGiven] = ()
    papers: Sequence[PaperGiven] = ()
    services_described: bool | None = None
    services_statement_on: date | None = None
    services_contributed: bool | None = None


NOTHING = Added()


def answer_return(*, request: UUID, version: int, note: str, added: Added = NOTHING) -> Answer:
    """Answer a request that waits for information; it is judged again at once."""
    row = take(request, version, "answer")
    if not isinstance(row, PaymentRequest):
        return row
    _add(row, added)
    make_move(row, move_named("answer"), text=note)
    determine(row)
    enqueue(TELL_PHASE, row.assignment_id)
    return done(row)


def ask_reconsideration(*, request: UUID, version: int, note: str, added: Added = NOTHING) -> Answer:
    """Ask that a denial be reconsidered, saying why; another analyst than who denied it decides (row L6)."""
    row = take(request, version, "ask-reconsideration")
    if not isinstance(row, PaymentRequest):
        return row
    decision = may_ask(row)
    if decision.primary is not None:
        said = f"This cannot be reconsidered, because this does not hold: {decision.told}"
        return refuse(row, "ask-reconsideration", NotAllowed(said), decision.primary.test.name)
    if not note.strip():
        return refuse(row, "ask-reconsideration", NotAllowed("Say why the denial is wrong."), "note")
    _add(row, added)
    make_move(row, move_named("ask-reconsideration"), text=note)
    enqueue(TELL_PHASE, row.assignment_id)
    return done(row)


def _add(row: PaymentRequest, added: Added) -> None:
    """Bring in what was added. Papers turn a certification into evidence."""
    record_earnings(row.person_id, row.organisation_id, row.pk, [Earned(*given) for given in added.earnings])
    record_papers(row.person_id, row.organisation_id, row.pk, [Paper(*given) for given in added.papers])
    if added.services_described is not None:
        row.services_described = added.services_described
    if added.services_statement_on is not None:
        row.services_statement_on = added.services_statement_on
        row.services_contributed = added.services_contributed
    if added.papers:
        row.form = PaymentRequest.Form.EVIDENTIARY
