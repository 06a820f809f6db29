"""Writing many determinations in sets: the rows and trail that `determine` writes for each of them."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple
from uuid import UUID

from portal.earnings.services.proving import Proof, prove_many
from portal.kernel import decisions, mailing, vault
from portal.kernel.copy_text import JsonText
from portal.kernel.duties import Due, settle_many
from portal.kernel.models import Mail, StoredDecision
from portal.kernel.outbox import enqueue_many
from portal.kernel.sets import insert_rows, update_rows
from portal.kernel.trail import Entry, note_many
from portal.kernel.unit import as_system, current
from portal.payments.course import Course
from portal.payments.duties import KINDS, duties_for
from portal.payments.facts import Facts
from portal.payments.judging import paid_month, share_place
from portal.payments.models import Award, Determination, PaymentRequest, RequestStep
from portal.payments.services.awarding import award_row, next_count, posting, sample_row
from portal.payments.services.determine import determination_row, window
from portal.payments.services.notices import notice_key, notice_words
from portal.payments.services.steps import step_row
from portal.payments.services.tell_phase import TELL_PHASE
from portal.people.models import Employment
from portal.people.reached import employed, readers
from portal.policy.core import Decision, Month
from portal.policy.roles import Permission
from portal.policy.written import Texts
from portal.tickets.models import Person
from portal.tickets.queries import sealed_name

_CHANGED = ("state", "version", "denial_code", "amount_cents", "decided_on")


class Determined(NamedTuple):
    """A locked request with the rules' answer, that answer as the provider may see it, and what follows."""

    request: PaymentRequest
    facts: Facts
    decision: Decision
    written: Texts
    follows: Course


class _Written(NamedTuple):
    """The rows of one determination that every course has."""

    step: RequestStep
    stored: StoredDecision
    determination: Determination
    dues: list[Due]
    moved: Entry


def write(found: Iterable[Determined], *, tell: bool = True) -> None:
    """Write determinations, those of one Ticket in their order; the requests get their next state. `tell`: with mails.

    Raises IntegrityError when a payment has been granted by another way meanwhile; the caller decides again.
    """
    cases = list(found)
    if not cases:
        return
    written = [_move(case) for case in cases]
    with as_system():
        insert_rows([one.step for one in written])
        update_rows([case.request for case in cases], _CHANGED)
        settle_many({case.request.pk: one.dues for case, one in zip(cases, written, strict=True)}, KINDS)
        insert_rows([one.stored for one in written])
        insert_rows([one.determination for one in written])
        _award([case for case in cases if case.follows.determined == "approve"])
        _sample([one.determination for one in written])
        proven = prove_many(_proofs(cases))
        mails = _notices(cases, [one.determination for one in written]) if tell else {}
        note_many(_in_order(written, proven, mails))


def _move(case: Determined) -> _Written:
    """The request as it stands after its move, and the rows that say so."""
    request, follows, on = case.request, case.follows, current().on
    decided = follows.determined in ("approve", "deny")
    request.denial_code, request.amount_cents = follows.denial_code, follows.amount_cents
    request.decided_on = on if decided else None
    before, request.state = request.state, follows.move.to
    request.version += 1
    dues = list(duties_for(request, on))
    step = step_row(request, before, follows.move, by_system=True, due_on=dues[0].due_on if dues else None)
    stored = decisions.answered(
        case.decision,
        facts=case.facts,
        answer=JsonText(case.written.answer),
        subject_kind="payment-request",
        subject=request.pk,
        person=request.person_id,
    )
    shown = JsonText(case.written.shown)
    determination = determination_row(request, stored, follows.determined, shown, by_system=True)
    moved = Entry(
        kind=f"request-{follows.move.name}",
        subject_kind="payment-request",
        subject=request.pk,
        people=[request.person_id],
        detail={
            "from": step.from_state,
            "to": follows.move.to,
            "version": request.version,
            "outcome": case.decision.outcome,
        },
    )
    return _Written(step, stored, determination, dues, moved)


