"""Services are certified from the notes of a case, and read by the analyst who decides on the claims."""

from urllib.parse import urlsplit

from django.urls import reverse

from portal.casework.models import Case, Certification
from tests.canaries.access_day import expect
from tests.canaries.visits import Watched


def services_certified(counsellor: Watched, analyst: Watched) -> None:
    """One is signed, each service opened; another is begun and left."""
    cases = Case.objects.using("loader").filter(
        organisation__name="Bright Path Employment",
        closed_on=None,
        forms__kind="iwp",
        forms__state="signed",
        notes__superseded_at=None,
        notes__services__len__gt=0,
    )
    number = cases.order_by("number").values_list("number", flat=True).distinct()[0]
    base = _begun(counsellor, number)
    page = counsellor.get(f"{base}purpose/")
    page = counsellor.send(page, page.form_with("claim_months"), {"purpose": "services-and-supports-review"})
    page = counsellor.get(page.link("Open the next"))
    while "/services/" in page.url:
        page = counsellor.send(page, page.form_with("description"), button="I have read it: next")
    said = {"provided": "yes", "contributed": "yes", "how": "The search led to the job."}
    page = counsellor.send(page, page.form_with("two_way"), said)
    receipt = counsellor.send(page, page.form_with("seen"), {"certified": "on"})
    expect(receipt, 200)
    counsellor.get(f"{urlsplit(receipt.url).path}form.pdf")
    counsellor.get(reverse("certifications", args=[number]))
    counsellor.get(f"{_begun(counsellor, number)}cancel/")
    signed = Certification.objects.using("loader").latest("signed_at")
    analyst.get(reverse("staff-certification", args=[signed.number]))


def _begun(counsellor: Watched, number: str) -> str:
    page = counsellor.get(reverse("certifications", args=[number]))
    begin = reverse("certification-begin", args=[number])
    page = counsellor.send(page, next(form for form in page.forms if form.action == begin))
    return urlsplit(page.url).path.removesuffix("purpose/")
