from django.urls import path

from portal.web.home.views import home

urlpatterns = [path("", home, name="home")]
