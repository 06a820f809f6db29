"""Every name and SSN of the synthetic program, for tests that look for leaks."""

from typing import NamedTuple

from portal.kernel import vault
from portal.tickets.models import Person


class Canary(NamedTuple):
    """One beneficiary in clear. SSNs are nine digits; `ssn_written` is how a page would show it."""

    number: str
    name: str
    ssn: str

    @property
    def ssn_written(self) -> str:
        return f"{self.ssn[:3]}-{self.ssn[3:5]}-{self.ssn[5:]}"


def canaries() -> list[Canary]:
    """All beneficiaries, opened in memory; nobody is shown them."""
    people = list(Person.objects.using("loader").order_by("number"))
    texts = iter(vault.match(cell for person in people for cell in person.sealed("name", "ssn")))
    return [Canary(person.number, next(texts), next(texts)) for person in people]
