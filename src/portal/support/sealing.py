"""What a paper keeps sealed: under a key of its own until it is put to a case, under the case's key after."""

from typing import NamedTuple
from uuid import UUID

from portal.kernel import vault
from portal.kernel.vault import Sealed
from portal.kernel.vault.keys import file_subject
from portal.kernel.vault.sealing import place
from portal.support.models import PaperItem


class Owner(NamedTuple):
    """Whose file a paper stands in. Until it is indexed it stands for itself: nobody is named by it."""

    person: UUID
    organisation: UUID
    case: UUID

    @property
    def key(self) -> UUID:
        return file_subject(self.person, self.organisation, self.case)


def of_its_own(paper: UUID) -> Owner:
    """Where a paper stands that belongs to nobody yet."""
    return Owner(paper, paper, paper)


def owner(paper: PaperItem) -> Owner:
    """Where a paper stands now."""
    if paper.person_id is None or paper.organisation_id is None or paper.case is None:
        return of_its_own(paper.pk)
    return Owner(paper.person_id, paper.organisation_id, paper.case)


def seal_note(paper: PaperItem, text: str) -> bytes | None:
    """The note sealed where the paper stands; nothing for an empty one."""
    return vault.seal(vault.FILE, owner(paper).key, _place(paper), text) if text else None


def sealed_note(paper: PaperItem) -> Sealed | None:
    """The note, to be shown or matched."""
    if paper.note is None:
        return None
    return Sealed(bytes(paper.note), _place(paper), owner(paper).person)


def _place(paper: PaperItem) -> str:
    return place("support_paperitem", "note", paper.pk)
