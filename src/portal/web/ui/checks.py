"""A decision's checks as a list. Made in Python as tables are: a decision has thirty, each of a dozen parts."""

from collections.abc import Iterable, Iterator

from django.utils.safestring import SafeString, mark_safe

from portal.web.ui.decision_view import CheckShown, FactShown
from portal.web.ui.formats import escaped


def checks_html(checks: Iterable[CheckShown], sprite: str) -> SafeString:
    """The checks in their order. `sprite`: address of the icons."""
    lines = "".join(part for check in checks for part in _check(check, escaped(sprite)))
    return mark_safe(f'<ul class="portal-checks">{lines}</ul>')  # noqa: S308 -- every value went through escaped


def _check(check: CheckShown, sprite: str) -> Iterator[str]:
    yield f'<li class="portal-check portal-check--{check.state}"><div class="portal-check__mark">'
    yield f'<svg class="usa-icon" aria-hidden="true" focusable="false"><use href="{sprite}#{check.icon}"></use></svg>'
    yield f'<span>{escaped(check.look.words)}</span></div><div class="portal-check__body">'
    yield f'<p class="portal-check__says">{escaped(check.says)}</p>'
    if check.needs:
        yield _line("Missing", f"{check.needs}.")
    if check.facts:
        yield f'<dl class="portal-check__facts">{"".join(map(_fact, check.facts))}</dl>'
    if check.figure and (look := check.figure_look):
        yield f'<p class="portal-check__line">{escaped(check.figure)} '
        yield f'<span class="portal-badge portal-badge--{look.tone}">{escaped(look.words)}</span>'
        yield f' <span class="portal-check__source">{escaped(check.figure_source)}</span></p>'
    if check.true_from:
        yield _line("Would be met from", check.true_from)
    if check.remedy:
        yield _line("What to do", check.remedy)
    denial = f'<span class="portal-code">{escaped(check.denial)}</span> ' if check.denial else ""
    yield f'<p class="portal-check__law">{denial}<span class="portal-code">{escaped(check.rule)}</span>'
    yield f" {escaped(check.citation)}</p></div></li>"


def _line(label: str, text: str) -> str:
    return f'<p class="portal-check__line"><strong>{label}:</strong> {escaped(text)}</p>'


def _fact(fact: FactShown) -> str:
    withheld = ' class="portal-withheld"' if fact.withheld else ""
    name = fact.name[:1].upper() + fact.name[1:]
    return f"<div><dt>{escaped(name)}</dt><dd{withheld}>{escaped(fact.value)}</dd></div>"
