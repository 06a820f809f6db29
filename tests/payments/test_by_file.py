"""Payment requests by file: what becomes of each row, by the rules of a single request, once (rows C3, J3)."""

import threading

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from portal.earnings.models import EarningsMonth
from portal.kernel.actor import SYSTEM
from portal.kernel.models import Duty, Mail, TrailEntry
from portal.kernel.sent_files.results import NotFound, NotYet
from portal.kernel.sent_files.services import stepping
from portal.kernel.sent_files.services.receiving import receive, start
from portal.kernel.tables_in import Unreadable
from portal.payments.models import Award, PaymentRequest, RequestFile, RequestStep
from portal.payments.receipts import submitted_form
from portal.payments.services import ask_by_file, awarding
from portal.payments.services.ask_by_file import REQUESTS
from portal.payments.services.look_up import NO_TICKET
from portal.payments.services.withdraw import withdraw
from portal.policy.roles import Role
from tests.payments.by_file import ByFile, sheet

pytestmark = [pytest.mark.row("C3")]


@pytest.fixture
def files(desk) -> ByFile:
    return ByFile(desk)


def told(row):
    return [(one["column"], one["reason"]) for one in row.problems]


def test_a_good_row_becomes_a_request_with_its_number_determined_by_the_rules(files):
    ssn, holder = files.holder()
    file = files.sent(files.row(ssn, reference="B-17"))
    [row] = files.rows(file)
    assert (row.tried, told(row)) == ("accepted", [("payment", "Would be approved by the rules.")])
    assert not files.requests().exists()
    files.started(file)
    files.worked(file.pk)
    [row] = files.rows(file)
    request = row.request
    assert (row.became, request.state, request.amount_cents) == ("accepted", "approved", 185_000)
    assert Award.objects.using("loader").get(request=request).ticket_id == holder.ticket_id
    steps = RequestStep.objects.using("loader").filter(request=request).order_by("version")
    assert [(one.from_state, one.to_state, one.by_name) for one in steps] == [
        ("draft", "submitted", "Clara Clerk"),
        ("submitted", "approved", "the system"),
    ]
    file.refresh_from_db(using="loader")
    assert (file.state, file.rows_done) == ("done", 1)


@pytest.mark.row("C11", "B4")
def test_each_request_has_its_submission_that_says_what_was_sent(files, desk):
    ssn, _ = files.holder()
    [row] = files.submitted(files.row(ssn, gross="1250.00", employer="County Works", reference="B-17"))
    with desk.unit_as(desk.clerk, reading=True):
        number = PaymentRequest.objects.select_related("submission").get().submission.number
        found = submitted_form(number)
    said = {question: answer for part in found.sections for question, answer in part.rows}
    assert said["Payment 1"] == "Phase 1 Milestone 1 for February 2025"
    assert said["February 2025, County Works"] == "$1,250.00 gross; wages; known from: pay slip"
    assert (said["Line"], said["Your reference"]) == ("2", "B-17")
    assert found.receipt.submitted_by_name == "Clara Clerk"
    assert ssn.encode() not in bytes(row.cells)
    # One mail about the file, none about each request.
    [mail] = Mail.objects.using("loader").all()
    assert "rows. Payment requests made from it: 1." in mail.body


@pytest.mark.parametrize(
    ("changed", "column", "words"),
    [
        ({"ein": "99-9999999"}, "ein", "not your organization's EIN"),
        ({"ein": "12"}, "ein", "not an EIN"),
        ({"ssn": "123"}, "ssn", "cannot be a Social Security number"),
        ({"ssn": "900-01-9999"}, "ssn", NO_TICKET),
        ({"payment": "P9"}, "payment", "no such payment"),
        ({"claim_month": "2025-13"}, "claim_month", "not a month"),
        ({"claim_month": ""}, "claim_month", "is empty"),
        ({"basis": "hope"}, "basis", "none of the three"),
        ({"services_described": "maybe"}, "services_described", "neither yes nor no"),
        ({"gross": "12,00", "employer": "A"}, "gross", "not an amount"),
        ({"gross": "1200"}, "employer", "not as many employers"),
        ({"other_pay": "2025-03 1200"}, "other_pay", "not a month, an amount and an employer"),
        ({"kind": "gift"}, "kind", "no such kind"),
        ({"source": "tax-record"}, "source", "not where you can know"),
        ({"reference": "=1+1"}, "reference", "is a formula"),
    ],
)
def test_a_bad_row_names_its_column_the_reason_and_what_to_do(files, changed, column, words):
    ssn, _ = files.holder()
    [row] = files.rows(files.sent(files.row(ssn, **changed)))
    assert row.tried == "refused"
    [problem] = row.problems
    assert problem["column"] == column
    assert words in problem["reason"]
    assert problem["remedy"]


