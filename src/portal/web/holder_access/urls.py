"""Addresses of a Ticketholder's account, for who invites and who helps."""

from django.urls import path

from portal.web.holder_access import cases, pages

urlpatterns = [
    path("cases/<str:number>/account/", cases.record, name="case-account"),
    path("cases/<str:number>/account/invite/", cases.invite, name="case-account-invite"),
    path(
        "cases/<str:number>/account/<uuid:access>/take-back/", cases.withdraw, name="case-account-take-back"
    ),
    path("staff/ticketholders/", pages.find, name="staff-holders"),
    path("ticketholders/<str:number>/account/", pages.record, name="holder-account"),
    path("ticketholders/<str:number>/account/invite/", pages.invite, name="holder-account-invite"),
    path(
        "ticketholders/<str:number>/account/<uuid:access>/take-back/",
        pages.withdraw,
        name="holder-account-take-back",
    ),
    path("ticketholders/<str:number>/account/<uuid:access>/end/", pages.end, name="holder-account-end"),
]
