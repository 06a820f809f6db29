"""Address of the policy manual."""

from django.urls import path

from portal.web.manual.views import manual

urlpatterns = [path("", manual, name="manual")]
