"""Address of the list of renewals. A worklist's page has the worklist's slug as its name."""

from django.urls import path

from portal.web.renewals.views import renewals

urlpatterns = [path("", renewals, name="people-renewals")]
