"""Tables and their links. Made in Python: a list page has hundreds of cells and each must cost next to nothing."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from portal.web.ui.components import Column, Table
from portal.web.ui.formats import escaped

_ARROWS = {"": "unfold_more", "ascending": "arrow_upward", "descending": "arrow_downward"}


def with_query(query: Mapping[str, str] | None, **changes: str | int | None) -> str:
    """`?…` with parameters changed; None drops one. The others keep their place and all their values."""
    kept: list[tuple[str, str]] = []
    if isinstance(query, QueryDict):
        kept = [(name, str(value)) for name, values in query.lists() for value in values]
    elif query:
        kept = [(name, str(value)) for name, value in query.items()]
    pairs = [(name, value) for name, value in kept if name not in changes]
    pairs += [(name, str(value)) for name, value in changes.items() if value is not None]
    return f"?{urlencode(pairs)}"


def table_html(table: Table, sprite: str) -> SafeString:
    """The table, every cell labelled for narrow screens where rows become cards. `sprite`: address of the icons."""
    if not table.rows:
        return format_html('<p class="portal-empty__line">{}</p>', table.empty)
    caption = conditional_escape(table.caption)
    out = [
        # A wide table scrolls in its frame, which the keyboard must reach.
        f'<div class="portal-table__frame" role="region" tabindex="0" aria-label="{caption}">',
        '<table class="usa-table usa-table--borderless portal-table">',
        '<caption class="usa-sr-only">' if table.caption_hidden else "<caption>",
        caption,
        "</caption>",
        "<thead><tr>",
        *(_heading(column, table, sprite) for column in table.columns),
        "</tr></thead><tbody>",
    ]
    openers = [_opener(column) for column in table.columns]
    for row in table.rows:
        out.append("<tr>")
        for (opener, closer), value in zip(openers, row, strict=True):
            out += (opener, escaped(value), closer)
        out.append("</tr>")
    out.append("</tbody></table></div>")
    # Every value went through escaped.
    return SafeString("".join(out))


def _opener(column: Column) -> tuple[str, str]:
    tag = 'th scope="row"' if column.header else "td"
    number = ' class="portal-table__number"' if column.numeric else ""
    label = f' data-label="{conditional_escape(column.label)}"'
    return f"<{tag}{label}{number}>", f"</{tag[:2]}>"


def _heading(column: Column, table: Table, sprite: str) -> str:
    number = ' class="portal-table__number"' if column.numeric else ""
    label = conditional_escape(column.label)
    if column.label_hidden:
        label = format_html('<span class="usa-sr-only">{}</span>', column.label)
    if not column.order:
        return f'<th scope="col"{number}>{label}</th>'
    now = {column.order: "ascending", f"-{column.order}": "descending"}.get(table.order, "")
    next_order = f"-{column.order}" if now == "ascending" else column.order
    address = conditional_escape(with_query(table.query, order=next_order, page=None))
    sort = f' aria-sort="{now}"' if now else ""
    icon = (
        '<svg class="usa-icon" aria-hidden="true" focusable="false">'
        f'<use href="{conditional_escape(sprite)}#{_ARROWS[now]}"></use></svg>'
    )
    return (
        f'<th scope="col"{sort}{number}><a class="portal-table__sort" href="{address}">{label}{icon}</a></th>'
    )
