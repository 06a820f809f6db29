"""What every page of a request in the making shows: whose Ticket it is, where one is, the way back."""

from datetime import timedelta
from typing import Any

from django.http import Http404
from django.urls import reverse

from portal.kernel.drafts import OpenDraft
from portal.tickets.queries import AssignmentLine, ticketholder_by_id
from portal.web.provider.filled import STEPS

_URLS = {slug: f"draft-{slug}" for slug, _ in STEPS}
_SLUGS = [slug for slug, _ in STEPS]


def step_url(draft: OpenDraft, slug: str) -> str:
    """The address of a page of the draft."""
    return reverse(_URLS[slug], args=[draft.id])


def frame_of(draft: OpenDraft, slug: str, revision: int | None = None) -> dict[str, Any]:
    """Template context shared by the pages of the draft. The payment method of the assignment is shown, not asked."""
    holder = ticketholder_by_id(draft.person)
    line = next((one for one in holder.assignments if one.id == draft.subject), None) if holder else None
    if holder is None or line is None:
        raise Http404
    place = _SLUGS.index(slug)
    return {
        "draft": draft,
        "revision": draft.revision if revision is None else revision,
        "holder": holder,
        "assignment": line,
        "last_day": _last_day(line),
        "steps": [title for _, title in STEPS],
        "step": place + 1,
        "back": step_url(draft, _SLUGS[place - 1])
        if place
        else reverse("ticketholder", args=[holder.number]),
        "cancel": reverse("draft-cancel", args=[draft.id]),
    }


def _last_day(line: AssignmentLine) -> Any:
    return line.ended_on - timedelta(days=1) if line.ended_on else None
