"""The policy manual as a page."""

import pytest

from portal.policy.denials import DENIALS
from portal.policy.roles import Role


@pytest.mark.row("I3")
@pytest.mark.parametrize("role", [Role.EN_COUNSELLOR, Role.TPM_PAYMENTS_ANALYST, Role.AUDITOR])
def test_everybody_at_work_reads_the_rules_that_decide(world, sign_in, role):
    kind = {"auditor": "SSA", "tpm-payments-analyst": "TPM"}.get(role, "EN")
    client = sign_in(world.account(world.organisation(kind=kind), [role]))
    page = client.get("/manual/").content.decode()
    assert all(code in page for code in DENIALS)
    assert "20 CFR 411.575(c)" in page
    assert "$1,160.00" in page


def test_a_check_is_found_by_its_words(world, sign_in):
    client = sign_in(world.account(world.organisation(), [Role.EN_PAYMENTS_CLERK]))
    found = client.get("/manual/", {"find": "PAY-16"}).content.decode()
    assert 'id="services-shown-after-unassignment"' in found
    assert 'id="earned-trial-work-level"' not in found
    assert "No check has these words." in client.get("/manual/", {"find": "zzz"}).content.decode()
