"""From a run that is gathered to money that leaves: proposed by one person, released by another (rows E5, E10)."""

from typing import NamedTuple
from uuid import UUID

from django.db import connection

from portal.kernel.outbox import enqueue
from portal.kernel.results import Answer, Done, NotAllowed
from portal.kernel.unit import as_system, current
from portal.payments.models import Deposit, KeptBack, PaymentRequest, PaymentRun, RunLine
from portal.payments.moves import move_named as request_move
from portal.payments.owed import standings
from portal.payments.run_moves import move_named
from portal.payments.services.posting import Account, Posting, post_many, what_for
from portal.payments.services.run_steps import make_move, refuse, take_run
from portal.payments.services.steps import make_moves
from portal.people.models import Organisation
from portal.policy.core import Outcome
from portal.policy.paying import may_be_paid

SEND_RUN = "payments.send_run"
_NAMED = 5
# Who made the last move of a person on a request, among the requests of a run.
_OWN = """
select r.number from payments_runline l join payments_award a on a.id = l.award_id
join payments_paymentrequest r on r.id = a.request_id
where l.run_id = %s and (select s.by from payments_requeststep s
    where s.request_id = r.id and s.by <> 'system' order by s.at desc, s.version desc limit 1) = %s
order by r.number
"""


class Lines(NamedTuple):
    """The lines of some deposits, with the requests they pay, which are locked."""

    lines: list[RunLine]
    requests: list[PaymentRequest]


def propose(*, run: UUID, version: int) -> Answer:
    """Say that the run is right; another person releases it."""
    return _plain(run, version, "propose")


def send_back(*, run: UUID, version: int, why: str) -> Answer:
    """Open a proposed run again."""
    if not why.strip():
        return NotAllowed("Say why the run is opened again.")
    return _plain(run, version, "send-back", why)


def cancel(*, run: UUID, version: int, why: str) -> Answer:
    """Give up a run that was not released; what it would have paid is owed as before."""
    if not why.strip():
        return NotAllowed("Say why the run is canceled.")
    row = take_run(run, version, "cancel")
    if not isinstance(row, PaymentRun):
        return row
    with as_system():
        RunLine.objects.filter(run=row, dropped=False).update(dropped=True)
        KeptBack.objects.filter(run=row, dropped=False).update(dropped=True)
        Deposit.objects.filter(run=row).update(state=Deposit.State.CANCELLED)
    make_move(row, move_named("cancel"), text=why.strip())
    return Done(row.pk, row.number, row.state)


def release(*, run: UUID, version: int) -> Answer:
    """Release the money: not by who proposed the run, nor by who approved a payment in it. The file follows."""
    row = take_run(run, version, "release")
    if not isinstance(row, PaymentRun):
        return row
    for check, sentence in (("second-person", _own(row)), ("standing", _not_payable(row))):
        if sentence:
            return refuse(row, "release", NotAllowed(sentence), check)
    row.released_on = current().on
    make_move(row, move_named("release"))
    with as_system():
        deposits = list(Deposit.objects.filter(run=row))
        found = lines_of(deposits)
        make_moves(found.requests, request_move("release"))
        post_many([*map(released, found.lines), *map(kept, kept_of(deposits))])
    enqueue(SEND_RUN, row.pk)
    return Done(row.pk, row.number, row.state)


def lines_of(deposits: list[Deposit]) -> Lines:
    """What these deposits pay. Written as the system."""
    lines = list(RunLine.objects.filter(deposit__in=deposits, dropped=False).select_related("award"))
    requests = PaymentRequest.objects.select_for_update().filter(
        pk__in=[one.award.request_id for one in lines if one.award.request_id]
    )
    return Lines(lines, list(requests.order_by("pk")))


def kept_of(deposits: list[Deposit]) -> list[KeptBack]:
    """What is kept back of these deposits."""
    return list(KeptBack.objects.filter(deposit__in=deposits, dropped=False).select_related("recovery"))


def _plain(run: UUID, version: int, move: str, text: str = "") -> Answer:
    row = take_run(run, version, move)
    if not isinstance(row, PaymentRun):
        return row
    make_move(row, move_named(move), text=text.strip())
    return Done(row.pk, row.number, row.state)


def _own(run: PaymentRun) -> str:
    """Payments of the run whose last step was this person's own; "" where there is none."""
    with connection.cursor() as cursor:
        cursor.execute(_OWN, [run.pk, current().actor.label])
        numbers = [number for (number,) in cursor.fetchall()]
    if not numbers:
        return ""
    more = "" if len(numbers) <= _NAMED else f" and {len(numbers) - _NAMED} more"
    return (
        f"The last step on payments in this run was yours ({', '.join(numbers[:_NAMED])}{more}). "
        "Money needs a second person: somebody else releases the run."
    )


def _not_payable(run: PaymentRun) -> str:
    """Providers that may not be paid any more since the run was gathered; "" where there is none."""
    providers = {one.pk: one.name for one in Organisation.objects.filter(deposit__run=run)}
    on = current().on
    known = standings(providers, on)
    against = [
        name
        for key, name in providers.items()
        if may_be_paid(known.get(key), on).outcome is not Outcome.GRANT
    ]
    if not against:
        return ""
    return (
        f"{', '.join(sorted(against))} may not be paid out now: a hold, the SAM registration or the bank data. "
        "Open the run again and gather again: they stay out then."
    )


def released(line: RunLine) -> Posting:
    """What is owed is on its way."""
    return Posting(
        f"release/{line.pk}",
        f"Released: {what_for(line.award)}",
        line.organisation_id,
        Account.PAYABLE,
        Account.ON_THE_WAY,
        line.cents,
        line.award_id,
    )


def kept(one: KeptBack) -> Posting:
    """Part of it is kept back for a recovery."""
    return Posting(
        f"kept-back/{one.pk}",
        f"Kept back for recovery {one.recovery.number}",
        one.organisation_id,
        Account.ON_THE_WAY,
        Account.RECEIVABLE,
        one.cents,
        one.recovery.award_id,
    )
