"""A plan as its draft has it: its forms, what cannot be read in them, and the facts they give."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from portal.casework.plan import words
from portal.casework.plan.amended import Revised
from portal.casework.plan.facts import Record, Representative, with_record
from portal.casework.plan.terms import TermsOfPlan, in_force, terms
from portal.casework.plan.words import Section, suggested_statement
from portal.casework.services.start_plan import ORIGIN
from portal.kernel.files import FileLine
from portal.policy.core import Decision, Month
from portal.policy.plan import judge_plan
from portal.policy.plan_facts import PlanFacts
from portal.policy.tables.figures import SGA_BLIND, SGA_NON_BLIND, TRIAL_WORK_LEVEL
from portal.web.provider.drafting import as_data, row_count
from portal.web.provider.forms.plan import (
    ContactsForm,
    DiscussionForm,
    GoalForm,
    HistoryForm,
    JobsFormSet,
    amount,
    history,
)
from portal.web.provider.forms.plan_services import ServiceForm, ServicesForm
from portal.web.provider.forms.plan_terms import PaperForm, StatementForm, TermsForm

CONTACTS, DISCUSSION, HISTORY, GOALS = "contacts", "discussion", "work-history", "goals"
SERVICES, DESCRIBE, TERMS, STATEMENT, PAPER = "services", "describe", "terms", "statement", "paper"


@dataclass
class Filled(ABC):
    """Forms bound to what is kept, of a plan or an amendment; `wrong` names the parts that cannot be read."""

    organisation_name: str
    answers: dict[str, Any]
    on: date
    record: Record
    files: Sequence[FileLine] = ()
    people: Sequence[Representative] = ()
    wrong: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        # Each form is asked, so that each has its answers and its errors.
        self.wrong = frozenset(
            slug for slug, parts in self.parts() if sum(not one.is_valid() for one in parts)
        )

    @abstractmethod
    def parts(self) -> Iterator[tuple[str, list[Any]]]:
        """Each part's forms, by its slug."""

    @property
    @abstractmethod
    def typed(self) -> Any:
        """What was typed, without what is on record."""

    @property
    @abstractmethod
    def decision(self) -> Decision:
        """The law's answer to what is filled in."""

    @property
    @abstractmethod
    def sections(self) -> Sequence[Section]:
        """The words that both will sign."""

    @property
    def revised(self) -> Sequence[Revised]:
        """What changes in a plan in force."""
        return ()

    def hint(self, slug: str) -> str:
        """What is to be said of a part beside what the law finds in it: where its answers come from, unlooked at."""
        where = (self.answers.get(ORIGIN) or {}).get(slug)
        return f"From {where}: look at it" if where else ""

    def first(self, slug: str) -> dict[str, Any]:
        """What stands in a part before anybody filled it in."""
        return {}

    def beside(self, slug: str, *, begun: bool) -> dict[str, Any]:
        """What its page shows beside the forms of a part."""
        where = (self.answers.get(ORIGIN) or {}).get(slug, "")
        return {"figures": self._figures() if slug == GOALS else None, "origin": where}

    def _data(self, slug: str) -> Any:
        return as_data(self.answers.get(slug))

    @cached_property
    def short(self) -> GoalForm:
        return GoalForm(self._data(GOALS), prefix="short")

    @cached_property
    def long(self) -> GoalForm:
        return GoalForm(self._data(GOALS), prefix="long")

    @cached_property
    def services(self) -> ServicesForm:
        return ServicesForm(self._data(SERVICES))

    @cached_property
    def described(self) -> list[ServiceForm]:
        self.services.is_valid()
        return [ServiceForm(self._data(DESCRIBE), kind=kind) for kind in self.services.ticked]

    @cached_property
    def paper(self) -> PaperForm:
        return PaperForm(self._data(PAPER), people=[(str(one.account), one.name) for one in self.people])

    @property
    def on_paper(self) -> bool:
        """Was it signed elsewhere? Then its file and dates are entered here."""
        return PAPER in self.answers

    def file_of(self, slug: str) -> FileLine | None:
        """The last file that was uploaded in this part."""
        numbers = (self.answers.get(slug) or {}).get("file") or [""]
        return next((one for one in self.files if one.number == numbers[-1]), None)

    def _figures(self) -> dict[str, Any]:
        """What goals are measured by, in dollars of this year; empty where a figure is not loaded."""
        month = Month.of(self.on)
        step = TRIAL_WORK_LEVEL.on(month)
        support = (SGA_BLIND if self.record.blind else SGA_NON_BLIND).on(month)
        return {
            "year": month.year,
            "step": amount(step.cents) if step else "",
            "support": amount(support.cents) if support else "",
        }


