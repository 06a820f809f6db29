"""Payment requests of all providers."""

from portal.kernel.numbers import read_number
from portal.kernel.paging import Page
from portal.payments import queries
from portal.payments.rows import RequestRow
from portal.people.models import Organisation


def all_requests(*, find: str, provider: str, state: str, page: int, size: int) -> Page[RequestRow]:
    """Requests, the newest first; `provider` is part of a name or a number, and has to name exactly one provider.

    Where several providers have such a name, the one whose name it is counts, else the first by name.
    """
    text = " ".join(provider.split())
    if not text:
        return queries.requests(find=find, state=state, page=page, size=size)
    number = read_number(text)
    named = Organisation.objects.filter(kind__in=["EN", "SVRA"])
    rows = named.filter(number=number) if number else named.filter(name__icontains=text).order_by("name")
    found = list(rows.values_list("pk", "name")[:200])
    if not found:
        return Page([], 0, 1, size)
    exact = [pk for pk, name in found if name.casefold() == text.casefold()]
    return queries.requests(
        find=find, state=state, organisation=(exact or [found[0][0]])[0], page=page, size=size
    )
