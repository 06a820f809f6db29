"""Checks of a plan's services (Part Two, Section 4; mission row D4): every ticked box names the specific service."""

import re
from collections.abc import Iterator

from portal.policy.core import Check, State, Test, check, unknown
from portal.policy.plan_facts import Service
from portal.policy.plan_parts import NOT_FILLED, complete, filled
from portal.policy.tables.parameters import CaseworkSettings

KINDS = (
    "benefits-counseling",
    "goal-setting",
    "job-coaching",
    "job-development",
    "training",
    "job-search",
    "job-accommodation",
    "job-placement",
    "follow-up-initial",
    "follow-up-ongoing",
    "job-stabilization",
    "career-advancement",
    "other",
)
"""IW-40 to IW-52 in the order of the form."""

ALWAYS = ("follow-up-initial", "follow-up-ongoing")
WHEN = frozenset({"now", "after-nine-months"})
_WIPA = re.compile(r"\bWIPA\b|Work Incentives Planning and Assistance", re.IGNORECASE)
_HELP_LINE = re.compile(r"\bHelp\s?line\b", re.IGNORECASE)
_GUIDE = "EN Guide, EN Supports and Services; 20 CFR 411.465(a)(2)"
ANY = Test(
    "at-least-one-service",
    "IW-40 to IW-52",
    _GUIDE,
    "At least one service is ticked besides the regular follow-up.",
    "Tick the services that help the Ticketholder to reach the goals.",
)
FOLLOW_UP = Test(
    "regular-follow-up-included",
    "IW-48, IW-49",
    _GUIDE,
    "Regular follow-up is included: monthly in the initial phase, quarterly in the ongoing phase.",
    "Add both kinds of regular follow-up. They are part of every plan.",
)
KNOWN_KIND = Test(
    "service-is-on-the-form",
    "IW-40 to IW-52",
    _GUIDE,
    "The service is one of the form's, or stands under other services.",
    "Choose a service of the form, or write it under other services.",
    states=(State.HELD, State.FAILED),
)
SPECIFIC = Test(
    "specific-service-named",
    "IW-40 to IW-52",
    _GUIDE,
    "The ticked service says what your organization will do and how it helps.",
    "Write what you will do for this Ticketholder, in a sentence or more.",
)
TIMED = Test(
    "service-says-when",
    "IW-40 to IW-52",
    "Secure Provider Portal guide, Individual Work Plan",
    "The ticked service says when it is given: now, or after nine months.",
    "Choose when the service is given.",
)
COUNSELLING = Test(
    "benefits-counseling-by-a-certified-counselor-or-wipa",
    "IW-40",
    _GUIDE,
    "Benefits counseling is given by your certified counselor, or the plan says that the Ticketholder is referred to "
    "a WIPA through the Ticket to Work Help Line.",
    "Write: is being referred to a WIPA via the Ticket to Work Help Line for benefits counseling.",
)
TRAINING_BY = Test(
    "training-says-who-how-and-who-pays",
    "IW-44",
    _GUIDE,
    "The training says who performs it, whether it is virtual or in person, and who pays.",
    "Fill in who performs the training, how it is delivered, and who pays for it.",
)
ACCOMMODATION_BY = Test(
    "accommodation-says-who-asks",
    "IW-46",
    _GUIDE,
    "The job accommodation says whether the Employment Network or the Ticketholder asks for it.",
    "Fill in who asks for the accommodation.",
)
PLACEMENT = Test(
    "placement-says-direct-or-assistance",
    "IW-47",
    _GUIDE,
    "The job placement says whether you place the Ticketholder directly or assist.",
    "Choose direct placement or assistance.",
)
TESTS = (ANY, FOLLOW_UP, KNOWN_KIND, SPECIFIC, TIMED, COUNSELLING, TRAINING_BY, ACCOMMODATION_BY, PLACEMENT)


def service_checks(
    services: tuple[Service, ...] | None, certified_counsellor: bool | None, settings: CaseworkSettings
) -> Iterator[Check]:
    """All checks of the ticked services, each service by itself."""
    if services is None:
        yield unknown(ANY, NOT_FILLED + "the services")
        yield unknown(FOLLOW_UP, NOT_FILLED + "the services")
        return
    kinds = tuple(one.kind for one in services)
    yield check(ANY, not set(kinds).issubset(ALWAYS), (("services", kinds),))
    yield check(FOLLOW_UP, set(ALWAYS).issubset(kinds), (("services", kinds),))
    for service in services:
        yield from _service(service, certified_counsellor, settings)


def _service(
    service: Service, certified_counsellor: bool | None, settings: CaseworkSettings
) -> Iterator[Check]:
    which = (("service", service.kind),)
    yield check(KNOWN_KIND, service.kind in KINDS, which)
    text = (service.specific or "").strip()
    if not text:
        yield unknown(SPECIFIC, NOT_FILLED + "what the service is", which)
    else:
        yield check(SPECIFIC, len(text) >= settings.service_text_length, (*which, ("characters", len(text))))
    if service.when is None:
        yield unknown(TIMED, NOT_FILLED + "when the service is given", which)
    else:
        yield check(TIMED, service.when in WHEN, (*which, ("when", service.when)))
    match service.kind:
        case "benefits-counseling":
            yield _counselling(text, certified_counsellor)
        case "training":
            yield _training(service)
        case "job-accommodation":
            yield _accommodation(service)
        case "job-placement":
            yield _placement(service)


def _counselling(text: str, certified: bool | None) -> Check:
    named = bool(_WIPA.search(text) and _HELP_LINE.search(text))
    said = (("certified_counselor", certified), ("names_the_referral", named))
    if certified is None and not named:
        return unknown(COUNSELLING, "whether your organization has a certified benefits counselor", said)
    return check(COUNSELLING, bool(certified) or named, said)


def _training(service: Service) -> Check:
    if service.delivered is not None and service.delivered not in ("virtual", "in-person", "both"):
        return check(TRAINING_BY, False, (("delivered", service.delivered),))
    return complete(
        TRAINING_BY,
        (
            ("who performs it", filled(service.performed_by)),
            ("virtual or in person", filled(service.delivered)),
            ("who pays", filled(service.paid_by)),
        ),
    )


def _accommodation(service: Service) -> Check:
    if service.requested_by is None:
        return unknown(ACCOMMODATION_BY, NOT_FILLED + "who asks for the accommodation")
    return check(
        ACCOMMODATION_BY,
        service.requested_by in ("provider", "ticketholder"),
        (("by", service.requested_by),),
    )


def _placement(service: Service) -> Check:
    if service.placement is None:
        return unknown(PLACEMENT, NOT_FILLED + "direct placement or assistance")
    return check(
        PLACEMENT, service.placement in ("direct", "assistance"), (("placement", service.placement),)
    )
