"""`{% load ui %}`: the components every page is made of. All parameters are said; nothing is read from the page.

{% page_heading "Request a payment" caption="Ticketholder" lead="Choose the months." %}
{% breadcrumb "Payment requests" list_url "PR-7K3M" %}
{% alert "success" "Saved." %}                {% alertbox "warning" heading="…" %}<p>…</p>{% endalertbox %}
{% summarybox "What you need" %}…{% endsummarybox %}
{% badge "approved" %}    {{ cents|money }} {{ month|month }} {{ date|day }} {{ instant|instant }}
{{ digits|ssn_masked }} {{ digits|ssn }} {{ bytes|size }} {{ state|state_words }}
{% answers "You" %}{% answer "Name" name change=url %}{% endanswers %}    {% answer_list rows heading="You" %}
{% steps titles 2 %} {% task_list tasks %} {% timeline events %}
{% data_table table %} {% pagination page pages request.GET label="Requests" %} {% filter_bar form reset=url %}
{% empty_state "Nothing waits" "…" label="Request a payment" url=url %}
{% buttons "Submit" secondary="Save and leave" secondary_value="leave" cancel=url %}
{% confirmation "Request submitted" number="SB-4H2K" text="…" %}
{% file_list files download="provider:file" remove=True %}
{% decision_panel decision heading="Answer" %} {% bar_chart chart %}
{% download url "Submission" kind="PDF" size=12000 %} {% session_note %} {% icon "check_circle" %}
{% error_summary form other_form %} {% required_note form %}    {% kept "ui/frame/footer.html" version=version %}
{% phrase "Sign out" %}
"""

from collections.abc import Hashable, Mapping, Sequence
from functools import cache
from typing import Any

from django import template
from django.conf import settings
from django.forms import BaseForm
from django.template import Context
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from portal.web.ui import formats
from portal.web.ui.answers import answer_html
from portal.web.ui.charts import draw
from portal.web.ui.checks import checks_html
from portal.web.ui.components import Answer, BarChart, Event, Table, Task
from portal.web.ui.decision_view import CheckShown, show
from portal.web.ui.kept import filter_bar_html, rendered_once
from portal.web.ui.pages_of import pagination_html
from portal.web.ui.phrases import said
from portal.web.ui.problems import FORMS, problems
from portal.web.ui.states import state_words
from portal.web.ui.tables import table_html

register = template.Library()

for _filter in (
    formats.money,
    formats.month,
    formats.day,
    formats.instant,
    formats.ssn,
    formats.ssn_masked,
    formats.size,
    formats.plain,
    state_words,
):
    register.filter(_filter.__name__, _filter)
register.simple_tag(formats.badge, name="badge")

_ALERTS = {"debug": "info", "": "info"}  # levels of django.contrib.messages that have no look of their own
_ALERT_KINDS = frozenset({"info", "success", "warning", "error"})


@cache
def _sprite() -> str:
    return static("uswds/img/sprite.svg")


@register.simple_tag
def phrase(text: str, **values: object) -> str:
    """What a component says by itself, in the language of the page."""
    return conditional_escape(said(text, **values))


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """A decorative icon of the design system's sprite; what it means stands beside it in words."""
    return format_html(
        '<svg class="usa-icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        _sprite(),
        name,
    )


@register.simple_tag
def kept(name: str, **values: Hashable) -> SafeString:
    """A template that says nothing but these values, rendered once for each of them: the frame of every page."""
    return rendered_once(name, tuple(values.items()), get_language())


@register.inclusion_tag("ui/page_heading.html")
def page_heading(title: str, caption: str = "", lead: str = "") -> dict[str, Any]:
    """The page's h1, with what it belongs to above and one sentence below."""
    return {"title": title, "caption": caption, "lead": lead}


@register.inclusion_tag("ui/breadcrumb.html")
def breadcrumb(*parts: str) -> dict[str, Any]:
    """Pairs of label and URL after the home page; the last label is the page itself."""
    *before, current = parts
    return {"links": list(zip(before[::2], before[1::2], strict=True)), "current": current}


