"""Every address of the portal."""

from django.urls import include, path

handler400 = "portal.web.errors.bad_request"
handler403 = "portal.web.errors.refused"
handler404 = "portal.web.errors.not_found"
handler500 = "portal.api.problems.failed"

urlpatterns = [
    path("api/v1/", include("portal.api.urls")),
    path("", include("portal.web.urls")),
]