@pytest.mark.row("C1")
def test_another_provider_s_ticketholder_and_nobody_get_the_same_words(files, desk):
    theirs, _ = files.holder(en=desk.world.organisation("Another EN"))
    first, second = files.rows(files.sent(files.row(theirs), files.row("900-01-9999")))
    assert first.problems == second.problems
    assert (first.person_id, second.person_id) == (None, None)


@pytest.mark.parametrize(
    ("payment", "month"), [("Phase 1 Milestone 1", "02/2025"), ("p1m1", "2025-02-01"), ("P1M1", "2025-2")]
)
def test_a_payment_and_a_month_are_read_as_people_write_them(files, payment, month):
    ssn, _ = files.holder()
    written = f"{ssn[:3]}-{ssn[3:5]}-{ssn[5:]}"
    [row] = files.submitted(files.row(written, payment=payment, claim_month=month))
    assert (row.request.asks, str(row.request.claim_month)) == ("P1M1", "2025-02")


@pytest.mark.row("C2")
def test_a_row_on_evidence_becomes_a_request_that_asks_for_it(files):
    ssn, _ = files.holder({"2025-01": 100})
    cells = {"basis": "evidence", "gross": "1250", "employer": "County Works"}
    row = files.row(ssn, **cells)
    file = files.sent(row)
    [tried] = files.rows(file)
    assert tried.tried == "accepted"
    assert any(column == "basis" and "Needs" in reason for column, reason in told(tried))
    files.started(file)
    files.worked(file.pk)
    [row] = files.rows(file)
    assert row.request.state == "waiting-for-information"
    assert Duty.objects.using("loader").filter(subject=row.request_id, closed_at=None).exists()
    [pay] = EarningsMonth.objects.using("loader").exclude(given_to=None)
    assert (pay.gross_cents, pay.proven, str(pay.month)) == (125_000, False, "2025-02")


@pytest.mark.row("K1")
def test_what_the_rules_refuse_stays_out_with_every_failed_rule(files):
    ssn, _ = files.holder({"2025-02": 500})
    [row] = files.rows(files.sent(files.row(ssn)))
    assert (row.tried, row.request) == ("refused", None)
    assert any("PAY-" in one["rule"] and "CFR" in one["rule"] for one in row.problems)
    assert any(one["column"] == "gross" and one["reason"].startswith("Not met: ") for one in row.problems)
    assert not files.requests().exists()


@pytest.mark.row("J3")
def test_several_months_of_one_ticketholder_and_twenty_five_employers_in_a_row(files):
    ssn, _ = files.holder({"2025-01": 10})
    many = {
        "gross": "; ".join(["50.00"] * 25),
        "employer": "; ".join(f"Employer {n}" for n in range(25)),
        "basis": "evidence",
    }
    later = "; ".join(f"2025-{month:02} 1300 County Works" for month in (2, 3, 4))
    rows = [
        files.row(ssn, **many),
        files.row(ssn, payment="P1M2", claim_month="2025-04", basis="evidence", other_pay=later),
    ]
    first, second = files.submitted(*rows)
    assert (first.became, second.became) == ("accepted", "accepted")
    assert first.request.number != second.request.number
    pay = EarningsMonth.objects.using("loader").exclude(given_to=None)
    assert pay.filter(month="2025-02").count() == 26
    assert pay.count() == 28


@pytest.mark.parametrize("ended", [False, True])
def test_the_same_row_is_recognised_for_ever(files, desk, ended):
    ssn, _ = files.holder({"2025-01": 100})
    row = files.row(ssn, basis="evidence", gross="1250", employer="County Works")
    [first] = files.submitted(row)
    if ended:
        with desk.unit_as(desk.clerk):
            withdraw(request=first.request_id, version=first.request.version)
    file = files.sent(row)
    [again] = files.rows(file)
    assert again.tried == "already-there"
    assert first.request.number in again.problems[0]["reason"]
    with desk.unit_as(desk.clerk):
        assert isinstance(start(kind=REQUESTS, file=file.pk), NotYet)
    assert files.requests().count() == 1


