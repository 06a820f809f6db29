"""A form that is written part by part, in any order, and then locked for signing: a plan, or an amendment to one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from django.urls import reverse

from portal.casework.cases import CaseLine
from portal.kernel.drafts import OpenDraft
from portal.policy.core import Decision
from portal.web.pages import WorkRequest
from portal.web.provider.drafting import DraftForm
from portal.web.provider.plan.filled import PAPER, Filled
from portal.web.provider.plan.findings import Finding, Part, findings, tasks
from portal.web.ui.components import Task


class Fills(Protocol):
    """Fills the form in: with what is kept or with other answers. `asks_who`: the page offers the provider's people."""

    def __call__(
        self,
        request: WorkRequest,
        line: CaseLine,
        draft: OpenDraft,
        answers: dict[str, Any] | None = None,
        *,
        asks_who: bool = False,
    ) -> Filled: ...


@dataclass(frozen=True, slots=True)
class Making:
    """What a form in the making has of its own. `name` begins the names of its addresses, `noun` is its word."""

    name: str
    noun: str
    title: str
    draft: DraftForm
    parts: tuple[Part, ...]
    open_draft: Callable[[UUID], UUID | None]
    fill: Fills

    @property
    def part_name(self) -> str:
        return f"{self.name}-part"

    @property
    def check_name(self) -> str:
        return f"{self.name}-check"

    @property
    def cancel_name(self) -> str:
        return f"{self.name}-cancel"

    def part(self, slug: str) -> Part | None:
        return next((one for one in self.parts if one.slug == slug), None)

    def part_url(self, number: str, slug: str) -> str:
        return reverse(self.part_name, args=[number, slug])

    def findings(self, decision: Decision, *slugs: str) -> list[Finding]:
        return findings(self.parts, decision, *slugs)

    def tasks(self, one: Filled, number: str) -> list[Task]:
        return list(tasks(self.parts, one, lambda slug: self.part_url(number, slug)))

    def after(self, one: Filled, number: str, slug: str) -> str:
        """The part after this one; after the last, the task list."""
        slugs = [part.slug for part in self.parts if part.slug != PAPER and part.asked(one)]
        place = slugs.index(slug) + 1 if slug in slugs else len(slugs)
        if place < len(slugs):
            return self.part_url(number, slugs[place])
        return reverse(self.name, args=[number])
