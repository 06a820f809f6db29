"""What if more had been earned, studied or finished? Facts of a progress review with changes (mission row I4)."""

from dataclasses import dataclass
from fractions import Fraction

from portal.policy.dates import in_words
from portal.policy.progress_facts import Completed, ProgressFacts, Term
from portal.policy.what_if import Altered, CannotError, Months, WhatIf, changed, with_benefits, with_earnings


@dataclass(frozen=True, slots=True)
class ProgressChanges:
    """What is taken to be otherwise; None is as on record.

    `earned` and `benefit` as in a payment's `Changes`. `term` and `completed` are added to what is on record.
    """

    earned: Months | None = None
    earned_cents: int = 0
    benefit: Months | None = None
    benefit_status: str = ""
    term: Term | None = None
    completed: Completed | None = None


def progress_what_if(facts: ProgressFacts, changes: ProgressChanges) -> WhatIf[ProgressFacts]:
    """The facts as they would be; what is said of them is `progress.review`'s."""
    return changed(facts, changes, (_earned, _benefit, _term, _completed))


type _Made = tuple[ProgressFacts, list[Altered]]


def _earned(facts: ProgressFacts, changes: ProgressChanges) -> _Made:
    if changes.earned is None:
        return facts, []
    rows, named = with_earnings(facts.earnings, changes.earned, changes.earned_cents)
    return facts._replace(earnings=rows), named


def _benefit(facts: ProgressFacts, changes: ProgressChanges) -> _Made:
    if changes.benefit is None:
        return facts, []
    rows, named = with_benefits(facts.benefits, changes.benefit, changes.benefit_status)
    return facts._replace(benefits=rows), named


def _term(facts: ProgressFacts, changes: ProgressChanges) -> _Made:
    term = changes.term
    if term is None:
        return facts, []
    if term.full_time_year <= 0:
        raise CannotError("term_full_time_year", "Enter the credits of a full-time year, more than 0.")
    said = f"{_plain(term.credits)} credits of {_plain(term.full_time_year)} in a full-time year"
    named = [Altered(f"Term that ended on {in_words(term.ended_on)}", None, said)]
    return facts._replace(terms=(*facts.terms, term)), named


def _completed(facts: ProgressFacts, changes: ProgressChanges) -> _Made:
    done = changes.completed
    if done is None or done in facts.completed:
        return facts, []
    named = [Altered(f"Completed on {in_words(done.on)}", None, done.what.value)]
    return facts._replace(completed=(*facts.completed, done)), named


def _plain(number: Fraction) -> str:
    """A number of credits as it is typed: 12 or 7.5."""
    return f"{float(number):g}"
