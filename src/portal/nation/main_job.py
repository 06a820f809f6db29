"""The main job, done once as people do it, and compared wherever its answer stands: pages, command line, ledger."""

import json
import subprocess
import sys
from collections.abc import Iterator
from random import Random
from typing import Any, NamedTuple

from django.db.models import Sum

from portal.kernel import vault
from portal.kernel.actor import SYSTEM
from portal.kernel.clock import now
from portal.kernel.models import StoredDecision
from portal.kernel.unit import open_unit
from portal.nation import at_work
from portal.nation.at_work import persona
from portal.nation.payable import ForAPerson, Payable, for_a_person, payable
from portal.nation.visitor import Page, Visitor
from portal.payments.models import Award, Determination, LedgerEntry, PaymentRequest
from portal.policy.core import Outcome, in_dollars
from portal.tickets.models import Ticket

CLERK, ANALYST = "clerk", "analyst"
_DECIDE = (sys.executable, "-m", "portal.cli.main", "decide", "payment")
_WHY = "The main job's own check: the record was read, and no check of the rules stands against this."


class Difference(AssertionError):
    """Two places that must say the same do not, or nothing was left to do the job with."""


class Recorded(NamedTuple):
    """What the database says of a request; money in whole cents, `posted` by ledger account."""

    state: str
    amount: int | None
    denial: str
    facts: dict[str, Any]
    answer: dict[str, Any]
    determined: str
    awards: list[int]
    posted: dict[str, int]
    all_posted: int


def main_job(url: str, random: Random) -> Iterator[str]:
    """Ask for a payment that the rules grant and for one that a person decides; a line for each when it holds.

    Raises Difference, or at_work.Unexpected where a page is not the one that should come.
    """
    clerk = at_work.sign_in(url, persona(CLERK).email)
    yield granted(clerk, random)
    yield decided_by_a_person(clerk, at_work.sign_in(url, persona(ANALYST).email), random)


def granted(clerk: Visitor, random: Random) -> str:
    """The clerk's whole way: by SSN, month, check, submit, confirmation, answer."""
    found = payable(persona(CLERK).organisation, random)
    if not found:
        raise Difference(_nothing_left("payable"))
    drawn = random.choice(found)
    check, shown = _ask(clerk, drawn)
    _says(check, f"Can be paid {in_dollars(drawn.cents)}", "the page to check the answers")
    [number] = shown.requests
    _says(shown.page, f"{number} Approved", "the confirmation")
    _says(shown.page, in_dollars(drawn.cents), "the confirmation")
    request_page = clerk.get(f"/requests/{number}/")
    _says(request_page, f"Approved {in_dollars(drawn.cents)}", "the request's page")
    record = recorded(number)
    _same("the state", "approved", record.state)
    _same_answer(number, record, Outcome.GRANT, drawn.cents)
    _paid(number, record, drawn.cents)
    return f"{number} {in_dollars(drawn.cents)}, approved by the rules"


def decided_by_a_person(clerk: Visitor, analyst: Visitor, random: Random) -> str:
    """The clerk asks for what the rules leave to a person; the analyst takes it and decides it."""
    drawn = for_a_person(persona(CLERK).organisation, random)
    if drawn is None:
        raise Difference(_nothing_left("for a person to decide"))
    _, shown = _ask(clerk, drawn)
    [number] = shown.requests
    _says(shown.page, f"{number} With an analyst", "the confirmation")
    before = recorded(number)
    _same("the state after submitting", "with-analyst", before.state)
    _same_answer(number, before, drawn.outcome, None)
    _unpaid(number, before)
    at_work.take(analyst, number)
    if drawn.outcome is Outcome.REFER:
        return _approved(clerk, analyst, number, drawn.cents or 0)
    return _denied(clerk, analyst, number, drawn.denial or "")


def _approved(clerk: Visitor, analyst: Visitor, number: str, cents: int) -> str:
    page = at_work.decide(analyst, number, "approve", {"note": _WHY})
    _says(page, f"Approved {in_dollars(cents)}", "the analyst's page")
    _says(clerk.get(f"/requests/{number}/"), f"Approved {in_dollars(cents)}", "the clerk's page")
    record = recorded(number)
    _same("the state", "approved", record.state)
    _same("what was determined", "approve", record.determined)
    _same_answer(number, record, Outcome.REFER, None)
    _paid(number, record, cents)
    return f"{number} {in_dollars(cents)}, referred and approved by the analyst"


