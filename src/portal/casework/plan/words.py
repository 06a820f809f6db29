"""The words of a plan: what each question is called, and how its answer is shown. One place for page, PDF and paper."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from portal.casework.plan.terms import TermsOfPlan, terms
from portal.kernel.documents.words import long_date
from portal.policy.core import in_dollars
from portal.policy.plan_facts import Discussion, Goal, Job, Party, PlanFacts, Service, Training, WorkHistory
from portal.providers.business_models import NAMES

NOT_SAID = "Not filled in"
MODALITIES = {
    "face-to-face": "Face to face",
    "telephone": "By telephone",
    "video": "By video",
    "other": "Another way",
}
PREFERRED = {
    "telephone": "Telephone",
    "mobile": "Mobile telephone",
    "text": "Text message",
    "email": "E-mail",
    "mail": "Letter",
}
SOURCES = {"pay-slip": "Pay stub", "memory": "What the Ticketholder remembers"}
ENROLMENTS = {"full-time": "Full time", "part-time": "Part time"}
WHEN = {"now": "Now", "after-nine-months": "After nine months"}
DELIVERED = {"virtual": "Virtually", "in-person": "In person", "both": "Virtually and in person"}
ASKS = {"provider": "The Employment Network", "ticketholder": "The Ticketholder"}
PLACES = {"work": "The workplace", "training": "The training", "education": "The school or college"}
PLACEMENTS = {"direct": "Direct job placement", "assistance": "Job placement assistance"}


class Section(NamedTuple):
    """A heading with its questions and answers, as they are shown."""

    title: str
    rows: tuple[tuple[str, str], ...]

    @property
    def on_page(self) -> list[tuple[str, str | list[str]]]:
        """The same for a page, where an answer of several lines is a list of them."""
        return [(asked, said.split("\n") if "\n" in said else said) for asked, said in self.rows]


class Kind(NamedTuple):
    """A service of the form: its name, its group, and what is to be described where it is ticked."""

    title: str
    group: str
    describe: str


_PLANNING, _PLACING, _ONGOING = "Career planning", "Job placement assistance", "Ongoing employment support"
SERVICES: dict[str, Kind] = {
    "benefits-counseling": Kind(
        "Benefits counseling",
        _PLANNING,
        "How your certified benefits counselor helps. Without one, say that the Ticketholder is being referred to a"
        " WIPA via the Ticket to Work Help Line for benefits counseling.",
    ),
    "goal-setting": Kind(
        "Goal setting",
        _PLANNING,
        "How you keep helping to set goals that can be reached, and how you will look at how far they are.",
    ),
    "job-coaching": Kind(
        "Job coaching",
        _PLANNING,
        "Which coaching you give (help at the workplace, on-the-job training, keeping the job), and how it helps.",
    ),
    "job-development": Kind(
        "Job development",
        _PLANNING,
        "Which help you give (writing a resume, looking at jobs, practicing interviews), and how it helps.",
    ),
    "training": Kind(
        "Training",
        _PLANNING,
        "Which training you give or help to get (a certificate, a GED), and how it helps to reach the goals.",
    ),
    "job-search": Kind(
        "Job search",
        _PLACING,
        "How you help to find a job (job leads, sending resumes, applications, workshops), and how it helps.",
    ),
    "job-accommodation": Kind(
        "Job accommodation",
        _PLACING,
        "Which help you give (finding what is needed, asking for it, advice on asking), and how it helps.",
    ),
    "job-placement": Kind(
        "Job placement",
        _PLACING,
        "What you do (filling out applications, referring to jobs, placing directly), and how it helps.",
    ),
    "follow-up-initial": Kind(
        "Regular follow-up in the first phase (monthly)",
        _PLACING,
        "How you will be in touch at least once a month, and what you will look at together.",
    ),
    "follow-up-ongoing": Kind(
        "Regular follow-up in the ongoing phase (every three months)",
        _ONGOING,
        "How you will be in touch at least every three months, and what you will ask about.",
    ),
    "job-stabilization": Kind(
        "Job stabilization and retention",
        _ONGOING,
        "Which help to keep the job you give or refer to (American Job Center, PABSS, WIPA, WIL, JAN), and how it"
        " helps.",
    ),
    "career-advancement": Kind(
        "Career advancement counseling",
        _ONGOING,
        "How you help to move ahead (more credentials, a promotion, another job).",
    ),
    "other": Kind("Other services", _ONGOING, "What the service is, and how it helps to reach the goals."),
}


def sections(facts: PlanFacts, language: str = "en") -> tuple[Section, ...]:
    """The whole plan in the order of Form SSA-1370, without signatures."""
    return tuple(Section(title, tuple(rows)) for title, rows in _sections(facts, language))


def _sections(facts: PlanFacts, language: str) -> Iterator[tuple[str, Iterator[tuple[str, str]]]]:
    yield "Part One: Employment Network", _provider(facts)
    yield "Part One: Ticketholder", _holder(facts)
    yield "Part Two, Section 1: discussion", _discussion(facts.discussion)
    yield "Part Two, Section 2: recent work history", _history(facts.work_history)
    yield "Part Two, Section 3: short-term goal", goal_rows(facts.short_term)
    yield "Part Two, Section 3: long-term goal", goal_rows(facts.long_term)
    yield "Part Two, Section 4: supports and services", services_rows(facts.services)
    if facts.terms.version is not None:
        yield f"Part Three: {_title(facts, language)}", _terms(facts, language)
    yield (
        "Part Three: statement of understanding",
        iter([("The Ticketholder says", _said(facts.terms.statement))]),
    )


def _title(facts: PlanFacts, language: str) -> str:
    found = terms(facts.terms.version or "", language)
    return f"{found.title.lower()} (version {found.version})"


def _provider(facts: PlanFacts) -> Iterator[tuple[str, str]]:
    yield "Name", _said(facts.provider.name)
    yield "PID", _said(facts.pid)
    yield "Business model", NAMES.get(facts.model or "", _said(facts.model))
    yield from _reach(facts.provider)


def _holder(facts: PlanFacts) -> Iterator[tuple[str, str]]:
    yield "Name", _said(facts.holder.name)
    yield from _reach(facts.holder)
    yield "Preferred way of contact", PREFERRED.get(facts.preferred_contact or "", NOT_SAID)
    if facts.representative is not None:
        yield "Representative", _party(facts.representative)
    if facts.alternate is None:
        yield (
            "Alternate contact",
            f"None. {facts.no_alternate_reason}" if facts.no_alternate_reason else NOT_SAID,
        )
    else:
        yield "Alternate contact", _party(facts.alternate)


def _reach(party: Party) -> Iterator[tuple[str, str]]:
    yield "Address", _said(party.address)
    yield "Telephone", _said(party.telephone)
    if party.mobile:
        yield "Mobile telephone", party.mobile
    yield "E-mail", _said(party.email)


def _party(party: Party) -> str:
    parts = (party.name, party.relationship, party.address, party.telephone, party.mobile, party.email)
    return "\n".join(part for part in parts if part) or NOT_SAID


def _discussion(talk: Discussion) -> Iterator[tuple[str, str]]:
    yield "Date", day(talk.held_on)
    ways = [MODALITIES.get(way, way) for way in talk.modalities or ()]
    yield "How it was held", ", ".join([*ways, *([talk.other_way] if talk.other_way else [])]) or NOT_SAID
    if talk.separate:
        yield "Synopsis", f"In a separate document (file {talk.document})" if talk.document else NOT_SAID
        return
    yield "Why the goals are reasonable and can be reached", _said(talk.why_attainable)
    yield "How the services help to reach the goals", _said(talk.how_services_help)


def _history(history: WorkHistory | None) -> Iterator[tuple[str, str]]:
    if history is None:
        yield "Work history", NOT_SAID
        return
    yield "Covers the time from", day(history.covers_from)
    if not history.jobs:
        yield "Work in that time", "There was no work."
    for place, job in enumerate(history.jobs, 1):
        yield f"Job {place}", _job(job)
    if history.wage_talk_on:
        yield "Reporting wages was talked about on", day(history.wage_talk_on)


def _job(job: Job) -> str:
    until = day(job.until) if job.until else "now"
    lines = [
        f"{_said(job.title)}, {_said(job.employer)}",
        f"{day(job.from_)} to {until}",
        f"{_number(job.hours_a_week)} hours a week, {money(job.monthly_cents)} a month before taxes",
    ]
    if job.source:
        lines.append(f"Known from: {SOURCES.get(job.source, job.source)}")
    return "\n".join(lines)


def goal_rows(goal: Goal | None) -> Iterator[tuple[str, str]]:
    """A goal's questions and answers."""
    if goal is None:
        yield "Goal", NOT_SAID
        return
    yield "Goal", _said(goal.says)
    yield "Job or kind of work", _said(goal.job)
    yield "Hours a week", _number(goal.hours_a_week)
    yield "Full or part time", {True: "Full time", False: "Part time", None: NOT_SAID}[goal.full_time]
    yield "Earnings a month before taxes", money(goal.monthly_cents)
    yield "To be reached by", day(goal.target_on)
    if goal.training is not None:
        yield "Training", _training(goal.training)


