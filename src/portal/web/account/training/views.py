"""A course page by page: one section, one question, the result, the certificate (mission row A8)."""

from typing import Any, NamedTuple
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from portal.kernel.documents import render as render_pdf
from portal.people.models import TrainingProgress, TrainingRecord
from portal.people.services import training
from portal.people.services.training import Kept, NotNow, OutOfDate
from portal.people.training import LANGUAGES, Course, courses, in_force
from portal.policy.access import served_through
from portal.web.account.training.words import WORDS

READ_AND_SEND = ["GET", "HEAD", "POST"]


class Offered(NamedTuple):
    """A course in the overview: its languages, where one is, and what is on record."""

    course: Course
    languages: list[tuple[str, str]]
    place: TrainingProgress | None
    records: list[TrainingRecord]

    @property
    def yearly(self) -> bool:
        return self.course.key == TrainingRecord.AWARENESS

    @property
    def through(self) -> object:
        """The last day the latest completion serves."""
        return served_through(self.records[0].completed_on) if self.records and self.yearly else None


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Every course in force, the yearly one first, with what is on record."""
    done = training.records()
    offered = []
    for key in sorted(courses(), key=lambda one: one != TrainingRecord.AWARENESS):
        versions = in_force(key, request.unit.on)  # type: ignore[attr-defined]
        if "en" in versions:
            languages = [(code, LANGUAGES[code]) for code in LANGUAGES if code in versions]
            mine = [record for record in done if record.course == key]
            offered.append(Offered(versions["en"], languages, training.place(versions["en"]), mine))
    titles = {
        one.key: one.title for versions in courses().values() for one in versions if one.language == "en"
    }
    history = [(record, titles.get(record.course, record.course)) for record in done]
    return render(request, "training/overview.html", {"offered": offered, "history": history})


@require_http_methods(READ_AND_SEND)
def course_page(request: HttpRequest, key: str, language: str) -> HttpResponse:
    """What the course is; a POST begins it, or begins it anew after it was finished."""
    course = _course(request, key, language)
    if request.method == "POST":
        return _answered(request, course, training.begin(course=course), lambda place: _where(course, place))
    place = training.place(course)
    context = {"place": place, "go_on": _where(course, place) if place else ""}
    return _page(
        request,
        "training/course.html",
        course,
        reverse("training-course", args=[key, _other(course)]),
        context,
    )


@require_http_methods(READ_AND_SEND)
def section(request: HttpRequest, key: str, language: str, number: int) -> HttpResponse:
    """One section; its POST keeps that it was read and leads on."""
    course = _course(request, key, language)
    last = len(course.sections)
    if not 1 <= number <= last:
        raise Http404
    if request.method == "POST":
        answer = training.read_section(course=course, number=number)
        return _answered(request, course, answer, lambda place: _after(course, place, number))
    place = training.place(course)
    if place is None or number > place.sections_read + 1:
        return _see(_where(course, place))
    context = {
        "section": course.sections[number - 1],
        "number": number,
        "total": last,
        "read": place.sections_read,
        "last": number == last,
        "before": _section(course, number - 1) if number > 1 else "",
    }
    other = reverse("training-section", args=[key, _other(course), number])
    return _page(request, "training/section.html", course, other, context)


@require_http_methods(READ_AND_SEND)
def question(request: HttpRequest, key: str, language: str, number: int) -> HttpResponse:
    """One question, and once it is answered whether that was right, and why."""
    course = _course(request, key, language)
    if not 1 <= number <= len(course.questions):
        raise Http404
    missing = False
    if request.method == "POST":
        choice = request.POST.get("choice", "")
        missing = not (choice.isascii() and choice.isdigit() and len(choice) < 3)
        if not missing:
            answer = training.answer(course=course, number=number, choice=int(choice))
            return _answered(request, course, answer, lambda _: _question(course, number))
    place = training.place(course)
    if place is None or place.sections_read < len(course.sections) or number > len(place.answers) + 1:
        return _see(_where(course, place))
    context = _asked(course, place, number) | {"missing": missing}
    other = reverse("training-question", args=[key, _other(course), number])
    return _page(request, "training/question.html", course, other, context, 422 if missing else 200)


@require_http_methods(READ_AND_SEND)
def result(request: HttpRequest, key: str, language: str) -> HttpResponse:
    """Passed or not yet; a POST opens the questions again."""
    course = _course(request, key, language)
    if request.method == "POST":
        return _answered(request, course, training.again(course=course), lambda _: _question(course, 1))
    place = training.place(course)
    if place is None or len(place.answers) < len(course.questions):
        return _see(_where(course, place))
    found = [
        record for record in training.records() if (record.course, record.version) == (key, course.version)
    ]
    context = {
        "right": course.right(place.answers),
        "total": len(course.questions),
        "record": found[0] if place.finished_at and found else None,
        "opens": key == TrainingRecord.AWARENESS,
        "first": _section(course, 1),
    }
    return _page(
        request,
        "training/result.html",
        course,
        reverse("training-result", args=[key, _other(course)]),
        context,
    )


@require_safe
def certificate(request: HttpRequest, key: UUID) -> HttpResponse:
    """What was completed, when, with how many right answers: one's own only."""
    record = training.record_of(key)
    if record is None:
        raise Http404
    versions = [
        one
        for one in courses().get(record.course, ())
        if (one.version, one.language) == (record.version, record.language)
    ]
    facts = [
        {"name": "Person", "value": request.user.get_full_name()},  # type: ignore[union-attr]
        {"name": "Course", "value": versions[0].title if versions else "Security awareness training"},
        {"name": "Version", "value": record.version or "taken outside the portal"},
        {
            "name": "Language",
            "value": {"en": "English", "es": "Spanish"}.get(record.language, record.language),
        },
        {"name": "Completed on", "value": record.completed_on},
    ]
    if record.right_answers is not None:
        facts.append({"name": "Right answers", "value": f"{record.right_answers} of {record.questions}"})
    if record.course == TrainingRecord.AWARENESS:
        facts.append({"name": "Good through", "value": served_through(record.completed_on)})
    pdf = render_pdf(
        "certificate", {"title": "Certificate of training", "facts": facts}, on=record.completed_on
    )
    return HttpResponse(
        pdf,
        content_type="application/pdf",
        headers={"Content-Disposition": 'inline; filename="training-certificate.pdf"'},
    )


