"""What a certification of services states, put together from the case notes and what was typed, and judged (row C9)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple
from uuid import UUID

from portal.casework.contacts import Contacts, contacts_of, given_too_early
from portal.casework.models import ContactNote
from portal.casework.plan.facts import signer
from portal.casework.plan.in_force import in_force
from portal.casework.sealing import show
from portal.kernel.unit import current
from portal.policy.core import Decision, Month
from portal.policy.cos import certify, days_asked_for
from portal.policy.cos_facts import CertificationFacts, Purpose, ServiceRow
from portal.policy.cos_facts import Contacts as Counted
from portal.policy.dates import DAY
from portal.policy.signatures import cleared_on

FORM_NAME = "EN Certification of Services (COS) Statement"
FORM_VERSION = "2025-12"
DECLARATION = (
    "I certify that the services above were given to the Ticketholder as agreed in the Individual Work Plan and its "
    "amendments, that this is true as far as I know, and that my organization keeps the records behind it."
)


class FromNote(NamedTuple):
    """One service of one contact note. `key` names both; `early` is what to say of one before the assignment."""

    key: str
    kind: str
    on: date
    method: str
    by: str
    description: str
    early: str


@dataclass(frozen=True, slots=True)
class RowGiven:
    """What somebody made of a service from the notes. `left_out` says that it is not certified, and `why` not."""

    by: str
    description: str
    left_out: bool = False
    why: str = ""
    opened_by: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """What was typed. None and empty are "not answered yet"; days are asked for in a quality review alone."""

    purpose: Purpose | None
    claim_months: tuple[Month, ...] = ()
    from_on: date | None = None
    through_on: date | None = None
    rows: Mapping[str, RowGiven] = field(default_factory=dict)
    stated: Counted | None = None
    provided: bool | None = None
    contributed: bool | None = None
    how: str = ""
    certified: bool = False


class Line(NamedTuple):
    """A service with what was typed about it. `opened`: who signs has opened it."""

    note: FromNote
    given: RowGiven | None
    opened: bool

    @property
    def by(self) -> str:
        return self.given.by if self.given else self.note.by

    @property
    def description(self) -> str:
        return self.given.description if self.given else self.note.description

    @property
    def left_out(self) -> bool:
        return self.given is not None and self.given.left_out


class Noted(NamedTuple):
    """What the notes make of it: days [from, until), the services and contacts in them; nothing else is known yet."""

    facts: CertificationFacts
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Stated:
    """The whole certification as it stands: days [from, until), the services, what the notes count, the answer."""

    facts: CertificationFacts
    lines: tuple[Line, ...]
    decision: Decision


def stated(case: UUID, organisation: UUID, given: Given) -> Stated | None:
    """The certification as the actor would sign it today; None where no Ticket was assigned, or nothing is chosen.

    Opening the notes is a look. The number of queries does not grow with them.
    """
    found = contacts_of([case], with_goals=True).get(case)
    noted = None if found is None else _noted(case, found, given)
    if found is None or noted is None:
        return None
    plan = in_force(case)
    facts = noted.facts._replace(
        plan_version=None if plan is None else _version(plan.number, plan.amendments),
        plan_services=found.goals.ever if found.goals else None,
        signer_cleared=_cleared(organisation),
    )
    return Stated(facts, noted.lines, certify(facts))


def noted(case: UUID, given: Given) -> Noted | None:
    """The part of it that stands on the notes alone: days, services and contacts."""
    found = contacts_of([case]).get(case)
    return None if found is None else _noted(case, found, given)


def _noted(case: UUID, found: Contacts, given: Given) -> Noted | None:
    begun = None if given.purpose is None else _begun(found, given, given.purpose)
    days = None if begun is None else days_asked_for(begun)
    if begun is None or days is None:
        return None
    lines = _lines(case, found, given, *days)
    counted = _counted(found, *days)
    facts = begun._replace(
        from_=days[0],
        until=days[1],
        rows=tuple(_row(line) for line in lines if not line.left_out),
        notes=counted,
        stated=given.stated or counted,
    )
    return Noted(facts, lines)


def _begun(found: Contacts, given: Given, purpose: Purpose) -> CertificationFacts:
    """All but what depends on the days covered, and what is not in the notes."""
    on = current().on
    first = given.from_on or found.facts.phase.assigned_on
    return CertificationFacts(
        purpose=purpose,
        decided_on=on,
        assigned_on=found.facts.phase.assigned_on,
        ended_on=found.facts.unassigned_on,
        from_=first,
        until=(given.through_on or first) + DAY,
        plan_version=None,
        plan_services=None,
        rows=(),
        stated=Counted(0, 0),
        notes=None,
        claim_months=given.claim_months,
        provided=given.provided,
        contributed=given.contributed,
        certified=given.certified,
        signed_on=on,
    )


def _version(number: str, amendments: int) -> str:
    return f"{number}, amendment {amendments}" if amendments else number


def _lines(case: UUID, found: Contacts, given: Given, since: date, until: date) -> tuple[Line, ...]:
    signing = str(current().actor.account)
    lines = []
    for note in _from_notes(case, found, since, until):
        typed = given.rows.get(note.key)
        lines.append(Line(note, typed, typed is not None and typed.opened_by == signing))
    return tuple(lines)


def _from_notes(case: UUID, found: Contacts, since: date, until: date) -> list[FromNote]:
    """Every service in the notes that stand, the earliest first."""
    rows = ContactNote.objects.filter(
        case=case, superseded_at=None, happened_on__gte=since, happened_on__lt=until
    ).exclude(services=[])
    notes = list(rows.order_by("happened_on", "ordinal"))
    purposes, contents = show(notes, "purpose"), show(notes, "content")
    return [
        FromNote(
            f"{note.pk.hex}-{kind}",
            kind,
            note.happened_on,
            str(ContactNote.Method(note.method).label),
            note.recorded_by_name,
            content or purpose,
            given_too_early(found, note.happened_on),
        )
        for note, purpose, content in zip(notes, purposes, contents, strict=True)
        for kind in note.services
    ]


def _counted(found: Contacts, since: date, until: date) -> Counted:
    within = [one.answered for one in found.facts.notes if since <= one.on < until]
    return Counted(sum(within), len(within) - sum(within))


def _row(line: Line) -> ServiceRow:
    note = line.note
    return ServiceRow(note.kind, note.on, note.method, line.by, line.description, line.opened)


def _cleared(organisation: UUID) -> bool | None:
    """Has the actor, who signs, a clearance in force today? None where none is on record."""
    unit = current()
    if unit.actor.account is None:
        return None
    return cleared_on(signer(unit.actor.account, organisation, unit.on), unit.on)
