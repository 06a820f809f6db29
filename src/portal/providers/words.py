"""Changes of a provider's record in words: what the trail keeps as fields and values, as people read it."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from portal.providers import business_models

# A column that ends a period holds the first day no longer good; people are shown the last good one.
LABELS: dict[str, str] = {
    "ein": "EIN",
    "pid": "PID",
    "uei": "UEI",
    "sam_registered_until": "SAM registration, last day",
    "bank_verified_until": "Bank account verified, last day",
    "bank_current": "Bank account current",
    "business_models": "Business models",
    "number": "Number",
    "from_on": "From",
    "until_on": "Last day",
    "name": "Name",
    "certificate": "Certificate",
    "share_rule": "Payment shares",
    "reason": "Reason",
    "lifted_why": "Why it was lifted",
    "state": "Roll-out",
    "system": "Payment system",
    "noticed_on": "Notice given on",
    "moves_on": "Moves on",
}
PARTS: dict[str, str] = {
    "numbers": "Numbers",
    "registration": "SAM registration",
    "bank": "Bank account",
    "business-models": "Business models",
    "agreement": "Agreement",
    "hold": "Hold",
    "affiliate": "Affiliate",
    "counsellor": "Certified counselor",
    "roll-out": "Roll-out",
    "payment-system": "Payment system",
}
NONE = "none"
UNTIL = frozenset({"sam_registered_until", "bank_verified_until", "until_on"})


def changes_words(changes: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Each change as its name, the old value and the new one."""
    told = [
        (LABELS.get(field, field), value_words(field, old), value_words(field, new))
        for field, (old, new) in changes.items()
    ]
    return [words for words in told if words[1] != words[2]]


def value_words(field: str, value: Any) -> str:
    """One value as the trail keeps it (JSON), in words."""
    match value:
        case None | "" | []:
            return NONE
        case bool():
            return "yes" if value else "no"
        case list():
            return ", ".join(business_models.names(value))
        case str() if field in UNTIL or field.endswith("_on"):
            day = date.fromisoformat(value) - timedelta(days=field in UNTIL)
            return f"{day:%m/%d/%Y}"
    return str(value)
