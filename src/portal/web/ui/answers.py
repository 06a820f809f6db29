"""One question with its answer. Made in Python as tables are: a record has a dozen."""

from django.utils.safestring import SafeString, mark_safe

from portal.web.ui import formats
from portal.web.ui.formats import escaped


def answer_html(question: str, value: object, change: str, hidden: str) -> SafeString:
    """A list is shown as lines; `change` leads to where the answer can be changed, `hidden` says what is."""
    shown = escaped(value)
    if isinstance(value, list | tuple):
        lines = "".join(f"<li>{escaped(one)}</li>" for one in value)
        shown = f'<ul class="usa-list usa-list--unstyled">{lines}</ul>' if lines else formats.NOTHING
    link = ""
    if change:
        more = f'Change<span class="usa-sr-only"> {escaped(hidden)}</span>'
        link = (
            f'<dd class="portal-answers__change"><a class="usa-link" href="{escaped(change)}">{more}</a></dd>'
        )
    return mark_safe(  # noqa: S308 -- every value went through escaped
        f'<div class="portal-answers__row"><dt>{escaped(question)}</dt><dd>{shown}</dd>{link}</div>'
    )
