"""Addresses of assigning a Ticket from a case, giving it back, its history, and the cover sheet for papers."""

from django.urls import path

from portal.web.provider.pages import ticket_history
from portal.web.provider.pages.casework import assign, cover_sheet, unassign

urlpatterns = [
    path("cases/<str:number>/assign/", assign.assign, name="case-assign"),
    path("cases/<str:number>/unassign/", unassign.unassign, name="case-unassign"),
    path("cases/<str:number>/cover-sheet.pdf", cover_sheet.cover_sheet, name="case-cover-sheet"),
    path("unassignments/<str:number>/", unassign.receipt, name="unassignment"),
    path("unassignments/<str:number>/form.pdf", unassign.receipt_pdf, name="unassignment-pdf"),
    path("ticketholders/<str:number>/history/", ticket_history.history, name="ticket-history"),
]
