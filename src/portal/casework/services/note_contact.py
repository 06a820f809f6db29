"""Writing down a contact, and correcting what was written (row D9). Facts are added: a correction supersedes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple
from uuid import UUID

from portal.casework.contacts import Contacts, contacts_of, given_too_early
from portal.casework.models import Case, ContactNote
from portal.casework.results import Changed, NotFound
from portal.casework.sealing import seal_texts
from portal.casework.services.settle import settle_contacts
from portal.kernel.actor import Wall
from portal.kernel.ids import new_id
from portal.kernel.models import StoredFile
from portal.kernel.trail import note as write_trail
from portal.kernel.unit import as_system, current
from portal.policy.contact import Note, judge_note, two_way
from portal.policy.core import State

NOT_ASSIGNED = (
    "The Ticket is not assigned to you yet, so this is no contact that counts. "
    "Write what you talk about before the assignment into the intake."
)
NOT_IN_PLAN = (
    "The plan in force on that day does not have this service: {}. "
    "Amend the plan first, or take the service out."
)
NO_FILE = "The file is not one of this case. Choose it again."


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact as it is typed or brought in. `answered`: the Ticketholder took part; `file` is a file's number."""

    happened_on: date
    method: str
    answered: bool
    purpose: str
    content: str = ""
    result: str = ""
    no_more_contact: bool = False
    services: tuple[str, ...] = ()
    follow_up_on: date | None = None
    file: str = ""
    source: str = "typed"
    import_key: str | None = None

    @property
    def judged(self) -> Note:
        """As the law sees it."""
        return Note(self.happened_on, self.method, self.answered, self.purpose, self.no_more_contact)


@dataclass(frozen=True, slots=True)
class Noted:
    """The contact is written down. `flagged` says why a person has to weigh a service (given too early)."""

    note: UUID
    two_way: bool
    flagged: str = ""


@dataclass(frozen=True, slots=True)
class NotNoted:
    """Why not, a sentence for each reason, by the field it is about ("" where it is about none)."""

    problems: tuple[tuple[str, str], ...] = field(default_factory=tuple)


def note_contact(*, case: UUID, contact: Contact) -> Noted | NotNoted | NotFound:
    """Write down one contact of the organisation's case; duties are right at once. Locks the case.

    A contact with an `import_key` that is there already is not written again: a form sent twice counts once.
    """
    if _locked(case) is None:
        return NotFound()
    found = contacts_of([case], with_goals=True).get(case)
    if found is None:
        return NotNoted((("", NOT_ASSIGNED),))
    if (there := _there(contact.import_key)) is not None:
        return Noted(there.pk, there.two_way)
    problems = problems_of(contact, found, current().on)
    file = _file(contact.file, case)
    if contact.file and file is None:
        problems = (*problems, ("file", NO_FILE))
    if problems:
        write_trail(
            "contact-not-noted",
            subject_kind="case",
            subject=case,
            people=[found.person],
            detail={"about": [name for name, _ in problems]},
        )
        return NotNoted(problems)
    row = note_row(contact, found, ordinal=_next_ordinal(case, contact.happened_on), file=file)
    _save(row)
    return _written(row, found, "contact-noted")


def correct_contact(*, note: UUID, contact: Contact) -> Noted | NotNoted | Changed | NotFound:
    """Supersede a note by a corrected one. Whoever was slower is told that it was corrected meanwhile."""
    old = _locked_note(note)
    if not isinstance(old, ContactNote):
        return old
    found = contacts_of([old.case_id], with_goals=True).get(old.case_id)
    if found is None:
        return NotNoted((("", NOT_ASSIGNED),))
    file = _file(contact.file, old.case_id)
    problems = problems_of(contact, found, current().on)
    if contact.file and file is None:
        problems = (*problems, ("file", NO_FILE))
    if problems:
        return NotNoted(problems)
    same_day = old.happened_on == contact.happened_on
    ordinal = old.ordinal if same_day else _next_ordinal(old.case_id, contact.happened_on)
    row = note_row(contact, found, ordinal=ordinal, file=file)
    row.corrects, row.source, row.import_key = old, old.source, old.import_key
    _supersede(old)
    _save(row)
    return _written(row, found, "contact-corrected")


def strike_contact(*, note: UUID) -> Noted | Changed | NotFound:
    """Take out a note that was entered in error, on the wrong person say. It stays to be read as struck out."""
    old = _locked_note(note)
    if not isinstance(old, ContactNote):
        return old
    _supersede(old)
    write_trail("contact-struck", subject_kind="case", subject=old.case_id, people=[old.person_id])
    settle_contacts(old.case_id)
    return Noted(old.pk, old.two_way)


