"""The list, as the tutorial would write it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bench.bare.models import Case


@login_required
def cases(request: HttpRequest, number: str = "") -> HttpResponse:
    """The newest 25, with the office of each."""
    rows = Case.objects.select_related("office").order_by("-opened_on", "id")[:25]
    return render(request, "cases.html", {"cases": rows})


def health(request: HttpRequest) -> HttpResponse:
    """It is up."""
    return HttpResponse("ok")
