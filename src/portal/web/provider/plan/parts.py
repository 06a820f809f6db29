"""The parts of a plan in their order: address, title, which checks belong to each, which forms it shows."""

from portal.policy import plan_goals, plan_parts, plan_services
from portal.web.provider.plan import filled as parts
from portal.web.provider.plan.findings import Part

# The checks of which services are ticked; all others are about what each of them is.
CHOSEN = (plan_services.ANY, plan_services.FOLLOW_UP, plan_services.KNOWN_KIND)
PARTS: tuple[Part, ...] = (
    Part(
        parts.CONTACTS,
        "Contact information",
        "Part One. Your organization's name and PID come from its record.",
        (
            plan_parts.PROVIDER_CONTACT,
            plan_parts.PID,
            plan_parts.MODEL,
            plan_parts.HOLDER_CONTACT,
            plan_parts.ALTERNATE,
        ),
        lambda one: [one.contacts],
    ),
    Part(
        parts.DISCUSSION,
        "Discussion",
        "Part Two, Section 1. The one-on-one discussion in which you planned this together.",
        (plan_parts.DISCUSSION, plan_parts.SYNOPSIS),
        lambda one: [one.discussion],
        uploads=True,
    ),
    Part(
        parts.HISTORY,
        "Recent work history",
        "Part Two, Section 2. Six to 18 months back. Without pay stubs, write what the Ticketholder remembers.",
        (plan_parts.HISTORY, plan_parts.JOBS),
        lambda one: [one.history],
    ),
    Part(
        parts.GOALS,
        "Employment goals",
        "Part Two, Section 3. The first 18 months, and three to five years from now.",
        plan_goals.TESTS,
        lambda one: [one.short, one.long],
    ),
    Part(
        parts.SERVICES,
        "Supports and services: which",
        "Part Two, Section 4. Tick only what you will give. Regular follow-up is part of every plan.",
        CHOSEN,
        lambda one: [one.services],
    ),
    Part(
        parts.DESCRIBE,
        "Supports and services: what exactly",
        "Part Two, Section 4. Say for each ticked service what you will do for this Ticketholder.",
        tuple(test for test in plan_services.TESTS if test not in CHOSEN),
        lambda one: list(one.described),
    ),
    Part(
        parts.TERMS,
        "Terms and conditions",
        "Part Three. Go through each term with the Ticketholder, and tick it.",
        (plan_parts.TERMS,),
        lambda one: [one.terms],
    ),
    Part(
        parts.STATEMENT,
        "Statement of understanding",
        "Part Three. What the Ticketholder says.",
        (plan_parts.STATEMENT,),
        lambda one: [one.statement],
    ),
    Part(
        parts.PAPER,
        "The signed plan on paper",
        "Only for a plan that is signed already: on your own form, or with a signature service.",
        (),
        lambda one: [one.paper],
        uploads=True,
        asked=lambda one: one.on_paper,
    ),
)
