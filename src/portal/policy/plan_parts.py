"""Checks of a plan's contacts, discussion, work history and terms (Part One, Part Two 1 and 2, Part Three)."""

import re
from collections.abc import Iterator
from datetime import date

from portal.policy.core import Check, State, Test, check, unknown
from portal.policy.dates import months_after
from portal.policy.plan_facts import Job, Party, PlanFacts
from portal.policy.tables.parameters import CaseworkSettings

NOT_FILLED = "not filled in yet: "
MISSING_OR_HELD = (State.HELD, State.UNKNOWN)
OWN_WORDS = frozenset({"i", "my", "me", "yo", "mi", "mis"})
PROVIDER_CONTACT = Test(
    "provider-contact-complete",
    "IW-01",
    "Form SSA-1370, Part One; EN Guide, Part One",
    "The Employment Network's name, address, telephone and e-mail are filled in.",
    "Fill in what is missing in your organization's contact information.",
    states=MISSING_OR_HELD,
)
PID = Test(
    "provider-number-given",
    "IW-02",
    "Form SSA-1370, Part One; EN Guide, Part One",
    "The provider identification number (PID) is filled in.",
    "Fill in your organization's PID.",
    states=MISSING_OR_HELD,
)
MODEL = Test(
    "business-model-chosen",
    "IW-03",
    "Form SSA-1370, Part One; EN Guide, Part One",
    "The business model is one that your organization is approved for.",
    "Choose the business model under which this Ticketholder is served.",
)
HOLDER_CONTACT = Test(
    "ticketholder-contact-complete",
    "IW-05, IW-06",
    "Form SSA-1370, Part One; EN Guide, Part One",
    "The Ticketholder's name, address, one way of contact and the preferred way are filled in.",
    "Fill in the name, the address, a telephone or e-mail, and the preferred way.",
    states=MISSING_OR_HELD,
)
ALTERNATE = Test(
    "alternate-contact-complete",
    "IW-07",
    "Form SSA-1370, Part One; EN Guide, Part One",
    "An alternate contact is filled in completely, or it says why there is none.",
    "Fill in name, relationship, address and telephone, or say why there is none.",
    states=MISSING_OR_HELD,
)
DISCUSSION = Test(
    "discussion-date-and-modality",
    "IW-10, IW-11",
    "EN Guide, Discussion Arrangement",
    "The date and the modality of the one-on-one discussion are filled in.",
    "Fill in when the discussion was held and how: face to face, by telephone or by video.",
)
SYNOPSIS = Test(
    "synopsis-of-the-discussion",
    "IW-12, IW-13, IW-14",
    "EN Guide, Discussion Arrangement",
    "The synopsis says why the goals are attainable and how your services help to reach them.",
    "Write both parts, or attach a document with names, PID and number on it.",
)
HISTORY = Test(
    "work-history-of-six-months",
    "IW-20",
    "EN Guide, Recent Work History",
    "The work history covers at least the last six months, or 18 months where it says that there was no work.",
    "Go back six to 18 months. Without pay slips, write what the Ticketholder remembers.",
)
JOBS = Test(
    "each-job-complete",
    "IW-20",
    "EN Guide, Recent Work History",
    "Each job has its employer, title, start, hours and monthly earnings.",
    "Fill in the job's missing parts, to the best of the Ticketholder's knowledge.",
)
TERMS = Test(
    "all-terms-included",
    "IW-60",
    "20 CFR 411.465(a); EN Guide, Part Three",
    "The plan includes all 15 terms and conditions in a version in force, and each was explained.",
    "Use the terms in force, go through each with the Ticketholder, and tick it.",
)
STATEMENT = Test(
    "statement-in-the-ticketholder-s-voice",
    "IW-61",
    "EN Guide, Statement of Understanding",
    "The statement of understanding is written from the Ticketholder's point of view.",
    "Write the statement as the Ticketholder says it: I, my.",
)
COPY = Test(
    "copy-given-to-the-ticketholder",
    "IW-72",
    "20 CFR 411.465(a)(10)",
    "A copy was given to the Ticketholder in a format the Ticketholder can use.",
    "Give a copy and write down the date.",
)
TESTS = (
    PROVIDER_CONTACT,
    PID,
    MODEL,
    HOLDER_CONTACT,
    ALTERNATE,
    DISCUSSION,
    SYNOPSIS,
    HISTORY,
    JOBS,
    TERMS,
    STATEMENT,
    COPY,
)


def filled(text: str | None) -> bool:
    return bool(text and text.strip())


def complete(test: Test, parts: tuple[tuple[str, bool], ...]) -> Check:
    """Held where every part is there; else unknown, with the parts that are not filled in yet."""
    missing = [name for name, there in parts if not there]
    return unknown(test, NOT_FILLED + ", ".join(missing)) if missing else check(test, True)