@dataclass
class FilledPlan(Filled):
    """A whole plan."""

    @cached_property
    def contacts(self) -> ContactsForm:
        return ContactsForm(self._data(CONTACTS), models=self.record.models)

    @cached_property
    def discussion(self) -> DiscussionForm:
        return DiscussionForm(self._data(DISCUSSION))

    @cached_property
    def history(self) -> HistoryForm:
        return HistoryForm(self._data(HISTORY))

    @cached_property
    def jobs(self) -> Any:
        data = self._data(HISTORY)
        if "jobs-TOTAL_FORMS" not in data:
            data["jobs-TOTAL_FORMS"], data["jobs-INITIAL_FORMS"] = "0", "0"
        return JobsFormSet(data, prefix="jobs")

    @cached_property
    def text_of_terms(self) -> TermsOfPlan:
        return terms(in_force(self.on))

    @cached_property
    def terms(self) -> TermsForm:
        return TermsForm(self._data(TERMS), terms=self.text_of_terms)

    @cached_property
    def statement(self) -> StatementForm:
        return StatementForm(self._data(STATEMENT))

    def parts(self) -> Iterator[tuple[str, list[Any]]]:
        yield CONTACTS, [self.contacts]
        yield DISCUSSION, [self.discussion]
        yield HISTORY, [self.history, self.jobs]
        yield GOALS, [self.short, self.long]
        yield SERVICES, [self.services]
        yield DESCRIBE, list(self.described)
        yield TERMS, [self.terms]
        yield STATEMENT, [self.statement]
        yield PAPER, [self.paper]

    @cached_property
    def typed(self) -> PlanFacts:
        """What was typed, without what is on record."""
        contacts = self.contacts
        document = self.file_of(DISCUSSION)
        return PlanFacts(
            provider=contacts.party("provider")._replace(name=self.organisation_name),
            model=contacts.said("model"),
            holder=contacts.party("holder"),
            preferred_contact=contacts.said("preferred"),
            alternate=contacts.alternate,
            no_alternate_reason=contacts.said("no_alternate_reason"),
            discussion=self.discussion.facts(document.number if document else None),
            work_history=history(self.history, self.jobs),
            short_term=self.short.facts(),
            long_term=self.long.facts(),
            services=tuple(one.facts() for one in self.described) if SERVICES in self.answers else None,
            terms=self.terms.facts(self.statement.said("statement")),
            representative=contacts.representative,
            additional_terms=self.terms.said("additional"),
        )

    @cached_property
    def facts(self) -> PlanFacts:
        """The plan with what is on record, as it is judged."""
        return with_record(self.typed, self.record)

    @cached_property
    def decision(self) -> Decision:
        return judge_plan(self.facts, self.on)

    @property
    def sections(self) -> Sequence[Section]:
        return words.sections(self.facts)

    def first(self, slug: str) -> dict[str, Any]:
        return {"statement": suggested_statement(self.typed)} if slug == STATEMENT else {}

    def beside(self, slug: str, *, begun: bool) -> dict[str, Any]:
        return {
            **super().beside(slug, begun=begun),
            "jobs": self._jobs_shown(begun) if slug == HISTORY else None,
        }

    def _jobs_shown(self, begun: bool) -> Any:
        if begun and row_count(self.jobs.data, "jobs"):
            return self.jobs
        fresh = JobsFormSet(prefix="jobs")
        fresh.extra = 1
        return fresh
