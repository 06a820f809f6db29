"""The policy manual as a page: the same rules, figures and examples that decide (row I3)."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.policy.manual import Example, Manual, RuleEntry, amount_in_words
from portal.policy.manual import manual as policy_manual
from portal.policy.roles import Permission
from portal.web.pages import WorkRequest, page
from portal.web.ui.components import Column, Table

_MISSING = {"refer": "a person decides", "ask": "something is missing"}
_OUTCOMES = {
    "payment": {"grant": "paid", "refuse": "denied"},
    "progress": {"grant": "in timely progress", "refuse": "the fail notice can be sent"},
    "protection": {"grant": "protected", "refuse": "not protected"},
    "assignability": {"grant": "can be assigned", "refuse": "cannot be assigned"},
    "assignment": {"grant": "can be entered", "refuse": "cannot be entered"},
    "unassignment": {"grant": "taken out of assignment", "refuse": "stays assigned"},
    "validity": {"grant": "valid", "refuse": "not valid"},
    "contact": {"grant": "contact is kept", "refuse": "something is due"},
    "election": {"grant": "the change counts", "refuse": "the change does not count"},
}


@page(Permission.READ_POLICY_MANUAL, "to read the policy manual")
@require_safe
def manual(request: WorkRequest) -> HttpResponse:
    """All of it, or the rules that have the text in the find box."""
    whole = policy_manual()
    find = " ".join(request.GET.get("find", "").split())[:100]
    context = {
        "find": find,
        "rules": [rule for rule in whole.rules if _has(rule, find)],
        "total": len(whole.rules),
        "denials": _denials(whole),
        "figures": _figures(whole),
        "parameters": _parameters(whole),
        "examples": [_example(one) for one in whole.examples],
    }
    return render(request, "manual/manual.html", context)


def _has(rule: RuleEntry, find: str) -> bool:
    test = rule.test
    words = f"{test.name} {test.rule} {test.citation} {test.says} {test.remedy} {test.denial}"
    return find.casefold() in words.casefold()


def _denials(whole: Manual) -> Table:
    columns = [Column("Code", header=True), Column("Reason"), Column("What can be done")]
    return Table("Denial codes", columns, [list(one) for one in whole.denials], caption_hidden=True)


def _figures(whole: Manual) -> Table:
    columns = [Column("Year", header=True), *(Column(says, numeric=True) for _, says in whole.figure_names)]
    rows = [[str(one.year), *one.cells] for one in reversed(whole.figures)]
    return Table("Figures by year", columns, rows, caption_hidden=True)


def _parameters(whole: Manual) -> Table:
    columns = [Column("Meaning", header=True), Column("Value"), Column("Since"), Column("Source")]
    rows = [[one.says, one.value or "(blank)", one.since, one.source] for one in whole.parameters]
    return Table("Parameters in force", columns, rows, caption_hidden=True)


def _example(one: Example) -> dict[str, Any]:
    expected = one.expected
    amount = expected.get("amount")
    words = _OUTCOMES[one.subject] | _MISSING
    result = [words[str(expected["outcome"])]]
    if amount:
        result.append(amount_in_words(amount))
    if expected.get("denial"):
        result.append(str(expected["denial"]))
    return {"about": one.about, "source": one.source, "result": ", ".join(result)}
