"""Posting a month of earnings: a fact added by an analyst, which may take the place of an earlier one (row E3)."""

from typing import NamedTuple
from uuid import UUID

from portal.earnings.models import EarningsMonth
from portal.earnings.services.recording_many import employers_named
from portal.kernel.ids import new_id
from portal.kernel.results import NotAllowed, NotFound
from portal.kernel.trail import note
from portal.kernel.unit import as_system, current
from portal.policy.core import Month, Outcome
from portal.policy.months import RECORDS
from portal.policy.posting import PostingFacts, judge_posting
from portal.policy.roles import Permission
from portal.tickets.changed import changed
from portal.tickets.locks import lock_ticket
from portal.tickets.models import Ticket


class Posting(NamedTuple):
    """One month from one source, in whole cents. `shown_by` says what it was read from.

    `given_by` is the provider whose paper shows it; what stands on a record is nobody's. `replaces` is the posting
    whose place it takes.
    """

    ticket: UUID
    month: Month
    gross_cents: int
    kind: str
    source: str
    employer: str
    proven: bool
    shown_by: str
    given_by: UUID | None = None
    replaces: UUID | None = None


class Posted(NamedTuple):
    """It is on record. What was decided on the month is judged again."""

    earnings: UUID


def post_earnings(posting: Posting) -> Posted | NotAllowed | NotFound:
    """Add the month to the record of whose Ticket it is; facts are added and superseded, never changed."""
    if not current().actor.may(Permission.WORK_PAYMENT_QUEUE):
        return NotFound()
    person = Ticket.objects.filter(pk=posting.ticket).values_list("person", flat=True).first()
    if person is None:
        return NotFound()
    # Two analysts post one after the other: the second sees what the first has posted.
    lock_ticket(posting.ticket)
    replaced = _standing(person, posting.replaces)
    decision = judge_posting(_facts(posting, person, replaced))
    if decision.outcome is not Outcome.GRANT:
        note("earnings-posting-refused", subject_kind="ticket", subject=posting.ticket, people=[person])
        return NotAllowed(decision.told, decision)
    row = _row(posting, person)
    with as_system():
        if replaced is not None:
            EarningsMonth.objects.filter(pk=replaced.pk).update(superseded_at=current().at)
        row.save(force_insert=True)
    note(
        "earnings-posted-by-analyst",
        subject_kind="ticket",
        subject=posting.ticket,
        people=[person],
        detail={
            "earnings": str(row.pk),
            "month": str(posting.month),
            "kind": posting.kind,
            "source": posting.source,
            "verified": posting.proven,
            "replaces": str(posting.replaces) if posting.replaces else None,
        },
    )
    changed(person)
    return Posted(row.pk)


def _standing(person: UUID, earnings: UUID | None) -> EarningsMonth | None:
    if earnings is None:
        return None
    return EarningsMonth.objects.filter(pk=earnings, person=person, superseded_at=None).first()


def _facts(posting: Posting, person: UUID, replaced: EarningsMonth | None) -> PostingFacts:
    same = EarningsMonth.objects.filter(
        person=person,
        month=posting.month.first,
        gross_cents=posting.gross_cents,
        kind=posting.kind,
        source=posting.source,
        proven=posting.proven,
        superseded_at=None,
    )
    name = " ".join(posting.employer.split())
    same = same.filter(employer__name__iexact=name) if name else same.filter(employer=None)
    return PostingFacts(
        on=current().on,
        month=posting.month,
        gross=posting.gross_cents,
        kind=posting.kind,
        source=posting.source,
        employer=name,
        proven=posting.proven,
        shown_by=posting.shown_by,
        on_record=same.exists(),
        replaces=posting.replaces is not None,
        replaced_month=replaced.month if replaced else None,
    )


def _row(posting: Posting, person: UUID) -> EarningsMonth:
    unit = current()
    name = " ".join(posting.employer.split())
    employers = employers_named({name}) if name else {}
    return EarningsMonth(
        id=new_id(),
        person_id=person,
        month=posting.month,  # type: ignore[misc]
        gross_cents=posting.gross_cents,
        kind=posting.kind,
        employer_id=employers.get(name.casefold()),
        source=posting.source,
        given_to_id=None if posting.source in RECORDS else posting.given_by,
        proven=posting.proven,
        shown_by=" ".join(posting.shown_by.split()),
        recorded_at=unit.at,
        recorded_by=unit.actor.label,
    )
