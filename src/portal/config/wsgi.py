"""The web process."""

from django.core.wsgi import get_wsgi_application

from portal.config.loading import load

load()
application = get_wsgi_application()
