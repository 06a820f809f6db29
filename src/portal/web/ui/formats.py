"""How values are written on a page. Template filters and view code use the same functions."""

from datetime import date, datetime
from html import escape
from zoneinfo import ZoneInfo

from django.utils.dateparse import parse_date
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from portal.policy.core import Month, in_dollars
from portal.web.ui.phrases import MONTHS_ES
from portal.web.ui.states import state_look
from portal.web.ui.typed import MONTHS

EASTERN = ZoneInfo("America/New_York")
NOTHING = "—"


def money(cents: int | None) -> str:
    """Whole cents as $1,850.00; the sign before the dollar mark; a dash for None."""
    if cents is None or cents == "":
        return NOTHING
    return in_dollars(int(cents))


def dollars(text: str | None) -> str:
    """A decision's amount ("1850.00") as $1,850.00. Raises ValueError for anything else."""
    if not text:
        return NOTHING
    sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
    whole, _, cents = digits.partition(".")
    return f"{sign}${int(whole):,}.{cents or '00'}"


def month(value: Month | str | None) -> str:
    """February 2025, from a Month or "2025-02". Raises ValueError for another text."""
    if value is None or value == "":
        return NOTHING
    parsed = Month.parse(value) if isinstance(value, str) else Month(value)
    return f"{MONTHS[parsed.number - 1]} {parsed.year}"


def day(value: date | str | None) -> str:
    """December 15, 2025, from a date or an ISO text; an instant gives its day in Eastern Time.

    On a page in Spanish: 15 de diciembre de 2025.
    """
    if value is None or value == "":
        return NOTHING
    if isinstance(value, str):
        parsed = parse_date(value)
        if parsed is None:
            raise ValueError(f"not a date: {value!r}")
        value = parsed
    if isinstance(value, datetime):
        value = value.astimezone(EASTERN).date()
    if get_language() == "es":
        return f"{value.day} de {MONTHS_ES[value.month - 1]} de {value.year}"
    return f"{MONTHS[value.month - 1]} {value.day}, {value.year}"


def instant(value: datetime | None) -> str:
    """December 15, 2025, 3:04 p.m. ET. Raises ValueError for an instant without a time zone."""
    if value is None or value == "":
        return NOTHING
    if value.tzinfo is None:
        raise ValueError("an instant needs its time zone")
    here = value.astimezone(EASTERN)
    return f"{day(here.date())}, {here.hour % 12 or 12}:{here:%M} {'a.m.' if here.hour < 12 else 'p.m.'} ET"


def ssn(digits: str | None) -> str:
    """900-01-6789; anything but nine digits is returned as it is, since it was typed so."""
    text = digits or ""
    return f"{text[:3]}-{text[3:5]}-{text[5:]}" if len(text) == 9 and text.isdigit() else text


def ssn_masked(digits: str | None) -> str:
    """***-**-6789; nothing at all of an SSN that is not whole."""
    text = (digits or "").replace("-", "").replace(" ", "")
    return f"***-**-{text[-4:]}" if len(text) == 9 and text.isdigit() else "***-**-****"


def size(count: int | None) -> str:
    """Bytes as a person reads them: 640 bytes, 12 KB, 1.2 MB (thousands, as file managers show)."""
    if count is None:
        return NOTHING
    if count < 1000:
        return f"{count} byte{'' if count == 1 else 's'}"
    if count < 999_500:
        return f"{count / 1000:.0f} KB"
    return f"{count / 1_000_000:.1f} MB"


def plain(value: object) -> str:
    """A table's or list's value as text: months, days and instants in words, a dash for nothing."""
    match value:
        case None | "":
            return NOTHING
        case bool():
            return "Yes" if value else "No"
        case Month():
            return month(value)
        case datetime():
            return instant(value)
        case date():
            return day(value)
        case SafeString():
            return value
    return str(value)


def escaped(value: object) -> str:
    """`plain`, as markup: what is markup already stays. Django's own conditional_escape takes three times as long."""
    text = plain(value)
    return text if isinstance(text, SafeString) else escape(text)


def link(text: object, url: str, hidden: str = "") -> SafeString:
    """A link for a cell; `hidden` says more to a screen reader ("Open" + ": PR-7K3M")."""
    more = f'<span class="usa-sr-only">{escaped(hidden)}</span>' if hidden else ""
    return SafeString(f'<a class="usa-link" href="{escape(url)}">{escaped(text)}{more}</a>')


def lines(*parts: object) -> SafeString:
    """Several short facts in one cell, one below the other."""
    told = [(part,) for part in parts if part not in (None, "")]
    # One element, because on narrow screens a cell's children stand in a grid.
    joined = format_html_join(mark_safe("<br>"), "{}", told)
    return format_html("<span>{}</span>", joined) if told else joined


def badge(state: object, text: str = "") -> SafeString:
    """A state as a tag: words always, colour beside them."""
    look = state_look(str(state))
    words = escaped(text or look.words)
    return SafeString(f'<span class="portal-badge portal-badge--{look.tone}">{words}</span>')