@register.inclusion_tag("ui/alert.html")
def alert(kind: str, text: object, heading: str = "", slim: bool = False) -> dict[str, Any]:
    """One message. Errors are announced at once (role alert); others are read where they stand."""
    return {"kind": _alert_kind(kind), "text": text, "heading": heading, "slim": slim}


@register.simple_block_tag
def alertbox(content: str, kind: str, heading: str = "") -> str:
    """A message with markup inside."""
    role = ' role="alert"' if kind == "error" else ""
    title = format_html('<p class="usa-alert__heading">{}</p>', heading) if heading else ""
    return mark_safe(  # noqa: S308 -- content is the page's own rendered markup
        f'<div class="usa-alert usa-alert--{_alert_kind(kind)}"{role}>'
        f'<div class="usa-alert__body">{title}<div class="usa-alert__text">{content}</div></div></div>'
    )


@register.simple_block_tag
def summarybox(content: str, heading: str) -> str:
    """Key facts or what is needed, set apart."""
    return format_html(
        '<section class="usa-summary-box" aria-label="{}"><div class="usa-summary-box__body">'
        '<h2 class="usa-summary-box__heading">{}</h2><div class="usa-summary-box__text">{}</div></div></section>',
        heading,
        heading,
        mark_safe(content),  # noqa: S308 -- the page's own rendered markup
    )


@register.simple_block_tag
def answers(content: str, heading: str = "") -> str:
    """Questions and answers; `{% answer %}` inside."""
    title = format_html('<h2 class="portal-answers__heading">{}</h2>', heading) if heading else ""
    return mark_safe(f'{title}<dl class="portal-answers">{content}</dl>')  # noqa: S308 -- as above


@register.simple_tag
def answer(question: str, value: object, change: str = "", hidden: str = "") -> SafeString:
    """One question and its answer; a list is shown as lines."""
    return answer_html(question, value, change, hidden or question)


@register.inclusion_tag("ui/answer_list.html")
def answer_list(rows: Sequence[tuple[Any, ...]], heading: str = "") -> dict[str, Any]:
    """Answers from Python: `components.Answer`, or (question, answer) pairs."""
    return {"rows": [Answer(*row) for row in rows], "heading": heading}


@register.inclusion_tag("ui/steps.html")
def steps(titles: Sequence[str], current: int) -> dict[str, Any]:
    """Where one is in a form of several pages; `current` counts from 1."""
    marked = [(title, _step(place, current)) for place, title in enumerate(titles, 1)]
    return {"steps": marked, "current": current, "total": len(titles), "title": titles[current - 1]}


def _step(place: int, current: int) -> str:
    return "complete" if place < current else "current" if place == current else "incomplete"


@register.inclusion_tag("ui/task_list.html")
def task_list(tasks: Sequence[Task]) -> dict[str, Any]:
    """Parts of a longer job with their states."""
    return {"tasks": tasks}


@register.inclusion_tag("ui/timeline.html")
def timeline(events: Sequence[Event]) -> dict[str, Any]:
    """What happened, what happens now, and what comes next with its date; oldest first."""
    return {"events": [(event, formats.plain(event.when) if event.when else "") for event in events]}


@register.simple_tag
def data_table(table: Table) -> SafeString:
    """A dense table; on narrow screens each row becomes a card."""
    return table_html(table, _sprite())


@register.simple_tag
def pagination(
    page: int, pages: int, query: Mapping[str, str] | None = None, label: str = "Pages"
) -> SafeString:
    """Links to pages: first, last, those around this one. None at all where there is one page."""
    return pagination_html(page, pages, query, label, icon("navigate_before"), icon("navigate_next"))


@register.simple_tag
def filter_bar(form: BaseForm, reset: str = "", button: str = "Filter") -> SafeString:
    """A form that only reads: its answers stay in the address, so that a list can be kept and shared.

    A form that says which of its fields are `typed` is rendered once while they are empty; what was typed is not kept.
    """
    return filter_bar_html(form, reset, button)


@register.inclusion_tag("ui/empty_state.html")
def empty_state(heading: str, text: str = "", label: str = "", url: str = "") -> dict[str, Any]:
    """Nothing here, why, and what one can do."""
    return {"heading": heading, "text": text, "label": label, "url": url}


