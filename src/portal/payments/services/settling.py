"""What an answered deposit brings about: requests, awards, ledger, mails (rows E5, E10). Written as the system."""

from collections.abc import Collection, Sequence
from uuid import UUID

from portal.kernel import mailing
from portal.kernel.models import Mail
from portal.kernel.outbox import enqueue_many
from portal.kernel.sets import insert_rows, update_rows
from portal.kernel.trail import Entry, note_many
from portal.kernel.unit import current
from portal.payments.models import Award, Deposit, KeptBack, PaymentRun, RunLine
from portal.payments.moves import move_named as request_move
from portal.payments.run_moves import State, move_named
from portal.payments.services.posting import Account, Posting, post_many, what_for
from portal.payments.services.releasing import kept, kept_of, lines_of, released
from portal.payments.services.run_steps import make_move
from portal.payments.services.steps import make_moves
from portal.payments.services.tell_phase import TELL_PHASE
from portal.people.models import Employment
from portal.people.reached import employed, readers
from portal.policy.roles import Permission
from portal.providers.services.standing import bank_refused

_ANSWER = ("state", "answered_on", "reason", "trace")
_END = (
    "\n\nSign in to the Ticket Portal and open Remittances.\n"
    "This mail was sent by the portal. Please do not answer it."
)


def paid(deposits: Sequence[Deposit]) -> None:
    """These deposits, with the answer set on them, were paid."""
    if not deposits:
        return
    found = lines_of(list(deposits))
    by_deposit = {one.pk: one for one in deposits}
    awards: list[Award] = []
    for line in found.lines:
        line.award.paid_on = by_deposit[line.deposit_id].answered_on
        awards.append(line.award)
    update_rows(deposits, _ANSWER)
    update_rows(awards, ("paid_on",))
    make_moves(found.requests, request_move("confirm-payment"), by_system=True)
    post_many(_paid(one) for one in deposits if one.net_cents)
    # The day of the last payment begins a Ticketholder's clock anew.
    enqueue_many(TELL_PHASE, {one.assignment_id for one in found.requests})
    _tell(
        deposits,
        "Deposit {number} was paid",
        "We paid deposit {number}. The portal shows which claims it pays.",
    )
    _note(deposits)


def came_back(deposits: Sequence[Deposit], *, late: bool = False) -> None:
    """These deposits, with the answer set on them, came back: what they pay is owed as before.

    Nothing is paid to their providers until their bank accounts are verified anew. `late`: they were booked as paid.
    """
    if not deposits:
        return
    found, held = lines_of(list(deposits)), kept_of(list(deposits))
    update_rows(deposits, _ANSWER)
    for line in found.lines:
        line.dropped, line.award.paid_on = True, None
    for one in held:
        one.dropped = True
    update_rows(found.lines, ("dropped",))
    update_rows(held, ("dropped",))
    if late:
        update_rows([line.award for line in found.lines], ("paid_on",))
        post_many(map(_cash_back, deposits))
        enqueue_many(TELL_PHASE, {one.assignment_id for one in found.requests})
    make_moves(found.requests, request_move("payment-came-back"), by_system=True)
    bank_refused({one.organisation_id for one in deposits})
    post_many([*map(_owed_again, found.lines), *map(_open_again, held)])
    _tell(
        deposits,
        "Deposit {number} came back",
        "The bank did not take deposit {number}. Give EN Services your right bank account. Once it is verified, we pay "
        "what was in the deposit with the next run.",
    )
    _note(deposits)


def close_answered(runs: Collection[UUID]) -> None:
    """Close those of these runs, which are locked, of which every deposit is answered."""
    open_ones = set(
        Deposit.objects.filter(run__in=runs, state=Deposit.State.PLANNED).values_list("run", flat=True)
    )
    for run in PaymentRun.objects.filter(pk__in=set(runs) - open_ones, state=State.SENT):
        make_move(run, move_named("acknowledge"))


def _paid(one: Deposit) -> Posting:
    return Posting(
        f"deposit/{one.pk}",
        f"Paid: deposit {one.number}",
        one.organisation_id,
        Account.ON_THE_WAY,
        Account.CASH,
        one.net_cents,
    )


def _cash_back(one: Deposit) -> Posting:
    return _paid(one).back(f"deposit-back/{one.pk}", f"Came back after it was paid: deposit {one.number}")


def _owed_again(line: RunLine) -> Posting:
    return released(line).back(f"came-back/{line.pk}", f"Came back: {what_for(line.award)}")


def _open_again(one: KeptBack) -> Posting:
    says = f"Came back: kept back for recovery {one.recovery.number}"
    return kept(one).back(f"not-kept-back/{one.pk}", says)


def _note(deposits: Sequence[Deposit]) -> None:
    note_many(
        Entry(
            kind=f"deposit-{one.state}",
            subject_kind="deposit",
            subject=one.pk,
            people=(),
            detail={"run": str(one.run_id), "cents": one.net_cents, "on": f"{one.answered_on}"},
        )
        for one in deposits
    )


def _tell(deposits: Sequence[Deposit], subject: str, body: str) -> None:
    """Mail to the providers' people who ask for payments, in sets; nothing about anybody."""
    at_work: dict[UUID, list[Employment]] = {}
    for row in employed({one.organisation_id for one in deposits}, current().on):
        at_work.setdefault(row.organisation_id, []).append(row)
    mails, entries = [], []
    for one in deposits:
        for reader in readers(at_work.get(one.organisation_id, []), Permission.REQUEST_PAYMENT, None):
            mail, entry = mailing.mail_row(
                key=f"deposit-{one.state}/{one.pk}/{reader.account}",
                account=reader.account,
                address=reader.address,
                subject=subject.format(number=one.number),
                body=body.format(number=one.number) + _END,
                known=(),
            )
            mails.append(mail)
            entries.append(entry)
    insert_rows(mails)
    note_many(entries)
    enqueue_many(mailing.SEND, [mail.id for mail in mails if mail.state == Mail.State.WAITING])
