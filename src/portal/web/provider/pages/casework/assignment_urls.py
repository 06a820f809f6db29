"""Addresses of assigning a Ticket from a case, giving it back, and its history."""

from django.urls import path

from portal.web.provider.pages import ticket_history
from portal.web.provider.pages.casework import assign, unassign

urlpatterns = [
    path("cases/<str:number>/assign/", assign.assign, name="case-assign"),
    path("cases/<str:number>/unassign/", unassign.unassign, name="case-unassign"),
    path("unassignments/<str:number>/", unassign.receipt, name="unassignment"),
    path("unassignments/<str:number>/form.pdf", unassign.receipt_pdf, name="unassignment-pdf"),
    path("ticketholders/<str:number>/history/", ticket_history.history, name="ticket-history"),
]
