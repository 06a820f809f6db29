"""The day of Ticketholders: a plan is signed, an account is looked after, an invitation is seen."""

from typing import Any

from django.urls import reverse

from portal.casework.models import Case, SignedForm
from portal.nation.main_job import ssn_of
from portal.nation.scenarios import BY_KEY
from portal.tickets.models import HolderAccess
from tests.canaries.access_day import expect
from tests.canaries.visits import Watched
from tests.canaries.watch import Canaries


def signed(holder: Watched, canaries: Canaries) -> None:
    """The plan that waits is read and signed with the typed name of the record."""
    access = access_of("plan.to.sign@example.org")
    holder.get(f"{reverse('holder-earn')}?amount=1700&benefit=T2")
    form = SignedForm.objects.using("loader").get(person=access.person_id, state="to-sign")
    holder.get(reverse("holder-plan", args=[form.number]))
    page = holder.get(reverse("holder-sign", args=[form.number]))
    name = canaries.by_id[access.person_id].names[0]
    expect(holder.send(page, page.form_with("digest"), {"agrees": "on", "name": name}), 200)


def looked_after(support: Watched, counsellor: Watched) -> None:
    """Beneficiary Support finds who calls by SSN; the counsellor sees the invitation of a case."""
    page = support.get(reverse("staff-holders"))
    expect(support.send(page, page.form_with("who"), {"who": ssn_of(BY_KEY["second-milestone"].ticket)}), 200)
    bound = access_of("ticket.in.use@example.org")
    support.get(reverse("holder-account-end", args=[bound.person.number, bound.pk]))
    invited = access_of("just.invited@example.org")
    case = Case.objects.using("loader").get(person=invited.person_id, closed_on=None)
    for name in ("case-account", "case-account-invite"):
        counsellor.get(reverse(name, args=[case.number]))
    counsellor.get(reverse("case-account-take-back", args=[case.number, invited.pk]))
    support.get(reverse("holder-account-take-back", args=[invited.person.number, invited.pk]))


def access_of(email: str) -> Any:
    return HolderAccess.objects.using("loader").select_related("person").get(account__email=email)
