from django.urls import path

from portal.web.health.views import health

urlpatterns = [path("healthz", health, name="health")]
