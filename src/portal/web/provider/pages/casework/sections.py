"""The sections of a case's record, in their order: a line and a template each.

A section loads what its template shows as `part`, in a constant number of queries; None leaves it out.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from portal.casework.cases import CaseLine
from portal.casework.contacts import contacts_of
from portal.casework.intakes import intake_of
from portal.casework.models import Case
from portal.policy.roles import Permission
from portal.support.queries import papers_of_case
from portal.web.addresses import of_number
from portal.web.pages import WorkRequest
from portal.web.provider.pages.casework import agency_receipt, plan_record
from portal.web.provider.pages.casework.contacts import picture

Loaded = dict[str, Any] | None


class Section(NamedTuple):
    """`slug` is its place in the page's address, `title` its heading."""

    slug: str
    title: str
    template: str
    load: Callable[[WorkRequest, CaseLine], Loaded]


class Shown(NamedTuple):
    """A section with what its template shows."""

    section: Section
    part: dict[str, Any]


def standing(request: WorkRequest, case: CaseLine) -> Loaded:
    """Stage, Ticket and dates, from what the page has read anyway."""
    return {
        "closed_why": Case.ClosedWhy(case.closed_why).label if case.closed_why else "",
        "ticketholder": of_number("ticketholder", case.person_number) if case.person_number else "",
        "file": of_number("case-file-pdf", case.number) if request.actor.may(Permission.EXPORT_CASES) else "",
    }


def contacts(request: WorkRequest, case: CaseLine) -> Loaded:
    """Phase and clock in words; nothing before the assignment."""
    found = contacts_of([case.id]).get(case.id)
    if found is None:
        return None
    shown = picture(request, found)
    return {
        **shown,
        "url": of_number("contacts", case.number),
        "goals": of_number("goals-not-met", case.number),
        "certifications": of_number("certifications", case.number),
    }


def intake(request: WorkRequest, case: CaseLine) -> Loaded:
    """What the first discussion came to."""
    return {"intake": intake_of(case.id), "url": of_number("case-intake", case.number)}


def plan(request: WorkRequest, case: CaseLine) -> Loaded:
    """The plan of an Employment Network; a State VR agency's is kept elsewhere and reported by its own form."""
    return None if request.actor.may(Permission.WORK_VR_CASES) else plan_record.section(request, case)


def assignment(request: WorkRequest, case: CaseLine) -> Loaded:
    """What can be done about the assignment now."""
    held = case.assigned_on is not None and (case.ended_on is None or case.ended_on > request.unit.on)
    may = request.actor.may(Permission.ASSIGN_TICKETS)
    # A State VR agency assigns by Form SSA-1365.
    by_plan = may and not request.actor.may(Permission.WORK_VR_CASES)
    return {
        "assign": of_number("case-assign", case.number) if case.assigned_on is None and by_plan else "",
        "unassign": of_number("case-unassign", case.number) if held and may else "",
        "history": of_number("ticket-history", case.person_number) if case.person_number else "",
    }


def papers(request: WorkRequest, case: CaseLine) -> Loaded:
    """What the mail room received for the case, when, and what became of it."""
    return {"papers": papers_of_case(case.id), "cover_sheet": of_number("case-cover-sheet", case.number)}


def account(request: WorkRequest, case: CaseLine) -> Loaded:
    """The person's own account, where the plan can be signed."""
    if case.closed_on is not None or not request.actor.may(Permission.INVITE_TICKETHOLDERS):
        return None
    return {"url": of_number("case-account", case.number)}


SECTIONS: tuple[Section, ...] = (
    Section("standing", "Where this case stands", "provider/casework/_standing.html", standing),
    Section("contacts", "Contacts", "provider/casework/_contacts.html", contacts),
    Section("intake", "Intake", "provider/casework/_intake.html", intake),
    Section("ssa-1365", "Form SSA-1365", "provider/agency/_section.html", agency_receipt.section),
    Section("plan", "Individual Work Plan", "provider/plan/_section.html", plan),
    Section("assignment", "Assignment", "provider/casework/_assignment.html", assignment),
    Section("papers", "Faxes and letters", "provider/casework/_papers.html", papers),
    Section("account", "The person's own account", "provider/casework/_account.html", account),
)
