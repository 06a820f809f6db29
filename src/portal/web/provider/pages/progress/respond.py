"""The response to progress reviews: person by person, kept, checked together, submitted together (row C7)."""

from typing import Any, NamedTuple
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST

from portal.kernel import drafts
from portal.kernel.drafts import Closed, Conflict, Kept, OpenDraft
from portal.kernel.results import Done, NotAllowed, NotFound
from portal.policy.roles import Permission
from portal.progress.models import ProgressReply
from portal.progress.queries import ReviewLine, reviews_numbered
from portal.progress.services.replying import FORM, REVIEW, Response, start_response, submit_response
from portal.web.pages import WorkRequest, page
from portal.web.progress.response import PROVIDER, ResponseForm
from portal.web.provider import drafting
from portal.web.provider.differences import Questions
from portal.web.provider.drafting import BUTTON, DraftForm, as_data, revision_of, see, typed
from portal.web.provider.pages.progress.reviews import review_or_404
from portal.web.ui.typed import read_version

_STEP = "answers"


class Person(NamedTuple):
    """One person of the sitting. `wrong`: an answer cannot be read; `begun`: nothing is answered yet."""

    draft: OpenDraft
    line: ReviewLine
    form: ResponseForm
    wrong: bool
    begun: bool
    refused: str = ""

    @property
    def key(self) -> str:
        return f"{self.draft.id}:{self.draft.revision}"


@page(Permission.WORK_CASEWORK, "to begin the response to a progress review")
@require_POST
def start(request: WorkRequest, number: str) -> HttpResponse:
    found = review_or_404(number)
    answer = start_response(review=found.line.id)
    match answer:
        case UUID():
            return see(reverse("progress-answer", args=[answer]))
        case NotAllowed(sentence):
            messages.error(request, sentence)
        case NotFound():
            raise Http404
    return see(reverse("progress-review", args=[number]))


@page(Permission.WORK_CASEWORK, "to answer a progress review")
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: WorkRequest, draft: UUID) -> HttpResponse:
    """One person's questions; kept as they are typed, also where something is missing."""
    found = drafting.opened(SHEET, draft)
    if isinstance(found, HttpResponse):
        return found
    line = _line(found)
    if request.method != "POST":
        data = as_data(found.answers.get(_STEP))
        form = _form(request, line)
        form.initial = {
            name: field.widget.value_from_datadict(data, {}, name) for name, field in form.fields.items()
        }
        return _shown(request, found, line, form)
    kept = drafting.keep(SHEET, request, found, _STEP, typed(request.POST))
    if not isinstance(kept, Kept):
        return kept
    form = _form(request, line, request.POST)
    if request.POST.get(BUTTON) == "leave":
        return see(reverse("progress-reviews"))
    if not form.is_valid():
        return _shown(request, found, line, form, revision=kept.revision, status=422)
    return see(reverse("progress-check"))


@page(Permission.WORK_CASEWORK, "to check and submit responses to progress reviews")
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: WorkRequest) -> HttpResponse:
    """Everybody answered in this sitting, locked; each is judged and numbered alone."""
    people = _sitting(request)
    if request.method != "POST":
        return _checked(request, people)
    sent = set(request.POST.getlist("draft"))
    numbers = _submitted_before(sent, people)
    left, status = [], 200
    for person in people:
        if not any(one.startswith(f"{person.draft.id}:") for one in sent):
            left.append(person)
            continue
        number, refused, code = _submitted(person, sent)
        if number:
            numbers.append(number)
        else:
            left.append(person._replace(refused=refused))
            status = max(status, code)
    if status != 200 or not numbers:
        return _checked(request, left, numbers=numbers, status=status if status != 200 else 422)
    return see(f"{reverse('progress-submitted')}?{urlencode({'number': numbers}, doseq=True)}")