def _course(request: HttpRequest, key: str, language: str) -> Course:
    found = in_force(key, request.unit.on).get(language)  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    return found


def _page(
    request: HttpRequest,
    template: str,
    course: Course,
    other: str,
    context: dict[str, Any],
    status: int = 200,
) -> HttpResponse:
    words = WORDS[course.language]
    shared = {
        "course": course,
        "words": words,
        "other_url": other,
        "other_language": _other(course),
        "course_url": reverse("training-course", args=[course.key, course.language]),
    }
    return render(request, template, {**shared, **context}, status=status)


def _answered(request: HttpRequest, course: Course, answer: training.Answer, onward: Any) -> HttpResponse:
    match answer:
        case Kept(place):
            return _see(onward(place))
        case NotNow(sentence):
            messages.warning(request, sentence)
            return _see(_where(course, training.place(course)))
        case OutOfDate():
            messages.warning(request, "This course has a newer version since today. Please take the new one.")
    return _see(reverse("training"))


def _where(course: Course, place: TrainingProgress | None) -> str:
    """The page to go on with."""
    if place is None:
        return reverse("training-course", args=[course.key, course.language])
    if place.sections_read < len(course.sections):
        return _section(course, place.sections_read + 1)
    if len(place.answers) < len(course.questions):
        return _question(course, len(place.answers) + 1)
    return reverse("training-result", args=[course.key, course.language])


def _after(course: Course, place: TrainingProgress, number: int) -> str:
    if number < len(course.sections):
        return _section(course, number + 1)
    return _where(course, place)


def _asked(course: Course, place: TrainingProgress, number: int) -> dict[str, Any]:
    asked = course.questions[number - 1]
    given = place.answers[number - 1] if number <= len(place.answers) else None
    last = number == len(course.questions)
    onward = (
        reverse("training-result", args=[course.key, course.language])
        if last
        else _question(course, number + 1)
    )
    return {
        "question": asked,
        "number": number,
        "total": len(course.questions),
        "given": None if given is None else asked.choices[given],
        "right": given == asked.right,
        "right_answer": asked.choices[asked.right],
        "onward": onward,
        "last": last,
    }


def _section(course: Course, number: int) -> str:
    return reverse("training-section", args=[course.key, course.language, number])


def _question(course: Course, number: int) -> str:
    return reverse("training-question", args=[course.key, course.language, number])


def _other(course: Course) -> str:
    return "es" if course.language == "en" else "en"


def _see(url: str) -> HttpResponse:
    response = HttpResponseRedirect(url)
    response.status_code = 303
    return response
