"""The synthetic program as a whole: the same from the same seed, of the size asked for, and true to the rules."""

from collections.abc import Callable
from io import StringIO
from itertools import pairwise
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from django.test import override_settings

from portal.config.walls import TABLES
from portal.kernel import vault
from portal.kernel.models import Duty, StoredDecision
from portal.nation.canaries import canaries
from portal.nation.cast import BRIGHT_PATH
from portal.nation.load import Made
from portal.nation.sizes import ASSUMPTION, TABLE, sizes
from portal.payments.judging import replay
from portal.payments.models import Determination, PaymentRequest, RequestStep
from portal.tickets.models import Person, Sight, Ticket

NOT_OF_THE_SEED = {
    # Sealed under fresh keys, or filled in by the database.
    "tickets_person": {"name", "ssn", "birth_date"},
    "payments_requeststep": {"note"},
    "casework_case": {"name"},
    "casework_intake": {"content"},
    "casework_handoff": {"note"},
    "casework_signedform": {"content"},
    "casework_signature": {"printed_name"},
    "casework_certification": {"content"},
    "casework_contactnote": {"purpose", "content", "result"},
    "integrity_planreview": {"coversheet"},
    "integrity_reviewfinding": {"note"},
    "support_paperitem": {"note"},
    "earnings_inquiryrow": {"content"},
    "mfa_authenticator": {"data", "id"},
    "account_emailaddress": {"id"},
    "kernel_trailentry": {"id", "recorded_at", "transaction"},
}


