"""Starting a payment request: by SSN, or from the list."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from portal.kernel import drafts
from portal.payments.form import FORM
from portal.payments.services.look_up import Found, look_up
from portal.policy.roles import Permission
from portal.tickets.queries import names
from portal.web.pages import WorkRequest, page
from portal.web.provider.drafting import see
from portal.web.provider.forms.find import SsnForm
from portal.web.provider.pages.ticketholder import start_draft


@page(Permission.REQUEST_PAYMENT, "to request a payment for a Ticketholder")
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: WorkRequest) -> HttpResponse:
    """The SSN travels in the body only. One assignment leads straight into the request, several to the record."""
    if request.method != "POST":
        return _shown(request, SsnForm())
    form = SsnForm(request.POST)
    if not form.is_valid():
        return _shown(request, form, status=422)
    answer = look_up(ssn=form.cleaned_data["ssn"])
    if not isinstance(answer, Found):
        form.add_error("ssn", answer.sentence)
        return _shown(request, form, status=422)
    if len(answer.assignments) == 1:
        return see(reverse("draft-payments", args=[start_draft(answer.person, answer.assignments[0])]))
    return see(reverse("ticketholder", args=[answer.number]))


def _shown(request: WorkRequest, form: SsnForm, status: int = 200) -> HttpResponse:
    """Open drafts are offered, but not named while a number is being refused: that page shows nobody."""
    lines = drafts.open_drafts(FORM) if status == 200 else []
    people = names({line.person for line in lines})
    context = {"form": form, "drafts": [(line, people.get(line.person, "")) for line in lines]}
    return render(request, "provider/find.html", context, status=status)
