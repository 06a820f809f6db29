"""What the checks of progress, protection and certification show: every fact of a decision, as a page reads it."""

from typing import Any

import pytest

from portal.policy.core import Decision
from portal.policy.cos import certify
from portal.policy.cos_facts import Contacts
from portal.policy.progress import decide
from portal.policy.progress_facts import ReentryRequest
from portal.policy.progress_reentry import appeal, may_reenter
from portal.policy.protection import medical_review, protected
from portal.policy.ticket_states import Use
from portal.policy.ticket_use import Cause, effect, spans, use_on
from tests.policy.progress import (
    REPLY,
    benefit,
    day,
    earned,
    facts,
    failure,
    held,
    inactive,
    month,
    notice,
    reply,
    term,
    used,
)
from tests.policy.test_cos import changed

pytestmark = pytest.mark.row("C7", "C9", "H1")


def shown(answer: Decision) -> dict[str, Any]:
    """The facts of each check, by its name."""
    return {one["name"]: one["facts"] for one in answer.to_json()["checks"]}  # type: ignore[union-attr, index, call-overload]


def test_a_day_of_protection():
    use = used(
        held("2024-01-15", "2025-03-01"),
        held("2025-07-01"),
        failures=(failure("2024-12-01", back="2025-06-01"),),
        inactivities=(inactive("2025-07-20", "2025-09-02"),),
        died_on=day("2026-01-05"),
    )
    assert shown(protected(use, day("2025-03-05"))) == {
        "ticket-valid-on-the-day": {"day": "2025-03-05", "ended_on": "2026-01-06"},
        "ticket-assigned-or-extended-on-the-day": {
            "day": "2025-03-05",
            "unassigned_on": "2025-03-01",
            "reason": "moved",
            "extended_until": None,
        },
        "ticket-not-inactive-on-the-day": {"day": "2025-03-05"},
        "no-failed-progress-review-in-effect": {
            "day": "2025-03-05",
            "review_of_period": 1,
            "notice_sent_on": "2024-12-01",
            "in_effect_from": "2024-12-31",
        },
    }
    failed = {one.test.name: str(one.true_from) for one in protected(use, day("2025-03-05")).checks}
    assert failed["no-failed-progress-review-in-effect"] == "2025-06-01"
    assert failed["ticket-assigned-or-extended-on-the-day"] == "2025-07-01"
    later = shown(protected(use, day("2025-08-01")))
    assert later["ticket-assigned-or-extended-on-the-day"] == {
        "day": "2025-08-01",
        "held_since": "2025-07-01",
        "kind": "EN",
    }
    assert later["ticket-not-inactive-on-the-day"] == {
        "day": "2025-08-01",
        "inactive_from": "2025-08-01",
        "inactive_until": "2025-10-01",
    }


@pytest.mark.parametrize(
    ("on", "day_30"), [("2025-02-28", None), ("2025-03-01", "2025-03-31"), ("2025-03-30", "2025-03-31")]
)
def test_a_notice_that_is_not_in_effect_yet(on, day_30):
    use = used(failures=(failure("2025-03-01"),))
    assert (
        shown(protected(use, day(on)))["no-failed-progress-review-in-effect"]["day_30_after_the_notice"]
        == day_30
    )


def test_a_medical_review():
    use = used(failures=(failure("2025-03-01"),))
    assert shown(medical_review(use, day("2025-01-01"))) == {
        "medical-review-began-on-an-unprotected-day": {
            "begun_on": "2025-01-01",
            "because": "assigned, or in a State VR agency's case",
            "protected_until": "2025-03-31",
        }
    }