def clear_rows() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every declared table without what is sealed, in the order of its text."""
    found = {}
    with connections["loader"].cursor() as cursor:
        for table in sorted(
            table.name for table in TABLES if not table.name.startswith(("django_", "auth_"))
        ):
            if table.startswith(("procrastinate_", "portal_")):
                continue
            cursor.execute(f"select * from {table} limit 0")
            hidden = NOT_OF_THE_SEED.get(table, set())
            columns = [f'"{c.name}"' for c in cursor.description if c.name not in hidden]
            cursor.execute(f"select {', '.join(columns)} from {table}")
            found[table] = sorted(cursor.fetchall(), key=repr)
    return found


def test_the_same_seed_gives_the_same_program_and_another_seed_another(
    load_again: Callable[[int], Made],
) -> None:
    load_again(1)
    first, people = clear_rows(), canaries()
    load_again(1)
    assert canaries() == people
    assert clear_rows() == first
    load_again(2)
    assert {canary.ssn for canary in canaries()}.isdisjoint({canary.ssn for canary in people})
    assert clear_rows()["tickets_person"] != first["tickets_person"]


def test_sizes_follow_one_number_and_every_figure_has_a_source() -> None:
    demo = sizes(1.0)
    assert (demo.people, demo.in_use, demo.claims_a_year, demo.ens, demo.svras) == (12_000, 340, 1_000, 12, 3)
    assert sizes(0.02).people == 240
    assert sizes(10).in_use == 3_400
    assert all(row.source for row in TABLE)
    assert {row.source for row in TABLE} != {ASSUMPTION}
    with pytest.raises(ValueError, match="above 0"):
        sizes(0)


def test_there_are_as_many_people_as_asked_for_and_each_is_found_by_ssn(nation: Made) -> None:
    people = canaries()
    assert len(people) == Person.objects.using("loader").count() == sizes(0.02).people
    by_number = dict(Person.objects.using("loader").values_list("number", "pk"))
    assert all(vault.well_formed_ssn(canary.ssn) for canary in people)
    assert all(vault.find_person(canary.ssn) == by_number[canary.number] for canary in people)


@pytest.mark.row("E7")
def test_every_stored_decision_replays(nation: Made) -> None:
    stored = list(StoredDecision.objects.using("loader").all())
    assert len(stored) >= 20
    assert all(replay(row.facts).answer == row.answer for row in stored)


def test_requests_and_their_timelines_agree(nation: Made) -> None:
    for request in PaymentRequest.objects.using("loader").prefetch_related("steps", "determinations"):
        steps = sorted(request.steps.all(), key=lambda step: step.at)
        assert steps[0].from_state == "draft"
        assert all(a.to_state == b.from_state for a, b in pairwise(steps))
        assert steps[-1].to_state == request.state
        assert request.version == len(steps) - 1
        assert request.determinations.count() >= 1


def test_open_duties_are_those_of_the_states(nation: Made) -> None:
    waiting = {
        "decide-payment": "with-analyst",
        "answer-return": "waiting-for-information",
        "decide-at-ssa": "waiting-for-ssa",
    }
    duties = {
        (kind, subject)
        for kind, subject in Duty.objects.using("loader")
        .filter(closed_at=None, kind__in=waiting)
        .values_list("kind", "subject")
    }
    wanted = {
        (kind, pk)
        for kind, state in waiting.items()
        for pk in PaymentRequest.objects.using("loader").filter(state=state).values_list("pk", flat=True)
    }
    assert duties == wanted


@pytest.mark.row("E5")
def test_the_ledger_balances_and_says_what_was_awarded(nation: Made) -> None:
    with connections["loader"].cursor() as cursor:
        cursor.execute("select coalesce(sum(cents), 0), count(*) from payments_ledgerentry")
        total, lines = cursor.fetchone()
        cursor.execute(
            "select count(*) from payments_award a where a.amount_cents <>"
            " (select sum(e.cents) from payments_ledgerentry e join payments_ledgertransaction t"
            " on t.id = e.transaction_id where t.key = 'award/' || a.id and e.account = 'program-cost')"
        )
        differing = cursor.fetchone()[0]
    assert total == 0
    assert lines > 0
    assert differing == 0


def test_every_holder_sees_the_person(nation: Made) -> None:
    seen = set(Sight.objects.using("loader").values_list("person_id", "organisation_id"))
    held = set(
        Ticket.objects.using("loader")
        .filter(assignments__isnull=False)
        .values_list("person_id", "assignments__organisation_id")
    )
    assert held == seen


def test_notes_are_sealed_and_nothing_determined_lacks_its_name(nation: Made) -> None:
    assert not RequestStep.objects.using("loader").filter(by_name="").exists()
    assert not Determination.objects.using("loader").filter(determined="deny", denial_code="").exists()


def test_a_second_load_is_skipped_with_a_sentence(nation: Made) -> None:
    out, before = StringIO(), Person.objects.using("loader").count()
    call_command("nation", size=0.02, stdout=out)
    assert "already there" in out.getvalue()
    assert Person.objects.using("loader").count() == before


@override_settings(PORTAL_SYNTHETIC=False)
def test_made_up_people_are_refused_where_the_settings_do_not_say_so(database: Any) -> None:
    with pytest.raises(CommandError, match="PORTAL_SYNTHETIC"):
        call_command("nation", size=0.02, stdout=StringIO())
    assert Person.objects.using("loader").count() == 0


def test_no_name_and_no_ssn_stands_in_the_clear(nation: Made) -> None:
    text = repr(clear_rows())
    assert len(text) > 100_000
    assert not [canary.number for canary in canaries() if canary.name in text or canary.ssn in text]


@pytest.mark.row("L13")
def test_each_persona_finds_work_at_the_smallest_size(nation: Made) -> None:
    states = set(
        PaymentRequest.objects.using("loader")
        .filter(organisation__name=BRIGHT_PATH)
        .values_list("state", flat=True)
    )
    assert {"with-analyst", "waiting-for-information", "waiting-for-ssa"} <= states
    assert {
        *("decide-payment", "answer-return", "decide-at-ssa", "settle-rejudged"),
        *("verify-employment", "record-clearance", "open-access", "renew-clearance", "renew-training"),
        *(
            "vr-window-ends",
            "contact-due",
            "contact-attempts-missing",
            "unassign-by",
            "stale-ticket",
            "goals-date-passed",
        ),
        *("plan-to-sign", "plan-not-entered", "hand-off-follow-up", "review-plan", "correct-plan"),
        *("enter-paper", "answer-inquiry"),
        *("answer-progress-review", "progress-review-step"),
        *("decide-progress-review", "decide-progress-appeal"),
    } == set(Duty.objects.using("loader").values_list("kind", flat=True))
