"""The draft of a payment request: opened in scope, kept page by page, and where it leads once it has ended."""

from functools import partial
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse

from portal.payments.form import FORM
from portal.payments.receipts import receipt_of_draft
from portal.web.provider import drafting
from portal.web.provider.differences import Questions
from portal.web.provider.drafting import DraftForm, see
from portal.web.provider.forms.claims import ClaimsForm, OtherClaimForm
from portal.web.provider.forms.papers import PaperForm
from portal.web.provider.forms.work import EarningsRow, ServicesForm


def ended(draft: UUID, state: str) -> HttpResponse:
    """Where a draft leads that is no longer open: its receipt, or the page that says it was cancelled."""
    if not state:
        raise Http404
    receipt = receipt_of_draft(draft)
    if receipt is not None:
        return see(reverse("receipt", args=[receipt.number]))
    return see(reverse("draft-ended", args=[draft]))


REQUEST = DraftForm(
    FORM,
    "request",
    Questions(
        (ClaimsForm, ServicesForm),
        {
            "other": ("Other payment", OtherClaimForm),
            "earnings": ("Earnings row", EarningsRow),
            "papers": ("File", PaperForm),
        },
    ),
    ended,
)
opened = partial(drafting.opened, REQUEST)
keep = partial(drafting.keep, REQUEST)