@register.inclusion_tag("ui/buttons.html")
def buttons(
    primary: str,
    name: str = "action",
    value: str = "",
    secondary: str = "",
    secondary_value: str = "",
    cancel: str = "",
    cancel_label: str = "Cancel",
    danger: bool = False,
) -> dict[str, Any]:
    """The buttons at a form's end. The first one is what the Enter key does."""
    return {
        "primary": primary,
        "name": name,
        "value": value,
        "secondary": secondary,
        "secondary_value": secondary_value,
        "cancel": cancel,
        "cancel_label": cancel_label,
        "danger": danger,
    }


@register.inclusion_tag("ui/confirmation.html")
def confirmation(heading: str, number: str = "", text: str = "", level: int = 1) -> dict[str, Any]:
    """It is done: the page's h1 (unless `level` says otherwise) and the number to quote."""
    return {"heading": heading, "number": number, "text": text, "level": level}


@register.inclusion_tag("ui/file_list.html")
def file_list(files: Sequence[Any], download: str = "", remove: bool = False) -> dict[str, Any]:
    """Files with the state of their scan; only a clean one can be opened. `download`: name of the address."""
    rows = [(one, one.state, one.state == "clean" and bool(download)) for one in files]
    waiting = any(state == "waiting-for-scanner" for _, state, _ in rows)
    return {"rows": rows, "download": download, "remove": remove, "waiting": waiting}


@register.inclusion_tag("ui/decision_panel.html")
def decision_panel(
    decision: Mapping[str, Any], heading: str = "Answer", level: int = 2, opened: bool = False
) -> dict[str, Any]:
    """A decision in full: outcome, reason, what to do, every check. `opened`: checks that are met shown at once."""
    return {
        "decision": show(decision),
        "heading": heading,
        "level": level,
        "sub": level + 1,
        "opened": opened,
    }


@register.simple_tag
def check_list(checks: Sequence[CheckShown]) -> SafeString:
    """Checks of a decision, each with its facts and its law."""
    return checks_html(checks, _sprite())


@register.inclusion_tag("ui/bar_chart.html")
def bar_chart(chart: BarChart) -> dict[str, Any]:
    """Bars and the same numbers as a table."""
    return {"chart": chart, "drawing": draw(chart)}


@register.inclusion_tag("ui/download.html")
def download(url: str, label: str, kind: str = "PDF", size: int | None = None) -> dict[str, Any]:
    """A link to a document that says what it is and how large."""
    return {"url": url, "label": label, "kind": kind, "size": formats.size(size) if size is not None else ""}


@register.simple_tag
def session_note() -> SafeString:
    """How long one stays signed in. Never a countdown: those hurry people who need time."""
    minutes = getattr(settings, "PORTAL_SESSION_IDLE_SECONDS", 900) // 60
    return format_html(
        '<p class="portal-session">{}</p>',
        said("You are signed out after {minutes} minutes without use. Drafts are kept.", minutes=minutes),
    )


@register.inclusion_tag("ui/error_summary.html")
def error_summary(*forms: Any) -> dict[str, Any]:
    """Everything that is wrong, each with a link to its field. Nothing where nothing is."""
    return {"problems": problems(forms)}


@register.simple_tag(takes_context=True)
def error_mark(context: Context) -> str:
    """What the title of a page with problems begins with, so that it is the first thing a screen reader says."""
    forms = (value for layer in context.dicts for value in layer.values() if isinstance(value, FORMS))
    return f"{said('Error:')} " if problems(forms) else ""


@register.simple_tag
def required_note(*forms: BaseForm) -> str:
    """What the red asterisk means, where a form has one."""
    if not any(field.field.required for form in forms for field in form.visible_fields()):
        return ""
    return format_html(
        '<p class="portal-required">{} (<abbr title="{}" class="usa-label--required">*</abbr>).</p>',
        said("Required fields are marked with a red asterisk"),
        said("required"),
    )


def _alert_kind(kind: str) -> str:
    known = _ALERTS.get(kind, kind)
    if known not in _ALERT_KINDS:
        raise ValueError(f"no kind of alert: {conditional_escape(kind)}")
    return known
