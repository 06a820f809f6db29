"""Helpers for tests of pages."""

import pytest

from portal.kernel.models import TrailEntry


@pytest.fixture
def probes(settings):
    """The probes' addresses beside the portal's own."""
    settings.ROOT_URLCONF = "tests.web.probes"


@pytest.fixture
def entries(database):
    """`entries()` lists the trail, or the entries of one kind."""

    def found(kind: str = "") -> list[TrailEntry]:
        rows = TrailEntry.objects.using("loader").order_by("id")
        return list(rows.filter(kind=kind) if kind else rows)

    return found
