"""What the roles of pages could do with SQL of their own: not decide, not prove, not sign for others."""

import psycopg
import pytest
from django.db import DatabaseError, connection, connections, transaction

from portal.kernel.ids import new_id
from portal.kernel.models import StoredFile, TrailEntry
from portal.payments.models import PaymentRequest
from portal.payments.services import decide
from portal.payments.services.withdraw import withdraw
from tests.web.provider.conftest import pay_slip

pytestmark = [pytest.mark.row("I1", "E4")]

REFUSED = "permission denied"
ENTRY = (
    "insert into kernel_trailentry (unit, at, kind, actor, subject_kind, people, page, purpose, detail, transaction)"
    " values (gen_random_uuid(), now(), 'look', %s, '', '{}', '', '', '{}', coalesce(%s, portal_transaction()))"
)


def refused(unit, sql, parameters=(), says=REFUSED):
    with unit, connection.cursor() as cursor, pytest.raises(DatabaseError, match=says):
        with transaction.atomic():
            cursor.execute(sql, parameters)


@pytest.mark.parametrize("role", ["clerk", "analyst", "lead"])
@pytest.mark.parametrize(
    "change",
    [
        "state = 'approved', amount_cents = 99900",
        "state = 'with-analyst'",
        "amount_cents = 1",
        "claim_month = '2025-03-01'",
        "services_described = true",
        "decided_on = '2025-12-15'",
    ],
)
def test_no_page_can_decide_a_request_past_the_services(office, role, change):
    row = office.asks()
    unit = office.unit_as(office.actor(role))
    refused(unit, f"update payments_paymentrequest set {change} where id = %s", [row.pk])
    assert office.request(row.number).state == row.state


def test_the_services_still_make_every_move(office):
    first, second = office.asks(), office.asks(month="2025-03")
    with office.unit_as(office.actor("clerk")):
        withdraw(request=first.pk, version=first.version, reason="Asked in error.")
    with office.unit_as(office.actor("analyst")):
        decide.deny(request=second.pk, version=second.version, code="DEN-04", note="Too little.")
    states = PaymentRequest.objects.using("loader").values_list("state", flat=True)
    assert set(states) == {"withdrawn", "denied"}


@pytest.mark.parametrize("role", ["clerk", "analyst"])
@pytest.mark.parametrize(
    "table",
    [
        "payments_requeststep",
        "payments_award",
        "payments_allocation",
        "payments_ledgerentry",
        "payments_determination",
        "payments_qualitysample",
        "earnings_earningsmonth",
        "kernel_mail",
        "kernel_duty",
        "kernel_storeddecision",
        "providers_assignmentright",
        "tickets_ticketstep",
        "tickets_assignment",
        "tickets_unassignment",
        "casework_case",
        "casework_phasebasis",
        "casework_signedform",
        "casework_signature",
        "integrity_planreview",
        "integrity_assignright",
    ],
)
def test_no_page_adds_what_the_system_writes(office, role, table):
    refused(office.unit_as(office.actor(role)), f"insert into {table} default values")


def test_a_provider_cannot_close_a_duty_past_the_services(office):
    row = office.asks()
    refused(office.unit_as(office.actor("clerk")), "update kernel_duty set closed_at = now()")
    assert office.duty(row).closed_at is None


def test_only_the_worker_calls_a_file_clean(shop):
    person = shop.holder()
    draft = shop.draft(person)
    shop.clerk.post(draft, {"revision": "0", "claims": ["P1M1 2025-02"], "basis": "evidence",
                            "other-TOTAL_FORMS": "0", "other-INITIAL_FORMS": "0"})  # fmt: skip
    page = {
        "revision": shop.draft_row(draft).revision,
        "papers-TOTAL_FORMS": "0",
        "papers-INITIAL_FORMS": "0",
    }
    assert shop.clerk.post(f"{draft}evidence/", {**page, "upload": pay_slip()}).status_code == 303
    row = StoredFile.objects.using("loader").get()
    assert row.state == StoredFile.State.WAITING
    unit = shop.unit_as(shop.world.actor(shop.clerk_account))
    with unit, pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        row.pk, row.number, row.state = new_id(), "FL-0000-0000", StoredFile.State.CLEAN
        row.save(using="default", force_insert=True)


@pytest.mark.parametrize("role", ["clerk", "analyst"])
def test_nobody_writes_into_the_trail_in_anothers_name(office, role):
    actor, other = office.actor(role), office.actor("lead")
    with office.unit_as(actor), connection.cursor() as cursor:
        cursor.execute(ENTRY, [actor.label, None])
    refused(office.unit_as(actor), ENTRY, [other.label, None], "row-level security")
    assert {entry.actor for entry in TrailEntry.objects.using("loader").filter(kind="look")} == {actor.label}


def test_no_entry_can_be_slipped_into_a_block_that_is_sealed(office):
    """One with the number of an older transaction would make the whole trail look forged."""
    actor = office.actor("clerk")
    refused(office.unit_as(actor), ENTRY, [actor.label, 3], "row-level security")
    with connections["side"].cursor() as cursor, pytest.raises(DatabaseError, match="row-level security"):
        cursor.execute(ENTRY, [actor.label, 3])


def test_a_temporary_table_cannot_stand_in_for_the_jobs(database):
    """What runs as the owner must not take a table of the caller's for the one it means."""
    settings = connections["default"].settings_dict
    assert settings["USER"] == "portal_app"
    where = {"host": settings["HOST"], "port": settings["PORT"] or None, "dbname": settings["NAME"]}
    with psycopg.connect(**where, user="portal_app", password=settings["PASSWORD"]) as session:
        session.execute(
            "create temporary table procrastinate_jobs (queue_name text, task_name text, queueing_lock text,"
            " args jsonb, scheduled_at timestamptz)"
        )
        session.execute("grant all on procrastinate_jobs to public")
        session.execute("set local role portal_staff")
        session.execute("select portal_enqueue('q', 't', 'once', '{}', null)")
        assert session.execute("select count(*) from pg_temp.procrastinate_jobs").fetchone() == (0,)
        session.rollback()


def test_every_function_that_runs_as_its_owner_has_a_pinned_search_path(database):
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "select proname, coalesce(proconfig::text, '') from pg_proc"
            " where pronamespace = 'public'::regnamespace and prosecdef"
        )
        found = cursor.fetchall()
    assert found
    for name, settings in found:
        assert "pg_temp}" in settings.replace('"', ""), name


def test_no_function_of_ours_is_open_to_everybody(database):
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "select p.proname from pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a"
            " where p.pronamespace = 'public'::regnamespace and a.grantee = 0"
            " and p.proowner = 'portal_owner'::regrole"
        )
        assert cursor.fetchall() == []
