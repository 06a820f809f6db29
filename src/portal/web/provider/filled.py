"""The whole request as the draft has it: its forms, what is wrong with them, and what goes to the payments room."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from django import forms

from portal.kernel.files import FileLine
from portal.payments import available
from portal.payments.form import ClaimAsked, EarningsGiven, PaperGiven, RequestForm
from portal.policy.core import Month
from portal.web.provider.drafting import as_data
from portal.web.provider.forms.claims import CERTIFICATION, PROVEN, ClaimsForm, OtherClaimsFormSet, asked_for
from portal.web.provider.forms.papers import PaperForm, PapersFormSet, papers_given
from portal.web.provider.forms.work import EarningsFormSet, EarningsRow, ServicesForm, earnings_given

PAYMENTS, WORK, EVIDENCE, CHECK = "payments", "work", "evidence", "check"
STEPS = (
    (PAYMENTS, "Payments and months"),
    (WORK, "Earnings and services"),
    (EVIDENCE, "Evidence"),
    (CHECK, "Check and submit"),
)


@dataclass
class Filled:
    """Forms bound to what is kept. A page that was never sent has nothing wrong with it yet."""

    assignment: UUID
    answers: dict[str, Any]
    files: Sequence[FileLine] = ()
    wrong: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.wrong = {}
        for step, parts in self._parts().items():
            # Each part is asked, so that each has its errors.
            valid = [part.is_valid() for part in parts]
            if step in self.answers and not all(valid):
                self.wrong[step] = _first_error(parts)

    @cached_property
    def claims_form(self) -> ClaimsForm:
        return ClaimsForm(as_data(self.answers.get(PAYMENTS)))

    @cached_property
    def other_claims(self) -> Any:
        return OtherClaimsFormSet(as_data(self.answers.get(PAYMENTS)), prefix="other")

    @cached_property
    def earnings_rows(self) -> Any:
        return EarningsFormSet(as_data(self.answers.get(WORK)), prefix="earnings")

    @cached_property
    def services_form(self) -> ServicesForm:
        return ServicesForm(as_data(self.answers.get(WORK)))

    @cached_property
    def paper_rows(self) -> Any:
        return PapersFormSet(as_data(self.answers.get(EVIDENCE)), prefix="papers")

    def _parts(self) -> dict[str, list[Any]]:
        return {
            PAYMENTS: [self.claims_form, self.other_claims],
            WORK: [self.earnings_rows, self.services_form],
            EVIDENCE: [self.paper_rows],
        }

    def _holds(self, step: str) -> bool:
        return step in self.answers and step not in self.wrong

    @property
    def basis(self) -> str:
        return self.claims_form.cleaned_data["basis"] if self._holds(PAYMENTS) else ""

    @cached_property
    def claims(self) -> tuple[ClaimAsked, ...]:
        return asked_for(self.claims_form, self.other_claims) if self._holds(PAYMENTS) else ()

    @cached_property
    def earnings(self) -> tuple[EarningsGiven, ...]:
        return earnings_given(self.earnings_rows) if self._holds(WORK) else ()

    @property
    def filled_rows(self) -> list[EarningsRow]:
        return [row for row in self.earnings_rows if not row.is_empty] if self._holds(WORK) else []

    @cached_property
    def papers(self) -> tuple[PaperGiven, ...]:
        return papers_given(self.paper_rows) if self._holds(EVIDENCE) else ()

    @property
    def claim_months(self) -> list[Month]:
        return sorted({claim.claim_month for claim in self.claims})

    @property
    def shown_months(self) -> list[Month]:
        """Months a paper can be about: those claimed and those worked."""
        return sorted({*self.claim_months, *(given.month for given in self.earnings)})

    def request_form(self) -> RequestForm:
        """What the payments room takes."""
        services = self.services_form.cleaned_data if self._holds(WORK) else {}
        return RequestForm(
            assignment=self.assignment,
            form="certification" if self.basis == CERTIFICATION else "evidentiary",
            claims=self.claims,
            services_described=bool(services.get("services_described")),
            services_statement_on=services.get("services_statement_on"),
            services_contributed=self.services_form.contributed if self._holds(WORK) else None,
            earnings_already_proven=self.basis == PROVEN,
            job_started_on=services.get("job_started_on"),
            earnings=self.earnings,
            papers=self.papers,
        )

    @cached_property
    def answers_now(self) -> list[dict[str, Any]]:
        """What each claim would get if it were submitted now, in the order of the claims."""
        return list(available.try_claims(form=self.request_form())) if self.claims else []

    def undescribed(self) -> list[FileLine]:
        """Files uploaded to the draft that no page describes yet."""
        data = as_data(self.answers.get(EVIDENCE))
        known = {value for name in data if name.endswith("-file") for value in data.getlist(name)}
        return [line for line in self.files if line.number not in known]


def _first_error(parts: Sequence[Any]) -> str:
    for part in parts:
        for form in [part] if isinstance(part, forms.BaseForm) else [*part.forms]:
            for errors in form.errors.values():
                return str(errors[0])
    return "Something on this page cannot be read."


def paper_forms(formset: Any) -> list[PaperForm]:
    """The rows of a set of papers."""
    return list(formset.forms)
