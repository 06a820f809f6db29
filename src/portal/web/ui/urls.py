"""The gallery's address."""

from django.urls import path

from portal.web.ui.gallery import gallery

urlpatterns = [path("gallery/", gallery, name="gallery")]
