"""A role entered for somebody in the wrong kind of organisation: it opens nothing, on either side of the wall."""

import pytest

from portal.people.models import Employment
from portal.policy.roles import PROVIDER_ROLES, ROLES_AT, STAFF_ROLES, Role

pytestmark = [pytest.mark.row("A10", "I1")]


def test_every_role_belongs_to_one_kind_of_organisation():
    everywhere = [role for roles in ROLES_AT.values() for role in roles]
    # A Ticketholder is at work nowhere.
    assert sorted([*everywhere, Role.TICKETHOLDER]) == sorted(Role)
    assert ROLES_AT["EN"] | ROLES_AT["SVRA"] == PROVIDER_ROLES
    assert ROLES_AT["TPM"] | ROLES_AT["SSA"] == STAFF_ROLES


@pytest.mark.parametrize("kind", ["EN", "SVRA", "TPM", "SSA"])
def test_a_role_of_elsewhere_opens_nothing(world, sign_in, kind):
    own = {"EN": Role.EN_COUNSELLOR, "SVRA": Role.SVRA_USER, "TPM": Role.TPM_PAYMENTS_ANALYST}
    first = own.get(kind, Role.SSA_SERVICES_SPECIALIST)
    account = world.account(world.organisation("Here", kind), [first])
    client = sign_in(account)
    assert client.get("/").status_code == 200
    foreign = [role for role in Role if role not in ROLES_AT[kind]]
    before = {address: client.get(address).status_code for address in ADDRESSES}
    Employment.objects.using("loader").filter(account=account).update(roles=[first, *foreign, "no-such-role"])
    assert {address: client.get(address).status_code for address in ADDRESSES} == before


ADDRESSES = (
    "/ticketholders/",
    "/requests/",
    "/requests/new/",
    "/staff/queue/",
    "/staff/requests/",
    "/staff/ledger/",
    "/staff/trail/",
    "/staff/queue/analysts/",
)
