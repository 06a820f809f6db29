"""The facts of a Ticket's assignability, validity and moves, for one person or hundreds, in two queries.

Read as the facts role: a rule must know what the asking provider may not see. Nobody is looked at: a birth date is
opened in memory, and what comes back is a decision.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from portal.kernel import vault
from portal.kernel.gathering import Part, gathered, statement
from portal.kernel.unit import as_facts, read_as_facts
from portal.people.models import Organisation
from portal.policy.assignability_facts import AssignabilityFacts, Benefit, Held, Provider
from portal.policy.assignability_facts import VrCase as CaseOnRecord
from portal.policy.core import Month
from portal.policy.election import Election as Elected
from portal.policy.election import system_on
from portal.policy.validity import Entitlement, ValidityFacts, terminates_in
from portal.providers.elections import as_law_reads
from portal.providers.models import Agreement, Election
from portal.tickets.models import Assignment, BenefitPeriod, Person, Termination, Ticket, VrCase

NOBODY = AssignabilityFacts(None, None, False)
"""Whoever has no Ticket, known or not: nothing tells the two apart."""
# People that one page asks about; the planner reckons with ten where it does not know.
_FEW = 10
_STATUS: dict[str, str] = {
    BenefitPeriod.Status.PAID: "current-pay",
    BenefitPeriod.Status.SUSPENDED_FOR_WORK: "suspended-for-work",
    BenefitPeriod.Status.SUSPENDED_OTHER: "suspended",
}
_ENDED = (BenefitPeriod.Status.ENDED_FOR_WORK, BenefitPeriod.Status.ENDED_OTHER)


@dataclass(frozen=True, slots=True)
class OnRecord:
    """What is on record about one person's Ticket; `ticket` is None where there is none."""

    person: UUID
    ticket: Ticket | None
    facts: AssignabilityFacts
    validity: ValidityFacts
    assignments: tuple[Assignment, ...] = ()


@dataclass(frozen=True, slots=True)
class Asking:
    """The provider that asks, as the rules name it, and its row."""

    organisation: UUID
    provider: Provider
    elections: tuple[Elected, ...]

    def system_on(self, day: date) -> str:
        """The payment system of a Ticket assigned on this day: the one in effect, or the first elected after it."""
        return system_on(self.elections, day) or self.elections[0].system


def on_record(people: Iterable[UUID]) -> dict[UUID, OnRecord]:
    """What is on record about each of these people; somebody unknown has no entry."""
    wanted = list(people)
    found = _read(_about_people(), {"people": wanted}, few=len(wanted) <= _FEW)
    born = _born(found["people"])
    rows = {name: _by_person(found[name]) for name in found if name != "people"}
    return {
        person.pk: _one(person, born[person.pk], {name: rows[name].get(person.pk, []) for name in rows})
        for person in found["people"]
    }


def asking(organisation: UUID, *, vr_eligible: bool | None = None) -> Asking:
    """The provider as the rules know it. `vr_eligible`: a State VR agency's own finding about the person."""
    found = _read(_about_provider(), {"organisation": organisation}, few=True)
    (row,) = found["organisations"]
    days = sorted((one.from_on, one.until_on) for one in found["agreements"])
    provider = Provider(row.number, str(row.kind), tuple(days), vr_eligible)
    return Asking(organisation, provider, as_law_reads(found["elections"]))


def of_assignment(assignment: UUID) -> tuple[Assignment, Ticket] | None:
    """An assignment, whoever holds it, with its Ticket; None where there is none."""
    with as_facts():
        row = Assignment.objects.select_related("ticket").filter(pk=assignment, superseded_at=None).first()
    return None if row is None else (row, row.ticket)


@cache
def _about_people() -> tuple[dict[str, Part], str]:
    about, kept = "t.person_id = any(%(people)s)", "t.superseded_at is null"
    parts = {
        "people": Part(Person, "t.id = any(%(people)s)", sealed=("birth_date",)),
        "tickets": Part(Ticket, about),
        "terminations": Part(Termination, f"{about} and {kept}"),
        "assignments": Part(Assignment, f"{about} and {kept}", ("organisation",)),
        "benefits": Part(BenefitPeriod, f"{about} and {kept}"),
        "cases": Part(VrCase, f"{about} and {kept}", ("organisation",)),
    }
    return parts, statement(parts)


