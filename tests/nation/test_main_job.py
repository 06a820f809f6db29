"""The demo's own check sees a difference between rules, request and ledger."""

import pytest

from portal.nation import main_job
from portal.nation.main_job import Difference
from portal.policy.core import Outcome
from tests.payments.desk import Desk


@pytest.fixture
def paid(world, unit_as, tmp_path, settings):
    settings.PORTAL_FILES_DIR = tmp_path
    desk = Desk(world, unit_as)
    [request] = desk.submitted(desk.holder(earned={"2025-02": 1200}), ("P1M1", "2025-02"))
    return request.number, main_job.recorded(request.number)


def test_what_is_the_same_everywhere_passes(paid):
    number, record = paid
    main_job._same_answer(number, record, Outcome.GRANT, 185_000)
    main_job._paid(number, record, 185_000)


@pytest.mark.parametrize(
    "changed",
    [
        {"amount": 185_001},
        {"awards": []},
        {"awards": [185_000, 185_000]},
        {"posted": {"program-cost": 185_000}},
        {"posted": {"program-cost": 185_000, "payable": -184_999}},
        {"all_posted": 1},
    ],
    ids=str,
)
def test_other_money_is_seen(paid, changed):
    number, record = paid
    with pytest.raises(Difference):
        main_job._paid(number, record._replace(**changed), 185_000)


@pytest.mark.parametrize(
    ("outcome", "cents", "tamper"),
    [
        (Outcome.REFER, 185_000, {}),
        (Outcome.GRANT, 185_001, {}),
        (Outcome.GRANT, 185_000, {"version": "another"}),
        (Outcome.GRANT, 185_000, {"amount": "1.00"}),
    ],
    ids=["outcome", "amount", "version stored", "amount stored"],
)
def test_another_answer_is_seen(paid, outcome, cents, tamper):
    number, record = paid
    with pytest.raises(Difference):
        main_job._same_answer(number, record._replace(answer=record.answer | tamper), outcome, cents)


def test_facts_that_the_command_line_does_not_take_are_seen(paid):
    number, record = paid
    with pytest.raises(Difference, match="does not take the stored facts"):
        main_job._same_answer(number, record._replace(facts={}), Outcome.GRANT, 185_000)
