"""Lives as rows."""

from datetime import date, timedelta

from portal.earnings.models import EarningsMonth, Evidence
from portal.nation.cast import TPM, Cast
from portal.nation.chance import Chance, Numbers
from portal.nation.employers import Employers
from portal.nation.lives import (
    AGREED_AFTER,
    EARNED_AFTER,
    TERMINATED_AFTER,
    Case,
    Held,
    Life,
    Paper,
    recorded,
)
from portal.nation.rows import ACTOR, Rows
from portal.payments.models import CostClaim
from portal.tickets.models import (
    Assignment,
    BenefitPeriod,
    BlindPeriod,
    Sight,
    Termination,
    Ticket,
    VrCase,
    VrClosure,
)

_COSTS_A_MONTH, _PAID_AFTER = 82_500, timedelta(days=75)
_KINDS = {"T2": BenefitPeriod.Kind.WORKER, "T16": BenefitPeriod.Kind.SSI_DISABLED}


class Writer:
    """Writes lives as rows."""

    def __init__(
        self, rows: Rows, chance: Chance, cast: Cast, employers: Employers, numbers: Numbers, today: date
    ) -> None:
        self.rows, self.chance, self.cast, self.today = rows, chance, cast, today
        self.employers, self.numbers = employers, numbers

    def write(self, life: Life) -> None:
        """The Ticket with everything around it; the person's own row is sealed elsewhere."""
        self._ticket(life)
        for held in life.held:
            held.id = self.chance.id()
        for held in life.assigned:
            self._assignment(life, held)
        self._agency_record(life)
        self._sight(life)
        self._earnings(life)

    def _ticket(self, life: Life) -> None:
        self.rows.add(
            Ticket,
            id=life.ticket,
            number=life.ticket_number,
            person_id=life.person.id,
            assignment_state=life.assignment_state,
            use_state=life.use_state,
        )
        for month, cause in life.terminations:
            self.rows.add(
                Termination,
                id=self.chance.id(),
                ticket_id=life.ticket,
                person_id=life.person.id,
                month=month,
                cause=cause,
                recorded_at=recorded(month.first + TERMINATED_AFTER),
            )

    def _agency_record(self, life: Life) -> None:
        person = life.person.id
        for status in life.benefits:
            self.rows.add(
                BenefitPeriod,
                id=self.chance.id(),
                person_id=person,
                title=status.title,
                kind=_KINDS[status.title],
                from_month=status.since,
                until_month=status.until,
                status=status.status,
                recorded_at=recorded(status.since.first + AGREED_AFTER),
            )
        for since, until in life.blind:
            at = recorded(since.first + timedelta(days=60))
            self.rows.add(
                BlindPeriod,
                id=self.chance.id(),
                person_id=person,
                from_month=since,
                until_month=until,
                recorded_at=at,
            )
        self._vr_record(life)

    def _vr_record(self, life: Life) -> None:
        """Cost-reimbursement cases with the agency's file each was opened from, and closings."""
        files = {(held.organisation, held.assigned_on): held.id for held in life.held}
        closed = {}
        for case in life.cases:
            row, number = self.chance.id(), self.numbers.next("VC")
            if case.closed_on is not None:
                closed[case.closed_on] = row
            self._costs(life, case, number)
            self.rows.add(
                VrCase,
                id=row,
                number=number,
                person_id=life.person.id,
                organisation_id=self.cast.ids[case.organisation],
                case=files.get((case.organisation, case.opened_on)),
                ipe_signed_on=case.opened_on,
                opened_on=case.opened_on,
                closed_on=case.closed_on,
                employed=case.employed,
                by_name=case.organisation,
                recorded_at=recorded(case.closed_on or case.opened_on),
            )
        for closed_on, successful in life.closures:
            self.rows.add(
                VrClosure,
                id=self.chance.id(),
                person_id=life.person.id,
                vr_case_id=closed.get(closed_on),
                closed_on=closed_on,
                successful=successful,
                recorded_at=recorded(closed_on + timedelta(days=3)),
            )

    def _costs(self, life: Life, case: Case, number: str) -> None:
        """What the agency claimed, and that Social Security paid it, where that is long enough ago."""
        on = case.claimed_on
        if on is None or on > self.today or case.claimed_from is None or case.claimed_until is None:
            return
        paid_on = on + _PAID_AFTER
        paid = paid_on <= self.today
        claim = {
            "number": self.numbers.next("CR"),
            "ticket_id": life.ticket,
            "person_id": life.person.id,
            "organisation_id": self.cast.ids[case.organisation],
            "vr_case": number,
            "from_month": case.claimed_from,
            "until_month": case.claimed_until,
            "amount_cents": _COSTS_A_MONTH * (case.claimed_until - case.claimed_from),
            "claimed_on": on,
            "by": ACTOR,
        }
        self.rows.add(
            CostClaim,
            id=self.chance.id(),
            state=CostClaim.State.CLAIMED,
            source=CostClaim.Source.PORTAL,
            by_name=case.organisation,
            recorded_at=recorded(on),
            superseded_at=recorded(paid_on) if paid else None,
            **claim,
        )
        if paid:
            self.rows.add(
                CostClaim,
                id=self.chance.id(),
                state=CostClaim.State.PAID,
                answered_on=paid_on,
                source=CostClaim.Source.NOTICE,
                by_name=TPM,
                recorded_at=recorded(paid_on),
                **claim,
            )

    def _assignment(self, life: Life, held: Held) -> None:
        self.rows.add(
            Assignment,
            id=held.id,
            ticket_id=life.ticket,
            person_id=life.person.id,
            organisation_id=self.cast.ids[held.organisation],
            system=held.system,
            provider_signed_on=held.provider_signed_on,
            holder_signed_on=held.holder_signed_on,
            entered_on=held.entered_on,
            assigned_on=held.assigned_on,
            payment_base_on=held.base_on,
            ended_on=held.ended_on,
            recorded_at=recorded(held.entered_on),
        )

    def _sight(self, life: Life) -> None:
        first: dict[str, date] = {}
        for held in life.assigned:
            first[held.organisation] = min(first.get(held.organisation, held.entered_on), held.entered_on)
        for organisation, since in first.items():
            self.rows.add(
                Sight,
                id=self.chance.id(),
                person_id=life.person.id,
                organisation_id=self.cast.ids[organisation],
                from_on=since,
            )

    def _earnings(self, life: Life) -> None:
        ids, person = self.cast.ids, life.person.id
        for earned in life.earned:
            self.rows.add(
                EarningsMonth,
                id=self.chance.id(),
                person_id=person,
                month=earned.month,
                gross_cents=earned.cents,
                kind=earned.kind,
                employer_id=self.employers.ids[earned.employer] if earned.employer else None,
                source=earned.source,
                given_to_id=ids[earned.given_to] if earned.given_to else None,
                proven=earned.proven,
                recorded_at=recorded(earned.known_on),
                recorded_by=ACTOR,
                superseded_at=recorded(earned.replaced_on) if earned.replaced_on else None,
            )
        for paper in life.papers:
            self._paper(life, paper)

    def _paper(self, life: Life, paper: Paper) -> None:
        paper.id = self.chance.id()
        name, gross, pay_date, pay_period, legible = paper.shows
        self.rows.add(
            Evidence,
            id=paper.id,
            person_id=life.person.id,
            organisation_id=self.cast.ids[paper.organisation],
            kind=paper.kind,
            issuer_id=self.employers.ids[paper.issuer] if paper.issuer else None,
            months=[month.first for month in paper.months],
            shows_name=name,
            shows_gross=gross,
            shows_pay_date=pay_date,
            shows_pay_period=pay_period,
            legible=legible,
            recorded_at=recorded(paper.months[-1].first + EARNED_AFTER),
        )
