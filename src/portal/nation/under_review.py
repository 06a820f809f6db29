"""Two Employment Networks whose plans Program Integrity reviews again: three and nine of them found compliant."""

import json
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from uuid import UUID

from portal.integrity.duties import duties_for
from portal.integrity.models import AssignRight, PlanReview, ReviewFinding
from portal.nation.book import Worker, instant
from portal.nation.careers import benefits_of, onset
from portal.nation.casefiles import CaseFiles
from portal.nation.cast import RIVERBEND, TIDEWATER, TPM
from portal.nation.chance import Chance, Numbers
from portal.nation.lives import Life, Status, held_by, new_life
from portal.nation.newcomers import Newcomer
from portal.nation.people import Identity
from portal.nation.workers import Workers
from portal.policy.plan import COMPONENTS
from portal.policy.roles import Role
from portal.policy.tar import Result, review_due

COMPLIANT: dict[str, int] = {RIVERBEND: 3, TIDEWATER: 9}
_EVERY_DAYS = 16
_REVIEW_DAYS = 6
WHY = "Half of the staff left, and three plans had no specific services. Plans are reviewed again."
MISSING = (
    "The long-term goal does not say how many hours a week, and job coaching is ticked without a word on it."
)
_FAILED = ("goals", "services")


def reviewed_lives(
    people: Iterable[Identity], chance: Chance, numbers: Numbers, today: date
) -> Iterator[Life]:
    """A life for each plan that was found compliant, assigned since."""
    wanted = [(name, back) for name, count in COMPLIANT.items() for back in range(1, count + 1)]
    for (name, back), person in zip(wanted, people, strict=True):
        life = new_life(person, chance, numbers)
        life.benefits = [Status(title, onset(chance.random)) for title in benefits_of(chance.random)]
        life.held = [held_by(name, today - timedelta(days=_EVERY_DAYS * back))]
        life.use_state = "in-use"
        yield life


class Reviews:
    """Writes reviews of plans whose files are written."""

    def __init__(self, files: CaseFiles, workers: Workers) -> None:
        self.files, self.chance = files, files.chance
        found = workers.any(TPM, Role.TPM_INTEGRITY_REVIEWER)
        self._reviewers = [Worker(str(account), name) for account, name in found]

    def write(self, lives: Iterable[Life], waiting: Iterable[tuple[Newcomer, Life, UUID, UUID]]) -> None:
        for name in COMPLIANT:
            self._taken_back(name)
        for life in lives:
            held = life.held[0]
            self._review(
                life, held.organisation, held.id, self.files.forms[held.id], held.assigned_on, "compliant"
            )
        for one, life, case, form in waiting:
            sent_on = self.files.today - timedelta(days=min(one.signed.values()))
            self._review(life, one.organisation, case, form, sent_on, one.in_review)

    def _review(
        self, life: Life, organisation: str, case: UUID, form: UUID, received_on: date, state: str
    ) -> None:
        review = self.chance.id()
        decided = state in ("compliant", "returned")
        decided_on = received_on + timedelta(days=_REVIEW_DAYS)
        by = self._reviewers[0]
        about = self.files.about(life, organisation)
        key = self.files.key(life, organisation, case)
        results = {"compliant": Result.COMPLIANT, "returned": Result.FINDINGS}
        self.files.sealed.add(
            PlanReview,
            key,
            {"coversheet": json.dumps({"rows": self._coversheet(life, organisation, received_on)})},
            **about,
            id=review,
            number=self.files.numbers.next("RV"),
            signed_form_id=form,
            case_id=case,
            reason=PlanReview.Reason.RE_ESTABLISHED,
            received_on=received_on,
            received_at=instant(received_on, 6),
            complete=True,
            due_on=review_due(received_on),
            state=state,
            result=results[state].value if decided else "",
            decided_on=decided_on if decided else None,
            decided_by=UUID(by.label) if decided else None,
            decided_by_name=by.name if decided else "",
        )
        row = PlanReview(id=review, **about, state=state, due_on=review_due(received_on))
        row.decided_on = decided_on if decided else None
        self.files.due(duties_for(row), received_on)
        for component in COMPONENTS if decided else ():
            failed = state == "returned" and component.slug in _FAILED
            self.files.sealed.add(
                ReviewFinding,
                key,
                {"note": MISSING} if failed else {},
                **about,
                id=self.chance.id(),
                review_id=review,
                component=component.slug,
                verdict="fail" if failed else "pass",
                by=UUID(by.label),
                by_name=by.name,
                at=instant(decided_on, 4),
            )

    def _coversheet(self, life: Life, organisation: str, sent_on: date) -> list[list[str]]:
        """Questions and answers, as the page keeps them."""
        return [
            ["Employment Network", organisation],
            ["Ticketholder", life.person.name],
            ["Why it is sent in", str(PlanReview.Reason.RE_ESTABLISHED.label)],
            ["Contact", self.files.counsellor(organisation).name],
            ["Documents", "The signed plan as it stands in the portal"],
            ["Date sent", f"{sent_on:%B} {sent_on.day}, {sent_on.year}"],
            ["Channel", "Ticket Portal"],
        ]

    def _taken_back(self, name: str) -> None:
        """The right to assign was taken back: proposed by one reviewer, decided by another."""
        first, second = self._reviewers[:2]
        since = self.files.cast.standings[name].reviewed_from
        if since is None:
            raise ValueError(f"{name} is not under review")
        self.files.rows.add(
            AssignRight,
            id=self.chance.id(),
            organisation_id=self.files.cast.ids[name],
            kind=AssignRight.Kind.WITHDRAW,
            reason=WHY,
            state=AssignRight.State.DECIDED,
            proposed_by=UUID(first.label),
            proposed_by_name=first.name,
            proposed_at=instant(since - timedelta(days=3), 0),
            decided_by=UUID(second.label),
            decided_by_name=second.name,
            decided_at=instant(since, 0),
            from_on=since,
        )
