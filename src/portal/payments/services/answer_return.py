"""The provider's answer to a request that waits for information: added, and judged again at once."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from portal.earnings.services.recording import Earned, Paper, record_earnings, record_papers
from portal.kernel.outbox import enqueue
from portal.payments.form import EarningsGiven, PaperGiven
from portal.payments.models import PaymentRequest
from portal.payments.moves import move_named
from portal.payments.results import Answer
from portal.payments.services.determine import determine
from portal.payments.services.locked import done, take
from portal.payments.services.steps import make_move
from portal.payments.services.tell_phase import TELL_PHASE


def answer_return(
    *,
    request: UUID,
    version: int,
    note: str,
    earnings: Sequence[EarningsGiven] = (),
    papers: Sequence[PaperGiven] = (),
    services_described: bool | None = None,
    services_statement_on: date | None = None,
    services_contributed: bool | None = None,
) -> Answer:
    """Add earnings and papers (files uploaded with the request's ID as subject) and have it judged again.

    None leaves what the request says of services as it is. Papers turn a certification into evidence.
    """
    row = take(request, version, "answer")
    if not isinstance(row, PaymentRequest):
        return row
    record_earnings(row.person_id, row.organisation_id, row.pk, [Earned(*given) for given in earnings])
    record_papers(row.person_id, row.organisation_id, row.pk, [Paper(*given) for given in papers])
    if services_described is not None:
        row.services_described = services_described
    if services_statement_on is not None:
        row.services_statement_on, row.services_contributed = services_statement_on, services_contributed
    if papers:
        row.form = PaymentRequest.Form.EVIDENTIARY
    make_move(row, move_named("answer"), text=note)
    determine(row)
    enqueue(TELL_PHASE, row.assignment_id)
    return done(row)
