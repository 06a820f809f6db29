"""Why something about a plan was not done, as a sentence: what failed, what is on record, what to do."""

from collections.abc import Iterable
from datetime import date

from portal.kernel.documents.words import long_date
from portal.policy.core import Check, Decision, State, shown


def sentence(decision: Decision) -> str:
    """The first failed check, or what is missing first; empty where nothing is open."""
    failed = [one for one in decision.checks if one.state is State.FAILED]
    missing = [one for one in decision.checks if one.state is State.UNKNOWN]
    return check_sentence((failed or missing)[0]) if failed or missing else ""


def check_sentence(check: Check) -> str:
    """One open check: what it asks, what is on record or missing, and the remedy."""
    known = "; ".join(_fact(name, value) for name, value in check.facts if value not in (None, ()))
    about = f"Missing: {check.needs}." if check.needs else f"On record: {known}." if known else ""
    return " ".join(part for part in (f"Not met: {check.test.says}", about, check.test.remedy) if part)


def sentences(checks: Iterable[Check]) -> str:
    return " ".join(check_sentence(one) for one in checks)


def _fact(name: str, value: object) -> str:
    words = long_date(value) if isinstance(value, date) else str(shown(value))
    return f"{name.replace('_', ' ')} {words}"
