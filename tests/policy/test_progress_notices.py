"""The notices in their order, with their dates (TPR-05, TPR-06), and the questions by period (TPR-07)."""

import re

import pytest

from portal.policy.progress import decide, review
from portal.policy.progress_notices import NOTICES
from portal.policy.progress_questions import Answer, questions
from tests.policy.progress import earned, facts, held, months, notice, reply, used

pytestmark = pytest.mark.row("C7", "H2", "H3")

Q2 = notice("Q-2", "2025-02-03")
QP2, F1 = notice("Qp2", "2025-03-10"), notice("F-1", "2025-03-10")
AGENCY = used(held("2024-01-15", kind="VREN"))
CASE = used(held("2024-01-15", kind="cost-reimbursement"))
GONE = used(held("2024-01-15", "2025-02-20"))


def step(on: str, *notices, **other) -> tuple[str | None, str, str, str]:
    """What comes next, from when, what is waited for, and until when."""
    found = review(facts(1, on, notices, **{"use": used()} | other)).step
    return found.send, str(found.from_on), found.waits_for.name, str(found.last_day)


@pytest.mark.parametrize(
    ("on", "notices", "other", "expected"),
    [
        ("2025-02-01", (), {}, ("Q-2", "2025-02-01", "NOTHING", "None")),
        ("2025-02-03", (Q2,), {}, (None, "None", "REPLY", "2025-03-05")),
        ("2025-03-05", (Q2,), {}, (None, "None", "REPLY", "2025-03-05")),
        # No reply: the Employment Network is asked, an agency that reports too; where nobody is, the person again.
        ("2025-03-06", (Q2,), {}, ("Qp2", "2025-03-06", "NOTHING", "None")),
        (
            "2025-03-06",
            (Q2,),
            {"use": AGENCY, "agency_reports": True},
            ("Qp2", "2025-03-06", "NOTHING", "None"),
        ),
        (
            "2025-03-06",
            (Q2,),
            {"use": AGENCY, "agency_reports": False},
            ("F-1", "2025-03-06", "NOTHING", "None"),
        ),
        (
            "2025-03-06",
            (Q2,),
            {"use": CASE, "agency_reports": False},
            ("F-1", "2025-03-06", "NOTHING", "None"),
        ),
        ("2025-03-06", (Q2,), {"use": AGENCY}, (None, "None", "AGENCY", "None")),
        ("2025-03-06", (Q2,), {"use": GONE}, ("F-1", "2025-03-06", "NOTHING", "None")),
        # An answer that does not show the progress: the second request, whoever the provider is.
        ("2025-02-20", (Q2,), {"replies": (reply("2025-02-18"),)}, ("F-1", "2025-02-18", "NOTHING", "None")),
        ("2025-02-20", (Q2,), {"replies": (reply("2025-02-03"),)}, ("F-1", "2025-02-03", "NOTHING", "None")),
        ("2025-02-20", (Q2,), {"replies": (reply("2025-02-02"),)}, (None, "None", "REPLY", "2025-03-05")),
        ("2025-02-20", (Q2,), {"replies": (reply("2025-02-21"),)}, (None, "None", "REPLY", "2025-03-05")),
        (
            "2025-02-20",
            (Q2,),
            {"replies": (reply("2025-02-18", "provider"),)},
            (None, "None", "REPLY", "2025-03-05"),
        ),
        ("2025-04-09", (Q2, QP2), {}, (None, "None", "REPLY", "2025-04-09")),
        ("2025-04-10", (Q2, QP2), {}, ("F-2", "2025-04-10", "NOTHING", "None")),
        (
            "2025-03-20",
            (Q2, QP2),
            {"replies": (reply("2025-03-15", "provider"),)},
            ("F-2", "2025-03-15", "NOTHING", "None"),
        ),
        ("2025-03-20", (Q2, QP2), {"replies": (reply("2025-03-15"),)}, (None, "None", "REPLY", "2025-04-09")),
        ("2025-04-09", (Q2, F1), {}, (None, "None", "REPLY", "2025-04-09")),
        ("2025-04-10", (Q2, F1), {}, ("F-2", "2025-04-10", "NOTHING", "None")),
        (
            "2025-03-20",
            (Q2, F1),
            {"replies": (reply("2025-03-15"),)},
            ("F-2", "2025-03-15", "NOTHING", "None"),
        ),
        ("2025-04-20", (Q2, F1, notice("F-2", "2025-04-12")), {}, (None, "None", "NOTHING", "None")),
    ],
)
def test_the_order_of_notices(on, notices, other, expected):
    assert step(on, *notices, **other) == expected


