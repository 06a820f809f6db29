"""What the records said about a life on a past day, in the shape payment decisions gather their facts from.

The synthetic past is decided by the same facts and the same rules as the present, so that every stored
decision replays.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from portal.nation.cast import Cast
from portal.nation.lives import AGREED_AFTER, EARNED_AFTER, TERMINATED_AFTER, Life
from portal.payments.records import Records
from portal.policy.core import Month


class Knowledge:
    """Records of one life, as of any day; awards and requests are added as the past goes on."""

    def __init__(self, life: Life, cast: Cast) -> None:
        self._life, self._cast = life, cast
        self.awards: list[SimpleNamespace] = []
        self.requests: list[SimpleNamespace] = []
        self._numbers = {cast.ids[name]: number for name, number in cast.numbers.items()}
        self._earnings = [
            (one.known_on, one.replaced_on or date.max, self._earned(one)) for one in life.earned
        ]
        self._papers = [(paper.months[-1].first + EARNED_AFTER, self._paper(paper)) for paper in life.papers]

    def on(self, day: date, at: datetime) -> Records:
        """The records as known at the end of `day`."""
        life, person = self._life, self._life.person
        held = [held for held in life.assigned if held.entered_on <= day]
        names = {held.organisation for held in held}
        birth_month = Month.of(person.born)
        return Records(
            numbers=self._numbers,
            people={
                person.id: SimpleNamespace(
                    died_on=life.died_on if life.died_on and life.died_on <= day else None,
                    full_retirement_month=birth_month.plus(67 * 12),
                    age_65_month=birth_month.plus(65 * 12),
                )  # type: ignore[dict-item]
            },
            providers={self._cast.ids[name]: self._provider(name) for name in names},
            agreements={self._cast.ids[name]: [self._agreement(name)] for name in names},
            holds={self._cast.ids[name]: list(self._holds(name)) for name in names},
            assignments={life.ticket: sorted((self._held(row, day) for row in held), key=_by("assigned_on"))},
            terminations={life.ticket: list(self._terminations(day))},
            benefits={person.id: sorted(self._benefits(day), key=_by("title", "from_month"))},
            blind={
                person.id: [
                    SimpleNamespace(from_month=since, until_month=until) for since, until in life.blind
                ]
            },
            closures={
                person.id: [
                    SimpleNamespace(closed_on=on, successful=successful)
                    for on, successful in sorted(life.closures)
                    if on <= day
                ]
            },
            cases={person.id: list(self._cases(day))},
            cost_claims={person.id: list(self._costs(day))},
            earnings={person.id: self._earned_on(day)},
            evidence={person.id: [row for on, row in self._papers if on <= day]},
            awards={
                life.ticket: sorted(
                    (
                        row
                        for row in self.awards
                        if row.awarded_on <= day and not _before(row.reversed_on, day)
                    ),
                    key=_by("month", "kind"),
                )
            },
            requests={
                life.ticket: [
                    row for row in self.requests if row.submitted_at < at and not _before(row.ended_on, day)
                ]
            },
        )

    def _provider(self, name: str) -> Any:
        standing = self._cast.standings[name]
        return SimpleNamespace(
            sam_registered_until=standing.sam_until,
            bank_current=standing.bank_current,
            bank_verified_until=None,
        )

    def _agreement(self, name: str) -> Any:
        standing = self._cast.standings[name]
        return SimpleNamespace(from_on=standing.agreement_from, until_on=standing.agreement_until)

    def _holds(self, name: str) -> Iterable[Any]:
        standing = self._cast.standings[name]
        if standing.held_from:
            yield SimpleNamespace(from_on=standing.held_from, until_on=None, reason=standing.hold_reason)

    def _held(self, held: Any, day: date) -> Any:
        return SimpleNamespace(
            organisation_id=self._cast.ids[held.organisation],
            provider_signed_on=held.provider_signed_on,
            holder_signed_on=held.holder_signed_on,
            assigned_on=held.assigned_on,
            entered_on=held.entered_on,
            ended_on=held.ended_on if held.ended_on and held.ended_on <= day else None,
            system=held.system,
        )

    def _terminations(self, day: date) -> Iterable[Any]:
        for month, cause in self._life.terminations:
            if month.first + TERMINATED_AFTER <= day:
                yield SimpleNamespace(month=month, cause=cause)

    def _benefits(self, day: date) -> Iterable[Any]:
        now = Month.of(day)
        for status in self._life.benefits:
            if status.since.first + AGREED_AFTER <= day:
                until = status.until if status.until and status.until <= now else None
                yield SimpleNamespace(
                    title=status.title, from_month=status.since, until_month=until, status=status.status
                )

    def _cases(self, day: date) -> Iterable[Any]:
        for nth, case in enumerate(self._life.cases):
            if case.opened_on <= day:
                closed = case.closed_on is not None and case.closed_on <= day
                yield SimpleNamespace(
                    number=nth, opened_on=case.opened_on, closed_on=case.closed_on if closed else None
                )

    def _costs(self, day: date) -> Iterable[Any]:
        for nth, case in enumerate(self._life.cases):
            if case.claimed_on is not None and case.claimed_on <= day:
                yield SimpleNamespace(
                    vr_case=nth, from_month=case.claimed_from, until_month=case.claimed_until
                )

    def _earned_on(self, day: date) -> list[Any]:
        rows = (row for since, until, row in self._earnings if since <= day < until)
        return sorted(rows, key=_by("month", "source"))

    def _earned(self, earned: Any) -> Any:
        return SimpleNamespace(
            month=earned.month,
            gross_cents=earned.cents,
            kind=earned.kind,
            employer=SimpleNamespace(name=earned.employer) if earned.employer else None,
            source=earned.source,
            given_to_id=self._cast.ids[earned.given_to] if earned.given_to else None,
            proven=earned.proven,
        )

    def _paper(self, paper: Any) -> Any:
        names = ("shows_name", "shows_gross", "shows_pay_date", "shows_pay_period", "legible")
        return SimpleNamespace(
            pk=paper.id,
            file=None,
            organisation_id=self._cast.ids[paper.organisation],
            kind=paper.kind,
            issuer=SimpleNamespace(name=paper.issuer) if paper.issuer else None,
            months=[month.first for month in paper.months],
            **dict(zip(names, paper.shows, strict=True)),
        )


def award_row(
    organisation: UUID, kind: str, month: Month, cents: int, awarded_on: date, ordinal: int = 1
) -> SimpleNamespace:
    """An award as the records have it, paid after ten days; `ordinal` counts within its kind."""
    return SimpleNamespace(
        organisation_id=organisation,
        kind=kind,
        ordinal=ordinal,
        month=month,
        amount_cents=cents,
        awarded_on=awarded_on,
        paid_on=awarded_on + timedelta(days=10),
        reversed_on=None,
    )


def _by(*names: str) -> Any:
    return lambda row: tuple(getattr(row, name) for name in names)


def _before(day: date | None, on: date) -> bool:
    return day is not None and day <= on
