"""What waits for the access desk: people named at each step, reports of departures, warnings that were mailed.

The access desk finds somebody to verify, to clear, to let in and to record without access; one whom a colleague has
to let in, because the same person verified the employment of somebody who will decide on payments; one refused
after an unfavorable determination; a departure reported in time and one reported late.
"""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from portal.kernel.models import Duty
from portal.nation.access_cast import LEFT, NAMED, RENEWING, Left, Named
from portal.nation.access_trail import By, Steps, of_departure, of_designation, write
from portal.nation.cast import BRIGHT_PATH, COLUMBIA_VALLEY, SSA, TPM, Cast
from portal.nation.chance import Chance, Numbers
from portal.nation.rows import Rows
from portal.nation.workers import Workers
from portal.people.duties import duties_for
from portal.people.models import Account, Clearance, Designation, Employment, Warned
from portal.people.renewals import KIND_OF
from portal.policy.roles import Role
from portal.policy.tables.parameters import ACCESS_IN_FORCE

Purpose, State = Designation.Purpose, Designation.State
_ADMINISTRATOR = {
    SSA: Role.SSA_SERVICES_SPECIALIST,
    TPM: Role.TPM_ADMINISTRATOR,
    COLUMBIA_VALLEY: Role.SVRA_ADMINISTRATOR,
}
# Nobody signs in with it before the invitation.
_NO_PASSWORD = "!"  # noqa: S105
_GOOD_FOR = timedelta(days=5 * 365)


def make_access_work(
    rows: Rows, seed: int, cast: Cast, workers: Workers, numbers: Numbers, today: date
) -> None:
    """Write all of it, around today."""
    making = _Making(rows, Chance(seed, "access work"), cast, workers, numbers, today)
    for named in NAMED:
        making.designation(named)
    for left in LEFT:
        making.departure(left)
    for name, what, last_day in RENEWING:
        making.renewal(name, what, last_day)


