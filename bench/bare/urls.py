"""Two pages."""

from django.urls import path

from bench.bare import views

urlpatterns = [
    path("cases/", views.cases, name="cases"),
    path("cases/<str:number>/", views.cases, name="case"),
    path("healthz", views.health),
]
