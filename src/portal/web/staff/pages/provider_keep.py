"""Keeping a provider's record: each section on a page of its own, one form each, against the version shown."""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from portal.policy.roles import Permission
from portal.providers.models import Affiliate, Agreement, CertifiedCounsellor, Hold, Provider
from portal.providers.queries import last_day
from portal.providers.record import provider_of
from portal.providers.results import Answer, Changed, Kept, NotAllowed, NotFound
from portal.providers.services import affiliates, agreements, holds
from portal.providers.services.elections import elect
from portal.providers.services.standing import (
    keep_bank,
    keep_business_models,
    keep_numbers,
    keep_registration,
)
from portal.web.pages import WorkRequest, page
from portal.web.staff.answers import CONFLICT, WRONG, see
from portal.web.staff.forms import provider as typed_in
from portal.web.ui import formats


class Part(NamedTuple):
    """A page: its title, its form, what stands in it at first, and the service that keeps what was typed."""

    title: str
    form: type[typed_in.KeepForm]
    initial: Callable[[Any, date], dict[str, Any]]
    save: Callable[..., Answer]
    lead: str = ""


def _bank(row: Provider, on: date) -> dict[str, Any]:
    stands = {True: typed_in.BankForm.CURRENT, False: typed_in.BankForm.NOT_CURRENT}
    return {
        "standing": stands.get(row.bank_current) if row.bank_current is not None else "",
        "last_day": last_day(row.bank_verified_until),
    }


def _keep_bank(*, standing: str, last_day: date | None, **which: Any) -> Answer:
    current_now = standing == typed_in.BankForm.CURRENT
    return keep_bank(current_now=current_now, last_day=last_day, **which)


KEEP: dict[str, Part] = {
    "numbers": Part(
        "EIN, PID and UEI",
        typed_in.NumbersForm,
        lambda row, on: {"ein": row.ein, "pid": row.pid, "uei": row.uei},
        keep_numbers,
    ),
    "registration": Part(
        "SAM registration",
        typed_in.RegistrationForm,
        lambda row, on: {"last_day": last_day(row.sam_registered_until)},
        keep_registration,
    ),
    "bank": Part("Bank account", typed_in.BankForm, _bank, _keep_bank),
    "business-models": Part(
        "Business models",
        typed_in.BusinessModelsForm,
        lambda row, on: {"models": row.business_models},
        keep_business_models,
    ),
    "payment-system": Part(
        "Payment system",
        typed_in.ElectionForm,
        lambda row, on: {"system": row.elected, "noticed_on": on},
        elect,
        "A provider may change once in a calendar year, and not in the year of its first election. The change is in "
        "effect from the first day of the month after the notice. Tickets assigned before keep their system.",
    ),
}
ADD: dict[str, Part] = {
    "agreement": Part(
        "Add an agreement",
        typed_in.AgreementForm,
        lambda row, on: {},
        agreements.add_agreement,
        "A new agreement may not overlap one that is on record.",
    ),
    "hold": Part(
        "Place a hold",
        typed_in.HoldForm,
        lambda row, on: {"from_on": on},
        holds.place_hold,
        "While the hold is in force, the provider's payment requests wait and are decided when it ends.",
    ),
    "affiliate": Part(
        "Add an affiliate", typed_in.AffiliateForm, lambda row, on: {}, affiliates.add_affiliate
    ),
    "counsellor": Part(
        "Add a certified benefits counselor",
        typed_in.CounsellorForm,
        lambda row, on: {},
        affiliates.add_counsellor,
    ),
}
MODELS: dict[str, Any] = {
    "agreement": Agreement,
    "hold": Hold,
    "affiliate": Affiliate,
    "counsellor": CertifiedCounsellor,
}
CHANGE: dict[str, Part] = {
    "agreement": Part(
        "Extend or end the agreement",
        typed_in.KeepAgreementForm,
        lambda row, on: {"number": row.number, "last_day": last_day(row.until_on)},
        agreements.keep_agreement,
    ),
    "hold": Part("Lift the hold", typed_in.LiftHoldForm, lambda row, on: {"ends_on": on}, holds.lift_hold),
    "affiliate": Part(
        "Change the affiliate",
        typed_in.KeepAffiliateForm,
        lambda row, on: {"name": row.name, "share_rule": row.share_rule, "last_day": last_day(row.until_on)},
        affiliates.keep_affiliate,
    ),
    "counsellor": Part(
        "Change the counselor's entry",
        typed_in.KeepCounsellorForm,
        lambda row, on: {
            "name": row.name,
            "certificate": row.certificate,
            "last_day": last_day(row.until_on),
        },
        affiliates.keep_counsellor,
    ),
}


