"""What the contact phase rests on: Phase 1 as attained or paid, months surely at the level, the last payment (J11)."""

from datetime import date

import pytest

from portal.policy.contact_basis import ContactBasis, contact_basis
from portal.policy.core import Month
from portal.policy.payment_facts import parse
from tests.policy.cases import assignment, case, earned, every, paid

pytestmark = pytest.mark.row("D10", "J11")

ON = date(2025, 12, 15)
PHASE_1 = ("P1M1", "P1M2", "P1M3", "P1M4")


def basis(facts: dict[str, object], provider: str = "EN-A") -> ContactBasis:
    return contact_basis(parse(facts), provider, ON)


def attained(found: ContactBasis) -> dict[str, str]:
    return {one.kind: str(one.attained_in) for one in found.milestones if one.attained_in is not None}


def test_a_milestone_is_attained_by_its_months_though_nobody_asked_to_be_paid() -> None:
    """PAY-07: one month at the trial work level attains the first milestone, three within six the second."""
    found = basis(case(earnings=every("2025-02", 4, 1160)))
    assert tuple(one.kind for one in found.milestones) == PHASE_1
    assert attained(found) == {"P1M1": "2025-02", "P1M2": "2025-04"}


def test_a_milestone_that_was_paid_was_attained_whatever_is_on_record_now() -> None:
    found = basis(case(payments=[paid("P1M1", "2025-03")]))
    assert attained(found) == {"P1M1": "2025-03"}


def test_what_the_months_show_goes_before_the_month_that_was_paid() -> None:
    found = basis(case(earnings=every("2025-02", 1, 1160), payments=[paid("P1M1", "2025-05")]))
    assert attained(found) == {"P1M1": "2025-02"}


@pytest.mark.parametrize(("closed", "there"), [("2024-12-01", False), ("2020-01-01", True)])
def test_a_successful_closure_before_the_assignment_takes_phase_1_away(closed: str, there: bool) -> None:
    """PAY-09: excluded where it lies less than 18 months before the first assignment."""
    found = basis(case(closed=[closed]))
    assert [one.available for one in found.milestones] == [there] * 4


def test_a_month_counts_where_it_is_surely_at_the_level_of_its_year() -> None:
    """The level of 2025 is $1,160, of 2024 $1,110; of 1999 none is loaded."""
    facts = case(assigned="2024-01-10", earnings={"2025-03": "1160.00", "2024-11": "1110.00"})
    facts["earnings"] += [earned("2025-02", "1159.99"), earned("2024-12", "1109.99"), earned("1999-05", 9000)]
    facts["earnings"] += [
        earned("2025-04", 2000),
        earned("2025-04", 900, source="ssa-record", disclosure="ssa-record"),
    ]
    assert basis(facts).level_months == (Month.parse("2024-11"), Month.parse("2025-03"))


def test_the_last_payment_is_the_provider_s_own() -> None:
    facts = case(
        assignments=[assignment("2024-01-10", ended="2025-01-10"), assignment("2025-01-10", provider="EN-B")],
        payments=[
            paid("P1M1", "2024-03", on="2024-04-20"),
            paid("P1M2", "2024-06", on="2024-07-20"),
            paid("P1M3", "2025-02", to="EN-B", on="2025-03-20"),
        ],
    )
    assert basis(facts).last_paid_on == date(2024, 7, 20)
    assert basis(facts, "EN-B").last_paid_on == date(2025, 3, 20)
    assert basis(case()).last_paid_on is None
