"""The client that the guide offers, run against the API as it is."""

import importlib.util
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.test import Client

PATH = Path(__file__).resolve().parents[2] / "docs" / "guide" / "case_system_client.py"


@pytest.fixture
def offered(monkeypatch):
    spec = importlib.util.spec_from_file_location("case_system_client", PATH)
    module = importlib.util.module_from_spec(spec)
    # Where a dataclass looks for the names in its annotations.
    monkeypatch.setitem(sys.modules, spec.name, module)
    spec.loader.exec_module(module)
    return module


def here(method, url, headers, body):
    """What would go over HTTPS, asked of the portal in this process."""
    parts = urlsplit(url)
    address = parts.path + (f"?{parts.query}" if parts.query else "")
    answer = Client().generic(method, address, body or b"", headers["Content-Type"], headers=headers)
    return answer.status_code, answer.content


@pytest.mark.row("I5")
def test_it_asks_once_reads_the_decision_and_says_why_not(offered, systems):
    portal = offered.Portal("https://portal.example.org", systems.system.secret, send=here)
    [holder] = portal.ticketholders()
    asked = {"basis": "proven", "services_described": True, "once": "case-1"}
    first = portal.request_payment(holder["number"], "P1M1", "2025-02", **asked)
    assert first.lines[0].state == "approved"
    assert portal.request_payment(holder["number"], "P1M1", "2025-02", **asked).number == first.number
    assert portal.request(first.lines[0].number)["decision"]["outcome"] == "grant"
    with pytest.raises(offered.Refused, match="does not have a Ticket assigned"):
        portal.find("900-01-9999")