def _denied(clerk: Visitor, analyst: Visitor, number: str, code: str) -> str:
    page = at_work.decide(analyst, number, "deny", {"code": code, "note": _WHY})
    _says(page, f"Denied {code}", "the analyst's page")
    _says(clerk.get(f"/requests/{number}/"), "Denied", "the clerk's page")
    record = recorded(number)
    _same("the state", "denied", record.state)
    _same("the denial code", code, record.denial)
    _same_answer(number, record, Outcome.REFUSE, None)
    _unpaid(number, record)
    return f"{number} {in_dollars(0)}, refused by the rules and denied {code} by the analyst"


def _ask(clerk: Visitor, drawn: Payable | ForAPerson) -> tuple[Page, at_work.Shown]:
    page = at_work.find(clerk, ssn_of(drawn.ticket), drawn.ticket)
    page = at_work.fill_in(clerk, page, [f"{drawn.kind} {drawn.month}"])
    return page, at_work.submit(clerk, page)


def ssn_of(ticket: str) -> str:
    """What the Ticketholder tells the clerk: 9 digits, opened in memory and shown to nobody."""
    with open_unit(SYSTEM, now(), reading=True, page="check_main_job", purpose="demo check"):
        person = Ticket.objects.select_related("person").get(number=ticket).person
        return vault.match(person.sealed("ssn"))[0]


def recorded(number: str) -> Recorded:
    """The request's rows, read past the pages."""
    with open_unit(SYSTEM, now(), reading=True, page="check_main_job", purpose="demo check"):
        request = PaymentRequest.objects.get(number=number)
        last = Determination.objects.filter(request=request).order_by("-at", "-id").first()
        if last is None:
            raise Difference(f"{number} has no determination.")
        decision = StoredDecision.objects.get(pk=last.decision_id)
        posted = LedgerEntry.objects.filter(transaction__award__request=request)
        by_account = posted.values_list("account").annotate(cents=Sum("cents"))
        return Recorded(
            request.state,
            request.amount_cents,
            request.denial_code,
            decision.facts,
            decision.answer,
            last.determined,
            list(Award.objects.filter(request=request).values_list("amount_cents", flat=True)),
            {account: int(cents) for account, cents in by_account},
            LedgerEntry.objects.aggregate(sum=Sum("cents"))["sum"] or 0,
        )


def decided_by_command(facts: dict[str, Any]) -> dict[str, Any]:
    """What `portal decide payment` answers on these facts, in a process of its own."""
    done = subprocess.run(
        _DECIDE, input=json.dumps(facts).encode(), capture_output=True, timeout=60, check=False
    )
    if done.returncode:
        raise Difference(
            f"`portal decide payment` does not take the stored facts: {done.stderr.decode()[-500:]}"
        )
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _same_answer(number: str, record: Recorded, outcome: Outcome, cents: int | None) -> None:
    """The stored answer is the one the command line gives on the stored facts, and the one that was drawn."""
    answer = decided_by_command(record.facts)
    _same(f"the outcome of `portal decide payment` for {number}", str(outcome), answer["outcome"])
    amount = None if cents is None else f"{cents // 100}.{cents % 100:02d}"
    if amount is not None:
        _same(f"the amount of `portal decide payment` for {number}", amount, answer["amount"])
    if answer != record.answer:
        parts = [name for name in answer if answer[name] != record.answer.get(name)]
        raise Difference(
            f"{number}: `portal decide payment` and the stored decision differ in {', '.join(parts)}."
        )


def _paid(number: str, record: Recorded, cents: int) -> None:
    _same(f"the amount of {number}", cents, record.amount)
    _same(f"the awards of {number}", [cents], record.awards)
    _same(f"the ledger's lines of {number}", {"program-cost": cents, "payable": -cents}, dict(record.posted))
    _same("the sum of the whole ledger", 0, record.all_posted)


def _unpaid(number: str, record: Recorded) -> None:
    _same(f"the awards of {number}", [], record.awards)
    _same(f"the ledger's lines of {number}", {}, dict(record.posted))
    _same("the sum of the whole ledger", 0, record.all_posted)


def _same(what: str, wanted: object, found: object) -> None:
    if wanted != found:
        raise Difference(f"{what[:1].upper()}{what[1:]} should be {wanted}, and is {found}.")


def _says(page: Page, words: str, where: str) -> None:
    if page.status != 200 or words not in page.text:
        raise Difference(
            f"“{words}” should stand on {where} ({page.url}, status {page.status}), and does not."
        )


def _nothing_left(words: str) -> str:
    return f"Nothing is left {words} at {persona(CLERK).organisation}: load the synthetic program anew."
