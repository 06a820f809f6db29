"""What a reader may know of earnings: by disclosure class, with the threshold of the month's own year (row L7)."""

import pytest

from portal.earnings.models import EarningsMonth
from portal.earnings.queries import NOT_SHOWN, on_record
from portal.earnings.services.recording import Earned, Paper, record_earnings, record_papers
from portal.kernel.ids import new_id
from portal.policy.core import Month
from portal.policy.roles import Role

pytestmark = [pytest.mark.row("L7"), pytest.mark.row("J6")]
MARCH = Month.parse("2025-03")


@pytest.fixture
def case(world):
    one, other = world.organisation(), world.organisation()
    person, _, _ = world.holder(one)
    tpm = world.organisation(kind="TPM")
    clerk = world.actor(world.account(one, [Role.EN_PAYMENTS_CLERK]))
    analyst = world.actor(world.account(tpm, [Role.TPM_PAYMENTS_ANALYST]))
    return person, one, other, clerk, analyst


def lines(found):
    return [(str(row.month), row.disclosure, row.amount_cents, row.level_words) for row in found]


def test_each_class_shows_its_part(world, unit_as, case):
    person, one, other, clerk, analyst = case
    world.earnings(person, "2025-03", 1300, source="pay-slip", given_to=one)
    world.earnings(person, "2025-03", 1000)
    world.earnings(person, "2025-03", 620, employer="Second Job Inc")
    world.earnings(person, "2025-03", 50, source="pay-slip", given_to=other)
    with unit_as(clerk, reading=True):
        found = lines(on_record(person=person.id))
    assert found == [
        (
            "2025-03",
            "given",
            130_000,
            "at or above $1,160.00 (trial work level 2025); below $1,620.00 (SGA 2025)",
        ),
        (
            "2025-03",
            "ssa-record",
            None,
            "at or above $1,160.00 (trial work level 2025); at or above $1,620.00 (SGA 2025)",
        ),
        ("2025-03", "other-provider", None, NOT_SHOWN),
    ]
    with unit_as(analyst, reading=True):
        assert [row.amount_cents for row in on_record(person=person.id)] == [130_000, 5_000, 100_000, 62_000]


@pytest.mark.parametrize(
    ("month", "dollars", "words"),
    [
        ("2024-12", 1110, "at or above $1,110.00 (trial work level 2024); below $1,550.00 (SGA 2024)"),
        ("2025-01", 1110, "below $1,160.00 (trial work level 2025); below $1,620.00 (SGA 2025)"),
        ("2005-01", 1110, "no level loaded for this year"),
    ],
)
def test_the_level_is_that_of_the_months_year(world, unit_as, case, month, dollars, words):
    person, _, _, clerk, _ = case
    world.earnings(person, month, dollars)
    with unit_as(clerk, reading=True):
        assert [row.level_words for row in on_record(person=person.id)] == [words]


@pytest.mark.row("E3")
def test_the_same_given_again_replaces_unless_proven(world, unit_as, case):
    person, one, _, clerk, _ = case

    def give(cents, employer="Acme"):
        with unit_as(clerk):
            rows = [Earned(MARCH, cents, "wages", employer, "pay-slip")]
            return len(record_earnings(person.id, one.id, new_id(), rows))

    assert [give(100), give(100), give(200, " ACME "), give(300, "Bolt")] == [1, 0, 1, 1]
    standing = EarningsMonth.objects.using("loader").filter(superseded_at=None)
    assert sorted(row.gross_cents for row in standing) == [200, 300]
    standing.update(proven=True)
    assert give(250) == 1
    assert sorted(row.gross_cents for row in standing.all()) == [200, 250, 300]


@pytest.mark.row("E3")
def test_several_slips_of_a_month_are_replaced_together(world, unit_as, case):
    person, one, _, clerk, _ = case

    def give(*dollars):
        with unit_as(clerk):
            rows = [Earned(MARCH, 100 * one_slip, "wages", "Acme", "pay-slip") for one_slip in dollars]
            record_earnings(person.id, one.id, new_id(), rows)
        standing = EarningsMonth.objects.using("loader").filter(superseded_at=None)
        return sorted(row.gross_cents // 100 for row in standing)

    assert give(300, 300, 400) == [300, 300, 400]
    assert give(400, 300, 300) == [300, 300, 400]
    assert give(300, 350) == [300, 350]
    assert EarningsMonth.objects.using("loader").count() == 5


def test_a_paper_names_a_file_in_scope_only(world, unit_as, case):
    person, one, _, clerk, _ = case
    paper = Paper("FL-0000-0000", "original-pay-slip", "Acme", (MARCH,), True, True, True, True, True)
    with unit_as(clerk), pytest.raises(LookupError, match="FL-0000-0000"):
        record_papers(person.id, one.id, new_id(), [paper])
