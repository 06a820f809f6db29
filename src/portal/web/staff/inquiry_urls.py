"""Addresses of the earnings inquiries at the analysts' desk. The queue has its worklist's name."""

from django.urls import path

from portal.policy.roles import Permission
from portal.web.staff.areas import INQUIRIES
from portal.web.staff.desk_pages import take_next
from portal.web.staff.desk_urls import desk
from portal.web.staff.pages import inquiries, supervise

_BASE = "earnings/inquiries"
urlpatterns = [
    path(f"{_BASE}/", inquiries.waiting, name="earnings-inquiries"),
    path(f"{_BASE}/all/", inquiries.register, name="earnings-inquiries-all"),
    path(f"{_BASE}/next/", take_next(INQUIRIES), name="earnings-inquiry-take-next"),
    path(
        f"{_BASE}/who/",
        supervise.supervise(INQUIRIES, Permission.SUPERVISE_PAYMENT_QUEUE),
        name="earnings-inquiry-supervise",
    ),
    path(f"{_BASE}/<str:number>/", inquiries.record, name="earnings-inquiry"),
    path(f"{_BASE}/<str:number>/<int:line>/", inquiries.one_row, name="earnings-inquiry-row"),
    path(f"{_BASE}/<str:number>/send/", inquiries.send, name="earnings-inquiry-send"),
    *desk(_BASE, INQUIRIES),
]
