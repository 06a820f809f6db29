"""Determining many requests at once gives the rows that determining them one by one gives."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from portal.earnings.models import EarningsMonth, Evidence
from portal.kernel import sets
from portal.kernel.actor import SYSTEM
from portal.kernel.clock import now
from portal.kernel.ids import new_id
from portal.kernel.models import Duty, Mail, StoredDecision, StoredFile, TrailEntry
from portal.kernel.numbers import new_number
from portal.kernel.unit import as_system, open_unit
from portal.payments.models import (
    Award,
    Determination,
    LedgerEntry,
    LedgerTransaction,
    PaymentRequest,
    QualitySample,
    RequestStep,
)
from portal.payments.services import awarding
from portal.payments.services import determine_many as bulk
from portal.payments.services.determine_many import determine_many
from portal.payments.services.judge_again import judge_again
from portal.policy.core import Month
from portal.providers.models import Provider

WRITTEN = (
    *(RequestStep, StoredDecision, Determination, Award, LedgerTransaction, LedgerEntry, QualitySample),
    *(Duty, Mail, EarningsMonth),
)
# What differs between two runs by nature: keys, the number of a request, what they are made of.
MADE_ANEW = {"id", "request", "decision", "determination", "transaction", "award", "subject", "key", "person"}
CHANGED = ("state", "version", "denial_code", "amount_cents", "decided_on")


def asked(desk, assignment, kind: str = "P1M1", month: str = "2025-02", **more: Any) -> PaymentRequest:
    """A submitted request as an import would leave it: not yet determined."""
    plain = {"form": "certification", "services_described": True, "submitted_at": now().at, **more}
    return desk.world.add(
        PaymentRequest(
            number=new_number("PR"),
            organisation=assignment.organisation,
            ticket=assignment.ticket,
            person=assignment.person,
            assignment=assignment,
            asks=kind,
            claim_month=Month.parse(month),
            submitted_on=date(2025, 12, 15),
            **plain,
        )
    )


def on_evidence(desk) -> PaymentRequest:
    """Asked for with a pay slip on paper and the earnings it shows, not yet proven."""
    holder = desk.holder()
    given = desk.world.earnings(
        holder.person, "2025-02", 1200, source="pay-slip", given_to=desk.en, proven=False
    )
    desk.world.add(
        Evidence(
            person=holder.person,
            organisation=desk.en,
            kind="original-pay-slip",
            issuer=given.employer,
            months=[date(2025, 2, 1)],
            shows_name=True,
            shows_gross=True,
            shows_pay_date=True,
            shows_pay_period=True,
            legible=True,
            recorded_at=given.recorded_at,
        )
    )
    return asked(desk, holder, form="evidentiary")


def one_of_each(desk) -> list[PaymentRequest]:
    """Granted, granted on evidence, referred, asked for, and two on one Ticket of which the second must wait."""
    lapsed = desk.world.organisation("Lapsed EN")
    Provider.objects.using("loader").filter(organisation=lapsed).update(
        sam_registered_until=date(2025, 12, 15)
    )
    two = desk.holder(earned={"2025-02": 1200, "2025-03": 1300})
    return [
        asked(desk, desk.holder(earned={"2025-02": 1200})),
        on_evidence(desk),
        asked(desk, desk.disputed()),
        asked(desk, desk.holder(earned={"2025-02": 1200}, en=lapsed)),
        asked(desk, two),
        asked(desk, two, month="2025-03"),
        asked(desk, desk.holder(earned={"2025-02": 600})),
    ]


def contents(requests: list[PaymentRequest]) -> list[Any]:
    """All that was written, by request: each row without its keys; the trail in its order."""
    known = {str(row.pk): f"request {place}" for place, row in enumerate(requests)}
    numbers = {row.number: known[str(row.pk)] for row in requests}

    def plain(value: Any) -> Any:
        text = str(value)
        for number, words in numbers.items():
            text = text.replace(number, words)
        return text

    rows: list[Any] = []
    for model in WRITTEN:
        names = [f.attname for f in model._meta.concrete_fields if f.name not in MADE_ANEW]
        found = model.objects.using("loader").values_list(*names)
        rows.append((model.__name__, sorted([plain(value) for value in row] for row in found)))
    states = PaymentRequest.objects.using("loader").order_by("pk").values_list("pk", *CHANGED)
    rows.append(sorted((known[str(pk)], *changed) for pk, *changed in states))
    trail = TrailEntry.objects.using("loader").exclude(kind="look").order_by("id")
    for row in requests:
        of_it = trail.filter(subject=row.pk).values_list(
            "kind", "actor", "account", "organisation", "subject_kind", "people", "page", "purpose", "detail"
        )
        rows.append((known[str(row.pk)], [[plain(value) for value in one] for one in of_it]))
    rows.append(sorted(trail.filter(subject_kind="mail").values_list("kind", flat=True)))
    return rows


@pytest.fixture
def nothing_drawn(monkeypatch):
    """The sample is drawn by a determination's key, which two runs do not share."""
    monkeypatch.setattr(awarding, "drawn", lambda *_: False)


