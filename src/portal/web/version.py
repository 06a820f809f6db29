"""Which build this is."""

from functools import cache
from importlib.metadata import version

from django.conf import settings


def build() -> str:
    """The package's version, and the build the operator names (a commit, say) where one is named."""
    return f"{_package()}{f' ({settings.PORTAL_BUILD})' if settings.PORTAL_BUILD else ''}"


@cache
def _package() -> str:
    # Read from files, which costs more than a page's queries do.
    return version("ticket-portal")
