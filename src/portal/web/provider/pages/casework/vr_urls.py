"""Addresses of State VR agencies: Form SSA-1365, and cost-reimbursement cases."""

from django.urls import path

from portal.web.provider.pages.casework import (
    agency_form,
    agency_receipt,
    vr_cases,
    vr_close,
    vr_costs,
    vr_files,
)

urlpatterns = [
    path("cases/<str:number>/ssa-1365/", agency_form.start, name="ssa-1365-start"),
    path("ssa-1365/drafts/<uuid:draft>/check/", agency_form.check, name="ssa-1365-check"),
    path("ssa-1365/drafts/<uuid:draft>/cancel/", agency_form.cancel, name="ssa-1365-cancel"),
    path("ssa-1365/drafts/<uuid:draft>/<slug:slug>/", agency_form.part, name="ssa-1365-part"),
    path("ssa-1365/<str:number>/", agency_receipt.receipt, name="ssa-1365"),
    path("ssa-1365/<str:number>/form.pdf", agency_receipt.receipt_pdf, name="ssa-1365-pdf"),
    path("vr-cases/", vr_cases.listed, name="vr-cases"),
    path("vr-cases/export.<slug:kind>", vr_cases.export, name="vr-cases-export"),
    path("vr-cases/find/", vr_cases.find, name="vr-case-find"),
    path("vr-cases/windows/", vr_cases.windows, name="vr-windows"),
    path("vr-cases/files/", vr_files.front, name="vr-files"),
    path("vr-cases/files/openings.<slug:kind>", vr_files.openings_template, name="vr-openings-template"),
    path("vr-cases/files/closings.<slug:kind>", vr_files.closings_template, name="vr-closings-template"),
    path("vr-cases/files/<str:number>/", vr_files.file, name="vr-file"),
    path("vr-cases/files/<str:number>/start/", vr_files.begin, name="vr-file-start"),
    path("vr-cases/files/<str:number>/refused.<slug:kind>", vr_files.refused, name="vr-file-refused"),
    path("vr-cases/costs/", vr_costs.listed, name="vr-costs"),
    path("vr-cases/costs/<str:number>/withdraw/", vr_costs.withdraw, name="vr-cost-withdraw"),
    path("vr-cases/<str:number>/", vr_cases.record, name="vr-case"),
    path("vr-cases/<str:number>/claim/", vr_costs.claim, name="vr-case-claim"),
    path("vr-cases/<str:number>/close/", vr_close.close, name="vr-case-close"),
    path("vr-cases/<str:number>/correct/", vr_close.correct, name="vr-case-correct"),
]
