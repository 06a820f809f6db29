"""Addresses of the provider's work area. Numbers name things; no person's key and no SSN is in an address."""

from django.urls import path

from portal.web.provider.pages import (
    draft_check,
    draft_evidence,
    draft_payments,
    draft_work,
    earlier,
    find,
    receipt,
    request,
    request_moves,
    requests,
    ticketholder,
    ticketholders,
)

urlpatterns = [
    path("ticketholders/", ticketholders.now, name="ticketholders"),
    path("ticketholders/former/", ticketholders.former, name="ticketholders-former"),
    path("ticketholders/export.<slug:kind>", ticketholders.export_now, name="ticketholders-export"),
    path(
        "ticketholders/former/export.<slug:kind>",
        ticketholders.export_former,
        name="ticketholders-former-export",
    ),
    path("ticketholders/<str:number>/", ticketholder.record, name="ticketholder"),
    path("ticketholders/<str:number>/request/", ticketholder.start, name="request-start"),
    path("requests/", requests.requests, name="requests"),
    path("requests/export.<slug:kind>", requests.export, name="requests-export"),
    path("requests/to-answer/", requests.to_answer, name="payments-to-answer"),
    path("requests/new/", find.find, name="request-new"),
    path("requests/drafts/<uuid:draft>/", draft_payments.payments, name="draft-payments"),
    path("requests/drafts/<uuid:draft>/work/", draft_work.work, name="draft-work"),
    path("requests/drafts/<uuid:draft>/evidence/", draft_evidence.evidence, name="draft-evidence"),
    path("requests/drafts/<uuid:draft>/check/", draft_check.check, name="draft-check"),
    path("requests/drafts/<uuid:draft>/cancel/", draft_check.cancel, name="draft-cancel"),
    path("requests/drafts/<uuid:draft>/ended/", draft_check.over, name="draft-ended"),
    path("requests/submitted/<str:number>/", receipt.receipt, name="receipt"),
    path("requests/submitted/<str:number>/form.pdf", receipt.receipt_pdf, name="receipt-pdf"),
    path("requests/<str:number>/", request.request, name="request"),
    path("requests/<str:number>/decision.pdf", request.decision_pdf, name="request-decision"),
    path("requests/<str:number>/answer/", request_moves.answer, name="request-answer"),
    path("requests/<str:number>/withdraw/", request_moves.withdraw, name="request-withdraw"),
    path("files/<str:number>/", request.file, name="file"),
    path("earlier/", earlier.earlier, name="earlier"),
]