class _Making:
    def __init__(
        self, rows: Rows, chance: Chance, cast: Cast, workers: Workers, numbers: Numbers, today: date
    ) -> None:
        self.rows, self.chance, self.cast = rows, chance, cast
        self.workers, self.numbers, self.today = workers, numbers, today
        self.specialist, self.specialist_name = workers.any(SSA, Role.SSA_SERVICES_SPECIALIST)[0]
        self.desk = By(self.specialist, cast.ids[SSA])

    def designation(self, one: Named) -> None:
        employment = self._verified(one) if one.verified is not None else None
        clearance = self._cleared(one, employment) if employment and one.cleared is not None else None
        by, by_name = self._administrator(one.organisation)
        row = Designation(
            id=self.chance.id(),
            number=self.numbers.next("DN"),
            organisation_id=self.cast.ids[one.organisation],
            account_id=employment.account_id if employment else None,
            purpose=Purpose.PORTAL_USER if one.roles else Purpose.NO_ACCOUNT,
            name=one.name,
            email=one.email,
            job_title=one.title,
            starts_on=self._day(one.named),
            roles=[str(role) for role in one.roles],
            reason=one.reason,
            state=one.state,
            designated_by=by,
            designated_by_name=by_name,
            designated_at=self._at(one.named),
            clearance_asked_on=None if one.asked is None else self._day(one.asked),
        )
        if one.verified is not None:
            row.verified_by, row.verified_on = self.specialist, self._day(one.verified)
            row.verified_how = "A letter of the organization."
        if row.state not in Designation.OPEN and one.cleared is not None:
            row.decided_by, row.decided_by_name = self.specialist, self.specialist_name
            row.decided_at = self._at(one.cleared)
            row.decided_why = "" if one.favourable else "The suitability determination was not favorable."
        steps = Steps(
            row,
            administrator=By(by, row.organisation_id),
            specialist=self.desk,
            verified_at=self._at_or_never(one.verified),
            asked_at=self._at_or_never(one.asked),
            cleared_at=self._at_or_never(one.cleared),
            employment=employment,
            clearance=clearance,
        )
        write(self.rows, self.chance, of_designation(steps))
        self._write(row)
        since = next(day for day in (one.cleared, one.verified, one.named) if day is not None)
        self._duties(row, since)

    def departure(self, one: Left) -> None:
        account, reported = self.chance.id(), self._at(one.reported)
        by, _ = self._administrator(one.organisation)
        email = f"{one.name.split()[0].lower()}@left.example.org"
        self.rows.add(
            Account, id=account, email=email, name=one.name, password=_NO_PASSWORD, created_at=self._at(900)
        )
        row = Employment(
            id=self.chance.id(),
            account_id=account,
            organisation_id=self.cast.ids[one.organisation],
            roles=[str(Role.EN_PAYMENTS_CLERK if "clerk" in one.title else Role.EN_COUNSELLOR)],
            job_title=one.title,
            verified_on=self._day(890),
            granted_on=self._day(885),
            started_on=self._day(900),
            ended_on=min(self._day(one.last_day) + timedelta(days=1), reported.date()),
            last_day_worked=self._day(one.last_day),
            departure_reported_at=reported,
            departure_reported_by=by,
            ended_why=one.why,
            version=1,
        )
        self._write(row)
        self._clearance(account, 880, favourable=True)
        entries = of_departure(row, self._at(890), self._at(885), By(by, row.organisation_id), self.desk)
        write(self.rows, self.chance, entries)

    def renewal(self, name: str, what: str, last_day: date) -> None:
        """The warnings that were mailed by today, and the duty that they opened."""
        account = next(
            key for key, known in self.workers.any(BRIGHT_PATH, Role.EN_PAYMENTS_CLERK) if known == name
        )
        days = ACCESS_IN_FORCE.access_warning_days
        for warned in sorted((left for left in days if (last_day - self.today).days <= left), reverse=True):
            self.rows.add(
                Warned,
                id=self.chance.id(),
                account_id=account,
                what=what,
                last_day=last_day,
                days=warned,
                mailed_at=_morning(last_day - timedelta(days=warned)),
            )
        self.rows.add(
            Duty,
            id=self.chance.id(),
            kind=KIND_OF[what],
            subject=account,
            organisation=self.cast.ids[BRIGHT_PATH],
            opened_at=_morning(last_day - timedelta(days=max(days))),
            due_on=last_day,
        )

    def _verified(self, one: Named) -> Employment:
        """What verifying somebody has written: an account nobody can sign in with yet, and employment."""
        account = self.chance.id()
        verified, starts = one.verified or 0, self._day(one.named)
        self.rows.add(
            Account,
            id=account,
            email=one.email,
            name=one.name,
            password=_NO_PASSWORD,
            created_at=self._at(verified),
        )
        row = Employment(
            id=self.chance.id(),
            account_id=account,
            organisation_id=self.cast.ids[one.organisation],
            roles=[],
            job_title=one.title,
            verified_on=self._day(verified),
            started_on=starts,
        )
        self._write(row)
        return row

    def _cleared(self, one: Named, employment: Employment) -> Clearance:
        return self._clearance(employment.account_id, one.cleared or 0, favourable=one.favourable)

    def _clearance(self, account: UUID, days: int, *, favourable: bool) -> Clearance:
        decided = self._day(days)
        row = Clearance(
            id=self.chance.id(),
            account_id=account,
            favourable=favourable,
            decided_on=decided,
            expires_on=decided + _GOOD_FOR if favourable else decided,
            recorded_by=self.specialist,
            recorded_at=self._at(days),
        )
        self._write(row)
        return row

    def _write(self, row: Designation | Employment | Clearance) -> None:
        self.rows.add(
            type(row), **{field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
        )

    def _duties(self, row: Designation, since: int) -> None:
        for due in duties_for(row, self._day(since)):
            self.rows.add(
                Duty,
                id=self.chance.id(),
                kind=due.kind,
                subject=due.subject,
                opened_at=self._at(since),
                due_on=due.due_on,
            )

    def _administrator(self, organisation: str) -> tuple[UUID, str]:
        return self.workers.any(organisation, _ADMINISTRATOR.get(organisation, Role.EN_ADMINISTRATOR))[0]

    def _day(self, ago: int) -> date:
        return self.today - timedelta(days=ago)

    def _at(self, ago: int) -> datetime:
        return _morning(self._day(ago))

    def _at_or_never(self, ago: int | None) -> datetime | None:
        return None if ago is None else self._at(ago)


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(15), UTC)
