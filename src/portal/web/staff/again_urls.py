"""Addresses of the decisions whose facts have changed since. The queue has its worklist's name."""

from django.urls import path

from portal.policy.roles import Permission
from portal.web.staff.areas import AGAIN
from portal.web.staff.desk_pages import take_next
from portal.web.staff.desk_urls import desk
from portal.web.staff.pages import judged_again, supervise

urlpatterns = [
    path("again/", judged_again.queue, name="payments-judged-again"),
    path("again/next/", take_next(AGAIN), name="payment-again-take-next"),
    path(
        "again/who/",
        supervise.supervise(AGAIN, Permission.SUPERVISE_PAYMENT_QUEUE),
        name="payment-again-supervise",
    ),
    path("again/<str:number>/", judged_again.record, name="payment-again"),
    path("again/<str:number>/settle/", judged_again.settle, name="payment-again-settle"),
    *desk("again", AGAIN),
]
