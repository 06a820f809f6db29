"""Putting a paper to a provider's case, and opening the case where there is none (row L3)."""

from uuid import UUID

from portal.casework.models import Case
from portal.casework.services.open_case import open_for
from portal.kernel import files, vault
from portal.kernel.outbox import enqueue
from portal.kernel.results import Answer, NotAllowed, NotFound
from portal.kernel.unit import as_system
from portal.people.models import Organisation
from portal.support.models import PaperItem
from portal.support.sealing import Owner, of_its_own, owner, seal_note, sealed_note
from portal.support.services.keying import give_up
from portal.support.services.moving import make_move, refuse, take_hold
from portal.tickets.models import Person

FORGET = "support.forget_key"
NO_CASE = "There is no case of that number. Look for the person again."
NO_PROVIDER = "No provider has that number. Look it up on the list of providers."
NO_NAME = "Write the name as it stands on the paper."


def index(*, paper: UUID, version: int, case: str, kind: str) -> Answer:
    """Put a paper to the case of this number, as what it turned out to be. Scan and note go under the case's key."""
    row = take_hold(paper, version, "index")
    if not isinstance(row, PaperItem):
        return row
    found = Case.objects.filter(number=case).first()
    if found is None:
        return refuse(row, "index", NO_CASE)
    if (row.case, row.kind) != (found.pk, kind):
        give_up(row)
    _place(row, Owner(found.person_id, found.organisation_id, found.pk))
    row.kind = kind
    return make_move(row, "index", case=found.number, kind=kind)


def index_new(*, paper: UUID, version: int, person: str, provider: str, name: str, kind: str) -> Answer:
    """The same where the provider has no open case on the person: one is opened for it, under the name on the paper.

    A case that is open already is taken. `person` is the Ticketholder's number, `provider` the organisation's.
    """
    row = take_hold(paper, version, "index")
    if not isinstance(row, PaperItem):
        return row
    about = Person.objects.filter(number=person).values_list("pk", flat=True).first()
    if about is None:
        return NotFound()
    at = Organisation.objects.filter(number=provider, kind__in=("EN", "SVRA")).first()
    if at is None:
        return NotAllowed(NO_PROVIDER)
    if not name.strip():
        return NotAllowed(NO_NAME)
    opened = open_for(organisation=at.pk, person=about, name=" ".join(name.split()))
    return index(paper=paper, version=version, case=opened.number, kind=kind)


def _place(row: PaperItem, new: Owner) -> None:
    """Seal anew what the paper keeps. The key it had of its own is destroyed once this has committed."""
    before, kept = owner(row), sealed_note(row)
    text = vault.match([kept])[0] if kept else ""
    row.person_id, row.organisation_id, row.case = new
    row.note = seal_note(row, text)
    if row.file_id is not None:
        with as_system():
            files.move(
                file=row.file_id,
                person=new.person,
                organisation=new.organisation,
                assignment=new.case,
                subject=new.case,
            )
    if before == of_its_own(row.pk):
        enqueue(FORGET, row.pk)