def part_one(facts: PlanFacts) -> Iterator[Check]:
    """Contacts, PID and business model."""
    yield complete(PROVIDER_CONTACT, _contact(facts.provider, ("name", "address", "telephone", "email")))
    yield complete(PID, (("PID", filled(facts.pid)),))
    if facts.model is None:
        yield unknown(MODEL, NOT_FILLED + "the business model")
    else:
        yield check(
            MODEL,
            facts.model in facts.models,
            (("model", facts.model), ("approved", tuple(sorted(facts.models)))),
        )
    holder = facts.holder
    way = filled(holder.telephone) or filled(holder.mobile) or filled(holder.email)
    yield complete(
        HOLDER_CONTACT,
        (
            *_contact(holder, ("name", "address")),
            ("telephone or email", way),
            ("preferred way of contact", filled(facts.preferred_contact)),
        ),
    )
    if facts.alternate is None:
        yield complete(ALTERNATE, (("alternate contact", filled(facts.no_alternate_reason)),))
    else:
        yield complete(ALTERNATE, _contact(facts.alternate, ("name", "relationship", "address", "telephone")))


def _contact(party: Party, names: tuple[str, ...]) -> tuple[tuple[str, bool], ...]:
    return tuple((name, filled(getattr(party, name))) for name in names)


def discussion(facts: PlanFacts, on: date) -> Iterator[Check]:
    """Date, modality and synopsis. A discussion cannot be held in the future."""
    talk = facts.discussion
    if talk.held_on is None or not talk.modalities:
        yield unknown(DISCUSSION, NOT_FILLED + "when and how the discussion was held")
    else:
        yield check(
            DISCUSSION, talk.held_on <= on, (("held_on", talk.held_on), ("modalities", talk.modalities))
        )
    if not talk.separate:
        parts = (
            ("why the goals are attainable", filled(talk.why_attainable)),
            ("how the services help", filled(talk.how_services_help)),
        )
        yield complete(SYNOPSIS, parts)
    elif talk.separate_names is None:
        yield unknown(SYNOPSIS, "whether the attached document shows names, PID and number")
    else:
        yield check(SYNOPSIS, talk.separate_names, (("separate_document", True),))


def work_history(facts: PlanFacts, on: date, settings: CaseworkSettings) -> Iterator[Check]:
    """Six months back, or 18 where there was no work; each job complete."""
    history = facts.work_history
    if history is None or history.covers_from is None:
        yield unknown(HISTORY, NOT_FILLED + "the work history")
        yield unknown(JOBS, NOT_FILLED + "the work history")
        return
    back = settings.work_history_months if history.jobs else settings.no_work_months
    needed = months_after(on, -back)
    yield check(
        HISTORY,
        history.covers_from <= needed,
        (("covers_from", history.covers_from), ("needed_from", needed), ("jobs", len(history.jobs))),
    )
    bad = [one for one in history.jobs if _out_of_order(one, on)]
    if bad:
        yield check(JOBS, False, tuple([("dates_out_of_order", one.employer) for one in bad]))
        return
    gaps = sum(not _job_complete(one) for one in history.jobs)
    yield complete(JOBS, ((f"parts of {gaps} of the jobs", not gaps),))


def _job_complete(job: Job) -> bool:
    numbers = (job.from_, job.hours_a_week, job.monthly_cents)
    return filled(job.employer) and filled(job.title) and None not in numbers


def _out_of_order(job: Job, on: date) -> bool:
    if job.from_ is None:
        return False
    return job.from_ > on or (job.until is not None and job.until < job.from_)


def part_three(facts: PlanFacts, settings: CaseworkSettings) -> Iterator[Check]:
    """The terms in a version in force, all explained; the statement; the copy."""
    terms = facts.terms
    numbers = set(range(1, settings.terms_count + 1))
    if terms.version is None:
        yield unknown(TERMS, NOT_FILLED + "the terms and conditions")
    elif terms.version not in facts.terms_in_force:
        yield check(TERMS, False, (("version", terms.version),))
    elif left := sorted(numbers - terms.explained):
        yield unknown(
            TERMS,
            "the explanation of terms " + ", ".join(map(str, left)),
            (("version", terms.version),),
        )
    else:
        yield check(TERMS, True, (("version", terms.version),))
    if not filled(terms.statement):
        yield unknown(STATEMENT, NOT_FILLED + "the statement of understanding")
    else:
        words = re.findall(r"\w+", (terms.statement or "").casefold())
        yield check(STATEMENT, not OWN_WORDS.isdisjoint(words))


def copy_given(facts: PlanFacts, on: date) -> Check:
    if facts.copy_given_on is None:
        return unknown(COPY, NOT_FILLED + "when a copy was given")
    return check(
        COPY, facts.copy_given_on <= on, (("given_on", facts.copy_given_on),), true_from=facts.copy_given_on
    )
