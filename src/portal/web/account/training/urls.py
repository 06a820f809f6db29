"""Addresses of the courses. They are part of the account area: no work is open there, and no gate stands before it."""

from django.urls import path

from portal.web.account.training import views
from portal.web.pages import account_page

urlpatterns = [
    path("", account_page(views.overview), name="training"),
    path("certificates/<uuid:key>/", account_page(views.certificate), name="training-certificate"),
    path("<slug:key>/<slug:language>/", account_page(views.course_page), name="training-course"),
    path(
        "<slug:key>/<slug:language>/sections/<int:number>/",
        account_page(views.section),
        name="training-section",
    ),
    path(
        "<slug:key>/<slug:language>/questions/<int:number>/",
        account_page(views.question),
        name="training-question",
    ),
    path("<slug:key>/<slug:language>/result/", account_page(views.result), name="training-result"),
]
