"""Addresses of asking about assignability."""

from django.urls import path

from portal.web.provider.pages.assignability import many, one

urlpatterns = [
    path("", one.check, name="assignability"),
    path("file/", many.upload, name="assignability-file"),
    path("file/template.csv", many.template, name="assignability-template"),
    path("file/<str:number>/", many.rows, name="assignability-rows"),
    path("file/<str:number>/export.<slug:kind>", many.export, name="assignability-rows-export"),
    path("<str:number>/", one.answer, name="assignability-answer"),
]
