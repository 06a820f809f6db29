"""What the pages of every form about a case share: whose case it is, its parts in order, and the check at the end."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from portal.casework.cases import CaseLine, case, case_by_id
from portal.kernel.drafts import Conflict, OpenDraft
from portal.web.addresses import of_number
from portal.web.pages import WorkRequest


def found_case(number: str) -> CaseLine:
    """The organisation's case by its number; 404 outside its scope."""
    line = case(number)
    if line is None:
        raise Http404
    return line


def case_of(draft: OpenDraft) -> CaseLine:
    """The case that a form in the making is about."""
    line = case_by_id(draft.subject)
    if line is None:
        raise Http404
    return line


@dataclass(frozen=True, slots=True)
class CaseForm:
    """One form in parts. `parts` have a slug, a title and a form each; `last` is the title of the check.

    `part_page`, `check_page` and `cancel_page` are names of addresses, `templates` the start of their templates.
    """

    parts: Sequence[Any]
    last: str
    part_page: str
    check_page: str
    templates: str
    cancel_page: str = ""

    @property
    def slugs(self) -> list[str]:
        return [part.slug for part in self.parts]

    def part(self, slug: str) -> Any:
        if slug not in self.slugs:
            raise Http404
        return self.parts[self.slugs.index(slug)]

    def url(self, draft: UUID, slug: str) -> str:
        return reverse(self.part_page, args=[draft, slug])

    def after(self, draft: UUID, slug: str) -> str:
        """The address of the part that follows, or of the check."""
        place = self.slugs.index(slug) + 1
        if place < len(self.parts):
            return self.url(draft, self.slugs[place])
        return reverse(self.check_page, args=[draft])

    def frame(self, draft: OpenDraft, step: int = 0, revision: int | None = None) -> dict[str, Any]:
        """The context of every page of it; without a step, of the last one."""
        return {
            "draft": draft,
            "case": case_of(draft),
            "revision": draft.revision if revision is None else revision,
            "steps": [*(part.title for part in self.parts), self.last],
            "step": step or len(self.parts) + 1,
            "cancel": reverse(self.cancel_page, args=[draft.id]) if self.cancel_page else "",
        }

    def shown(
        self,
        request: WorkRequest,
        draft: OpenDraft,
        one: Any,
        form: forms.Form,
        *,
        revision: int | None = None,
        status: int = 200,
        **more: Any,
    ) -> HttpResponse:
        """One part with its form; the way back leads to the part before it, from the first one to the case."""
        place = self.slugs.index(one.slug)
        frame = self.frame(draft, place + 1, revision)
        before = self.url(draft.id, self.slugs[place - 1]) if place else ""
        back = before or of_number("case", frame["case"].number)
        context = {**frame, "form": form, "title": one.title, "back": back, **more}
        return render(request, f"{self.templates}part.html", context, status=status)

    def checked(
        self,
        request: WorkRequest,
        draft: OpenDraft,
        context: dict[str, Any],
        wrong: Sequence[str],
        *,
        changed: Conflict | None = None,
        refused: str = "",
        status: int = 200,
    ) -> HttpResponse:
        """The check, with what a form says of itself; `wrong` are the slugs of parts that cannot stand."""
        page = {
            **self.frame(draft),
            "wrong": [(self.part(slug).title, self.url(draft.id, slug)) for slug in wrong],
            "changed": changed,
            "refused": refused,
            "back": self.url(draft.id, self.slugs[-1]),
            **context,
        }
        return render(request, f"{self.templates}check.html", page, status=status)
