"""The gallery's address. Who may open it is said where it is mounted."""

from django.urls import path

from portal.web.ui.gallery import gallery

urlpatterns = [path("gallery/", gallery, name="ui-gallery")]