def _award(cases: Sequence[Determined]) -> None:
    """The awards with their postings. The Tickets are locked."""
    enqueue_many(TELL_PHASE, {case.request.assignment_id for case in cases})
    taken: dict[tuple[UUID, str], dict[int, Month]] = {}
    standing = Award.objects.filter(
        ticket__in={case.request.ticket_id for case in cases}, reversed_on=None
    ).values_list("ticket", "kind", "ordinal", "month")
    for ticket, kind, ordinal, month in standing:
        taken.setdefault((ticket, kind), {})[ordinal] = month  # type: ignore[assignment]
    awards = [
        _next(case, taken.setdefault((case.request.ticket_id, case.request.asks), {})) for case in cases
    ]
    postings = [posting(award) for award in awards]
    insert_rows(awards)
    insert_rows([transaction for transaction, _ in postings])
    insert_rows([line for _, lines in postings for line in lines])


def _next(case: Determined, taken: dict[int, Month]) -> Award:
    """The award of a request with the lowest count that is free, which then is taken."""
    month = paid_month(case.decision, case.request.claim_month)
    share = share_place(case.facts, month)
    ordinal = next_count(taken, month, share)
    taken[ordinal] = month
    return award_row(case.request, month, case.request.amount_cents or 0, ordinal, share)


def _sample(determinations: Sequence[Determination]) -> None:
    decided = (one for one in determinations if one.determined in ("approve", "deny"))
    insert_rows([row for row in map(sample_row, decided) if row is not None])


def _proofs(cases: Sequence[Determined]) -> dict[UUID, Proof]:
    """What was approved on evidence, with the months it stands on."""
    return {
        case.request.pk: Proof(
            case.request.person_id,
            case.request.organisation_id,
            window(case.request.asks, paid_month(case.decision, case.request.claim_month)),
        )
        for case in cases
        if case.follows.determined == "approve" and case.request.form == PaymentRequest.Form.EVIDENTIARY
    }


def _notices(cases: Sequence[Determined], determinations: Sequence[Determination]) -> dict[UUID, list[Entry]]:
    """Write the mails about these determinations; their entries for the trail, by request."""
    told = [
        (case.request, determination, words)
        for case, determination in zip(cases, determinations, strict=True)
        if (words := notice_words(determination, case.request))
    ]
    people = list(Person.objects.filter(pk__in={request.person_id for request, _, _ in told}).only("name"))
    names = dict(zip([one.pk for one in people], vault.match(map(sealed_name, people)), strict=True))
    at_work: dict[UUID, list[Employment]] = {}
    for row in employed({request.organisation_id for request, _, _ in told}, current().on):
        at_work.setdefault(row.organisation_id, []).append(row)
    mails: list[Mail] = []
    entries: dict[UUID, list[Entry]] = {}
    for request, determination, (subject, body) in told:
        first = request.submission.submitted_by if request.submission else None
        to = readers(at_work.get(request.organisation_id, []), Permission.REQUEST_PAYMENT, first)
        for mail, entry in mailing.mail_rows(
            to=[
                mailing.To(f"{notice_key(determination)}/{one.account}", one.account, one.address)
                for one in to
            ],
            subject=subject,
            body=body,
            known=[names[request.person_id]],
        ):
            mails.append(mail)
            entries.setdefault(request.pk, []).append(entry)
    insert_rows(mails)
    enqueue_many(mailing.SEND, [mail.id for mail in mails if mail.state == Mail.State.WAITING])
    return entries


def _in_order(
    written: Sequence[_Written], proven: Sequence[Entry], mails: dict[UUID, list[Entry]]
) -> Iterable[Entry]:
    """Request by request: moved, earnings posted, mail written."""
    posted = {entry["subject"]: entry for entry in proven}
    for one in written:
        subject = one.moved["subject"]
        yield one.moved
        if subject in posted:
            yield posted[subject]
        yield from mails.get(subject, [])