@pytest.fixture
def everything_drawn(monkeypatch):
    monkeypatch.setattr(awarding, "drawn", lambda *_: True)


def undo(database_, requests):
    """Everything as it was before anything was determined."""
    admin = database_.admins[0]
    ids = [row.pk for row in requests]
    for table in (
        *(
            "payments_qualitysample",
            "payments_determination",
            "kernel_storeddecision",
            "payments_requeststep",
        ),
        *("payments_ledgerentry", "payments_ledgertransaction", "payments_award", "kernel_duty"),
        *("kernel_mail", "kernel_trailentry", "procrastinate_jobs"),
    ):
        admin.execute(f"delete from {table}")
    admin.execute("delete from earnings_earningsmonth where recorded_by = 'system'")
    admin.execute("update earnings_earningsmonth set superseded_at = null")
    admin.execute(
        "update payments_paymentrequest set state = 'submitted', version = 0, denial_code = '',"
        " amount_cents = null, decided_on = null where id = any(%s)",
        [ids],
    )


@pytest.mark.row("E1", "I6")
def test_many_at_once_and_one_by_one_give_the_same_rows(desk, database, everything_drawn):
    requests, moment = one_of_each(desk), now()

    def unit() -> Any:
        return open_unit(SYSTEM, moment, reading=False, page="test", purpose="test")

    for row in requests:
        with unit():
            judge_again(request=row.pk)
    singly = contents(requests)
    undo(database, requests)
    with unit():
        states = determine_many([row.pk for row in requests])
    assert contents(requests) == singly
    assert sorted(states.values()) == sorted(
        PaymentRequest.objects.using("loader").values_list("state", flat=True)
    )
    assert {"approved", "with-analyst", "waiting-for-information"} <= set(states.values())
    assert [QualitySample.objects.using("loader").count(), Award.objects.using("loader").count()] == [3, 3]
    assert EarningsMonth.objects.using("loader").filter(recorded_by="system", proven=True).count() == 1


def test_a_second_run_changes_nothing(desk, unit_as):
    requests = one_of_each(desk)
    with unit_as(SYSTEM):
        first = determine_many([row.pk for row in requests])
    before = contents(requests)
    with unit_as(SYSTEM):
        assert determine_many([row.pk for row in requests]) == first
    assert contents(requests) == before


def test_two_at_the_same_time_determine_each_request_once(desk):
    requests = [asked(desk, desk.holder(earned={"2025-02": 1200})) for _ in range(8)]
    ids = [row.pk for row in requests]

    def run(order: list[Any]) -> dict[Any, str]:
        try:
            with open_unit(SYSTEM, now(), reading=False, page="test", purpose="test"):
                return determine_many(order)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(run, [ids, ids[::-1]]))
    assert [set(one.values()) for one in answers] == [{"approved"}, {"approved"}]
    assert Award.objects.using("loader").count() == Determination.objects.using("loader").count() == 8


