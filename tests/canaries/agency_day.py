"""The day of a State VR agency: a Form SSA-1365 about somebody, cases listed, one to close and one to correct."""

from collections.abc import Callable
from urllib.parse import urlsplit
from uuid import UUID

from django.urls import reverse

from portal.casework.models import Case
from portal.nation.at_work import persona
from portal.payments.models import CostClaim
from portal.people.models import Employment
from portal.tickets.models import Ticket, VrCase
from tests.canaries.access_day import expect
from tests.canaries.visits import Watched


def reported(agency: Watched, typed_about: Callable[[UUID], str]) -> None:
    """A form is written with names where one can type, looked at, and submitted; a second one is only begun."""
    at = Employment.objects.using("loader").filter(account__email=persona(agency.who).email)
    own = Case.objects.using("loader").filter(organisation__in=at.values("organisation"), closed_on=None)
    fresh = own.filter(forms=None).order_by("-opened_on")[0]
    about = typed_about(fresh.person_id)
    page = agency.get(reverse("case", args=[fresh.number]))
    start = reverse("ssa-1365-start", args=[fresh.number])
    page = agency.send(page, next(form for form in page.forms if form.action == start))
    base = urlsplit(page.url).path.removesuffix("plan/")
    plan = {"goal": about[:300], "ipe_signed_on": "12/08/2025", "vr_eligible": "yes"}
    page = agency.send(page, page.form_with("goal"), plan, button="Continue")
    chosen = {"payment": "cost-reimbursement", "existing_plan": "no"}
    page = agency.send(page, page.form_with("revision"), chosen, button="Continue")
    signed = {
        "holder_name": about[:100],
        "holder_on": "12/09/2025",
        "provider_account": str(at.get().account_id),
        "provider_on": "12/09/2025",
    }
    page = agency.send(page, page.form_with("holder_name"), signed, button="Continue")
    agency.get(f"{base}cancel/")
    receipt = agency.send(page, page.form_with("revision"))
    expect(receipt, 200)
    agency.get(f"{urlsplit(receipt.url).path}form.pdf")
    agency.get(f"{reverse('vr-cases-export', args=['csv'])}?scope=all")
    cases = VrCase.objects.using("loader").filter(
        organisation__in=at.values("organisation"), superseded_at=None
    )
    agency.get(reverse("vr-case-correct", args=[cases.filter(closed_on__isnull=False)[0].number]))
    to_claim = cases.filter(closed_on=None)[0]
    agency.get(reverse("vr-case-close", args=[to_claim.number]))
    _claimed(agency, to_claim)


def _claimed(agency: Watched, case: VrCase) -> None:
    """Costs of the month in which the case was opened, claimed and withdrawn."""
    page = agency.get(reverse("vr-case-claim", args=[case.number]))
    month = f"{case.opened_on:%m/%Y}"
    typed = {"from_month": month, "last_month": month, "amount_cents": "1,200.00"}
    page = agency.send(page, page.form_with("amount_cents"), typed, button="Continue")
    expect(agency.send(page, page.form_with("amount_cents"), {}, button="Send this claim"), 200)
    agency.get(reverse("vr-costs"))
    number = CostClaim.objects.using("loader").filter(vr_case=case.number).latest("id").number
    page = agency.get(reverse("vr-cost-withdraw", args=[number]))
    expect(agency.send(page, page.form_with("seen")), 200)


def costs_claimed(analyst: Watched) -> None:
    """What an agency claims of a closed case is put on record from the Ticket, and its page is read."""
    analyst.get(reverse("staff-cost-claims"))
    case = VrCase.objects.using("loader").filter(closed_on__isnull=False, superseded_at=None)[0]
    ticket = Ticket.objects.using("loader").filter(person=case.person_id)[0]
    analyst.get(reverse("staff-ticket", args=[ticket.number]))
    page = analyst.get(reverse("staff-ticket-costs", args=[ticket.number]))
    month = f"{case.opened_on:%m/%Y}"
    claim = {
        "vr_case": case.number,
        "from_month": month,
        "last_month": month,
        "amount_cents": "1,500.00",
        "claimed_on": f"{case.closed_on:%m/%d/%Y}",
        "source": "form",
    }
    entered = analyst.send(page, page.form_with("amount_cents"), claim)
    expect(entered, 200)
    analyst.get(urlsplit(entered.url).path)
