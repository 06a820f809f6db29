"""The web process: the pages too are loaded before anybody asks for one, and stay."""

import gc

from django.core.wsgi import get_wsgi_application
from django.urls import reverse

from portal.config.loading import load

load()
application = get_wsgi_application()
reverse("home")  # the first address loads them all
gc.freeze()
