"""What the worker does with a sweep: find whose Tickets are looked at, then slice by slice judge and claim.

Finding is one unit and makes the slices; each slice is one unit and one job. What a slice claims and that it is done
stand or fall together, so one that was killed is simply done again. Run by the worker, as the system.
"""

from datetime import timedelta
from itertools import batched
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F

from portal.kernel import decisions
from portal.kernel.ids import new_id
from portal.kernel.outbox import enqueue_many
from portal.kernel.sets import insert_rows
from portal.kernel.trail import note
from portal.kernel.unit import current
from portal.payments.facts import standings
from portal.payments.models import Sweep, SweepProvider, SweepSlice
from portal.payments.services.sweep_claims import judge_and_claim
from portal.payments.services.sweeps import ABOUT, SLICE, State, ask_for
from portal.policy.core import Outcome
from portal.policy.payment_facts import parse
from portal.policy.sweep import may_be_swept

# Tickets of one unit: a second's work, and few enough locks.
SLICE_SIZE = 100
# A slice takes seconds. A run that has not moved for so long has lost its jobs.
STUCK = timedelta(minutes=3)
# Whoever holds a Ticket on the day and has earnings on record since: what of them can be claimed, the rules say.
_LOOKED_AT = """
select organisation_id, id from tickets_assignment a
where superseded_at is null and assigned_on <= %(on)s and (ended_on is null or ended_on > %(on)s)
    and exists (select from earnings_earningsmonth e where e.person_id = a.person_id and e.superseded_at is null
        and e.month > a.assigned_on)
order by organisation_id, id
"""


def find(*, sweep: UUID) -> None:
    """Find the providers and their Tickets, once: who is swept, and the slices of those who are."""
    run = Sweep.objects.select_for_update().filter(pk=sweep, state=State.RUNNING, found_at=None).first()
    if run is None:
        return
    with connection.cursor() as cursor:
        cursor.execute(_LOOKED_AT, {"on": run.as_of})
        rows = cursor.fetchall()
    of_providers: dict[UUID, list[UUID]] = {}
    for organisation, assignment in rows:
        of_providers.setdefault(organisation, []).append(assignment)
    providers = _providers(run, of_providers)
    insert_rows([one.decision for one in providers])
    insert_rows(providers)
    looked_at = [one for row in providers if row.swept for one in of_providers[row.organisation_id]]
    slices = [
        SweepSlice(id=new_id(), sweep=run, assignments=list(part))
        for part in batched(looked_at, SLICE_SIZE, strict=False)
    ]
    insert_rows(slices)
    run.found_at = run.stepped_at = current().at
    run.tickets_total = len(looked_at)
    run.save(update_fields=["found_at", "stepped_at", "tickets_total"])
    enqueue_many(SLICE, [one.pk for one in slices])
    _end(run)


def work_on(*, piece: UUID) -> None:
    """Judge and claim one slice of a running sweep; nothing where that was done, or is being done by another."""
    row = (
        SweepSlice.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(pk=piece, done_at=None, sweep__state=State.RUNNING)
        .select_related("sweep")
        .first()
    )
    if row is None:
        return
    judge_and_claim(row.sweep, row.assignments)
    row.done_at = current().at
    row.save(update_fields=["done_at"])
    # From here on the run is locked: whoever comes last sees every other slice done.
    Sweep.objects.filter(pk=row.sweep_id).update(
        tickets_done=F("tickets_done") + len(row.assignments), stepped_at=current().at
    )
    _end(Sweep.objects.get(pk=row.sweep_id))


def look_for_stuck() -> None:
    """A running sweep that has not moved for a while gets its jobs again."""
    before = current().at - STUCK
    for sweep in Sweep.objects.filter(state=State.RUNNING, stepped_at__lte=before):
        ask_for(sweep)


def _providers(sweep: Sweep, of_providers: dict[UUID, list[UUID]]) -> list[SweepProvider]:
    facts = standings(list(of_providers), sweep.as_of)
    return [_provider(sweep, key, len(tickets), facts[key]) for key, tickets in of_providers.items()]


def _provider(sweep: Sweep, organisation: UUID, tickets: int, facts: dict[str, Any]) -> SweepProvider:
    decision = may_be_swept(parse(facts))
    stored = decisions.decision_row(
        facts=facts, answer=decision.to_json(), subject_kind=ABOUT, subject=sweep.pk, person=None
    )
    open_checks = [one.test.says for one in decision.checks if one is decision.primary]
    return SweepProvider(
        id=new_id(),
        sweep=sweep,
        organisation_id=organisation,
        decision=stored,
        swept=decision.outcome is Outcome.GRANT,
        why=f"Not so: {open_checks[0]}" if open_checks else "",
        tickets=tickets,
    )


def _end(sweep: Sweep) -> None:
    """The run is done with its last slice."""
    if sweep.slices.filter(done_at=None).exists():
        return
    sweep.state, sweep.finished_at = State.DONE, current().at
    sweep.version += 1
    sweep.save(update_fields=["state", "finished_at", "version"])
    note("sweep-done", subject_kind=ABOUT, subject=sweep.pk, detail={"number": sweep.number})
