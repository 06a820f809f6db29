"""How the response form speaks to a Ticketholder: the law's questions in plain words of the reader's language."""

from collections.abc import Sequence

from portal.policy.core import Month
from portal.policy.progress_questions import Question
from portal.policy.progress_requirements import levels_of, requirement
from portal.web.holder.texts import language, say
from portal.web.progress.response import Voice
from portal.web.ui import formats
from portal.web.ui.phrases import MONTHS_ES


def voice(number: int, months: Sequence[Month]) -> Voice:
    """The form's words about the period of this number."""
    return Voice(lambda one: _question(one, number, tuple(months)), _say, month)


def month(value: Month) -> str:
    """March 2024, or marzo de 2024."""
    if language() == "es":
        return f"{MONTHS_ES[value.number - 1]} de {value.year}"
    return formats.month(value)


def _say(key: str) -> str:
    return say(f"response.{key}")


def _question(one: Question, number: int, months: tuple[Month, ...]) -> str:
    needed = requirement(number)
    if one.name == "work":
        key = "work_no_cash" if needed.no_cash else "work"
        return say(f"response.{key}", count=needed.months, amounts=_amounts(number, months))
    if one.name == "study" and needed.study is not None:
        share = needed.study * 100
        return say("response.study_whole") if share == 100 else say("response.study", percent=int(share))
    return _say("on_what_day" if one.name.endswith("-on") else one.name)


def _amounts(number: int, months: tuple[Month, ...]) -> str:
    parts = [
        say("response.amount_unknown", year=year)
        if cents is None
        else say("response.amount", amount=f"${cents // 100:,}", year=year)
        for year, cents in levels_of(requirement(number), months)
    ]
    return _say("or").join(parts)
