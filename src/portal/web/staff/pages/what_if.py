"""A payment request as of another day, or with a fact changed: the answer then beside the answer if (row I4)."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.payments.models import Determination, PaymentRequest
from portal.payments.rows import of_number
from portal.payments.supposing import Supposed, suppose
from portal.policy.roles import Permission
from portal.web.pages import WorkRequest, page
from portal.web.staff.differences import altered_table, differences_table
from portal.web.staff.forms.what_if import WhatIfForm
from portal.web.staff.queries.judged import differences


@page(Permission.READ_ALL_REQUESTS, "to judge a payment request as of another day or with a fact changed")
@require_safe
def what_if(request: WorkRequest, number: str) -> HttpResponse:
    row = of_number(number)
    if row is None:
        raise Http404
    form = WhatIfForm(request.GET or None, today=request.unit.on)
    found = _supposed(row.id, form)
    stored = (
        Determination.objects.filter(request=row.id).select_related("decision").order_by("-at", "-id").first()
    )
    then = stored.decision.answer if stored else None
    on, known_on = form.days
    context = {
        "row": row,
        "form": form,
        "stored": stored,
        "then": then,
        "found": found,
        "on": on,
        "known_on": known_on,
        "is_now": known_on == request.unit.on,
        "altered": altered_table(request, found.altered) if found else None,
        "checks": differences_table(request, differences(then, found.answer), now="If")
        if then and found and found.answer
        else None,
    }
    return render(request, "staff/what_if.html", context)


def _supposed(key: UUID, form: WhatIfForm) -> Supposed | None:
    """What would be said; None where what was typed cannot be, which the form then says."""
    if form.is_bound and not form.is_valid():
        return None
    on, known_on = form.days
    found = suppose(PaymentRequest.objects.get(pk=key), on=on, known_on=known_on, changes=form.changes)
    for problem in found.impossible:
        form.refuse(problem)
    return None if found.impossible else found
