"""Addresses of contacts: those of a case, the mornings' lists, files of notes."""

from django.urls import path

from portal.web.provider.pages.casework import contact_lists, contacts, goals, note_files

urlpatterns = [
    path("cases/<str:number>/contacts/", contacts.contacts, name="contacts"),
    path("cases/<str:number>/contacts/<uuid:note>/", contacts.correct, name="contact-correct"),
    path("cases/<str:number>/contacts/<uuid:note>/strike/", contacts.strike, name="contact-strike"),
    path("cases/<str:number>/goals/", goals.goals, name="goals-not-met"),
    path("contacts/import/", note_files.front, name="note-files"),
    path("contacts/import/template.<slug:kind>", note_files.template, name="note-file-template"),
    path("contacts/import/<str:number>/", note_files.file, name="note-file"),
    path("contacts/import/<str:number>/start/", note_files.begin, name="note-file-start"),
    path("contacts/import/<str:number>/refused.<slug:kind>", note_files.refused, name="note-file-refused"),
    path("contacts/due/", contact_lists.due, name="contacts-due"),
    path("contacts/attempts/", contact_lists.attempts, name="contacts-attempts"),
    path("contacts/unassign/", contact_lists.unassign, name="contacts-unassign"),
    path("contacts/stale/", contact_lists.stale, name="contacts-stale"),
    path("contacts/goals/", contact_lists.goals, name="contacts-goals"),
    path("contacts/<slug:slug>/export.<slug:kind>", contact_lists.export, name="contacts-export"),
]
