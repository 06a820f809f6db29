"""A counsellor begins an amendment to a plan in force, and opens each of its pages."""

from django.urls import reverse

from portal.casework.models import SignedForm
from portal.nation.at_work import persona
from portal.people.models import Employment
from portal.tickets.models import Assignment
from tests.canaries.access_day import expect
from tests.canaries.visits import Watched


def amended(counsellor: Watched) -> None:
    """What is to be changed is said, the parts are looked at, and the check page shows what both would sign."""
    at = Employment.objects.using("loader").filter(account__email=persona(counsellor.who).email)
    own = SignedForm.objects.using("loader").filter(
        kind="iwp", state="signed", organisation__in=at.values("organisation"), case__closed_on=None
    )
    assigned = Assignment.objects.using("loader").filter(ended_on=None).values("pk")
    form = own.filter(case__in=assigned).select_related("case").order_by("number")[0]
    page = counsellor.get(reverse("amendment-start", args=[form.case.number]))
    typed = {"reason": "goals-not-met", "revises": "long-term"}
    expect(counsellor.send(page, page.form_with("other_reason"), typed), 200)
    for name, more in (("amendment-part", ["goals"]), ("amendment-check", []), ("amendment-cancel", [])):
        expect(counsellor.get(reverse(name, args=[form.case.number, *more])), 200)
