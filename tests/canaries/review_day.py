"""A counsellor's plan goes to Program Integrity, and its review is read."""

from django.urls import reverse

from portal.casework.models import SignedForm
from portal.nation.at_work import persona
from portal.people.models import Employment
from portal.tickets.models import Assignment
from tests.canaries.access_day import expect
from tests.canaries.visits import Watched


def sent_in(counsellor: Watched) -> None:
    """The coversheet of a signed plan is filled in, checked and sent; what it leads to is opened."""
    assigned = Assignment.objects.using("loader").values("pk")
    at = Employment.objects.using("loader").filter(account__email=persona(counsellor.who).email)
    own = SignedForm.objects.using("loader").filter(
        kind="iwp", state="signed", organisation__in=at.values("organisation")
    )
    form = own.exclude(case__in=assigned).order_by("number")[0]
    page = counsellor.get(reverse("plan-send", args=[form.number]))
    typed = {"reason": "requested", "contact": "Cora Counsellor", "telephone": "555-0100"}
    check = counsellor.send(page, page.form_with("contact"), typed)
    expect(check, 200)
    expect(counsellor.send(check, check.form_with("contact"), {"action": "confirm"}), 200)
