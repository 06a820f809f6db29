"""The API against its own description: whatever is sent, no failure of its own, and only answers that are described.

PORTAL_API_EXAMPLES: how many requests each operation gets.
"""

import os

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import CHECKS, load_all_checks

from portal.api.interface import described
from portal.config.wsgi import application

EXAMPLES = int(os.environ.get("PORTAL_API_EXAMPLES") or 6)
pytestmark = pytest.mark.row("I5")

load_all_checks()
# What the description allows may still be refused by a rule: the months of a claim, a file that is no table. And the
# check of keys sends ours again; keys have tests of their own.
LEFT_OUT = CHECKS.get_by_names(["positive_data_acceptance", "ignored_auth"])
# From a fixture: what is sent is then thought out by the process that sends it, not by each that collects tests.
schema = schemathesis.pytest.from_fixture("description")


@pytest.fixture(scope="module")
def description():
    made = schemathesis.openapi.from_dict(described())
    made.app = application
    return made


@pytest.fixture(autouse=True)
def named(request):
    """Schemathesis names its parts by an attribute that pytest 9.2 does not have any more."""
    request.node._nodeid = request.node.nodeid


@pytest.fixture
def unhurried(monkeypatch):
    """The limit of calls a minute has a test of its own."""
    monkeypatch.setattr("portal.people.api_keys.CALLS_A_MINUTE", 100_000)


@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_nothing_that_is_sent_breaks_it(case, systems, unhurried):
    response = case.call(headers={"Authorization": f"Bearer {systems.system.secret}"})
    case.validate_response(response, excluded_checks=LEFT_OUT)


def test_it_is_openapi_3_1_and_every_operation_names_its_scope():
    found = described()
    assert found["openapi"].startswith("3.1")
    operations = [one for at in found["paths"].values() for one in at.values()]
    assert len(operations) == 18
    assert all(one["security"][0]["key"] and one["summary"] for one in operations)
    assert found["components"]["securitySchemes"]["key"]["scheme"] == "bearer"
