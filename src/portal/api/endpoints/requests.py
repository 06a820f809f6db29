"""Payment requests: tried, asked for once, read, withdrawn."""

from functools import partial
from uuid import UUID

from django.http import Http404
from ninja import Header, Query, Router, Status

from portal.api.endpoints.ticketholders import held
from portal.api.filled import request_form, sections
from portal.api.once import Key, digest_of
from portal.api.operations import operation
from portal.api.problems import Problem
from portal.api.schemas import (
    DoneOut,
    LineOut,
    ReceiptOut,
    RequestIn,
    RequestOut,
    RequestPage,
    TryOut,
    WithdrawIn,
)
from portal.kernel import drafts
from portal.kernel.once import AskedOtherwise, once
from portal.payments.available import try_claims
from portal.payments.form import FORM, FORM_VERSION, Receipt
from portal.payments.models import PaymentRequest
from portal.payments.queries import requests
from portal.payments.receipts import receipt_of_draft
from portal.payments.record import request_record
from portal.payments.results import Changed, Done, NotAllowed
from portal.payments.rows import RequestRow
from portal.payments.services.submit import submit
from portal.payments.services.withdraw import withdraw
from portal.policy.roles import Permission
from portal.tickets.queries import HolderRecord
from portal.web.pages import WorkRequest

SIZE = 100
KEY_USED = (
    "This Idempotency-Key was used for another request. Use a new one for each, and the same to repeat it."
)
router = Router(tags=["Payment requests"])


@operation(router, "GET", "/payment-requests", "api-requests", Permission.READ_REQUESTS, RequestPage)
def list_requests(
    request: WorkRequest,
    state: PaymentRequest.State | None = None,
    page: int = Query(1, ge=1, le=100_000),
) -> RequestPage:
    """Your organization's payment requests, the newest first."""
    found = requests(state=state or "", page=page, size=SIZE)
    return RequestPage(
        page=found.number, size=SIZE, total=found.total, requests=[_row(one) for one in found.rows]
    )


@operation(
    router,
    "POST",
    "/payment-requests",
    "api-requests",
    Permission.REQUEST_PAYMENT,
    ReceiptOut,
    status=201,
    again=200,
)
def create_request(request: WorkRequest, body: RequestIn, idempotency_key: Header[Key]) -> Status[ReceiptOut]:
    """Ask for payments: each claim is judged and numbered alone. The same key repeats the first receipt, for ever."""
    holder = held(body.ticketholder)
    answer = once(idempotency_key, digest_of(request), partial(_submitted, body, holder))
    match answer:
        case (draft, new):
            receipt = receipt_of_draft(draft)
            if receipt is None:
                raise Http404
            return Status(201 if new else 200, _receipt(receipt))
        case AskedOtherwise():
            raise Problem(422, KEY_USED)
        case NotAllowed(sentence):
            raise Problem(422, sentence)


@operation(router, "POST", "/payment-requests/try", "api-request-try", Permission.REQUEST_PAYMENT, TryOut)
def try_request(request: WorkRequest, body: RequestIn) -> TryOut:
    """What each claim would get if it were sent now. Nothing is written."""
    holder = held(body.ticketholder)
    return TryOut(decisions=try_claims(form=request_form(body, holder), holder=holder))


@operation(router, "GET", "/payment-requests/{number}", "api-request", Permission.READ_REQUESTS, RequestOut)
def read_request(request: WorkRequest, number: str) -> RequestOut:
    """One payment request with the latest answer of the rules: every check, its rule, citation and remedy."""
    record = request_record(number)
    if record is None:
        raise Http404
    return _row(record.row, record.latest.shown if record.latest else None)


@operation(
    router,
    "POST",
    "/payment-requests/{number}/withdraw",
    "api-request-withdraw",
    Permission.WITHDRAW_REQUEST,
    DoneOut,
)
def withdraw_request(request: WorkRequest, number: str, body: WithdrawIn) -> DoneOut:
    """Take back a request that is not decided."""
    record = request_record(number)
    if record is None:
        raise Http404
    match withdraw(request=record.request.pk, version=body.version, reason=body.reason):
        case Done(state=state):
            return DoneOut(number=number, state=state)
        case Changed() as changed:
            raise Problem(409, changed.sentence)
        case NotAllowed(sentence):
            raise Problem(422, sentence)
        case _:
            raise Http404


def _submitted(body: RequestIn, holder: HolderRecord) -> UUID | NotAllowed:
    """The draft that was made and submitted in one go."""
    form = request_form(body, holder)
    draft = drafts.start(
        form=FORM, form_version=FORM_VERSION, person=holder.person, subject=form.assignment, answers={}
    )
    answer = submit(draft=draft.id, revision=draft.revision, form=form, shown=sections(form, holder))
    if isinstance(answer, Receipt):
        return draft.id
    if not isinstance(answer, NotAllowed):
        raise RuntimeError("a draft of this very unit cannot have been changed by somebody else")
    drafts.cancel(draft=draft.id, revision=draft.revision)
    return answer


def _receipt(receipt: Receipt) -> ReceiptOut:
    return ReceiptOut(
        number=receipt.number,
        submitted_by=receipt.submitted_by_name,
        submitted_at=receipt.submitted_at,
        submitted_on=receipt.submitted_on,
        requests=[
            LineOut(
                number=one.number,
                payment=one.kind,
                claim_month=str(one.claim_month),
                state=one.state,
                amount_cents=one.amount_cents,
                next_step=one.next_step,
                next_by=one.next_by,
            )
            for one in receipt.requests
        ],
    )


def _row(row: RequestRow, decision: dict[str, object] | None = None) -> RequestOut:
    return RequestOut(
        number=row.number,
        ticketholder=row.person_number,
        ticket_number=row.ticket_number,
        payment=row.kind,
        claim_month=str(row.claim_month),
        state=row.state,
        amount_cents=row.amount_cents,
        denial_code=row.denial_code,
        submitted_on=row.submitted_on,
        decided_on=row.decided_on,
        next_step=row.next_step,
        next_by=row.next_by,
        version=row.version,
        decision=decision,
    )