def _training(training: Training) -> str:
    lines = [
        _said(training.programme),
        *([f"Given by: {training.provider}"] if training.provider else []),
        f"Enrolled: {ENROLMENTS.get(training.enrolment or '', NOT_SAID)}",
        f"To be completed by: {day(training.completes_on)}",
    ]
    return "\n".join(lines)


def services_rows(services: tuple[Service, ...] | None) -> Iterator[tuple[str, str]]:
    """The ticked services, in the order of the form."""
    if not services:
        yield "Services", NOT_SAID
        return
    order = list(SERVICES)
    for service in sorted(
        services, key=lambda one: order.index(one.kind) if one.kind in order else len(order)
    ):
        known = SERVICES.get(service.kind)
        yield known.title if known else service.kind, _service(service)


def _service(service: Service) -> str:
    lines = [_said(service.specific), f"When: {WHEN.get(service.when or '', NOT_SAID)}"]
    if service.performed_by:
        lines.append(f"Performed by: {service.performed_by}")
    if service.delivered:
        lines.append(f"Given: {DELIVERED.get(service.delivered, service.delivered)}")
    if service.paid_by:
        lines.append(f"Paid by: {service.paid_by}")
    if service.requested_by:
        lines.append(f"Asked for by: {ASKS.get(service.requested_by, service.requested_by)}")
    if service.places:
        lines.append(f"Asked of: {', '.join(PLACES.get(one, one) for one in service.places)}")
    if service.placement:
        lines.append(PLACEMENTS.get(service.placement, service.placement))
    return "\n".join(lines)