@cache
def _about_provider() -> tuple[dict[str, Part], str]:
    parts = {
        "organisations": Part(Organisation, "t.id = %(organisation)s"),
        "elections": Part(Election, "t.provider_id = %(organisation)s"),
        "agreements": Part(Agreement, "t.provider_id = %(organisation)s"),
    }
    return parts, statement(parts)


def _read(
    asked: tuple[dict[str, Part], str], parameters: dict[str, Any], *, few: bool
) -> dict[str, list[Any]]:
    parts, text = asked
    return gathered(parts, read_as_facts(text, parameters, few=few))


def _by_person(rows: list[Any]) -> dict[UUID, list[Any]]:
    grouped: dict[UUID, list[Any]] = {}
    for row in sorted(rows, key=lambda row: row.pk):
        grouped.setdefault(row.person_id, []).append(row)
    return grouped


def _born(people: list[Person]) -> dict[UUID, date | None]:
    texts = vault.match(cell for row in people for cell in row.sealed("birth_date"))
    return {row.pk: _day(text) for row, text in zip(people, texts, strict=True)}


def _day(text: str) -> date | None:
    """The day written; None where its key was destroyed."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _one(person: Person, born: date | None, rows: dict[str, list[Any]]) -> OnRecord:
    ticket = max(rows["tickets"], key=lambda row: row.sequence, default=None)
    validity = _validity(person, ticket, rows)
    if ticket is None:
        return OnRecord(person.pk, None, NOBODY, validity)
    assignments = sorted(rows["assignments"], key=lambda row: (row.assigned_on, row.pk))
    facts = AssignabilityFacts(
        born,
        _benefits(rows["benefits"]),
        has_ticket=True,
        terminated_in=terminates_in(validity),
        assignments=tuple(
            [Held(row.organisation.number, row.assigned_on, row.ended_on) for row in assignments]
        ),
        vr_cases=tuple(
            [
                CaseOnRecord(row.organisation.number, row.opened_on, row.closed_on, row.ipe_signed_on)
                for row in sorted(rows["cases"], key=lambda row: (row.opened_on, row.pk))
            ]
        ),
    )
    return OnRecord(person.pk, ticket, facts, validity, tuple(assignments))


def _benefits(rows: list[BenefitPeriod]) -> tuple[Benefit, ...]:
    return tuple(
        [
            Benefit(row.kind, _STATUS[row.status], row.from_month, row.until_month, tuple(row.exceptions))
            for row in sorted(rows, key=lambda row: (row.title, row.from_month, row.pk))
            if row.status in _STATUS
        ]
    )


def _validity(person: Person, ticket: Ticket | None, rows: dict[str, list[Any]]) -> ValidityFacts:
    own = [row.month for row in rows["terminations"] if ticket is not None and row.ticket_id == ticket.pk]
    periods: dict[str, list[BenefitPeriod]] = {}
    for row in sorted(rows["benefits"], key=lambda row: row.from_month):
        periods.setdefault(row.title, []).append(row)
    return ValidityFacts(
        tuple([_entitlement(title, of_title) for title, of_title in sorted(periods.items())]),
        died_on=person.died_on,
        widow=any(row.kind in _WIDOWS for row in rows["benefits"]),
        full_retirement_month=person.full_retirement_month,
        age_65_month=person.age_65_month,
        closed_in=min(own, default=None),
    )


_WIDOWS = frozenset({BenefitPeriod.Kind.WIDOW, BenefitPeriod.Kind.DIVORCED})


def _entitlement(title: str, rows: list[BenefitPeriod]) -> Entitlement:
    """How a title stands after its last change; a suspension ends nothing."""
    ended_in: Month | None = None
    for row in rows:
        if row.status not in _ENDED:
            ended_in = None
        elif ended_in is None:
            ended_in = row.from_month
    last = rows[-1]
    return Entitlement(
        title, ended_in, None if ended_in is None else last.status == BenefitPeriod.Status.ENDED_FOR_WORK
    )
