"""The day of who lets people in, keeps providers' records and announces; Ticketholders' numbers are typed too."""

from typing import Any
from urllib.parse import urlsplit

from django.urls import reverse

from portal.nation.at_work import Unexpected
from portal.nation.visitor import Page
from portal.people.models import ApiKey, Designation, Employment
from portal.providers.bring_over.columns import HISTORY
from tests.canaries.visits import Watched

# A number typed where it must not stand: the page says so, and gives back what was typed.
REFUSED = 422
STEPS = ("clearance", "training", "left", "factors", "revoke")
MOVES = {
    "designated": ("verify-employment", "refuse"),
    "verified": ("ask-for-clearance", "record-clearance", "refuse"),
    "cleared": ("grant", "record-without-access", "refuse"),
}


def people_named(administrator: Watched, about: str) -> None:
    """Somebody is named: first with a Ticketholder's number in the reason, which is refused, then without."""
    typed: dict[str, Any] = {
        "name": "Nina Newcomer",
        "email": "nina.newcomer@bright-path.example.org",
        "job_title": "Job coach",
        "starts_on": "12/15/2025",
        "access": "portal",
        "roles": ["en-counsellor"],
    }
    page = administrator.get(reverse("people-name"))
    refused = administrator.send(page, page.form_with("reason"), {**typed, "reason": about})
    expect(refused, REFUSED)
    page = administrator.send(
        refused, refused.form_with("reason"), {**typed, "reason": "Works with Ticketholders."}
    )
    done = confirmed(administrator, page)
    number = Designation.objects.using("loader").get(email=typed["email"]).number
    expect(done, 200)
    for name in ("people-named", "people-named-done", "people-named-withdraw"):
        administrator.get(reverse(name, args=[number]))
    for employment in Employment.objects.using("loader").filter(organisation=organisation_of(number))[:2]:
        for name in ("person", "person-roles", "person-left"):
            administrator.get(reverse(name, args=[employment.pk]))


def key_made(administrator: Watched) -> None:
    """A key for the case system is made, and its end is looked at."""
    page = administrator.get(reverse("api-keys"))
    typed = {"name": "Case manager", "scopes": ["read-requests"], "days": "90"}
    expect(administrator.send(page, page.form_with("once"), typed), 200)
    administrator.get(reverse("api-key-end", args=[ApiKey.objects.using("loader").get().number]))


def desk_worked(specialist: Watched, about: str) -> None:
    """Every step of the desk is opened; a refusal and a departure are typed with a number in the reason."""
    for row in Designation.objects.using("loader").filter(state__in=Designation.OPEN).order_by("number"):
        specialist.get(reverse("access-designation", args=[row.number]))
        for move in MOVES[row.state]:
            specialist.get(reverse(f"access-{move}", args=[row.number]))
    waiting = Designation.objects.using("loader").filter(state="designated").order_by("number")[0]
    page = specialist.get(reverse("access-refuse", args=[waiting.number]))
    expect(specialist.send(page, page.form_with("reason"), {"reason": about}), REFUSED)
    page = specialist.get(reverse("access-verify-employment", args=[waiting.number]))
    page = specialist.send(page, page.form_with("how"), {"how": "A letter of the organization."})
    expect(confirmed(specialist, page), 200)
    employment = Employment.objects.using("loader").filter(
        account__email="counsellor@bright-path.example.org"
    )
    for step in STEPS:
        specialist.get(reverse(f"access-person-{step}", args=[employment.get().pk]))


def brought_over(specialist: Watched, about: str) -> None:
    """A file of the earlier portal is tried; one with a Ticketholder's number in it is refused."""
    header = ",".join(column.name for column in HISTORY)
    for said, status in ((about.replace(",", ""), REFUSED), ("Paid", 200)):
        content = f"{header}\nP000001,SPP-1,,EN Payment Request,2023-09-14,{said}\n".encode()
        page = specialist.get(reverse("staff-bring-over"))
        form = next(one for one in page.forms if one.multipart)
        page = specialist.send(page, form, {"kind": "history"}, files=[("sheet", "history.csv", content)])
        expect(page, status)
    run = urlsplit(page.url).path.rstrip("/").rpartition("/")[2]
    for name in ("staff-bring-over-file", "staff-bring-over-verdicts"):
        specialist.get(reverse(name, args=[run]))
    specialist.get(reverse("staff-bring-over-refused", args=[run, "csv"]))
    specialist.get(reverse("access-no-administrator"))


def announced(administrator: Watched, about: str) -> None:
    """An announcement and a closed function, whose words may not hold a number either."""
    page = administrator.get(reverse("staff-announcement-new"))
    typed = {"kind": "news", "title": "A new form", "body": about}
    expect(administrator.send(page, page.form_with("body"), typed), REFUSED)
    page = administrator.get(reverse("staff-function-close", args=["look-up"]))
    expect(administrator.send(page, page.form_with("why"), {"why": about}), REFUSED)


def confirmed(who: Watched, page: Page) -> Page:
    """Press the button that does it, on the page that says back what was typed."""
    form = next(one for one in page.forms if any(value == "confirm" for _, value, _ in one.buttons))
    words = next(label for _, value, label in form.buttons if value == "confirm")
    return who.send(page, form, button=words)


def expect(page: Page, status: int) -> None:
    if page.status != status:
        raise Unexpected(f"The answer should be {status}", page)


def organisation_of(number: str) -> Any:
    return Designation.objects.using("loader").get(number=number).organisation_id
