"""What if a fact were another one: what changes, what is said of it, and that the rest stays (row I4)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.policy.contradictions import agree
from portal.policy.core import Cents, Earned, Month, dollars
from portal.policy.payment import decide
from portal.policy.payment_facts import parse, to_json
from portal.policy.what_if import MOST_MONTHS, Changes, Impossible, Months, what_if
from tests.policy.cases import assignment, case, few, outcome, phase2

pytestmark = pytest.mark.row("I4")
FEBRUARY, MARCH, APRIL = Month.parse("2025-02"), Month.parse("2025-03"), Month.parse("2025-04")


ENDED = {"assignments": [assignment("2025-01-10", ended="2025-06-01")]}


def only(month):
    return Months(month, month)


def answer(facts, changes):
    found = what_if(parse(facts), changes)
    assert found.impossible == ()
    said = decide(found.facts)
    return said.outcome.value, said.denial or (None if said.amount is None else dollars(said.amount))


@pytest.mark.parametrize(
    ("facts", "changes", "before", "after"),
    [
        # TWL of 2025 is 1,160: a cent below it is DEN-04, at it the first milestone is 1,850.
        (
            case(earnings={"2025-02": 1159.99}),
            {"earned": only(FEBRUARY), "earned_cents": 1160_00},
            "DEN-04",
            "1850.00",
        ),
        (
            case(earnings={"2025-02": 1160}),
            {"earned": only(FEBRUARY), "earned_cents": 1159_99},
            "1850.00",
            "DEN-04",
        ),
        (case(earnings={"2025-02": 1160}), {"earned": only(FEBRUARY)}, "1850.00", "DEN-04"),
        # Three months from February on reach the second milestone, though one was on record.
        (
            case(asks="P1M2", month="2025-04", earnings={"2025-02": 1200}),
            {"earned": Months(MARCH, APRIL), "earned_cents": 1200_00},
            "DEN-09",
            "1850.00",
        ),
        # Signed in February, February cannot be claimed; on the last day of January, it can.
        (
            case(earnings={"2025-02": 1200}),
            {"assigned_on": date(2025, 2, 1), "entered_on": date(2025, 2, 1)},
            "1850.00",
            "DEN-09",
        ),
        (
            case(assigned="2025-02-01", earnings={"2025-02": 1200}),
            {"assigned_on": date(2025, 1, 31)},
            "DEN-09",
            "1850.00",
        ),
        # Entered more than 14 days after the signature, payment is reckoned from the entry (PAY-15).
        (
            case(earnings={"2025-03": 1200}, month="2025-03"),
            {"entered_on": date(2025, 3, 1)},
            "1850.00",
            "DEN-09",
        ),
        # The agreement ended before the request was made.
        (case(earnings={"2025-02": 1200}), {"agreement_through": date(2025, 12, 14)}, "1850.00", "DEN-05"),
        (case(earnings={"2025-02": 1200}), {"agreement_through": date(2025, 12, 15)}, "1850.00", "1850.00"),
        # An outcome needs a month without a benefit because of work.
        (outcome(1700), {"benefit": only(MARCH), "benefit_status": "paid"}, "555.00", "DEN-12"),
        # 1,300 in February is the first milestone, and below substantial work of 1,620.
        (case(earnings={"2025-02": 1300}), {"asks": "P2"}, "1850.00", "DEN-03"),
    ],
)
def test_the_ordinary_rules_answer_on_the_changed_facts(facts, changes, before, after):
    said = decide(parse(facts))
    assert before == (said.denial or (said.amount and dollars(said.amount)))
    outcome_, detail = answer(facts, Changes(**changes))
    assert after in (outcome_, detail)


def test_every_change_is_named_with_what_is_on_record():
    facts = parse(case(earnings={"2025-02": 900}))
    found = what_if(
        facts,
        Changes(
            asks="P1M2",
            claim_month=MARCH,
            earned=Months(FEBRUARY, MARCH),
            earned_cents=1300_00,
            benefit=only(MARCH),
            benefit_status="suspended-for-work",
            assigned_on=date(2025, 1, 8),
            agreement_through=date(2025, 3, 31),
            job_started_on=date(2025, 2, 3),
        ),
    )
    assert [tuple(one) for one in found.altered] == [
        ("Payment asked for", "P1M1", "P1M2"),
        ("Claim month", FEBRUARY, MARCH),
        ("First day of the job", None, date(2025, 2, 3)),
        (
            "Earnings of February 2025, proven",
            Earned(FEBRUARY, 900_00, 900_00),
            Earned(FEBRUARY, 1300_00, 1300_00),
        ),
        ("Earnings of March 2025, proven", None, Earned(MARCH, 1300_00, 1300_00)),
        ("SSDI in March 2025", "paid", "suspended-for-work"),
        ("Assigned on (later signature)", date(2025, 1, 10), date(2025, 1, 8)),
        ("Last day of the agreement", None, date(2025, 3, 31)),
    ]


def test_nothing_asked_for_changes_nothing_and_what_is_so_already_is_not_named():
    facts = parse(case(earnings={"2025-02": 900}))
    assert what_if(facts, Changes()) == (facts, (), ())
    same = Changes(
        asks="P1M1",
        claim_month=FEBRUARY,
        assigned_on=date(2025, 1, 10),
        benefit=only(MARCH),
        benefit_status="paid",
    )
    assert what_if(facts, same).altered == ()


def test_a_month_in_another_status_is_cut_out_of_its_row_for_every_benefit():
    facts = parse(case(title="concurrent", earnings={"2025-02": 900}))
    changed = what_if(facts, Changes(benefit=Months(MARCH, APRIL), benefit_status="suspended-for-work")).facts
    assert [
        tuple(map(str, (one.title, one.from_, one.until, one.status))) for one in changed.beneficiary.benefits
    ] == [
        (title, *row)
        for title in ("T2", "T16")
        for row in (
            ("2001-01", "2025-03", "paid"),
            ("2025-03", "2025-05", "suspended-for-work"),
            ("2025-05", "None", "paid"),
        )
    ]


@pytest.mark.parametrize(
    ("month", "named", "rows"),
    [
        # January is inside the paid row: a part of it stays on each side.
        (
            "2025-01",
            ["paid"],
            ["2001-01 paid", "2025-01 ended-other", "2025-02 paid", "2025-03 suspended-for-work"],
        ),
        # February is the last month of the paid row, March the first of the next: neither touches the other row.
        ("2025-02", ["paid"], ["2001-01 paid", "2025-02 ended-other", "2025-03 suspended-for-work"]),
        (
            "2025-03",
            ["suspended-for-work"],
            ["2001-01 paid", "2025-03 ended-other", "2025-04 suspended-for-work"],
        ),
    ],
)
def test_at_the_edge_of_two_rows_only_the_row_of_the_month_is_cut(month, named, rows):
    facts = parse(case(turns={"2025-03": "suspended-for-work"}, earnings={"2025-02": 900}))
    found = what_if(facts, Changes(benefit=only(Month.parse(month)), benefit_status="ended-other"))
    assert [one.on_record for one in found.altered] == named
    after = found.facts.beneficiary.benefits
    assert [f"{one.from_} {one.status}" for one in after] == rows
    # Without a gap, and the last one is open.
    assert [one.until for one in after] == [*(one.from_ for one in after[1:]), None]


TWICE = [{"from": "2002-01-01", "until": "2010-01-01"}, {"from": "2012-01-01", "until": "2014-01-01"}]


@pytest.mark.parametrize(
    ("through", "spans"),
    [
        # In the second span: the first stays.
        (
            date(2013, 6, 30),
            [(date(2002, 1, 1), date(2010, 1, 1)), (date(2012, 1, 1), date(2013, 7, 1))],
        ),
        # The second span begins on the day after, so there is none any more.
        (date(2011, 12, 31), [(date(2002, 1, 1), date(2012, 1, 1))]),
        (date(2009, 6, 30), [(date(2002, 1, 1), date(2009, 7, 1))]),
    ],
)
def test_an_agreement_made_twice_ends_in_the_span_that_had_begun_last(through, spans):
    facts = case(earnings={"2025-02": 900})
    facts["providers"]["EN-A"]["agreement"] = TWICE
    found = what_if(parse(facts), Changes(agreement_through=through))
    assert [tuple(one) for one in found.altered] == [
        ("Last day of the agreement", date(2013, 12, 31), through)
    ]
    assert [(one.from_, one.until) for one in found.facts.providers["EN-A"].agreement] == spans


def test_a_ticket_may_be_signed_for_on_the_day_it_was_taken_out():
    """The facts can hold an assignment of no days (contradictions); it only cannot end before it begins."""
    read = parse(case(earnings={"2025-02": 900}, **ENDED))
    found = what_if(read, Changes(assigned_on=date(2025, 6, 1), entered_on=date(2025, 6, 1)))
    assert found.impossible == () and found.facts.assignments[0].assigned_on == date(2025, 6, 1)


def test_a_pension_stays_beside_other_earnings():
    facts = case(earnings={"2025-02": 900})
    facts["earnings"].append({**facts["earnings"][0], "kind": "pension", "gross": "700.00"})
    changed = what_if(parse(facts), Changes(earned=only(FEBRUARY), earned_cents=1200_00)).facts
    assert [(one.kind, one.gross, one.proven) for one in changed.earnings] == [
        ("pension", 700_00, False),
        ("wages", 1200_00, True),
    ]


@pytest.mark.parametrize(
    ("facts", "changes", "about", "sentence"),
    [
        (
            {},
            {"earned": Months(MARCH, FEBRUARY)},
            "earned",
            "February 2025 is before March 2025. Enter a later month.",
        ),
        (
            {},
            {"benefit": Months(MARCH, MARCH.plus(MOST_MONTHS)), "benefit_status": "paid"},
            "benefit",
            "Change 60 months or fewer.",
        ),
        (
            {"turns": {"2025-06": "ended-other"}},
            {"benefit": only(Month.parse("2000-12")), "benefit_status": "paid"},
            "benefit",
            "No benefit is on record for December 2000. Choose other months.",
        ),
        (
            ENDED,
            {"assigned_on": date(2025, 6, 2), "entered_on": date(2025, 6, 2)},
            "assigned_on",
            "The assignment ended on June 1, 2025. Enter an earlier day.",
        ),
        (
            {},
            {"assigned_on": date(2025, 1, 11)},
            "assigned_on",
            "The plan cannot be entered on January 10, 2025, before it is signed on January 11, 2025. "
            "Change the other day too.",
        ),
        (
            {},
            {"entered_on": date(2025, 1, 9)},
            "entered_on",
            "The plan cannot be entered on January 9, 2025, before it is signed on January 10, 2025. "
            "Change the other day too.",
        ),
        (
            {"assignments": [assignment("2025-01-10", provider="EN-B")]},
            {"entered_on": date(2025, 1, 9)},
            "entered_on",
            "The provider has no assignment of this Ticket. Leave the day empty.",
        ),
        (
            {},
            {"agreement_through": date(2001, 12, 31)},
            "agreement_through",
            "The provider has no agreement that began by then. Enter a later day.",
        ),
    ],
)
def test_a_change_that_cannot_be_is_said_and_leaves_the_fact(facts, changes, about, sentence):
    read = parse(case(earnings={"2025-02": 900}, **facts))
    found = what_if(read, Changes(**changes))
    assert found == (read, (), (Impossible(about, sentence),))


def test_sixty_months_are_not_too_many():
    found = what_if(parse(case()), Changes(earned=Months(MARCH, MARCH.plus(MOST_MONTHS - 1)), earned_cents=1))
    assert len(found.altered) == MOST_MONTHS and found.impossible == ()


def test_facts_without_a_request_have_nothing_to_change():
    facts = {**case(), "request": None}
    with pytest.raises(ValueError, match="hold no request"):
        what_if(parse(facts, request_required=False), Changes())


some_months = st.integers(0, 30).map(lambda step: Month.parse("2024-01").plus(step))
spans = st.tuples(some_months, st.integers(0, 12)).map(lambda two: Months(two[0], two[0].plus(two[1])))
days = st.dates(date(2024, 1, 1), date(2026, 6, 30))
some_changes = st.builds(
    Changes,
    asks=st.sampled_from([None, "P1M1", "P1M4", "P2", "OUTCOME", "RECONCILIATION"]),
    claim_month=st.none() | some_months,
    earned=st.none() | spans,
    earned_cents=st.integers(0, 3000_00).map(Cents),
    benefit=st.none() | spans,
    benefit_status=st.sampled_from(
        ["paid", "suspended-for-work", "suspended-other", "ended-for-work", "ended-other"]
    ),
    assigned_on=st.none() | days,
    entered_on=st.none() | days,
    agreement_through=st.none() | days,
    job_started_on=st.none() | days,
)


@few
@given(
    some_changes,
    st.sampled_from([case(earnings={"2025-02": 900}), phase2(1600), outcome(1700), case(**ENDED)]),
)
def test_whatever_is_changed_the_facts_agree_and_can_be_stored_and_judged(changes, facts):
    read = parse(facts)
    found = what_if(read, changes)
    agree(found.facts)
    assert parse(to_json(found.facts)) == found.facts
    assert decide(found.facts).checks
    assert found.facts.payments == read.payments and found.facts.decided_on == read.decided_on
