"""What a provider may see of a decision (mission row L7; readings settled, "Who may see wages").

The decision keeps every fact. What a provider gave, or the Ticketholder gave it, it sees. Of earnings on Social
Security's or a tax record it sees only on which side of the month's threshold they lie. Of another provider's
earnings, payments, requests and name it sees that they are on record.
"""

from portal.policy.core import Check, Decision, Earned, EarnedMonths, Figure, Json, Month, Owned, shown
from portal.policy.records import PaymentFacts
from portal.policy.tables.figures import TRIAL_WORK_LEVEL

ON_RECORD = "on record, not shown to you"
AT_OR_ABOVE = "at or above"
BELOW = "below"
_GIVEN, _RECORD = "given", "ssa-record"
_OWN = frozenset({Owned, Earned, EarnedMonths})


def shown_to_provider(decision: Decision, provider: str, facts: PaymentFacts) -> dict[str, Json]:
    """The decision as JSON, like `to_json`, without what this provider may not see."""
    classes = disclosure_by_month(facts)
    return decision.to_json(lambda check: _check(check, provider, classes))


def shown_to_organisation(decision: Decision, organisation: str) -> dict[str, Json]:
    """A decision without earnings as JSON, like `to_json`: what belongs to another organisation is only named."""
    result = decision.to_json()
    result["checks"] = [_check(check, organisation, {}) for check in decision.checks]
    result["primary"] = _check(decision.primary, organisation, {}) if decision.primary else None
    return result


def disclosure_by_month(facts: PaymentFacts) -> dict[Month, str]:
    """The strictest disclosure class among each month's earnings: a sum shows what each of its parts is."""
    classes: dict[Month, str] = {}
    for row in facts.earnings:
        old = classes.get(row.month, _GIVEN)
        if row.disclosure not in (_GIVEN, _RECORD) or old not in (_GIVEN, _RECORD):
            classes[row.month] = "other-provider"
        else:
            classes[row.month] = _GIVEN if old == row.disclosure == _GIVEN else _RECORD
    return classes


def is_shown_whole(check: Check) -> bool:
    """Has the check no fact that is anybody's own?"""
    return _OWN.isdisjoint([type(value) for _, value in check.facts])


def facts_shown(check: Check, provider: str, classes: dict[Month, str]) -> dict[str, Json]:
    """The facts of a check, without what this provider may not see."""
    return {name: _fact(value, check.figure, provider, classes) for name, value in check.facts}


def _check(check: Check, provider: str, classes: dict[Month, str]) -> dict[str, Json]:
    return check.to_json(facts_shown(check, provider, classes))


def _fact(value: object, figure: Figure | None, provider: str, classes: dict[Month, str]) -> Json:
    match value:
        case Owned(owner, owned):
            return _fact(owned, figure, provider, classes) if owner == provider else ON_RECORD
        case Earned(month):
            return _earned(value, figure, classes.get(month, _GIVEN))
        case EarnedMonths(months):
            return [
                str(month) if classes.get(month, _GIVEN) in (_GIVEN, _RECORD) else ON_RECORD
                for month in months
            ]
    return shown(value)


def _earned(earned: Earned, figure: Figure | None, disclosure: str) -> Json:
    if disclosure == _GIVEN:
        return shown(earned)
    if disclosure != _RECORD:
        return ON_RECORD
    threshold = figure or TRIAL_WORK_LEVEL.on(earned.month)
    if threshold is None or earned.low < threshold.cents <= earned.high:
        return ON_RECORD
    return AT_OR_ABOVE if earned.low >= threshold.cents else BELOW
