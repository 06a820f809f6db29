"""What a provider does with a submitted request: answer a return, have a denial reconsidered, withdraw."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from portal.earnings.queries import on_record
from portal.kernel import files
from portal.kernel.files import FileLine, Inspected
from portal.payments.record import RequestRecord
from portal.payments.results import Answer, Changed, Done, NotAllowed
from portal.payments.services.answer_return import Added, answer_return, ask_reconsideration
from portal.payments.services.withdraw import withdraw as take_back
from portal.policy.core import Month
from portal.policy.roles import Permission
from portal.web.pages import WorkRequest, page
from portal.web.provider.asked_on import AFTER_UNASSIGNMENT, DESCRIBED, months_to_prove, names_check
from portal.web.provider.certified import resting
from portal.web.provider.drafting import see
from portal.web.provider.forms.moves import NoteForm, ReconsiderForm, WithdrawForm
from portal.web.provider.forms.papers import AnswerPapersFormSet, papers_given
from portal.web.provider.forms.work import AnswerEarningsFormSet, ServicesForm, earnings_given
from portal.web.provider.pages.request import asked_for, record_or_404


@dataclass(frozen=True, slots=True)
class _Way:
    """One way to add to a request: the move, how its page speaks, and the service that takes it."""

    move: str
    title: str
    button: str
    panel: str
    not_sent: str
    received: str
    note: type[NoteForm]
    send: Callable[..., Answer]


_ANSWER = _Way(
    "answer",
    "Answer and send back",
    "Send back",
    "What is missing",
    "Your answer was not sent",
    "Your answer to {} was received, and the request was judged again.",
    NoteForm,
    answer_return,
)
_RECONSIDER = _Way(
    "ask-reconsideration",
    "Ask for reconsideration",
    "Ask for reconsideration",
    "Why it was denied",
    "It was not sent",
    "We received it. An analyst who did not decide {} before decides again.",
    ReconsiderForm,
    ask_reconsideration,
)


@page(Permission.REQUEST_PAYMENT, "to answer a payment request that was sent back")
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: WorkRequest, number: str) -> HttpResponse:
    return _adding(request, number, _ANSWER)


@page(Permission.REQUEST_PAYMENT, "to ask that a denial be reconsidered")
@require_http_methods(["GET", "HEAD", "POST"])
def reconsider(request: WorkRequest, number: str) -> HttpResponse:
    return _adding(request, number, _RECONSIDER)


def _adding(request: WorkRequest, number: str, way: _Way) -> HttpResponse:
    record = record_or_404(number)
    if request.method == "POST":
        return _take(request, record, way)
    if not _open(record, way.move):
        return see(reverse("request", args=[number]))
    month = f"{record.row.claim_month.number:02d}/{record.row.claim_month.year}"
    forms = (
        way.note(initial={"version": record.row.version}),
        _services(record, ServicesForm()),
        AnswerEarningsFormSet(prefix="earnings", initial=[{"month": month}]),
        AnswerPapersFormSet(prefix="papers", form_kwargs={"months": _months(record)}),
    )
    return _adding_page(request, record, way, forms)


@page(Permission.WITHDRAW_REQUEST, "to withdraw a payment request")
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: WorkRequest, number: str) -> HttpResponse:
    """The check page says what is taken back; the POST takes it back."""
    record = record_or_404(number)
    if request.method != "POST":
        if not _open(record, "withdraw"):
            return see(reverse("request", args=[number]))
        form = WithdrawForm(initial={"version": record.row.version})
        return render(request, "provider/withdraw.html", {"record": record, "row": record.row, "form": form})
    form = WithdrawForm(request.POST)
    context: dict[str, Any] = {"record": record, "row": record.row, "form": form}
    if not form.is_valid():
        return render(request, "provider/withdraw.html", context, status=422)
    done = take_back(
        request=record.row.id, version=form.cleaned_data["version"], reason=form.cleaned_data["reason"]
    )
    refused = _refusal(done)
    if not refused:
        messages.success(
            request, f"Payment request {number} is withdrawn. You can ask for the payment again."
        )
        return see(reverse("request", args=[number]))
    return render(request, "provider/withdraw.html", {**context, **refused}, status=409)


def _take(request: WorkRequest, record: RequestRecord, way: _Way) -> HttpResponse:
    """Files that can be taken are taken first, so that nobody has to choose them again after a slip elsewhere."""
    data = request.POST.copy()
    problems = _receive(request, record, data) if _open(record, way.move) else {}
    note = way.note(data)
    earnings = AnswerEarningsFormSet(data, prefix="earnings")
    papers = AnswerPapersFormSet(data, prefix="papers", form_kwargs={"months": _months(record)})
    services = _services(record, ServicesForm(data))
    forms = (note, services, earnings, papers)
    # Each form is asked, so that each shows its errors.
    valid = [form.is_valid() for form in forms]
    for place, sentence in problems.items():
        papers.forms[place].add_error("upload", sentence)
    if not all(valid) or problems:
        return _adding_page(request, record, way, forms, status=422)
    added = Added(
        earnings=earnings_given(earnings),
        papers=papers_given(form for form in papers if form.cleaned_data.get("file")),
        services_described=services.cleaned_data.get("services_described") or None,
        services_statement_on=services.cleaned_data.get("services_statement_on"),
        services_contributed=services.contributed,
    )
    done = way.send(request=record.row.id, **note.cleaned_data, added=added)
    refused = _refusal(done)
    if not refused:
        messages.success(request, way.received.format(record.row.number))
        return see(reverse("request", args=[record.row.number]))
    return _adding_page(request, record, way, forms, status=409, **refused)


def _receive(request: WorkRequest, record: RequestRecord, data: Any) -> dict[int, str]:
    """Put the numbers of the files taken into the form's data; what could not be taken, by row."""
    own = {line.number for line in record.files}
    problems: dict[int, str] = {}
    organisation = request.actor.organisation
    if organisation is None:
        raise PermissionError("a file belongs to an organisation")
    for place in range(AnswerPapersFormSet.max_num):
        name = f"papers-{place}-file"
        if data.get(name, "") not in own:
            data[name] = ""
        chosen = request.FILES.get(f"papers-{place}-upload")
        if chosen is None:
            continue
        judged = files.inspected(chosen)
        if not isinstance(judged, Inspected):
            problems[place] = judged.sentence
            continue
        data[name] = files.receive(
            inspected=judged,
            person=record.row.person,
            organisation=organisation,
            assignment=record.assignment,
            subject=record.row.id,
        ).number
    return problems


