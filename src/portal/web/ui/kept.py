"""What looks the same on page after page is rendered once."""

from collections.abc import Callable, Hashable, Iterable
from functools import lru_cache

from django.forms import BaseForm
from django.template.loader import get_template
from django.utils.safestring import SafeString
from django.utils.translation import get_language


@lru_cache(maxsize=512)
def rendered_once(name: str, values: tuple[tuple[str, Hashable], ...], language: str | None) -> SafeString:
    """A template that says nothing but these values, in this language, which is the one of the page."""
    return SafeString(get_template(name).render(dict(values)))


def filter_bar_html(form: BaseForm, reset: str, button: str) -> SafeString:
    """The form of a filter bar. What somebody typed is never kept: a form that names its fields for typing as `typed`
    is kept while they are empty, once for each choice of the others.
    """
    kind = type(form)
    typed: Iterable[str] | None = getattr(kind, "typed", None)
    if typed is None or form.is_bound or any(form.initial.get(name) for name in typed):
        return _filter_bar(form, reset, button)
    return _chosen(kind, tuple(form.initial.items()), reset, button, get_language())  # type: ignore[arg-type]


def _filter_bar(form: BaseForm, reset: str, button: str) -> SafeString:
    context = {"form": form, "reset": reset, "button": button}
    return SafeString(get_template("ui/filter_bar.html").render(context))


@lru_cache(maxsize=64)
def _chosen(
    form: Callable[..., BaseForm],
    choices: tuple[tuple[str, Hashable], ...],
    reset: str,
    button: str,
    language: str | None,
) -> SafeString:
    return _filter_bar(form(initial=dict(choices)), reset, button)