@page(Permission.KEEP_PROVIDERS, "to keep a provider's record", fresh=True)
@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: WorkRequest, number: str, part: str) -> HttpResponse:
    provider = _provider(number)
    return _page(request, provider, _of(KEEP, part), provider, {"provider": provider.pk})


@page(Permission.KEEP_PROVIDERS, "to add to a provider's record", fresh=True)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: WorkRequest, number: str, part: str) -> HttpResponse:
    provider = _provider(number)
    return _page(request, provider, _of(ADD, part), provider, {"provider": provider.pk})


@page(Permission.KEEP_PROVIDERS, "to change a provider's record", fresh=True)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: WorkRequest, number: str, part: str, row: UUID) -> HttpResponse:
    provider, shown = _provider(number), _of(CHANGE, part)
    found = MODELS[part].objects.filter(provider=provider, pk=row).first()
    if found is None:
        raise Http404
    return _page(request, provider, shown, found, {"provider": provider.pk, "row": row})


def _page(
    request: WorkRequest, provider: Provider, part: Part, row: Any, which: dict[str, UUID]
) -> HttpResponse:
    if request.method != "POST":
        form = part.form(initial={**part.initial(row, request.unit.on), "version": row.version})
        return _shown(request, provider, part, form, 200)
    form = part.form(request.POST)
    if not form.is_valid():
        return _shown(request, provider, part, form, WRONG)
    answer = part.save(**which, **form.cleaned_data)
    match answer:
        case Kept(changed):
            told = (
                "The record is changed." if changed else "Everything stands so already; nothing was changed."
            )
            (messages.success if changed else messages.info)(request, told)
            return see(reverse("staff-provider", args=[provider.organisation.number]))
        case NotFound():
            raise Http404
    return _shown(request, provider, part, form, put_into(form, answer))


def put_into(form: forms.Form, answer: Changed | NotAllowed) -> int:
    """Say in the form why nothing was done; gives the status. After a conflict it can be sent again as it is."""
    if isinstance(answer, NotAllowed):
        form.add_error(answer.field if answer.field in form.fields else None, answer.sentence)
        return WRONG
    form.add_error(None, changed_words(answer))
    again = form.data.copy()  # type: ignore[attr-defined]
    again["version"] = str(answer.version)
    form.data = again
    return CONFLICT


def changed_words(answer: Changed) -> str:
    """Who was faster, when, and what from what to what."""
    at = f" at {formats.instant(answer.at)}" if answer.at else ""
    what = "; ".join(f"{name} from {old} to {new}" for name, old, new in answer.what)
    told = f" {what}." if what else ""
    return (
        f"{answer.by or 'Somebody'} changed this{at} while you had it open.{told}"
        " Nothing of yours was saved; what you typed is still here. Send it again to save it over that."
    )


def _shown(
    request: WorkRequest, provider: Provider, part: Part, form: forms.Form, status: int
) -> HttpResponse:
    context = {
        "part": part,
        "form": form,
        "organisation": provider.organisation,
        "back": reverse("staff-provider", args=[provider.organisation.number]),
    }
    return render(request, "staff/provider_form.html", context, status=status)


def _provider(number: str) -> Provider:
    found = provider_of(number)
    if found is None:
        raise Http404
    return found


def _of(parts: dict[str, Part], part: str) -> Part:
    if part not in parts:
        raise Http404
    return parts[part]
