"""Links to the pages of a list. Made in Python as tables are: each is a link with the query of the others."""

from collections.abc import Iterator, Mapping

from django.utils.safestring import SafeString, mark_safe

from portal.web.ui.formats import escaped
from portal.web.ui.tables import with_query


def pagination_html(
    page: int, pages: int, query: Mapping[str, str] | None, label: str, before: str, after: str
) -> SafeString:
    """First, last, and those around this page; nothing where there is one. `before`, `after`: the arrows' icons."""
    if pages <= 1:
        return SafeString("")
    parts = "".join(_links(page, pages, query, before, after))
    return mark_safe(  # noqa: S308 -- every value went through escaped
        f'<nav aria-label="{escaped(label)}, pages" class="usa-pagination">'
        f'<ul class="usa-pagination__list">{parts}</ul></nav>'
    )


def _links(page: int, pages: int, query: Mapping[str, str] | None, before: str, after: str) -> Iterator[str]:
    if page > 1:
        text = f'{before}<span class="usa-pagination__link-text">Previous{_PAGE}</span>'
        yield _arrow(with_query(query, page=page - 1), "previous-page", "prev", text)
    near = [number for number in range(1, pages + 1) if number in {1, pages} or abs(number - page) <= 1]
    for last, number in zip([0, *near], near, strict=False):
        if number - last > 1:
            yield _GAP
        yield _number(with_query(query, page=number), number, number == page)
    if page < pages:
        text = f'<span class="usa-pagination__link-text">Next{_PAGE}</span>{after}'
        yield _arrow(with_query(query, page=page + 1), "next-page", "next", text)


_PAGE = '<span class="usa-sr-only"> page</span>'
_GAP = '<li class="usa-pagination__item usa-pagination__overflow" aria-label="pages left out"><span>…</span></li>'


def _arrow(url: str, kind: str, rel: str, text: str) -> str:
    link = (
        f'<a href="{escaped(url)}" class="usa-pagination__link usa-pagination__{kind}" rel="{rel}">{text}</a>'
    )
    return f'<li class="usa-pagination__item usa-pagination__arrow">{link}</li>'


def _number(url: str, number: int, current: bool) -> str:
    here = ' usa-current" aria-current="page"' if current else '"'
    return (
        f'<li class="usa-pagination__item usa-pagination__page-no"><a href="{escaped(url)}"'
        f' class="usa-pagination__button{here}><span class="usa-sr-only">Page </span>{number}</a></li>'
    )
