"""Addresses of plans: one in the making belongs to its case, a locked one has a number of its own."""

from django.urls import path

from portal.web.provider.pages.casework import (
    amendment,
    plan,
    plan_lists,
    plan_record,
    plan_sign,
    review,
    whole_file,
)

urlpatterns = [
    path("cases/<str:number>/plan/", plan.task_list, name="plan"),
    path("cases/<str:number>/plan/start/", plan.start, name="plan-start"),
    path("cases/<str:number>/plan/check/", plan.check, name="plan-check"),
    path("cases/<str:number>/plan/cancel/", plan.cancel, name="plan-cancel"),
    path("cases/<str:number>/plan/<slug:slug>/", plan.part, name="plan-part"),
    path("cases/<str:number>/amendment/", amendment.task_list, name="amendment"),
    path("cases/<str:number>/amendment/start/", amendment.start, name="amendment-start"),
    path("cases/<str:number>/amendment/check/", amendment.check, name="amendment-check"),
    path("cases/<str:number>/amendment/cancel/", amendment.cancel, name="amendment-cancel"),
    path("cases/<str:number>/amendment/<slug:slug>/", amendment.part, name="amendment-part"),
    path("cases/<str:number>/file.pdf", whole_file.export, name="case-file-pdf"),
    path("plans/to-sign/", plan_lists.to_sign, name="plans-to-sign"),
    path("plans/not-entered/", plan_lists.not_entered, name="plans-not-entered"),
    path("plans/<str:number>/", plan_record.record, name="plan-record"),
    path("plans/<str:number>/plan.pdf", plan_record.document, name="plan-pdf"),
    path("plans/<str:number>/copy/", plan_record.copy, name="plan-copy"),
    path("plans/<str:number>/unlock/", plan_record.unlock, name="plan-unlock"),
    path("plans/<str:number>/sign/", plan_sign.representative, name="plan-sign"),
    path("plans/<str:number>/sign/in-person/", plan_sign.in_person, name="plan-sign-in-person"),
    path("plans/<str:number>/sign/scan/", plan_sign.scan, name="plan-sign-scan"),
    path("plans/<str:number>/send/", review.send, name="plan-send"),
    path("plan-reviews/", review.sent, name="plan-reviews"),
    path("plan-reviews/<str:number>/", review.record, name="plan-review"),
    path("plan-reviews/<str:number>/coversheet.pdf", review.coversheet_pdf, name="plan-review-pdf"),
    path("plan-reviews/<str:number>/withdraw/", review.take_back, name="plan-review-withdraw"),
]
