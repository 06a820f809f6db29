"""What a reply states: months of work with gross pay, terms of study, what was completed. As JSON, for replay."""

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from portal.policy.core import Month
from portal.policy.progress_facts import Completed, Completion, Term


class Stated(NamedTuple):
    """`earnings` are whole cents by month: what was earned in it in all, before taxes."""

    earnings: tuple[tuple[Month, int], ...] = ()
    terms: tuple[Term, ...] = ()
    completed: tuple[Completed, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "earnings": [[str(month), cents] for month, cents in self.earnings],
            "terms": [
                [one.ended_on.isoformat(), str(one.credits), str(one.full_time_year)] for one in self.terms
            ],
            "completed": [[one.what.value, one.on.isoformat()] for one in self.completed],
        }


def stated(value: Mapping[str, Any]) -> Stated:
    """What `to_json` wrote."""
    return Stated(
        tuple((Month.parse(month), cents) for month, cents in value["earnings"]),
        tuple(
            Term(date.fromisoformat(ended), Fraction(earned), Fraction(year))
            for ended, earned, year in value["terms"]
        ),
        tuple(Completed(Completion(what), date.fromisoformat(on)) for what, on in value["completed"]),
    )


def together(all_of: Iterable[Stated]) -> Stated:
    """Terms and completions of several replies, each once; a later reply's month takes the place of an earlier one's."""
    found = list(all_of)
    return Stated(
        tuple({month: cents for one in found for month, cents in one.earnings}.items()),
        tuple(dict.fromkeys(term for one in found for term in one.terms)),
        tuple(dict.fromkeys(done for one in found for done in one.completed)),
    )
