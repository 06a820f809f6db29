"""The web process."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault(
    "DJANGO_SETTINGS_MODULE", os.environ.get("PORTAL_SETTINGS", "portal.config.settings.demo")
)
application = get_wsgi_application()