def test_each_span_of_use_says_held_or_not_how_and_why():
    use = used(
        held("2024-01-15", "2025-02-10"),
        held("2025-06-01"),
        held("2023-01-01", "2023-02-01", "lost-contact"),
        inactivities=(inactive("2024-03-10", "2024-04-02"),),
        failures=(failure("2025-06-01", back="2025-08-15"),),
        terminated_in=month("2026-01"),
    )
    found = [(str(one.since), *one.day) for one in spans(use)]
    assert found == [
        ("2023-01-01", True, Use.IN_USE, Cause.HELD),
        ("2023-02-01", False, Use.NOT_IN_USE, Cause.NOT_HELD),
        ("2024-01-15", True, Use.IN_USE, Cause.HELD),
        ("2024-04-01", True, Use.INACTIVE, Cause.INACTIVE),
        ("2024-05-01", True, Use.IN_USE, Cause.HELD),
        ("2025-02-10", False, Use.EXTENDED, Cause.EXTENSION),
        ("2025-05-12", False, Use.NOT_IN_USE, Cause.NOT_HELD),
        ("2025-06-01", True, Use.IN_USE, Cause.HELD),
        ("2025-07-01", True, Use.FAILED_PROGRESS, Cause.FAILED),
        ("2025-08-15", True, Use.IN_USE, Cause.HELD),
        ("2026-01-01", False, Use.NOT_IN_USE, Cause.TERMINATED),
    ]
    others = used(held("2024-01-15", "2025-02-10")._replace(reason=None), failures=(failure("2025-02-01"),))
    assert [(str(one.since), *one.day) for one in spans(others)][1:] == [
        ("2025-02-10", False, None, Cause.EXTENSION_NOT_KNOWN),
        ("2025-03-03", False, Use.NOT_IN_USE, Cause.FAILED),
    ]
    assert [one.day for one in spans(used(died_on=day("2025-01-01")))][1] == (
        False,
        Use.NOT_IN_USE,
        Cause.DIED,
    )


def test_before_use_there_is_no_span_and_a_re_entry_by_day_30_leaves_no_day_out_of_use():
    assert use_on(used(), day("2024-01-14")) == (False, Use.NOT_IN_USE, Cause.NEVER_USED)
    assert spans(used(held("2024-01-15", "2024-01-15"))) == ()
    assert effect(failure("2025-03-01", back="2025-03-31")) is None
    assert effect(failure("2025-03-01", back="2025-04-01")) == (day("2025-03-31"), day("2025-04-01"))


def test_a_review():
    mixed = facts(
        earnings=earned("2024-02", 1, "1110"),
        terms=(term("2024-12-15", "24/5"),),
        notices=(),
        on="2025-02-01",
    )
    assert shown(decide(mixed)) == {
        "progress-period-is-over": {
            "period": 1,
            "months_counted": 12,
            "months_needed": 12,
            "first_month": "2024-02",
            "last_month": "2025-01",
        },
        "progress-made-in-the-period": {
            "months_at_the_level": ["2024-02"],
            "months_asked_for": 3,
            "without_cash_benefit": False,
            "share_of_work": "1/3",
            "study_asked_for": "3/5",
            "share_of_study": "1/3",
            "completed": None,
            "work_and_study_are_added": True,
            "share_reached": "2/3",
            "share_asked_for": "1",
            "levels": [[2024, "1110.00"], [2025, "1160.00"]],
        },
        "ticketholder-and-provider-were-asked": {
            "next_notice": "Q-2",
            "from": "2025-02-01",
            "last_day_to_reply": None,
        },
    }
    none = shown(decide(facts(2, "2024-06-30", (), use=used())))
    assert none["progress-period-is-over"] == {
        "period": 2,
        "months_counted": 0,
        "months_needed": 12,
        "first_month": None,
        "last_month": None,
    }
    assert none["ticketholder-and-provider-were-asked"] == {
        "next_notice": None,
        "because": "the period is not over",
    }


@pytest.mark.parametrize(
    ("on", "level"), [("2025-02-01", "1160.00"), ("2024-12-31", "1110.00"), ("2024-01-20", "1110.00")]
)
def test_the_figure_is_that_of_the_last_month_counted(on, level):
    made = decide(facts(1, on, ())).to_json()["checks"][1]
    assert made["figure"]["amount"] == level


