"""The portal's addresses, area by area."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("portal.web.home.urls")),
    path("", include("portal.web.holder.urls")),
    path("", include("portal.web.health.urls")),
    path("account/training/", include("portal.web.account.training.urls")),
    path("account/", include("portal.web.account.urls")),
    path("", include("portal.web.holder_access.urls")),
    path("staff/", include("portal.web.staff.urls")),
    path("", include("portal.web.ui.urls")),
    path("", include("portal.web.provider.urls")),
    path("manual/", include("portal.web.manual.urls")),
    path("notices/", include("portal.web.notices.urls")),
    path("people/ending/", include("portal.web.renewals.urls")),
]
