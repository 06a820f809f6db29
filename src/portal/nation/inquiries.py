"""Earnings inquiries of the first persona's EN: one that was answered, one that waits for an analyst."""

import json
from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from portal.earnings.answering import Recorded
from portal.earnings.duties import duties_for
from portal.earnings.models import EarningsMonth, Employer, Inquiry, InquiryRow
from portal.earnings.queries import as_provider_knows
from portal.earnings.services.inquire import FORM, FORM_VERSION
from portal.kernel.models import Draft
from portal.nation.book import instant
from portal.nation.casefiles import CaseFiles
from portal.nation.cast import BRIGHT_PATH, TPM, ein_of
from portal.nation.chance import Chance
from portal.nation.lives import Held, Life
from portal.nation.workers import Workers
from portal.policy.inquiry import quarter_of, quarters_told, tell_quarters
from portal.policy.inquiry_answer import suggested
from portal.policy.records import Earning, MonthSpan
from portal.policy.roles import Role

# Days ago on which each was submitted, and whether it is answered by now.
ASKED = ((20, True), (4, False))
PEOPLE_EACH = 2
_ANSWERED_AFTER = timedelta(days=7)


def make_inquiries(files: CaseFiles, workers: Workers, seed: int, lives: Iterable[Life]) -> None:
    """Write them, each about other Ticketholders."""
    held = (
        (life, one)
        for life in lives
        for one in life.held
        if one.organisation == BRIGHT_PATH and one.ended_on is None
    )
    desk = _Desk(files, Chance(seed, "earnings inquiries"), workers)
    for days_ago, answered in ASKED:
        desk.write(days_ago, answered, list(islice(held, PEOPLE_EACH)))


class _Desk:
    def __init__(self, files: CaseFiles, chance: Chance, workers: Workers) -> None:
        self.files, self.chance = files, chance
        [self.clerk, *_] = workers.any(BRIGHT_PATH, Role.EN_PAYMENTS_CLERK)
        [self.analyst, *_] = workers.any(TPM, Role.TPM_PAYMENTS_ANALYST)

    def write(self, days_ago: int, answered: bool, about: list[tuple[Life, Held]]) -> None:
        on = self.files.today - timedelta(days=days_ago)
        inquiry, organisation = self.chance.id(), self.files.cast.ids[BRIGHT_PATH]
        account, name = self.clerk
        state = Inquiry.State.ANSWERED if answered else Inquiry.State.SUBMITTED
        self.files.rows.add(
            Draft,
            id=inquiry,
            form=FORM,
            form_version=FORM_VERSION,
            organisation=organisation,
            state=Draft.State.SUBMITTED,
            revision=2,
            started_by=account,
            started_at=instant(on, 0),
            changed_by=account,
            changed_by_name=name,
            changed_at=instant(on, 1),
        )
        self.files.rows.add(
            Inquiry,
            id=inquiry,
            number=self.files.numbers.next("EI"),
            organisation_id=organisation,
            form_version=FORM_VERSION,
            ein=ein_of(list(self.files.cast.standings).index(BRIGHT_PATH)),
            submitted_by=account,
            submitted_by_name=name,
            submitted_at=instant(on, 1),
            submitted_on=on,
            state=state,
            answered_by_name=self.analyst[1] if answered else "",
            answered_at=instant(on + _ANSWERED_AFTER, 2) if answered else None,
            version=PEOPLE_EACH + 1 if answered else 0,
        )
        for line, (life, held) in enumerate(about, 1):
            self._row(inquiry, line, life, held, on + _ANSWERED_AFTER if answered else None)
        self.files.due(duties_for(Inquiry(id=inquiry, submitted_on=on, state=state)), on)

    def _row(self, inquiry: UUID, line: int, life: Life, held: Held, answered_on: Any) -> None:
        shown = [
            ("Ticketholder", life.person.name),
            ("Social Security number", f"ends in {life.person.ssn[-4:]}"),
            ("Date of assignment", f"{held.assigned_on:%B} {held.assigned_on.day}, {held.assigned_on.year}"),
        ]
        self.files.sealed.add(
            InquiryRow,
            self.files.key(life, BRIGHT_PATH, held.id),
            {"content": json.dumps(shown)},
            **self.files.about(life, BRIGHT_PATH),
            id=self.chance.id(),
            inquiry_id=inquiry,
            line=line,
            assignment_id=held.id,
            assigned_on=held.assigned_on,
            **self._answer(life, answered_on),
        )

    def _answer(self, life: Life, on: Any) -> dict[str, Any]:
        if on is None:
            return {"result": ""}
        quarters = quarters_told(on)
        earned = [
            Earning(one.month, one.cents, one.kind, one.employer, one.source, "ssa-record", one.proven)
            for one in life.earned
        ]
        told = tell_quarters(quarters, earned, [MonthSpan(*span) for span in life.blind])
        rows = [one for one in self._rows(life) if quarter_of(one.month) in quarters]
        periods = [_Blind(*span) for span in life.blind]
        months = as_provider_knows(rows, periods, self.files.cast.ids[BRIGHT_PATH])
        return {
            "result": suggested(told).value,
            "told": Recorded(tuple(told), tuple(months)).told(),
            "answered_on": on,
            "answered_by_name": self.analyst[1],
        }

    def _rows(self, life: Life) -> Iterator[EarningsMonth]:
        ids = self.files.cast.ids
        for place, one in enumerate(life.earned):
            yield EarningsMonth(
                id=UUID(int=place),
                month=one.month,  # type: ignore[misc]
                gross_cents=one.cents,
                kind=one.kind,
                employer=Employer(name=one.employer) if one.employer else None,
                source=one.source,
                given_to_id=ids[one.given_to] if one.given_to else None,
                proven=one.proven,
            )


class _Blind:
    """A period of blindness as it is read."""

    def __init__(self, since: Any, until: Any) -> None:
        self.from_month, self.until_month = since, until
