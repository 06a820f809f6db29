"""The forms that the mail room types from paper, each on one page: how it is read, what is wrong, how it is entered."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django import forms

from portal.casework import kinds
from portal.casework.kinds import AMENDMENT_ON_PAPER, IWP_ON_PAPER
from portal.casework.plan.facts import on_record, representatives
from portal.casework.plan.in_force import in_force
from portal.kernel import files
from portal.kernel.drafts import Conflict
from portal.kernel.results import Answer
from portal.policy.core import Outcome
from portal.support.queries import PaperRecord
from portal.support.services.enter_form import enter_agency_form, enter_form
from portal.tickets.services.agency_form import foresee
from portal.web.pages import WorkRequest
from portal.web.provider import agency_sheet
from portal.web.provider.drafting import DraftForm, as_data
from portal.web.provider.forms import agency
from portal.web.provider.forms.agency import SignaturesForm
from portal.web.provider.pages.casework import agency_form
from portal.web.provider.pages.casework.amendment import AMENDMENT
from portal.web.provider.pages.casework.plan import PLAN
from portal.web.provider.plan.answers import of_plan
from portal.web.provider.plan.findings import Finding, findings, open_problems
from portal.web.staff.keyed import (
    AMENDMENT_PARTS,
    PLAN_PARTS,
    KeyedAmendment,
    KeyedPlan,
    part_of_agency,
    part_of_plan,
)

Answers = dict[str, Any]
# Given the paper's version and the draft's revision, what entering answers.
Enter = Callable[[int, int], Answer | Conflict]


class Section(NamedTuple):
    """A part of the form on the page."""

    slug: str
    title: str
    lead: str
    forms: Sequence[forms.Form]
    jobs: Any = None
    findings: Sequence[Finding] = ()


class Read(NamedTuple):
    """What is typed, read. `problems` keep it from being entered, `unread`: some of it cannot be read at all."""

    sections: Sequence[Section]
    problems: Sequence[dict[str, str]]
    unread: bool
    enter: Enter
    decisions: Sequence[tuple[str, Any]] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A kind of paper that is typed. `draft` is how two who type are shown beside each other."""

    draft: DraftForm
    part_of: Callable[[str], str]
    read: Callable[[WorkRequest, PaperRecord, Answers], Read]


def _plan(request: WorkRequest, found: PaperRecord, answers: Answers) -> Read:
    one = KeyedPlan(**_given(request, found, answers))
    return _judged(found, one, PLAN_PARTS)


def _amendment(request: WorkRequest, found: PaperRecord, answers: Answers) -> Read:
    plan = in_force(found.case, shown=True) if found.case else None
    whole = {**(of_plan(plan) if plan else {}), **answers}
    return _judged(found, KeyedAmendment(**_given(request, found, whole), plan=plan), AMENDMENT_PARTS)


def _given(request: WorkRequest, found: PaperRecord, answers: Answers) -> dict[str, Any]:
    """What a plan or an amendment is filled in with, beside what is on record of its provider on that day."""
    if found.organisation is None or found.person is None or found.file is None:
        raise ValueError("a form on paper is typed once its paper is put to a case, with its scan")
    return {
        "organisation_name": found.line.organisation_name,
        "answers": answers,
        "on": request.unit.on,
        "record": on_record(found.organisation, found.person, request.unit.on),
        "people": representatives(found.organisation, found.line.received_on),
        "came_in_on": found.line.received_on,
        "scan": files.line(found.file, ""),
    }


def _judged(found: PaperRecord, one: Any, parts: Iterable[Any]) -> Read:
    """A plan or an amendment with what the law finds in each of its parts."""
    asked = [part for part in parts if part.asked(one)]

    def enter(version: int, revision: int) -> Answer | Conflict:
        return enter_form(
            paper=found.line.id,
            version=version,
            revision=revision,
            facts=one.typed,
            holder=one.holder_signed,
            provider=one.provider_signed,
        )

    sections = [
        Section(
            part.slug,
            part.title,
            part.lead,
            part.forms(one),
            one.beside(part.slug, begun=True).get("jobs"),
            findings((part,), one.decision),
        )
        for part in asked
    ]
    place = {f"#{part.slug}": place for place, part in enumerate(asked)}
    problems = sorted(
        open_problems(asked, one, lambda slug: f"#{slug}"), key=lambda problem: place[problem["url"]]
    )
    return Read(sections, problems, bool(one.wrong & one.answers.keys()), enter)


def _agency(request: WorkRequest, found: PaperRecord, answers: Answers) -> Read:
    if found.organisation is None or found.person is None or found.case is None or found.file is None:
        raise ValueError("a form on paper is typed once its paper is put to a case, with its scan")
    there = representatives(found.organisation, found.line.received_on)
    said, shown, wrong = agency_sheet.read(answers, there, [files.line(found.file, "")])

    def enter(version: int, revision: int) -> Answer | Conflict:
        return enter_agency_form(
            paper=found.line.id, version=version, revision=revision, answers=said, shown=shown
        )

    asked = said.form(
        case=found.case,
        person=found.person,
        organisation=found.organisation,
        entered_on=found.line.received_on,
    )
    seen = foresee(form=asked)
    decisions = seen.decisions if seen else ()
    problems = [
        {"title": head, "says": "This is not met yet. See the answer below.", "url": "#decisions"}
        for head, one in agency_form.headed(decisions)
        if one["outcome"] != Outcome.GRANT
    ]
    sections = [
        Section(part.slug, part.title, "", [_of_agency(part, answers, there)]) for part in agency.PARTS
    ]
    return Read(sections, problems, bool(wrong), enter, agency_form.headed(decisions))


def _of_agency(part: agency.Part, answers: Answers, there: Any) -> forms.Form:
    data = as_data(answers.get(part.slug))
    if part.form is not SignaturesForm:
        return part.form(data)
    form = SignaturesForm(data, people=agency_sheet.people(there))
    # The page that was signed is the scan.
    del form.fields["upload"]
    return form


def _with_name(draft: DraftForm, name: str) -> DraftForm:
    return DraftForm(name, draft.noun, draft.questions, draft.ended)


SHEETS: dict[str, Sheet] = {
    "plan": Sheet(_with_name(PLAN.draft, IWP_ON_PAPER), part_of_plan, _plan),
    "amendment": Sheet(_with_name(AMENDMENT.draft, AMENDMENT_ON_PAPER), part_of_plan, _amendment),
    "ssa-1365": Sheet(_with_name(agency_form.SHEET, kinds.SSA_1365_ON_PAPER), part_of_agency, _agency),
}