@pytest.mark.parametrize(
    ("on", "notices", "outcome", "asked"),
    [
        ("2025-02-01", (), "ask", "failed"),
        ("2025-03-05", (Q2,), "ask", "failed"),
        ("2025-04-10", (Q2, QP2), "refuse", "held"),
        ("2025-04-20", (Q2, QP2, notice("F-2", "2025-04-12")), "refuse", "held"),
    ],
)
def test_nobody_fails_without_having_been_asked(on, notices, outcome, asked):
    answer = decide(facts(1, on, notices, use=used()))
    assert (answer.outcome, answer.checks[2].state) == (outcome, asked)


def test_whether_an_agency_reports_has_to_be_known():
    answer = decide(facts(1, "2025-03-06", (Q2,), use=AGENCY))
    assert (answer.outcome, answer.checks[2].state) == ("ask", "unknown")


@pytest.mark.parametrize("notices", [(), (Q2,), (Q2, QP2)])
def test_progress_on_record_passes_without_a_letter(notices):
    found = review(facts(1, "2025-04-20", notices, use=used(), earnings=earned("2024-02", 3, "1110")))
    assert (found.decision.outcome, found.step) == ("grant", None)
    assert found.decision.checks[2].to_json()["facts"] == {"asked": "not needed"}


def test_the_notices_are_data():
    assert list(NOTICES) == ["Q-2", "Qp2", "F-1", "F-2", "H-1", "H-2", "I-1", "I-2"]
    assert [one.code for one in NOTICES.values() if one.reply_asked] == ["Q-2", "Qp2", "F-1"]
    assert [one.code for one in NOTICES.values() if one.to == "the provider"] == ["Qp2"]


# By hand from TPR-07: what is asked in each period, in its order.
ASKED = {
    1: ["work", "ged", "high-school-diploma", "study", "some"],
    2: ["work", "study", "some"],
    3: ["work", "study", "four-year-degree", "technical-program", "two-year-degree", "some"],
    4: ["work", "study", "some"],
    5: ["work", "study", "four-year-degree"],
    6: ["work", "four-year-degree"],
    7: ["work"],
    9: ["work"],
}


@pytest.mark.parametrize("period", ASKED)
def test_the_questions_follow_the_period(period):
    found = questions(period, months("2024-02", 12))
    first = [one.name for one in found if one.after is None]
    some = ["some"] if any(one.name.startswith("some-") for one in found) else []
    assert first + some == ASKED[period]
    assert all(one.answer is Answer.YES_NO for one in found if one.after is None)
    assert len({one.name for one in found}) == len(found)
    assert all(one.after in first for one in found if one.after is not None)


@pytest.mark.parametrize(
    ("period", "text"),
    [
        (
            1,
            "In at least 3 months, did you earn $1,110 or more in a month of 2024,"
            " or $1,160 or more in a month of 2025?",
        ),
        (
            5,
            "In at least 6 months, did you earn $1,550 or more in a month of 2024, or $1,620 or more in a month of 2025,"
            " and get no cash benefit for those months?",
        ),
    ],
)
def test_dollar_figures_and_no_jargon(period, text):
    found = questions(period, months("2024-02", 12))
    assert found[0].text == text
    assert not any(re.search(r"TWL|SGA|SSDI|TPR", one.text) for one in found)


@pytest.mark.parametrize(
    ("period", "words"), [(1, "60 percent"), (2, "75 percent"), (3, "another full-time school year")]
)
def test_the_study_asked_for(period, words):
    (study,) = [one for one in questions(period, months("2024-02", 12)) if one.name == "study"]
    assert words in study.text


def test_a_year_without_figures():
    assert "the amount for that year or more in a month of 2027" in questions(1, months("2027-02", 3))[0].text


def test_work_and_study_together_are_asked_about_where_neither_is_enough():
    some = [one for one in questions(1, months("2024-02", 12)) if one.name.startswith("some-")]
    assert [(one.after, one.when, one.answer) for one in some] == [
        ("work", False, Answer.MONTHS),
        ("study", False, Answer.TERMS),
    ]
    follow = [
        one for one in questions(1, months("2024-02", 12)) if one.after and not one.name.startswith("some-")
    ]
    assert all(one.when for one in follow)
