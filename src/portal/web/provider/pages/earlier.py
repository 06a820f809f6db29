"""What the organization submitted in the earlier portal, to read (mission row A7)."""

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from portal.policy.roles import Permission
from portal.providers.earlier import submissions
from portal.web.earlier import earlier_table
from portal.web.pages import WorkRequest, page
from portal.web.provider.listing import page_number


class FindEarlier(forms.Form):
    """Earlier submissions by what they are called."""

    find = forms.CharField(
        label="Find",
        help_text="Part of the reference, the form or the state.",
        required=False,
        max_length=100,
    )


@page(Permission.READ_REQUESTS, "to see what the organization submitted in the earlier portal")
@require_safe
def earlier(request: WorkRequest) -> HttpResponse:
    if request.actor.organisation is None:
        raise Http404
    form = FindEarlier(request.GET or None)
    find = form.cleaned_data["find"] if form.is_bound and form.is_valid() else ""
    lines = submissions(organisation=request.actor.organisation, find=find, page=page_number(request))
    context = {
        "form": form,
        "lines": lines,
        "table": earlier_table(request, lines.rows),
        "reset": reverse("earlier") if request.GET else "",
    }
    return render(request, "provider/earlier.html", context)
