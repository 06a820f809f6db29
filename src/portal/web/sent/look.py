"""How the pages of a kind of file look: their addresses, and what they call its rows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from django.urls import reverse

from portal.kernel.sent_files.kinds import Kind
from portal.web.addresses import of_number


class Pages(NamedTuple):
    """Names of addresses: all files, one file, starting it, the template, its refused rows."""

    front: str
    file: str
    start: str
    template: str
    refused: str


@dataclass(frozen=True, slots=True)
class Look:
    """One kind of file on its pages.

    `label` is the front page in breadcrumbs. `cells` are the columns that tell a reader which row it is. `about`
    says what a file of this kind is, where several stand on one page; `before` is said before it is started.
    `who` gives the names of people by their IDs, for rows that say no name themselves. Of `masked` columns a list
    shows the last four signs. `made` gives the words or link for what rows have become.
    """

    kind: Kind
    pages: Pages
    label: str
    cells: tuple[str, ...]
    file_name: str
    about: str = ""
    before: str = ""
    by_number: bool = True
    masked: frozenset[str] = frozenset()
    who: Callable[[list[UUID]], dict[UUID, str]] | None = None
    made: Callable[[list[UUID]], dict[UUID, Any]] | None = None
    made_label: str = ""

    def address(self, name: str, file: Any, **more: str) -> str:
        """The address of a page about one file."""
        key = {"number": file.number} if self.by_number else {"run": file.pk}
        if self.by_number and not more:
            return of_number(name, file.number)
        return reverse(name, kwargs={**key, **more})

    @property
    def can(self) -> str:
        return f"Can be {self.kind.words.done}"

    @property
    def names(self) -> list[str]:
        """The columns of the file, in their order."""
        return [column.name for column in self.kind.layout.columns]
