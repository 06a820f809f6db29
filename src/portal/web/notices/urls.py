"""Addresses of the announcements everybody reads."""

from django.urls import path

from portal.web.notices import views

urlpatterns = [
    path("", views.notices, name="notices"),
    path("earlier/", views.earlier, name="notices-earlier"),
    path("<uuid:key>/", views.notice, name="notice"),
]
