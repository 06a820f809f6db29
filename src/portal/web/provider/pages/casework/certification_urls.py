"""Addresses of certifications of services: one in the making belongs to its case, a signed one has a number."""

from django.urls import path

from portal.web.provider.pages.casework import certification, certifications

_DRAFT = "certifications/drafts/<uuid:draft>"

urlpatterns = [
    path("cases/<str:number>/certifications/", certifications.listed, name="certifications"),
    path("cases/<str:number>/certifications/begin/", certification.begin, name="certification-begin"),
    path(f"{_DRAFT}/services/", certification.services, name="certification-services"),
    path(f"{_DRAFT}/services/<slug:key>/", certification.service, name="certification-service"),
    path(f"{_DRAFT}/check/", certification.check, name="certification-check"),
    path(f"{_DRAFT}/cancel/", certification.cancel, name="certification-cancel"),
    path(f"{_DRAFT}/<slug:slug>/", certification.part, name="certification-part"),
    path("certifications/<str:number>/", certifications.receipt, name="certification"),
    path("certifications/<str:number>/form.pdf", certifications.receipt_pdf, name="certification-pdf"),
]