def problems_of(contact: Contact, found: Contacts, on: date) -> tuple[tuple[str, str], ...]:
    """What the law and the plan have against a note, by the field it is about."""
    decision = judge_note(contact.judged, found.facts, on)
    told = [
        (_FIELDS[one.test.name], f"{_NOT_SO[one.test.name]} {one.test.remedy}")
        for one in decision.checks
        if one.state is not State.HELD
    ]
    planned = found.goals.services_on(contact.happened_on) if found.goals else frozenset()
    if planned and (other := [kind for kind in contact.services if kind not in planned]):
        told.append(("services", NOT_IN_PLAN.format(", ".join(other))))
    return tuple(told)


class By(NamedTuple):
    """Who wrote a note down."""

    account: UUID | None
    name: str


def note_row(
    contact: Contact, found: Contacts, *, ordinal: int, file: StoredFile | None = None
) -> ContactNote:
    """The row of a note of the actor, sealed, not yet written."""
    actor = current().actor
    [row] = note_rows([(contact, found, ordinal)], by=By(actor.account, actor.name))
    row.file = file
    return row


def note_rows(given: Sequence[tuple[Contact, Contacts, int]], *, by: By) -> list[ContactNote]:
    """The rows of many notes, each with its case and its place among the day's; sealed with one query for the keys."""
    rows = [_unsealed(contact, found, ordinal, by) for contact, found, ordinal in given]
    texts = [
        (row, name, text)
        for row, (contact, *_) in zip(rows, given, strict=True)
        for name in ("purpose", "content", "result")
        if (text := getattr(contact, name)) or name == "purpose"
    ]
    for (row, name, _), sealed in zip(texts, seal_texts(texts), strict=True):
        setattr(row, name, sealed)
    return rows


def _unsealed(contact: Contact, found: Contacts, ordinal: int, by: By) -> ContactNote:
    counts = two_way(contact.judged)
    return ContactNote(
        id=new_id(),
        case_id=found.case,
        organisation_id=found.organisation,
        person_id=found.person,
        happened_on=contact.happened_on,
        ordinal=ordinal,
        method=contact.method,
        two_way=counts,
        no_more_contact=contact.no_more_contact and counts,
        services=list(contact.services),
        follow_up_on=contact.follow_up_on,
        recorded_at=current().at,
        recorded_by=by.account,
        recorded_by_name=by.name,
        source=contact.source,
        import_key=contact.import_key,
    )


# The field of the form that a check is about, and what is wrong where it fails.
_FIELDS = {
    "acceptable-method": "method",
    "contact-within-the-assignment": "happened_on",
    "contact-not-in-the-future": "happened_on",
    "contact-says-its-reason": "purpose",
}
_NOT_SO = {
    "acceptable-method": "This is not an acceptable way of contact.",
    "contact-within-the-assignment": "The Ticket was not assigned to you on that day.",
    "contact-not-in-the-future": "This day is still to come.",
    "contact-says-its-reason": "The reason of the contact is missing.",
}


def _written(row: ContactNote, found: Contacts, kind: str) -> Noted:
    flagged = ""
    if row.services:
        flagged = given_too_early(found, row.happened_on)
    write_trail(
        kind,
        subject_kind="case",
        subject=row.case_id,
        people=[row.person_id],
        detail={"note": str(row.pk), "two_way": row.two_way, "flagged": bool(flagged)},
    )
    settle_contacts(row.case_id)
    return Noted(row.pk, row.two_way, flagged)


def _there(key: str | None) -> ContactNote | None:
    organisation = current().actor.organisation
    if key is None or organisation is None:
        return None
    return ContactNote.objects.filter(organisation=organisation, import_key=key, superseded_at=None).first()


def _save(row: ContactNote) -> None:
    """A provider writes its own; what staff enter from paper, the system writes."""
    if current().actor.wall is Wall.ORGANISATION:
        row.save(force_insert=True)
        return
    with as_system():
        row.save(force_insert=True)


def _locked(case: UUID) -> Case | None:
    """The case, in the actor's sight, locked until the unit ends."""
    return Case.objects.select_for_update().filter(pk=case).first()


def _locked_note(note: UUID) -> ContactNote | Changed | NotFound:
    """The note as it stands once its case is locked."""
    case = ContactNote.objects.filter(pk=note).values_list("case", flat=True).first()
    if case is None or _locked(case) is None:
        return NotFound()
    row = ContactNote.objects.get(pk=note)
    if row.superseded_at is None:
        return row
    newer = ContactNote.objects.filter(corrects=note).order_by("-recorded_at").first()
    return Changed(newer.recorded_by_name if newer else "", row.superseded_at)


def _supersede(row: ContactNote) -> None:
    row.superseded_at = current().at
    with as_system():
        row.save(update_fields=["superseded_at"])


def _next_ordinal(case: UUID, day: date) -> int:
    last = ContactNote.objects.filter(case=case, happened_on=day, superseded_at=None).order_by("-ordinal")
    found = last.values_list("ordinal", flat=True).first()
    return 0 if found is None else found + 1


def _file(number: str, case: UUID) -> StoredFile | None:
    return StoredFile.objects.filter(number=number, subject=case).first() if number else None
