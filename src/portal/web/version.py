"""Which build this is."""

from importlib.metadata import version

from django.conf import settings


def build() -> str:
    """The package's version, and the build the operator names (a commit, say) where one is named."""
    return f"{version('ticket-portal')}{f' ({settings.PORTAL_BUILD})' if settings.PORTAL_BUILD else ''}"
