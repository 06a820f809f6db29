"""What looks the same on page after page is rendered once."""

from collections.abc import Callable, Hashable
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
    """The form of a filter bar. What somebody typed is never kept: only an empty form is, if it says it may be."""
    kind = type(form)
    if form.is_bound or any(form.initial.values()) or not getattr(kind, "empty_is_always_the_same", False):
        return _filter_bar(form, reset, button)
    return _empty(kind, tuple(form.initial), reset, button, get_language())  # type: ignore[arg-type]


def _filter_bar(form: BaseForm, reset: str, button: str) -> SafeString:
    context = {"form": form, "reset": reset, "button": button}
    return SafeString(get_template("ui/filter_bar.html").render(context))


@lru_cache(maxsize=64)
def _empty(
    form: Callable[..., BaseForm], names: tuple[str, ...], reset: str, button: str, language: str | None
) -> SafeString:
    return _filter_bar(form(initial=dict.fromkeys(names, "")), reset, button)