def _adding_page(
    request: WorkRequest,
    record: RequestRecord,
    way: _Way,
    forms: tuple[Any, Any, Any, Any],
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    note, services, earnings, papers = forms
    lines = {line.number: line for line in _files(record)}
    context = {
        "record": record,
        "row": record.row,
        "way": way,
        "note": note,
        "services": services,
        "earnings": earnings,
        "papers": papers,
        "resting": resting(request, record.assignment, _asked(record)),
        "rows": [(form, lines.get(str(form["file"].value() or ""))) for form in papers.forms],
        "employers": sorted({row.employer for row in on_record(person=record.row.person) if row.employer}),
        "sent_back": asked_for(record.timeline) if way is _ANSWER else None,
        **more,
    }
    return render(request, "provider/answer.html", context, status=status)


def _asked(record: RequestRecord) -> list[dict[str, Any]]:
    """What the provider was last told of the request, if anything."""
    return [record.latest.shown] if record.latest else []


def _months(record: RequestRecord) -> list[Month]:
    """Months a paper can be about: the one claimed and those the answer wants proved."""
    return sorted({record.row.claim_month, *months_to_prove(_asked(record))})


def _services(record: RequestRecord, form: ServicesForm) -> ServicesForm:
    """Only the questions that the request came back for; what was done is said in the answer's text."""
    asked = _asked(record)
    del form.fields["services_text"], form.fields["job_started_on"]
    if not names_check(asked, DESCRIBED):
        del form.fields["services_described"]
    if not names_check(asked, AFTER_UNASSIGNMENT):
        del form.fields["services_statement_on"], form.fields["services_contributed"]
    return form


def _files(record: RequestRecord) -> list[FileLine]:
    """With those received a moment ago, in this unit."""
    return files.of(record.row.id)


def _open(record: RequestRecord, move: str) -> bool:
    return any(one.name == move for one in record.moves)


def _refusal(done: Answer) -> dict[str, Any]:
    """What to tell when it did not happen; empty when it did."""
    match done:
        case Done():
            return {}
        case Changed() | NotAllowed():
            return {"refused": done.sentence}
    raise Http404