def test_the_number_of_statements_does_not_grow_with_the_requests(desk, unit_as, nothing_drawn):
    def statements(count: int) -> int:
        ids = [asked(desk, desk.holder(earned={"2025-02": 1200})).pk for _ in range(count)]
        with unit_as(SYSTEM), CaptureQueriesContext(connection) as captured:
            determine_many(ids)
        return len(captured)

    assert statements(2) == statements(12)


def test_papers_that_are_being_scanned_keep_a_request_waiting(desk, unit_as):
    row = on_evidence(desk)
    # The request came with a form whose file has no verdict yet.
    draft = desk.draft(row.assignment)
    receipt = desk.world.add(
        bulk.PaymentRequest._meta.get_field("submission").related_model(
            number=new_number("SB"),
            draft_id=draft.id,
            form="payment-request",
            form_version="1",
            organisation=desk.en.id,
            organisation_name=desk.en.name,
            person=row.person_id,
            submitted_by=desk.clerk.account,
            submitted_by_name="Clara Clerk",
            submitted_at=now().at,
            submitted_on=now().on,
            content=b"sealed",
        )
    )
    PaymentRequest.objects.using("loader").filter(pk=row.pk).update(submission=receipt)
    Evidence.objects.using("loader").filter(person=row.person).delete()
    paper = desk.world.add(
        StoredFile(
            number=new_number("FL"),
            organisation=desk.en.id,
            person=row.person_id,
            subject=draft.id,
            name=b"sealed",
            media_type="application/pdf",
            size=1,
            pages=1,
            digest=b"d",
            state="waiting-for-scanner",
            uploaded_at=now().at,
            uploaded_by=desk.clerk.account,
        )
    )
    with unit_as(SYSTEM):
        assert determine_many([row.pk]) == {row.pk: "submitted"}
    StoredFile.objects.using("loader").filter(pk=paper.pk).update(state="clean")
    with unit_as(SYSTEM):
        assert determine_many([row.pk]) == {row.pk: "waiting-for-information"}


def test_a_payment_made_by_another_way_meanwhile_is_judged_again(desk, unit_as, monkeypatch):
    first, second = (asked(desk, desk.holder(earned={"2025-02": 1200})) for _ in range(2))
    original, calls = bulk.write, []

    def paid_meanwhile(found: Any, **more: Any) -> None:
        cases = list(found)
        if not calls:
            desk.world.add(
                Award(
                    id=new_id(),
                    ticket=first.ticket,
                    person=first.person,
                    organisation=desk.en,
                    kind="P1M1",
                    ordinal=1,
                    month=Month.parse("2025-02"),
                    amount_cents=185_000,
                    awarded_on=date(2025, 12, 15),
                )
            )
        calls.append(len(cases))
        monkeypatch.setattr("portal.payments.services.writing_many.next_count", lambda *_: 1)
        original(cases, **more)

    monkeypatch.setattr(bulk, "write", paid_meanwhile)
    with unit_as(SYSTEM):
        states = determine_many([first.pk, second.pk])
    assert (states[first.pk], states[second.pk]) == ("with-analyst", "approved")
    assert calls == [2, 2]


def test_a_row_the_walls_hide_is_not_changed_silently(desk, unit_as):
    row = asked(desk, desk.holder())
    row.pk = new_id()
    with unit_as(SYSTEM), pytest.raises(RuntimeError, match="were to be changed"), as_system():
        sets.update_rows([row], ["state"])


def test_only_so_many_at_once(unit_as, database):
    with unit_as(SYSTEM), pytest.raises(ValueError, match="at once"):
        determine_many([new_id() for _ in range(bulk.AT_ONCE + 1)])
