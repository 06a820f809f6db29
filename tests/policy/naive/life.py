"""A Ticket by month, as the naive statement of the payment rules reads it (PAY-05 to PAY-15, 18)."""

from calendar import monthrange
from datetime import date

from portal.policy.records import Assignment, PaymentFacts
from tests.policy.naive import figures

MILESTONES = {"P1M1": (1, 1), "P1M2": (3, 6), "P1M3": (6, 12), "P1M4": (9, 18)}


def month_of(day: date) -> int:
    return day.year * 12 + day.month - 1


class Life:
    """A Ticket month by month."""

    def __init__(self, facts: PaymentFacts) -> None:
        self.facts = facts
        self.assigned = sorted(facts.assignments, key=lambda one: one.assigned_on)
        self.first = self.assigned[0]
        self.first_month = month_of(self.first.assigned_on)
        self.work: dict[int, int] = {}
        self.kinds: dict[int, set[str]] = {}
        for one in facts.earnings:
            self.kinds.setdefault(one.month, set()).add(one.kind)
            if one.kind in ("wages", "self-employment"):
                self.work[one.month] = self.work.get(one.month, 0) + one.gross
        self.proven = {
            month for paper in facts.evidence if paper.kind == "employer-statement" for month in paper.months
        }
        self.outcome_start = self.find_outcome_start()
        self.at_level = self.find_months_at_level()
        self.attained = {kind: self.find_attainment(*MILESTONES[kind]) for kind in MILESTONES}
        self.by_look_back = self.find_look_back()
        self.by_closure = any(
            one.successful and self.eighteen_months_before() < one.closed_on <= self.first.assigned_on
            for one in facts.ticket.vr_closures
        )

    def statuses(self, month: int) -> dict[str, str]:
        """The status of each title in a month."""
        return {
            one.title: one.status
            for one in self.facts.beneficiary.benefits
            if one.from_ <= month and (one.until is None or month < one.until)
        }

    def titles(self, month: int) -> set[str]:
        return {title for title, status in self.statuses(month).items() if status != "ended-other"}

    def title_2(self, month: int) -> bool:
        """Concurrent is always treated as title II (PAY-06)."""
        return "T2" in self.titles(month)

    def blind(self, month: int) -> bool:
        spans = self.facts.beneficiary.blind
        return any(one.from_ <= month and (one.until is None or month < one.until) for one in spans)

    def no_cash_for_work(self, month: int) -> bool:
        """Every federal cash benefit of the month is at zero because of work (PAY-12)."""
        held = [status for status in self.statuses(month).values() if status != "ended-other"]
        return bool(held) and all(status in ("suspended-for-work", "ended-for-work") for status in held)

    def base_month(self, assignment: Assignment) -> int:
        """PAY-15: the month of the later signature, or of an entry more than 14 days after it."""
        assert assignment.entered_on is not None
        late = (assignment.entered_on - assignment.assigned_on).days > 14
        return month_of(assignment.entered_on if late else assignment.assigned_on)

    def find_outcome_start(self) -> int | None:
        """The first month that ends after the first assignment without cash because of work."""
        for month in range(self.first_month, self.first_month + 240):
            year, number = divmod(month, 12)
            last_day = date(year, number + 1, monthrange(year, number + 1)[1])
            if last_day > self.first.assigned_on and self.no_cash_for_work(month):
                return month
        return None

    def find_months_at_level(self) -> list[int]:
        """Months from the first payable one on, before the outcome period, at or above the trial work level."""
        found = []
        for month in sorted(self.work):
            level = figures.twl(month)
            before_outcomes = self.outcome_start is None or month < self.outcome_start
            payable = month > self.base_month(self.first) and before_outcomes
            if payable and level is not None and self.work[month] >= level:
                found.append(month)
        return found

    def find_attainment(self, needed: int, window: int) -> int | None:
        """The earliest month at which enough of the last `window` months are at the level (PAY-07)."""
        for month in self.at_level:
            if sum(month - window < one <= month for one in self.at_level) >= needed:
                return month
        return None

    def find_look_back(self) -> dict[str, bool]:
        """PAY-10: above the level in so many of the months before the first assignment."""
        above = []
        for month in self.work:
            level = figures.twl(month)
            if level is not None and self.work[month] > level:
                above.append(month)
        return {
            kind: sum(self.first_month - window <= one < self.first_month for one in above) >= needed
            for kind, (needed, window) in MILESTONES.items()
        }

    def eighteen_months_before(self) -> date:
        day = self.first.assigned_on
        year, number = divmod(month_of(day) - 18, 12)
        return date(year, number + 1, min(day.day, monthrange(year, number + 1)[1]))

    def available(self, kind: str) -> bool:
        return not self.by_closure and not self.by_look_back[kind]

    def governing(self, provider: str, month: int) -> Assignment | None:
        """The provider's latest assignment under which the month can be paid, else its first one."""
        own = [one for one in self.assigned if one.provider == provider]
        payable = [one for one in own if self.base_month(one) < month]
        return payable[-1] if payable else own[0] if own else None

    def ends(self, month: int) -> list[tuple[int, str]]:
        """The months in which the Ticket ended, with the code (PAY-18)."""
        person = self.facts.beneficiary
        found = [
            (int(one.month), "DEN-01" if one.cause == "death" else "DEN-06")
            for one in self.facts.ticket.terminations
        ]
        if person.died_on is not None:
            found.append((month_of(person.died_on), "DEN-01"))
        by_title = []
        if person.full_retirement_month is not None and self.titles(month) != {"T16"}:
            by_title.append(int(person.full_retirement_month))
        if person.age_65_month is not None and "T16" in self.titles(month):
            by_title.append(person.age_65_month + 1)
        if by_title:
            found.append((max(by_title), "DEN-06"))
        return found

    def class_changed(self, month: int) -> bool:
        """SSI only, and SSDI or both at another time of the Ticket: a person decides (PAY-06)."""
        seen = {"T16" if self.titles(one) == {"T16"} else "T2" for one in range(self.first_month, month + 1)}
        return len(seen) > 1

    def paid(self, kind: str) -> int:
        return sum(one.kind == kind for one in self.facts.payments)
