"""A decided request as a letter: the denial notice, or the approval, from the answer the provider was shown."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.text import capfirst

from portal.kernel import documents
from portal.payments.record import DeterminationShown, RequestRecord
from portal.policy.denials import DENIALS
from portal.policy.reconsideration import last_day
from portal.web.ui import formats
from portal.web.ui.decision_view import value_words

DENIAL, APPROVAL = "denial-notice", "decision"
_ASK_AGAIN = (
    "If you have more evidence, or think that a fact above is wrong, you can ask for reconsideration until {}. Open "
    "this request in the portal, say why, and add what you have. An analyst who did not decide it before decides again."
)
_RECONSIDERED = (
    "This denial was reconsidered, and it stands. If you disagree, your agreement's procedure for payment disputes says "
    "what you can do next (20 CFR 411.590)."
)
_OTHER = "You can also ask for another month, or for another payment, at any time within its limits."
_NEXT = (
    "A second person releases the payment. The Treasury then pays to the account in your SAM registration.",
    "The portal shows each step with its date.",
)


def kind(record: RequestRecord) -> str:
    """Which letter belongs to the request as it stands; "" for none."""
    latest = record.latest
    if latest is None or record.row.decided_on is None:
        return ""
    return {"deny": DENIAL, "approve": APPROVAL}.get(latest.determined, "")


def document(record: RequestRecord) -> tuple[str, Mapping[str, Any]] | None:
    """Template and data of the letter, for `kernel.documents.render`."""
    latest, decided_on, template = record.latest, record.row.decided_on, kind(record)
    if latest is None or decided_on is None or not template:
        return None
    make = _denial if template == DENIAL else _approval
    return template, make(record, latest, decided_on)


def _denial(record: RequestRecord, latest: DeterminationShown, decided_on: date) -> documents.DenialNotice:
    failed = [check for check in latest.shown["checks"] if check["state"] == "failed"]
    main = next((check for check in failed if check["denial"] == latest.denial_code), None)
    others = [check for check in failed if check is not main]
    note = next((step.note for step in reversed(record.timeline) if step.to_state == "denied"), "")
    made: documents.DenialNotice = {
        "number": record.row.number,
        "organisation": record.row.organisation_name,
        "claim_month": formats.month(record.row.claim_month),
        "payment": record.row.kind_words,
        "decided_on": decided_on,
        "primary": _check(main) if main else _code_alone(latest.denial_code),
        "others": [_check(check) for check in others],
        "reconsideration": [_again(record, decided_on), _OTHER],
    }
    if note:
        made["note"] = note
    return made


def _again(record: RequestRecord, decided_on: date) -> str:
    last = next((step for step in reversed(record.timeline) if step.to_state == "denied"), None)
    if last is not None and last.from_state == "reconsideration":
        return _RECONSIDERED
    return _ASK_AGAIN.format(formats.day(last_day(decided_on)))


def _approval(record: RequestRecord, latest: DeterminationShown, decided_on: date) -> documents.Decision:
    return {
        "number": record.row.number,
        "organisation": record.row.organisation_name,
        "claim_month": formats.month(record.row.claim_month),
        "payment": record.row.kind_words,
        "decided_on": decided_on,
        "amount": Decimal(latest.amount_cents or 0) / 100,
        "figure": _figure(latest.shown),
        "checks": [_check(check) for check in latest.shown["checks"]],
        "next_steps": [*latest.shown["notes"], *_NEXT],
    }


def _check(check: Mapping[str, Any]) -> documents.Check:
    made: documents.Check = {
        "sentence": check["says"],
        "rule": check["rule"],
        "citation": check["citation"],
        "facts": [
            {"name": capfirst(name.replace("_", " ")), "value": value_words(value)}
            for name, value in check["facts"].items()
        ],
    }
    if check["state"] != "held":
        if check["denial"]:
            made["code"] = check["denial"]
        if check["remedy"]:
            made["remedy"] = check["remedy"]
    return made


def _code_alone(code: str) -> documents.Check:
    """A denial whose reason is the code itself, as for a request sent twice."""
    denial = DENIALS[code]
    return {
        "sentence": denial.reason,
        "rule": "EVD-08",
        "citation": "20 CFR 411.575",
        "facts": [],
        "code": denial.code,
        "remedy": denial.remedy,
    }


def _figure(shown: Mapping[str, Any]) -> documents.Figure:
    """The dated figure the amount comes from: that of the last check that has one equal to it, else the last."""
    figures = [check["figure"] for check in shown["checks"] if check["figure"]]
    exact = [figure for figure in figures if figure["amount"] == shown["amount"]]
    chosen = (exact or figures or [None])[-1]
    if chosen is None:
        return {"name": "Amount", "value": "see the checks below", "citation": "", "standing": ""}
    return {
        "name": f"{chosen['name']} {chosen['year']}",
        "value": formats.dollars(chosen["amount"]),
        "citation": chosen["source"],
        "standing": chosen["standing"],
    }
