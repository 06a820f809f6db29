"""A signed plan or amendment as the mail room types it from paper: all parts on one page, the provider's own forms.

The answers are kept by part, as the provider's pages keep them, so that either can read them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.http import QueryDict

from portal.casework.plan.words import SERVICES as SERVICE_WORDS
from portal.casework.services.enter_signed import Signatory
from portal.kernel.files import FileLine
from portal.web.provider.drafting import Typed, typed
from portal.web.provider.forms import agency
from portal.web.provider.forms.amendment import AboutForm
from portal.web.provider.forms.plan import ContactsForm, DiscussionForm, HistoryForm
from portal.web.provider.forms.plan_services import ServicesForm
from portal.web.provider.forms.plan_terms import PaperForm, StatementForm, TermsForm
from portal.web.provider.plan import amendment, filled
from portal.web.provider.plan.amendment import ABOUT, FilledAmendment
from portal.web.provider.plan.filled import DESCRIBE, GOALS, HISTORY, PAPER, FilledPlan
from portal.web.provider.plan.findings import Part
from portal.web.provider.plan.parts import PARTS

# Which parts a page had: what is not on it stays as it was.
ON_PAGE = "part"
SIGNED = "signed"
_FORMS: Mapping[str, type[forms.Form]] = {
    filled.CONTACTS: ContactsForm,
    filled.DISCUSSION: DiscussionForm,
    HISTORY: HistoryForm,
    filled.SERVICES: ServicesForm,
    filled.TERMS: TermsForm,
    filled.STATEMENT: StatementForm,
    ABOUT: AboutForm,
}
_PART_OF = {name: slug for slug, form in _FORMS.items() for name in form.base_fields}
_PART_OF_ROWS = {
    "short": GOALS,
    "long": GOALS,
    SIGNED: PAPER,
    **dict.fromkeys(SERVICE_WORDS, DESCRIBE),
}
_AGENCY = {name: part.slug for part in agency.PARTS for name in part.form.base_fields}
SLUGS = frozenset({*_FORMS, GOALS, DESCRIBE, PAPER, *_AGENCY.values()})
_TITLE, _LEAD = "Signatures on the paper", "As they stand on the signed page. Both have signed and dated it."


def by_part(posted: QueryDict, before: Mapping[str, Typed], part_of: Callable[[str], str]) -> dict[str, Any]:
    """What was typed on the page, by part (`part_of` a name), over what was kept before."""
    found: dict[str, Typed] = {slug: {} for slug in posted.getlist(ON_PAGE)[:20] if slug in SLUGS}
    for name, values in typed(posted).items():
        slug = part_of(name)
        if slug in found:
            found[slug][name] = values
    for slug in (GOALS, DESCRIBE):
        if slug in found:
            rows = {_row(name) for name in found[slug]}
            hidden = {name: one for name, one in before.get(slug, {}).items() if _row(name) not in rows}
            found[slug] = {**hidden, **found[slug]}
    return {**before, **found}


def part_of_agency(name: str) -> str:
    """The same of Form SSA-1365."""
    return _AGENCY.get(name, "")


def flat(answers: Mapping[str, Typed]) -> Typed:
    """All of it as one page has it; a name stands in one part alone."""
    return {name: values for part in answers.values() for name, values in part.items()}


def parts(all_of: Sequence[Part]) -> tuple[Part, ...]:
    """The parts of a form as its page has them: the paper is there, so only who signed it is asked."""
    return tuple(
        part._replace(title=_TITLE, lead=_LEAD, uploads=False) if part.slug == PAPER else part
        for part in all_of
    )


PLAN_PARTS, AMENDMENT_PARTS = parts(PARTS), parts(amendment.PARTS)


class KeyedPaperForm(PaperForm):
    """Who signed, and when. How, and the day it came in, are the paper's own."""

    def __init__(self, *args: Any, came_in_on: date, **kwargs: Any) -> None:
        super().__init__(*args, prefix=SIGNED, **kwargs)
        del self.fields["way"], self.fields["received_on"]
        self.fields["provider_account"].label = "Who signed for the provider?"
        for name in ("holder_on", "provider_on"):
            self.fields[name].limit(None, came_in_on)  # type: ignore[attr-defined]


@dataclass(kw_only=True)
class Keyed:
    """What a form typed from paper has of its own, whichever form it is."""

    came_in_on: date
    scan: FileLine

    @cached_property
    def paper(self) -> KeyedPaperForm:
        people = [(str(one.account), one.name) for one in self.people]  # type: ignore[attr-defined]
        return KeyedPaperForm(self._data(PAPER), people=people, came_in_on=self.came_in_on)  # type: ignore[attr-defined]

    @property
    def on_paper(self) -> bool:
        return True

    def file_of(self, slug: str) -> FileLine:
        """All there is of documents is in the scan."""
        return self.scan

    @property
    def holder_signed(self) -> Signatory:
        return Signatory(self.paper.said("holder_name") or "", self.paper.said("holder_on"))

    @property
    def provider_signed(self) -> Signatory:
        said, people = self.paper.said, self.people  # type: ignore[attr-defined]
        account = next((one.account for one in people if str(one.account) == said("provider_account")), None)
        return Signatory(said("provider_name") or "", said("provider_on"), account)


@dataclass(kw_only=True)
class KeyedPlan(Keyed, FilledPlan):
    """A plan on paper."""


@dataclass(kw_only=True)
class KeyedAmendment(Keyed, FilledAmendment):
    """An amendment on paper."""


def part_of_plan(name: str) -> str:
    """The part of a plan or an amendment that a name of the page belongs to; "" for none."""
    return HISTORY if name.startswith("jobs-") else _PART_OF_ROWS.get(_row(name)) or _PART_OF.get(name, "")


def _row(name: str) -> str:
    return name.rpartition("-")[0]