@page(Permission.WORK_CASEWORK, "to give up a response that was not submitted")
@require_POST
def cancel(request: WorkRequest, draft: UUID) -> HttpResponse:
    found = drafting.opened(SHEET, draft)
    if isinstance(found, HttpResponse):
        return found
    match drafts.cancel(draft=found.id, revision=revision_of(request)):
        case Kept():
            messages.success(request, "The answers were given up. Nothing was submitted.")
        case Conflict(by_name=name):
            messages.warning(request, f"{name} changed these answers meanwhile. They are kept.")
        case Closed(state):
            return _ended(draft, state)
    return see(reverse("progress-reviews"))


def _submitted(person: Person, sent: set[str]) -> tuple[str, str, int]:
    """The number; else why not, with the status of the page that says so."""
    if person.wrong:
        return "", "One of the answers cannot be read. Change it first.", 422
    revision = next(
        read_version(one.partition(":")[2]) for one in sent if one.startswith(f"{person.draft.id}:")
    )
    response = Response(person.draft.id, person.form.states, person.form.shown)
    match submit_response(draft=person.draft.id, revision=revision, review=person.line.id, response=response):
        case Done(number=number):
            return number, "", 200
        case Conflict() as changed:
            return "", f"{changed.sentence} Check it again.", 409
        case NotAllowed(sentence):
            return "", sentence, 409
    return "", "These answers were submitted or given up meanwhile.", 409


def _submitted_before(sent: set[str], people: list[Person]) -> list[str]:
    """Sent twice: the numbers that these drafts have had since the first time."""
    open_now = {str(person.draft.id) for person in people}
    keys = [key for one in sent if (key := _uuid(one.partition(":")[0])) and str(key) not in open_now]
    return list(ProgressReply.objects.filter(pk__in=keys).values_list("number", flat=True))


def _sitting(request: WorkRequest) -> list[Person]:
    """Open drafts of the organisation, each with its form as it reads now. A constant number of queries."""
    found = drafts.read_many(FORM)
    lines = reviews_numbered(_number(one) for one in found)
    people = []
    for one in found:
        line = lines.get(_number(one))
        if line is not None:
            form = _form(request, line, as_data(one.answers.get(_STEP)))
            people.append(Person(one, line, form, not form.is_valid(), _STEP not in one.answers))
    return people


def _checked(
    request: WorkRequest, people: list[Person], *, numbers: list[str] | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "people": people,
        "numbers": numbers or [],
        "submitted": f"{reverse('progress-submitted')}?{urlencode({'number': numbers or []}, doseq=True)}",
        "may_submit": any(not one.wrong for one in people),
        "none": bool(request.method == "POST" and not numbers),
    }
    return render(request, "provider/progress/check.html", context, status=status)


def _shown(
    request: WorkRequest,
    draft: OpenDraft,
    line: ReviewLine,
    form: ResponseForm,
    *,
    revision: int | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "draft": draft,
        "line": line,
        "form": form,
        "groups": list(form.groups()),
        "revision": draft.revision if revision is None else revision,
        "back": reverse("progress-review", args=[line.number]),
        "cancel": reverse("progress-cancel", args=[draft.id]),
    }
    return render(request, "provider/progress/answer.html", context, status=status)


def _form(request: WorkRequest, line: ReviewLine, data: QueryDict | None = None) -> ResponseForm:
    return ResponseForm(data, number=line.period, months=line.months, voice=PROVIDER, on=request.unit.on)


def _number(draft: OpenDraft) -> str:
    numbers: Any = draft.answers.get(REVIEW, {}).get("number", [""])
    return str(numbers[0])


def _line(draft: OpenDraft) -> ReviewLine:
    found = reviews_numbered([_number(draft)])
    if _number(draft) not in found:
        raise Http404
    return found[_number(draft)]


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _ended(draft: UUID, state: str) -> HttpResponse:
    """A response that was submitted leads to its receipt, one that was given up to the list."""
    if not state:
        raise Http404
    number = ProgressReply.objects.filter(pk=draft).values_list("number", flat=True).first()
    if number is None:
        return see(reverse("progress-reviews"))
    return see(f"{reverse('progress-submitted')}?{urlencode({'number': number})}")


SHEET = DraftForm(FORM, "response", Questions((), {}), _ended)
