"""The plan that a Ticketholder and a provider signed, as the facts of the law: what it says follows from the life."""

from datetime import date, timedelta

from portal.casework.plan.terms import in_force
from portal.nation.cast import Cast
from portal.nation.figures import substantial, trial_work_level
from portal.nation.lives import Life
from portal.policy.core import Month
from portal.policy.dates import months_after
from portal.policy.plan_facts import (
    Discussion,
    Goal,
    Job,
    Party,
    PlanFacts,
    Service,
    Terms,
    WorkHistory,
)
from portal.policy.tables.parameters import CASEWORK

# Kinds of work, a first job and a later one.
_WORK = (
    ("Grocery clerk", "Assistant store manager"),
    ("Office assistant", "Bookkeeper"),
    ("Kitchen helper", "Cook"),
    ("Customer service agent", "Team lead in customer service"),
    ("Warehouse helper", "Inventory specialist"),
    ("Home health aide", "Licensed practical nurse"),
)
_FOLLOW_UP = "A call or a meeting at least once a month, about the job, the services and what comes next."
_LATER = "A call at least every three months, about the job, the earnings and what is needed to keep it."
_SERVICES = (
    Service("job-search", "Two job leads a week, and help with applications and the resume.", "now"),
    Service("job-coaching", "Practicing interviews, and a coach at the workplace in the first weeks.", "now"),
    Service(
        "benefits-counseling",
        "The Ticketholder is being referred to a WIPA via the Ticket to Work Help Line for benefits counseling.",
        "now",
    ),
    Service("career-advancement", "A talk about certificates and promotion.", "after-nine-months"),
)
_ALWAYS = (
    Service("follow-up-initial", _FOLLOW_UP, "now"),
    Service("follow-up-ongoing", _LATER, "after-nine-months"),
)


def kinds_of_service(life: Life) -> tuple[str, ...]:
    """What the plan of this life ticks, without the follow-up that every plan has."""
    return tuple(one.kind for one in _chosen(life))


def plan_of(life: Life, organisation: str, talked_on: date, starts_on: date, cast: Cast) -> PlanFacts:
    """The plan as it was locked for signing; its goals are measured from `starts_on`."""
    name, work = life.person.name, _WORK[life.person.born.month % len(_WORK)]
    return PlanFacts(
        provider=_provider(organisation, cast),
        pid=cast.pids[organisation],
        model=cast.model_of(organisation),
        models=frozenset({cast.model_of(organisation)}),
        holder=Party(name, "12 Elm Street, Springfield", "(555) 010-0123"),
        preferred_contact="telephone",
        no_alternate_reason="Lives alone and names nobody.",
        discussion=Discussion(
            held_on=talked_on,
            modalities=("telephone",) if life.person.born.day % 3 else ("face-to-face",),
            why_attainable="Has done this kind of work before and can travel by bus.",
            how_services_help="Job leads and coaching open the first job; follow-up helps to keep it.",
        ),
        work_history=_history(life, starts_on),
        short_term=_goal(work[0], starts_on, life, long=False),
        long_term=_goal(work[1], starts_on, life, long=True),
        blind=_blind(life, starts_on),
        services=(*_ALWAYS, *_chosen(life)),
        certified_counsellor=False,
        terms=Terms(
            in_force(starts_on),
            frozenset(range(1, CASEWORK.terms_count + 1)),
            "I want to work and support myself. I understand this plan and how I can change it.",
        ),
        terms_in_force=frozenset({in_force(starts_on)}),
    )


def _provider(organisation: str, cast: Cast) -> Party:
    slug = cast.slugs[organisation]
    return Party(organisation, "1 Main Street, Springfield", "(555) 010-0100", f"office@{slug}.example.org")


def _chosen(life: Life) -> tuple[Service, ...]:
    first = life.person.born.day % len(_SERVICES)
    return tuple(_SERVICES[(first + place) % len(_SERVICES)] for place in range(2))


def _history(life: Life, starts_on: date) -> WorkHistory:
    """The last job before the plan, or the statement that there was none."""
    before = [one for one in life.earned if one.month < Month.of(starts_on) and one.employer]
    if not before:
        return WorkHistory(months_after(starts_on, -CASEWORK.no_work_months), ())
    last = before[-1]
    job = Job(
        last.employer, "Helper", last.month.first, last.month.last, 20, last.cents // 100 * 100, "memory"
    )
    return WorkHistory(months_after(starts_on, -CASEWORK.no_work_months), (job,))


def _goal(job: str, starts_on: date, life: Life, *, long: bool) -> Goal:
    # The figures of a year before the first that is loaded are those of the first.
    month = max(Month.of(starts_on), Month.parse("2019-01"))
    if long:
        cents = round(substantial(month, _blind(life, starts_on)) * 1.4)
        return Goal(
            f"Full-time work as {job.lower()}, with benefits replaced by earnings.",
            job,
            40,
            True,
            cents,
            starts_on + timedelta(days=1_400),
        )
    cents = round(trial_work_level(month) * 1.1)
    return Goal(f"Part-time work as {job.lower()}.", job, 20, False, cents, starts_on + timedelta(days=300))


def _blind(life: Life, on: date) -> bool:
    month = Month.of(on)
    return any(since <= month and (until is None or month < until) for since, until in life.blind)
