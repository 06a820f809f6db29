"""Payment runs: what is owed and what waits, a run with its deposits, its moves and its file (rows E5, E10, L11)."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST, require_safe

from portal.kernel.results import Answer, Changed, Done, NotAllowed, NotFound
from portal.payments.models import Deposit, PaymentRun
from portal.payments.owed import OwedTo, owed_by_provider
from portal.payments.run_moves import STATE_WORDS, was_sent
from portal.payments.run_queries import RunRecord, RunRow, being_made, run_record, runs
from portal.payments.services import gathering, releasing, sending
from portal.policy.core import Outcome, State
from portal.policy.roles import Permission
from portal.policy.standing import BANK, HOLD, SAM
from portal.web.pages import WorkRequest, page
from portal.web.staff import listing
from portal.web.staff.answers import CONFLICT, WRONG, see
from portal.web.staff.forms.runs import VersionForm, WhyForm
from portal.web.ui import formats
from portal.web.ui.components import Column, Event, Table

_RUNS = (
    Column("Run", header=True),
    Column("Made"),
    Column("State"),
    Column("Deposits", numeric=True),
    Column("Payments", numeric=True),
    Column("To be paid", numeric=True),
    Column("Sent"),
)
_OWED = (
    Column("Provider", header=True),
    Column("Payments", numeric=True),
    Column("Owed", numeric=True),
    Column("Can be paid now"),
)
_DEPOSITS = (
    Column("Deposit", header=True),
    Column("Provider"),
    Column("Payments", numeric=True),
    Column("Owed", numeric=True),
    Column("Kept back", numeric=True),
    Column("To be paid", numeric=True),
    Column("Answer"),
)
_LOOKS = {
    PaymentRun.State.OPEN: "draft",
    PaymentRun.State.PROPOSED: "started",
    PaymentRun.State.RELEASED: "started",
    PaymentRun.State.SENT: "started",
    PaymentRun.State.ACKNOWLEDGED: "done",
    PaymentRun.State.CANCELLED: "withdrawn",
}
# In the words of who pays; the rules speak to the provider.
_WAITS = {
    HOLD.name: "Payments are on hold.",
    SAM.name: "The SAM registration is not known to be active.",
    BANK.name: "The bank data are not known to be current.",
}
# By the name of the move: the service, what is said when it is done, and whether it asks why.
_PLAIN: dict[str, tuple[Callable[..., Answer], str]] = {
    "gather-again": (gathering.gather_again, "It was gathered again."),
    "propose": (releasing.propose, "It is proposed. A second person releases the money."),
    "release": (releasing.release, "The money is released. The file is being written."),
}
_WHY: dict[str, tuple[Callable[..., Answer], str]] = {
    "send-back": (releasing.send_back, "The run is open again."),
    "cancel": (releasing.cancel, "The run is canceled. What it would have paid is owed as before."),
}


@page(Permission.READ_LEDGER, "to see the payment runs and what is owed")
@require_safe
def run_list(request: WorkRequest) -> HttpResponse:
    lines = runs(page=listing.page_number(request), size=listing.PAGE_SIZE)
    made = being_made()
    context = {
        "lines": lines,
        "table": listing.table(
            request, "Payment runs", _RUNS, [_run(row) for row in lines.rows], "No run was made yet."
        ),
        "owed": Table(
            "Owed, and in no run",
            _OWED,
            [_owed(one) for one in owed_by_provider()],
            empty="Nothing is owed that is in no run.",
            caption_hidden=True,
        ),
        "made": made,
        "may_gather": not made and request.actor.may(Permission.WORK_PAYMENT_QUEUE),
    }
    return render(request, "staff/runs/list.html", context)


@page(Permission.WORK_PAYMENT_QUEUE, "to gather what is owed into a payment run", fresh=True)
@require_POST
def gather(request: WorkRequest) -> HttpResponse:
    match gathering.gather():
        case Done(number=number):
            messages.success(request, "The run is gathered. Look it through, then propose it for release.")
            return see(reverse("payment-run", args=[number]))
        case Changed(sentence) | NotAllowed(sentence=sentence):
            messages.error(request, sentence)
    return see(reverse("payment-runs"))


@page(Permission.READ_LEDGER, "to see a payment run")
@require_safe
def run(request: WorkRequest, number: str) -> HttpResponse:
    return _page(request, _or_404(request, number), WhyForm(), "")


@page(Permission.WORK_PAYMENT_QUEUE, "to move a payment run on", fresh=True)
@require_POST
def make_move(request: WorkRequest, number: str, move: str) -> HttpResponse:
    record = _or_404(request, number)
    if move in _PLAIN:
        service, success = _PLAIN[move]
        plain = VersionForm(request.POST)
        # A version that cannot be read is none that the run has.
        version = plain.cleaned_data["version"] if plain.is_valid() else -1
        return _told(request, number, service(run=record.row.run.pk, version=version), success)
    if move not in _WHY:
        raise Http404
    form = WhyForm(request.POST)
    if not form.is_valid():
        return _page(request, record, form, move, WRONG)
    service, success = _WHY[move]
    answer = service(run=record.row.run.pk, **form.cleaned_data)
    if isinstance(answer, Changed | NotAllowed):
        form.add_error(None, answer.sentence)
        return _page(request, record, form, move, CONFLICT)
    return _told(request, number, answer, success)


@page(Permission.READ_LEDGER, "to have the file of a payment run", fresh=True)
@require_safe
def file(request: WorkRequest, number: str) -> HttpResponse:
    """As it was sent, byte for byte."""
    found = PaymentRun.objects.filter(number=number).first()
    content = sending.file_of(found) if found else None
    if content is None:
        raise Http404
    header = f'attachment; filename="{number}.txt"'
    return HttpResponse(
        content, content_type="text/plain; charset=us-ascii", headers={"Content-Disposition": header}
    )


def deposit_links(deposits: list[UUID]) -> dict[UUID, SafeString]:
    """Deposits by their IDs as links to their runs."""
    found = Deposit.objects.filter(pk__in=deposits).values_list("pk", "number", "run__number")
    return {pk: formats.link(number, reverse("payment-run", args=[run])) for pk, number, run in found}


def _or_404(request: WorkRequest, number: str) -> RunRecord:
    found = run_record(number, page=listing.page_number(request), size=listing.PAGE_SIZE)
    if found is None:
        raise Http404
    return found


def _told(request: WorkRequest, number: str, answer: Answer, success: str) -> HttpResponse:
    match answer:
        case Done(said=said):
            messages.success(request, said or success)
        case Changed(sentence) | NotAllowed(sentence=sentence):
            messages.error(request, sentence)
        case NotFound():
            raise Http404
    return see(reverse("payment-run", args=[number]))


def _page(
    request: WorkRequest, record: RunRecord, form: WhyForm, move: str, status: int = 200
) -> HttpResponse:
    run = record.row.run
    steps = record.steps
    names = [one.name for one in record.moves]
    context = {
        "record": record,
        "row": record.row,
        "run": run,
        "lines": record.deposits,
        "table": listing.table(
            request,
            "Deposits of the run",
            _DEPOSITS,
            [_deposit(one, _given_back(request, run, one)) for one in record.deposits.rows],
            "The run pays nobody.",
        ),
        "plain": [one for one in record.moves if one.name in _PLAIN],
        "why": [one for one in record.moves if one.name in _WHY],
        "waits_for_another": run.state == "proposed" and "send-back" in names and "release" not in names,
        "form": form,
        "tried": move,
        "events": [
            Event(
                STATE_WORDS[one.to_state].capitalize(),
                one.at,
                one.by_name,
                one.note,
                _shown(one is steps[-1]),
            )
            for one in steps
        ],
    }
    return render(request, "staff/runs/run.html", context, status=status)


def _shown(last: bool) -> str:
    return "now" if last else "done"


def _run(row: RunRow) -> list[Any]:
    return [
        listing.number_link(row.run.number, "payment-run"),
        listing.short_day(row.run.made_on),
        formats.badge(_LOOKS[PaymentRun.State(row.run.state)], row.state_words.capitalize()),
        row.deposits,
        row.payments,
        formats.money(row.net_cents),
        listing.short_day(row.run.sent_on),
    ]


def _owed(one: OwedTo) -> list[Any]:
    ready = one.decision.outcome is Outcome.GRANT
    against = [check for check in one.decision.checks if check.state is not State.HELD]
    return [
        listing.lines(one.name, one.number),
        one.payments,
        formats.money(one.cents),
        "yes" if ready else listing.lines("no", *(_why(check) for check in against)),
    ]


def _why(check: Any) -> str:
    """What stands against paying, with the reason of a hold."""
    words = _WAITS.get(check.test.name, check.test.says)
    reason = dict(check.facts).get("reason", "")
    return f"{words} Reason: {reason}" if reason else words


def _given_back(request: WorkRequest, run: PaymentRun, one: Deposit) -> SafeString | str:
    """The way to say that the bank gave it back, for who books that of a deposit that was sent."""
    if (
        not was_sent(run, one)
        or one.state == Deposit.State.RETURNED
        or not request.actor.may(Permission.WORK_PAYMENT_QUEUE)
    ):
        return ""
    return formats.link("It came back", reverse("payment-deposit-given-back", args=[run.number, one.number]))


def _deposit(one: Deposit, given_back: SafeString | str) -> list[Any]:
    answered = f"{one.answered_on:%m/%d/%Y}" if one.answered_on else ""
    return [
        one.number,
        listing.lines(one.organisation.name, one.organisation.number),
        one.claims,
        formats.money(one.owed_cents),
        formats.money(one.kept_cents) if one.kept_cents else "",
        formats.money(one.net_cents),
        listing.lines(f"{one.get_state_display().capitalize()} {answered}".strip(), one.reason, given_back),
    ]
