"""Addresses of progress reviews. The list has its worklist's name."""

from django.urls import path

from portal.web.provider.pages.progress import receipts, respond, reviews

urlpatterns = [
    path("progress/", reviews.waiting, name="progress-reviews"),
    path("progress/check/", respond.check, name="progress-check"),
    path("progress/submitted/", receipts.submitted, name="progress-submitted"),
    path("progress/submitted/<str:number>/form.pdf", receipts.receipt_pdf, name="progress-receipt-pdf"),
    path("progress/answers/<uuid:draft>/", respond.answer, name="progress-answer"),
    path("progress/answers/<uuid:draft>/cancel/", respond.cancel, name="progress-cancel"),
    path("progress/<str:number>/", reviews.review, name="progress-review"),
    path("progress/<str:number>/begin/", respond.start, name="progress-start"),
    path("progress/<str:number>/letter.pdf", reviews.letter, name="progress-letter"),
]
