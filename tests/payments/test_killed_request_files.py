"""kill -9 of the worker in the middle of a file of payment requests: each row is brought in once (rows C3, I7, J8)."""

import pytest

from portal.kernel.models import Draft
from portal.payments.models import Determination, PaymentRequest, RequestStep
from tests.kills.files import KilledOn
from tests.payments.by_file import ByFile

pytestmark = [pytest.mark.row("C3", "I7", "J8")]
PEOPLE, MONTHS = 44, [f"{year}-{month:02}" for year in (2024, 2025) for month in range(1, 13)] + ["2023-12"]


def test_a_worker_killed_while_it_submits(desk, database, tmp_path):
    files = ByFile(desk)
    people = [files.holder()[0] for _ in range(PEOPLE)]
    rows = [files.row(ssn, claim_month=month, basis="evidence") for month in MONTHS for ssn in people]
    file = files.sent(*rows)
    assert (file.state, file.rows_tried) == ("tried", len(rows))
    files.started(file)
    workers = KilledOn(database, tmp_path, file)
    workers.killed(lambda one: one.rows_done >= 500)
    assert 0 < file.rows_done < len(rows)
    workers.finished()
    assert (file.state, file.rows_done) == ("done", len(rows))
    kept = files.rows(file)
    made = [row.request_id for row in kept if row.became == "accepted"]
    assert {row.became for row in kept} == {"accepted", "refused"}
    assert len(made) == len(set(made)) == PaymentRequest.objects.using("loader").count() > PEOPLE
    assert Draft.objects.using("loader").filter(state="submitted").count() == len(made)
    # Each was submitted and determined once.
    assert Determination.objects.using("loader").count() == len(made)
    assert RequestStep.objects.using("loader").count() == 2 * len(made)
