"""Which roles a person can hold where (mission row A10): written by hand, not made from the table."""

import pytest

from portal.policy.roles import Role, roles_at


@pytest.mark.row("A10")
@pytest.mark.parametrize(
    ("kind", "names", "expected"),
    [
        ("EN", ["en-payments-clerk"], {Role.EN_PAYMENTS_CLERK}),
        ("EN", ["en-counsellor", "en-administrator"], {Role.EN_COUNSELLOR, Role.EN_ADMINISTRATOR}),
        ("EN", ["svra-user", "tpm-payments-lead", "auditor"], set()),
        ("SVRA", ["svra-user", "en-payments-clerk"], {Role.SVRA_USER}),
        ("TPM", ["tpm-payments-analyst", "ssa-payment-authoriser"], {Role.TPM_PAYMENTS_ANALYST}),
        ("SSA", ["auditor", "tpm-payments-analyst"], {Role.AUDITOR}),
        ("SSA", ["a-role-that-was-given-up"], set()),
        ("BANK", ["auditor"], set()),
    ],
)
def test_a_role_of_another_kind_of_organisation_grants_nothing(
    kind: str, names: list[str], expected: set[Role]
) -> None:
    assert roles_at(kind, names) == expected
