"""“If I earn this much”: what an amount each month means for the own Ticket, in dollars (mission rows K2, H3)."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.kernel.unit import current
from portal.policy.if_i_earn import Against, ForReview, IfIEarn, benefit_on_record, if_i_earn
from portal.policy.progress_facts import ProgressFacts
from portal.policy.roles import Permission
from portal.progress.facts import progress_facts
from portal.tickets.own import own, own_name
from portal.web.holder.page import holder_page
from portal.web.holder.texts import say
from portal.web.pages import WorkRequest
from portal.web.ui.fields import MoneyField


class Part(NamedTuple):
    """A heading and what stands under it; `steps` is a list in it, and `after` what stands below the list."""

    heading: str
    said: tuple[str, ...]
    steps: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


class EarnForm(forms.Form):
    """The amount, and the benefit as on record unless one chooses another."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shape = say("earn.amount_shape")
        self.fields["amount"] = MoneyField(
            label=say("earn.amount"),
            help_text=say("earn.amount_hint"),
            error_messages={"required": say("earn.amount_required"), "shape": shape, "high": shape},
        )
        self.fields["benefit"] = forms.ChoiceField(
            label=say("earn.benefit"),
            choices=[
                ("T2", say("earn.disability")),
                ("T16", say("earn.income")),
                ("concurrent", say("earn.both")),
            ],
            widget=forms.RadioSelect,
            error_messages={
                "required": say("earn.benefit_required"),
                "invalid_choice": say("earn.benefit_required"),
            },
        )


@holder_page(Permission.READ_OWN_TICKET, "to see what earnings would mean for one's own Ticket")
@require_safe
def earn(request: WorkRequest) -> HttpResponse:
    ticket = own()
    context: dict[str, Any] = {"name": own_name(), "ticket": ticket}
    if ticket is not None:
        facts = progress_facts(ticket.ticket, on=current().on)
        form = EarnForm(request.GET or None, initial={"benefit": benefit_on_record(facts)})
        context |= {"form": form, "parts": _parts(facts, form)}
    return render(request, "holder/earn.html", context)


def _parts(facts: ProgressFacts, form: EarnForm) -> list[Part]:
    """What is said of the amount typed; nothing before there is one."""
    if not form.is_bound or not form.is_valid():
        return []
    found = if_i_earn(facts, form.cleaned_data["amount"], form.cleaned_data["benefit"])
    return [
        Part(say("earn.levels"), tuple(_levels(found))),
        Part(say("earn.check"), tuple(_check(found.review, found.month.year))),
        _steps(found),
    ]


def _levels(found: IfIEarn) -> Iterator[str]:
    year = found.month.year
    trial, substantial = found.trial, found.substantial
    if trial.level is None:
        yield say("earn.trial_unknown", year=year)
    else:
        yield say("earn.trial_yes" if trial.reached else "earn.trial_no", amount=_dollars(trial), year=year)
    if substantial.level is None:
        yield say("earn.substantial_unknown", year=year)
    else:
        key = "earn.substantial_yes" if substantial.reached else "earn.substantial_no"
        yield say(key, amount=_dollars(substantial), year=year)
    yield say("earn.next_year")


def _check(review: ForReview | None, year: int) -> Iterator[str]:
    """The yearly progress check, and what it protects from."""
    if review is None:
        yield say("earn.check_none")
        return
    yield say("earn.check_asks", count=review.months, done=review.done)
    if review.each.level is None:
        yield say("earn.check_unknown", year=year)
    else:
        key = "earn.check_yes" if review.each.reached else "earn.check_no"
        yield say(key, amount=_dollars(review.each))
    if review.no_cash:
        yield say("earn.check_no_cash")
    if review.study:
        yield say("earn.check_study")
    yield say("earn.protects")


def _steps(found: IfIEarn) -> Part:
    """The first steps one by one, where the amount reaches them, then those after them."""
    lead, heading = say("earn.steps_lead"), say("earn.steps")
    if not found.trial.reached:
        missed = [] if found.trial.level is None else [say("earn.steps_no", amount=_dollars(found.trial))]
        return Part(heading, (lead, *missed), after=tuple(_later(found)))
    first, *others = found.steps
    steps = [say("earn.step", count=one.months, window=one.window) for one in others]
    return Part(
        heading,
        (lead, say("earn.steps_yes", amount=_dollars(found.trial))),
        (say("earn.step_first", count=first.months), *steps),
        (say("earn.steps_before"), *_later(found)),
    )


def _later(found: IfIEarn) -> Iterator[str]:
    if found.substantial.reached:
        amount = _dollars(found.substantial)
        yield say("earn.steps_later", amount=amount, count=found.later)
        yield say("earn.steps_without_cash", amount=amount, count=found.without_cash)


def _dollars(against: Against) -> str:
    """$1,160: the levels are whole dollars."""
    return f"${(against.level or 0) // 100:,}"
