"""Signatures on plans and amendments: both parties, in an approved way, by a cleared representative (D5)."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from portal.policy.access import Cleared, Employed
from portal.policy.core import Check, Decision, State, Test, check, decide, failed, unknown
from portal.policy.dates import within

RULE = "signature"
VERSION = "2025-12"
METHODS = frozenset({"electronic", "in-person-on-screen", "scanned-wet", "wet", "outside-service"})


class Signature(NamedTuple):
    """One party's signature. `printed_name` is the name in letters, where it is given."""

    signed_on: date
    method: str
    printed_name: str | None = None


class Signer(NamedTuple):
    """The EN representative who signed: the clearance and the work that had begun by the day of signing."""

    clearance: Cleared | None
    employment: Employed | None


class SignatureFacts(NamedTuple):
    """None is "not there yet"; `not_before` is the day before which neither signature can be (a plan's own)."""

    holder: Signature | None
    provider: Signature | None
    signer: Signer | None
    not_before: date | None = None


UNSIGNED = SignatureFacts(None, None, None)
_KNOWN = (State.HELD, State.FAILED)
HOLDER = Test(
    "ticketholder-has-signed",
    "IW-70",
    "20 CFR 411.465, 411.470(a)(1); EN Guide, Part Three",
    "The Ticketholder or the representative has signed and dated it.",
    "Have the Ticketholder sign and date it. It is not valid before both have signed.",
)
PROVIDER = Test(
    "provider-has-signed",
    "IW-71",
    "20 CFR 411.465, 411.470(a)(1); EN Guide, Part Three",
    "A representative of your organization has signed and dated it.",
    "Have a cleared representative sign and date it. It is not valid before both have signed.",
)
METHOD = Test(
    "signed-in-an-approved-way",
    "IW-70",
    "EN Guide, Part Three: wet or electronic signature",
    "Each signature is a wet or an electronic one.",
    "Sign again with an electronic signature, or scan the page signed by hand.",
)
PRINTED = Test(
    "representative-s-name-is-printed",
    "IW-71",
    "EN Guide, Part Three and Amending IWPs",
    "The representative's name is printed with the signature.",
    "Add the representative's name in letters.",
)
CLEARED = Test(
    "representative-was-cleared-on-the-day",
    "IW-71",
    "EN Essentials, 20 September 2023; portal access gate (b)",
    "The representative had a favorable suitability clearance on the day of signing.",
    "Have a representative with a current clearance sign. A clearance is good through its expiry date.",
)
EMPLOYED = Test(
    "representative-worked-for-the-provider",
    "IW-71",
    "EN Essentials, 20 September 2023",
    "The representative's work at your organization was verified and current on the day of signing.",
    "Have a representative of your organization sign.",
)
IN_ORDER = Test(
    "signatures-in-order-of-time",
    "IW-10, AM-08",
    "EN Guide, Discussion Arrangement and Amending IWPs",
    "No signature is dated in the future, or before what it rests on.",
    "Correct the date, or sign again.",
)
TESTS = (HOLDER, PROVIDER, METHOD, PRINTED, CLEARED, EMPLOYED, IN_ORDER)
OF_PARTY = {
    "holder": (HOLDER, METHOD, IN_ORDER),
    "provider": (PROVIDER, METHOD, PRINTED, CLEARED, EMPLOYED, IN_ORDER),
}


def latest(facts: SignatureFacts) -> date | None:
    """The later of both signatures: the assignment date (AS-15). None while one is missing."""
    if facts.holder is None or facts.provider is None:
        return None
    return max(facts.holder.signed_on, facts.provider.signed_on)


def judge_signature(facts: SignatureFacts, party: str, on: date) -> Decision:
    """May this party's signature be taken as it is in `facts`, beside the other's where that is there already?"""
    checks = signature_checks(facts, on, required=True)
    return decide(RULE, VERSION, (one for one in checks if one.test in OF_PARTY[party]))


def signature_checks(facts: SignatureFacts, on: date, *, required: bool) -> Iterator[Check]:
    """All checks of the signatures as of `on`. Where they are `required` now, a missing one fails."""
    for test, signature, who in (
        (HOLDER, facts.holder, "the Ticketholder's signature"),
        (PROVIDER, facts.provider, "your representative's signature"),
    ):
        if signature is not None:
            yield check(test, True, (("signed_on", signature.signed_on),))
        else:
            yield failed(test) if required else unknown(test, who)
    yield _method(facts)
    yield from _representative(facts.provider, facts.signer)
    yield _order(facts, on)


def _method(facts: SignatureFacts) -> Check:
    methods = [one.method for one in (facts.holder, facts.provider) if one is not None]
    if not methods:
        return unknown(METHOD, "the signatures")
    return check(METHOD, METHODS.issuperset(methods), (("methods", tuple(methods)),))


def cleared_on(signer: Signer, day: date) -> bool | None:
    """Had the signer a favourable clearance on the day? None where none is on record."""
    clearance = signer.clearance
    if clearance is None:
        return None
    return clearance.favourable and clearance.decided_on <= day <= clearance.expires_on


def _representative(signature: Signature | None, signer: Signer | None) -> Iterator[Check]:
    if signature is None:
        yield from (unknown(test, "your representative's signature") for test in (PRINTED, CLEARED, EMPLOYED))
        return
    day = signature.signed_on
    yield check(PRINTED, bool((signature.printed_name or "").strip()))
    clearance = signer.clearance if signer else None
    if clearance is None:
        yield unknown(CLEARED, "the representative's clearance")
    else:
        yield check(
            CLEARED,
            bool(signer and cleared_on(signer, day)),
            (
                ("signed_on", day),
                ("decided_on", clearance.decided_on),
                ("last_good_day", clearance.expires_on),
            ),
        )
    work = signer.employment if signer else None
    if work is None:
        yield unknown(EMPLOYED, "the representative's work at your organization")
    else:
        verified = work.verified_on is not None and within(work.started_on, work.ended_on, day)
        yield check(EMPLOYED, verified, (("signed_on", day), ("started_on", work.started_on)))


def _order(facts: SignatureFacts, on: date) -> Check:
    days = [one.signed_on for one in (facts.holder, facts.provider) if one is not None]
    if not days:
        return unknown(IN_ORDER, "the signatures")
    floor = facts.not_before
    holds = max(days) <= on and (floor is None or floor <= min(days))
    said = (("first_signed_on", min(days)), ("last_signed_on", max(days)), ("not_before", floor))
    return check(IN_ORDER, holds, said, true_from=max(days) if max(days) > on else None)