def _terms(facts: PlanFacts, language: str) -> Iterator[tuple[str, str]]:
    found: TermsOfPlan = terms(facts.terms.version or "", language)
    for term in found.terms:
        explained = "" if term.number in facts.terms.explained else "\n(Not explained yet)"
        added = ""
        if term.number == len(found.terms):
            added = f"\n{facts.additional_terms or 'No other terms were agreed.'}"
        yield f"{term.number}. {term.title}", f"{term.text}{added}{explained}"


def suggested_statement(facts: PlanFacts) -> str:
    """A statement of understanding in the Ticketholder's voice, from what the plan says so far."""
    provider = facts.provider.name or "the Employment Network"
    named = [SERVICES[one.kind].title.lower() for one in facts.services or () if one.kind in SERVICES]
    goal = facts.long_term.job if facts.long_term is not None and facts.long_term.job else ""
    parts = [
        "I take part in the Ticket to Work program because I want to. It is voluntary.",
        f"My long-term goal is to work as: {goal}." if goal else "",
        f"{provider} will give me the services and supports that this plan names"
        + (f": {', '.join(named)}." if named else "."),
        "They are meant to help me earn enough to support myself.",
        "I can ask to change this plan, and a change counts when we both agree to it.",
    ]
    return " ".join(part for part in parts if part)


def day(value: date | None) -> str:
    return long_date(value) if value is not None else NOT_SAID


def money(cents: int | None) -> str:
    return NOT_SAID if cents is None else in_dollars(cents)


def _number(value: int | None) -> str:
    return NOT_SAID if value is None else str(value)


def _said(text: str | None) -> str:
    return (text or "").strip() or NOT_SAID
