"""A certification of services that the first persona's EN has signed, put together from the notes of one case."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from uuid import UUID

from portal.casework.certifying import FORM_VERSION, FromNote, Given, Line, RowGiven, Stated
from portal.casework.kinds import CERTIFICATION
from portal.casework.models import Certification, ContactNote
from portal.casework.plan.content import digest, written
from portal.kernel.models import Draft
from portal.nation.book import Worker, instant
from portal.nation.casefiles import CaseFiles
from portal.nation.cast import BRIGHT_PATH
from portal.nation.chance import Chance
from portal.nation.contacts import Contact
from portal.nation.lives import Held, Life
from portal.nation.plans import kinds_of_service
from portal.policy.core import Outcome
from portal.policy.cos import certify, days_asked_for
from portal.policy.cos_facts import CertificationFacts, Contacts, Purpose, ServiceRow
from portal.policy.dates import DAY
from portal.policy.facts_json import to_json
from portal.web.provider.certification_sheet import sections

SIGNED_BEFORE = timedelta(days=3)
_HOW = "The job search led to the job, and coaching helped to keep it."


def make_certification(files: CaseFiles, seed: int, lives: Iterable[Life]) -> None:
    """For the yearly review: on the first of these whom the EN holds, with services in the notes of the year."""
    on = files.today - SIGNED_BEFORE
    for life in lives:
        held = life.held[-1]
        if held.organisation != BRIGHT_PATH or held.ended_on is not None:
            continue
        stated = _stated(files, life, held, on)
        if stated.decision.outcome is Outcome.GRANT:
            _Desk(files, Chance(seed, "certifications")).write(life, held, stated, on)
            return
    raise ValueError(f"{BRIGHT_PATH} can certify nothing")


def _stated(files: CaseFiles, life: Life, held: Held, on: date) -> Stated:
    """What the notes make of it, signed on that day."""
    goals, by = files.goals(life, held), files.counsellor(held.organisation)
    facts = CertificationFacts(
        purpose=Purpose.YEARLY_REVIEW,
        decided_on=on,
        assigned_on=held.assigned_on,
        ended_on=held.ended_on,
        from_=held.assigned_on,
        until=on + DAY,
        plan_version=files.plan_numbers[held.id],
        plan_services=goals.ever if goals else None,
        rows=(),
        stated=Contacts(0, 0),
        notes=None,
        provided=True,
        contributed=True,
        certified=True,
        signer_cleared=True,
        signed_on=on,
    )
    since, until = days_asked_for(facts) or (facts.from_, facts.until)
    contacts = [one for one in files.contacts[held.id] if since <= one.on < until]
    answered = sum(one.two_way for one in contacts)
    counted = Contacts(answered, len(contacts) - answered)
    lines = tuple(_lines(life, contacts, by))
    rows = tuple(
        ServiceRow(one.note.kind, one.note.on, one.note.method, one.by, one.description, one.opened)
        for one in lines
    )
    facts = facts._replace(from_=since, until=until, rows=rows, stated=counted, notes=counted)
    return Stated(facts, lines, certify(facts))


def _lines(life: Life, contacts: list[Contact], by: Worker) -> Iterator[Line]:
    """The services in the notes, each opened by who signs."""
    for place, one in enumerate(contacts):
        for kind in kinds_of_service(life)[:1] if one.two_way else ():
            method, said = str(ContactNote.Method(one.method).label), one.words[1]
            note = FromNote(f"{place}-{kind}", kind, one.on, method, by.name, said, "")
            yield Line(note, RowGiven(by.name, said, opened_by=by.label), opened=True)


class _Desk:
    def __init__(self, files: CaseFiles, chance: Chance) -> None:
        self.files, self.chance = files, chance
        self.by = files.counsellor(BRIGHT_PATH)

    def write(self, life: Life, held: Held, stated: Stated, on: date) -> None:
        """The draft that was submitted, and what was signed, which has its ID."""
        draft, facts, about = self.chance.id(), stated.facts, self.files.about(life, BRIGHT_PATH)
        self._draft(draft, life, held, on)
        given = Given(facts.purpose, provided=True, contributed=True, how=_HOW, certified=True)
        text = written(to_json(facts), sections(stated, given), stated.decision.to_json())
        self.files.sealed.add(
            Certification,
            self.files.key(life, BRIGHT_PATH, held.id),
            {"content": text},
            **about,
            id=draft,
            number=self.files.numbers.next("CT"),
            case_id=held.id,
            form_version=FORM_VERSION,
            purpose=facts.purpose.value,
            from_on=facts.from_,
            until_on=facts.until,
            claim_months=[],
            contributed=True,
            services=len(facts.rows),
            digest=digest(text),
            signed_by=UUID(self.by.label),
            signed_by_name=self.by.name,
            signed_on=on,
            signed_at=instant(on, 4),
        )

    def _draft(self, draft: UUID, life: Life, held: Held, on: date) -> None:
        by = UUID(self.by.label)
        self.files.rows.add(
            Draft,
            id=draft,
            form=CERTIFICATION,
            form_version=FORM_VERSION,
            organisation=self.files.cast.ids[BRIGHT_PATH],
            person=life.person.id,
            subject=held.id,
            state=Draft.State.SUBMITTED,
            revision=3,
            started_by=by,
            started_at=instant(on, 0),
            changed_by=by,
            changed_by_name=self.by.name,
            changed_at=instant(on, 3),
        )