def test_shares_are_never_more_than_all():
    answer = decide(facts(earnings=earned("2024-02", 9, "1160"), terms=(term("2024-12-15", "48"),)))
    made = shown(answer)["progress-made-in-the-period"]
    assert (made["share_of_work"], made["share_of_study"], made["share_reached"]) == ("1", "1", "1")


def test_which_earnings_are_right_is_asked_before_all_else():
    doubtful = earned("2024-02", 1, "1200") + earned("2024-02", 1, "900", REPLY)
    waiting = facts(
        1, "2025-02-04", (notice("Q-2", "2025-02-03"),), earnings=doubtful, benefits=(benefit("2010-01"),)
    )
    assert decide(waiting).primary.needs == "which earnings of 2024-02 are right"
    fifth = facts(
        5, "2025-02-04", (notice("Q-2", "2025-02-03"),), earnings=doubtful, benefits=(benefit("2010-01"),)
    )
    assert decide(fifth).primary.needs == "an answer to the notices of this review"


def test_a_reply_of_the_day_itself_counts():
    answered = facts(1, "2025-02-20", (notice("Q-2", "2025-02-03"),), replies=(reply("2025-02-20"),))
    assert shown(decide(answered))["ticketholder-and-provider-were-asked"]["next_notice"] == "F-1"


def test_a_re_entry():
    failed = used(failures=(failure("2024-09-01"),))
    request = ReentryRequest(day("2025-02-05"), True)
    asked = facts(1, "2025-02-07", (), use=failed, reentry=request, earnings=earned("2024-11", 2, "1160"))
    found = shown(may_reenter(asked))
    assert found["failed-review-of-this-period-is-in-effect"] == {
        "period": 1,
        "in_effect_from": "2024-10-01",
        "asked_on": "2025-02-05",
    }
    assert found["reentry-is-asked-for-in-writing"] == {"requested_on": "2025-02-05"}
    made = found["missed-requirement-is-now-met"]
    assert (made["first_month"], made["last_month"]) == ("2024-02", "2025-01")
    assert (made["levels"], made["share_reached"]) == ([[2024, "1110.00"], [2025, "1160.00"]], "2/3")
    assert may_reenter(asked).checks[2].to_json()["figure"]["amount"] == "1160.00"
    other = shown(may_reenter(asked._replace(period=2)))
    assert other["failed-review-of-this-period-is-in-effect"] == {
        "period": 2,
        "notice_sent_on": None,
        "asked_on": "2025-02-05",
    }


def test_an_appeal():
    assert shown(appeal(failure("2025-03-01"), day("2025-03-10"))) == {
        "review-of-the-decision-asked-for-by-day-30": {
            "notice_sent_on": "2025-03-01",
            "asked_on": "2025-03-10",
            "last_day": "2025-03-31",
        }
    }


def test_a_certification():
    found = shown(certify(changed(stated=Contacts(3, 1))))
    covers = {"first_day": "2024-06-10", "last_day": "2025-05-09"}
    assert found["certified-days-are-days-of-the-assignment"] == covers | {
        "assigned_on": "2024-06-10",
        "unassigned_on": "2025-05-10",
    }
    assert found["certified-days-cover-what-is-asked-for"] == covers | {
        "asked_from": "2024-06-10",
        "asked_through": "2025-05-09",
    }
    assert found["contacts-stated-are-those-of-the-case-notes"] == {
        "two_way": 3,
        "attempts": 1,
        "two_way_noted": 9,
        "attempts_noted": 2,
    }
    assert found["certification-signed-after-the-days-covered"] == {
        "signed_on": "2025-09-10",
        "last_day": "2025-05-09",
    }
    assert found["months-to-be-claimed-are-named"]["after"] == "2025-05"
    empty = certify(changed(from_=day("2025-05-10")))
    assert "certified-days-are-days-of-the-assignment" in [
        one.test.name for one in empty.checks if one.state == "failed"
    ]