def test_what_was_asked_for_on_the_page_is_not_asked_for_again(files, desk):
    ssn, holder = files.holder()
    [there] = desk.submitted(holder, ("P1M1", "2025-02"))
    [row] = files.rows(files.sent(files.row(ssn)))
    assert row.tried == "already-there"
    assert there.number in row.problems[0]["reason"]


def test_the_same_row_twice_in_a_file_however_it_is_written(files):
    ssn, _ = files.holder()
    written = f"{ssn[:3]}-{ssn[3:5]}-{ssn[5:]}"
    first, second = files.submitted(files.row(ssn), files.row(written, claim_month="02/2025"))
    assert (first.became, second.became) == ("accepted", "refused")
    assert "Line 2 asks for the same payment" in second.problems[0]["reason"]


def test_two_files_with_the_same_rows_at_once_make_each_request_once(files, desk):
    rows = [files.row(files.holder()[0]) for _ in range(6)]
    first, second = files.sent(*rows), files.sent(*rows)
    for file in (first, second):
        files.started(file)
    gate = threading.Barrier(2)

    def work(file):
        gate.wait()
        try:
            files.worked(file.pk)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=[file]) for file in (first, second)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    became = sorted(tuple(row.became for row in files.rows(file)) for file in (first, second))
    assert became == [("accepted",) * 6, ("already-there",) * 6]
    assert files.requests().count() == 6


def test_killed_in_the_middle_nothing_is_lost_or_doubled(files, desk, monkeypatch):
    file = files.sent(*(files.row(files.holder()[0]) for _ in range(7)))
    files.started(file)
    with desk.unit_as(SYSTEM):
        assert stepping.step(files=RequestFile, file=file.pk, size=3)

    def killed(*args, **more):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(ask_by_file, "determine_rows", killed)
        with pytest.raises(KeyboardInterrupt), desk.unit_as(SYSTEM):
            stepping.step(files=RequestFile, file=file.pk, size=3)
    assert files.requests().count() == 3
    files.worked(file.pk)
    files.worked(file.pk)
    assert {row.became for row in files.rows(file)} == {"accepted"}
    assert files.requests().count() == Award.objects.using("loader").count() == 7


def test_a_batch_asks_as_often_for_two_rows_as_for_twenty(files, desk, monkeypatch):
    # The sample of quality control, drawn by chance, is written by statements of its own.
    monkeypatch.setattr(awarding, "drawn", lambda *_: False)

    def queries(many):
        file = files.sent(*(files.row(files.holder()[0]) for _ in range(many)))
        files.started(file)
        with CaptureQueriesContext(connections["default"]) as captured, desk.unit_as(SYSTEM):
            stepping.step(files=RequestFile, file=file.pk)
        return len(captured)

    queries(1)
    assert queries(2) == queries(20)


@pytest.mark.row("A10")
def test_nobody_without_the_right_sends_or_starts_a_file(files, desk):
    file = files.sent(files.row(files.holder()[0]))
    counsellor = desk.person(desk.en, Role.EN_COUNSELLOR, "Cora Counsellor")
    stranger = desk.person(desk.world.organisation("Another EN"), Role.EN_PAYMENTS_CLERK, "Sam Stranger")
    for other in (counsellor, stranger, desk.analyst):
        with desk.unit_as(other):
            assert start(kind=REQUESTS, file=file.pk) == NotFound()
    with desk.unit_as(counsellor):
        assert receive(kind=REQUESTS, name="x.csv", content=sheet([files.row("1")])) == NotFound()


@pytest.mark.row("B3", "I1")
def test_the_trail_names_whom_it_was_about(files):
    ssn, holder = files.holder()
    files.submitted(files.row(ssn))
    kinds = TrailEntry.objects.using("loader").filter(people__contains=[holder.person_id])
    assert {"form-submitted", "request-submit", "request-approve-by-rules"} <= {one.kind for one in kinds}


def test_a_file_that_is_no_table_is_refused_in_words(desk):
    with desk.unit_as(desk.clerk):
        answer = receive(kind=REQUESTS, name="x.csv", content=b"ein,ssn\n\x00,1")
    assert isinstance(answer, Unreadable)
    assert not RequestFile.objects.using("loader").exists()
