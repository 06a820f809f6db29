"""Addresses of a provider's earnings inquiries."""

from django.urls import path

from portal.web.provider.pages import inquiries, inquiry_draft

urlpatterns = [
    path("inquiries/", inquiries.listed, name="inquiries"),
    path("inquiries/begin/", inquiries.begin, name="inquiry-begin"),
    path("inquiries/drafts/<uuid:draft>/", inquiry_draft.people, name="inquiry-people"),
    path("inquiries/drafts/<uuid:draft>/check/", inquiry_draft.check, name="inquiry-check"),
    path("inquiries/drafts/<uuid:draft>/cancel/", inquiry_draft.give_up, name="inquiry-cancel"),
    path("inquiries/<str:number>/", inquiries.record, name="inquiry"),
    path("inquiries/<str:number>/form.pdf", inquiries.form_pdf, name="inquiry-pdf"),
]
