"""The progress rules a second time, deliberately naive: sets of days, and a table of the Ticket by month.

Written from the payments document (TPR-01 to TPR-11, CDR-01 to CDR-05) and the decisions, without regard to how the
law is written in `policy`. Days are ordinal numbers; every question is asked of sets of them.
"""

from calendar import monthrange
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from portal.policy.progress_facts import ProgressFacts
from portal.policy.records import Benefit
from portal.policy.use_facts import Failure, Holding, UseFacts
from tests.policy.naive import figures

WORK = ("wages", "self-employment")
FAR = date(2036, 1, 1).toordinal()
"""No history reaches as far."""
LAST = 2034 * 12
EARNS_EXTENSION = {
    "dissatisfied",
    "none-given",
    "moved",
    "provider-unable",
    "provider-unwilling",
    "provider-gone",
}
# TPR-02: months of work, at which level, without cash, share of a full-time year, what completes it, combination.
TABLE: dict[int, tuple[int, str, bool, Fraction | None, set[str], bool]] = {
    1: (3, "twl", False, Fraction(60, 100), {"ged", "high-school-diploma"}, True),
    2: (6, "twl", False, Fraction(75, 100), set(), True),
    3: (9, "sga", False, Fraction(1), {"two-year-degree", "four-year-degree", "technical-program"}, True),
    4: (9, "sga", False, Fraction(1), set(), True),
    5: (6, "sga", True, Fraction(1), {"four-year-degree"}, False),
    6: (6, "sga", True, None, {"four-year-degree"}, False),
    7: (6, "sga", True, None, set(), False),
}


def days(first: date | int, after: date | int | None) -> set[int]:
    start = first if isinstance(first, int) else first.toordinal()
    end = FAR if after is None else after if isinstance(after, int) else after.toordinal()
    return set(range(start, end))


def month_of(day: date | int) -> int:
    day = date.fromordinal(day) if isinstance(day, int) else day
    return day.year * 12 + day.month - 1


def first_day(month: int) -> int:
    return date(month // 12, month % 12 + 1, 1).toordinal()


def days_of(month: int) -> set[int]:
    return days(first_day(month), first_day(month) + monthrange(month // 12, month % 12 + 1)[1])


class Use:
    """The days on which a Ticket was held, extended, failed, inactive, over; and those that protect."""

    def __init__(self, facts: UseFacts) -> None:
        self.facts = facts
        self.holdings = sorted(
            (one for one in facts.holdings if one.until is None or one.since < one.until),
            key=lambda one: one.since,
        )
        self.held = set().union(*(days(one.since, one.until) for one in self.holdings))
        self.failed = set().union(*(failed_days(one) for one in facts.failures))
        self.over = self.days_after_the_end()
        self.inactive = set().union(*(self.inactive_days(one) for one in self.holdings))
        held_in_use = self.held - self.failed - self.inactive - self.over
        sure, open_ = self.extensions(held_in_use)
        after = self.held | self.failed | self.over
        self.extended = sure - after
        self.not_known = open_ - after
        self.in_use = held_in_use | self.extended
        self.table = self.counted(LAST)

    def days_after_the_end(self) -> set[int]:
        """CDR-03: from the first day of the month of termination; after a death from the next day on."""
        over: set[int] = set()
        if self.facts.terminated_in is not None:
            over |= days(first_day(self.facts.terminated_in), None)
        if self.facts.died_on is not None:
            over |= days(self.facts.died_on.toordinal() + 1, None)
        return over

    def inactive_days(self, holding: Holding) -> set[int]:
        """TPR-10: from the first of the month after the request, and active again; never from or past a failure."""
        found: set[int] = set()
        for one in self.facts.inactivities:
            begins = first_day(month_of(one.requested_on) + 1)
            active = one.active_requested_on
            ends = FAR if active is None else first_day(month_of(active) + 1)
            asked_while_held = one.requested_on.toordinal() in days(holding.since, holding.until)
            lifted = min(
                (day + 1 for day in self.failed if day >= begins and day + 1 not in self.failed), default=FAR
            )
            if asked_while_held and begins not in self.failed:
                found |= days(begins, min(ends, lifted)) & days(holding.since, holding.until)
        return found

    def extensions(self, in_use: set[int]) -> tuple[set[int], set[int]]:
        """TPR-11: 90 days after the day of unassignment, which is day 0, or until assigned again.

        Beside them those of which the reason is not known.
        """
        sure: set[int] = set()
        open_: set[int] = set()
        for one in self.holdings:
            if one.until is None or one.until.toordinal() - 1 not in in_use:
                continue
            ends = one.until.toordinal()
            again = min(
                (two.since.toordinal() for two in self.holdings if two.since >= one.until), default=FAR
            )
            extended = days(ends, min(ends + 91, again))
            if one.kind == "cost-reimbursement" or one.reason in EARNS_EXTENSION:
                sure |= extended
            elif one.reason is None:
                open_ |= extended
        return sure, open_

    def protected(self, day: date) -> bool | None:
        """CDR-05."""
        ordinal = day.toordinal()
        return None if ordinal in self.not_known else ordinal in self.in_use

    def counted(self, through: int) -> list[tuple[int, int | None]]:
        """TPR-01: every month after that of the first assignment, and the period in which it counts.

        Ends with the month of which it is not known whether it counts.
        """
        found: list[tuple[int, int | None]] = []
        if not self.holdings:
            return found
        number, so_far, stopped = 1, 0, None
        possible = self.in_use | self.not_known
        for month in range(month_of(self.holdings[0].since) + 1, through + 1):
            if stopped is not None and (
                stopped.reentered_on is None or month <= month_of(stopped.reentered_on)
            ):
                found.append((month, None))
                continue
            stopped = None
            whole = days_of(month)
            counts = first_day(month) in self.held and whole <= possible
            if counts and whole & self.not_known:
                break
            found.append((month, number if counts else None))
            so_far += counts
            if so_far == 12:
                stopped = next(
                    (one for one in self.facts.failures if one.period == number and stands(one)), None
                )
                number, so_far = number + 1, 0
        return found


def failed_days(one: Failure) -> set[int]:
    """TPR-05: from day 30 on; an appeal by then waits for the answer, a later one does not; until re-entry."""
    begins = one.notice_on.toordinal() + 30
    ends = FAR if one.reentered_on is None else one.reentered_on.toordinal()
    if one.appealed_on is None:
        return days(begins, ends)
    if one.appealed_on.toordinal() <= begins:
        if one.decided_on is None or one.favorable:
            return set()
        return days(max(begins, one.decided_on.toordinal()), ends)
    if one.favorable and one.decided_on is not None:
        ends = min(ends, one.decided_on.toordinal())
    return days(begins, ends)


def stands(one: Failure) -> bool:
    if one.favorable is not None:
        return not one.favorable
    return one.appealed_on is None or (one.appealed_on - one.notice_on).days > 30


def worked(facts: ProgressFacts, month: int, level: str, no_cash: bool) -> bool | None:
    """Does the month count as worked? None where it is not known."""
    gross = sum(one.gross for one in facts.earnings if one.month == month and one.kind in WORK)
    if no_cash and cash(facts.benefits, month):
        return False
    needed = figures.twl(month) if level == "twl" else figures.sga(month, blind=False)
    if needed is None:
        return None if gross else False
    if gross < needed:
        return False
    return None if no_cash and cash(facts.benefits, month) is None else True


def cash(benefits: tuple[Benefit, ...], month: int) -> bool | None:
    there = [
        one.status for one in benefits if one.from_ <= month and (one.until is None or month < one.until)
    ]
    return "paid" in there if there else None


class Progress(NamedTuple):
    """Whether the requirement is met; whether it is met or not known; whether it would be, had silent months counted."""

    met: bool
    perhaps: bool
    with_silent: bool


def progress(facts: ProgressFacts, period: int, months: list[int]) -> Progress:
    """TPR-02, TPR-03: any of the ways, in exact fractions."""
    needed, level, no_cash, study, completions, combines = TABLE[min(period, 7)]
    verdicts = [worked(facts, month, level, no_cash) for month in months]
    earned = {one.month for one in facts.earnings if one.kind in WORK}
    silent = sum(month not in earned and not (no_cash and cash(facts.benefits, month)) for month in months)
    if any(one.what in completions and month_of(one.on) in months for one in facts.completed):
        return Progress(True, True, True)
    done = Fraction(0)
    for term in facts.terms:
        if study is not None and month_of(term.ended_on) in months:
            done += term.credits / (study * term.full_time_year)

    def reaches(count: int) -> bool:
        work = Fraction(count, needed)
        return work + done >= 1 if combines else work >= 1 or done >= 1

    sure = sum(one is True for one in verdicts)
    open_ = sum(one is None for one in verdicts)
    return Progress(reaches(sure), reaches(sure + open_), reaches(sure + open_ + silent))


def next_notice(facts: ProgressFacts, use: Use) -> str:
    """TPR-06: the notice that is due on the day, "wait" for a reply, "F-2" where the fail notice is next or sent."""
    sent = {one.code: one.sent_on for one in facts.notices}
    today = facts.decided_on

    def replied(by: str, to: str) -> bool:
        return any(one.by == by and sent[to] <= one.received_on <= today for one in facts.replies)

    def time_is_up(code: str) -> bool:
        return (today - sent[code]).days > 30

    if "F-2" in sent:
        return "F-2"
    if "Q-2" not in sent:
        return "Q-2"
    for last, by in (("F-1", "ticketholder"), ("Qp2", "provider")):
        if last in sent:
            return "F-2" if replied(by, last) or time_is_up(last) else "wait"
    if replied("ticketholder", "Q-2"):
        return "F-1"
    return after_silence(facts, use) if time_is_up("Q-2") else "wait"


def after_silence(facts: ProgressFacts, use: Use) -> str:
    """No answer to the first notice: the provider is asked, where there is one that gives the information."""
    today = facts.decided_on.toordinal()
    holder = next((one for one in use.holdings if today in days(one.since, one.until)), None)
    if holder is None:
        return "F-1"
    if holder.kind == "EN" or facts.agency_reports:
        return "Qp2"
    return "wait" if facts.agency_reports is None else "F-1"


def review(facts: ProgressFacts, use: Use) -> tuple[str, str | None]:
    """The outcome of a review, and what is sent next where it is over and not met."""
    today = month_of(facts.decided_on)
    months = [month for month, period in use.table if period == facts.period and month <= today]
    over = len(months) == 12 and months[-1] < today
    found = progress(facts, facts.period, months)
    if not over:
        return "ask", None
    if found.met:
        return "grant", None
    notice = next_notice(facts, use)
    if notice != "F-2" or found.perhaps:
        return "ask", notice
    return "refuse", notice


def reentry(facts: ProgressFacts) -> str:
    """TPR-09: the failed period's requirement in the twelve months before the month of a written request."""
    asked = facts.reentry
    on = facts.decided_on if asked is None else asked.requested_on
    failed = any(
        one.period == facts.period and on.toordinal() in failed_days(one) for one in facts.use.failures
    )
    month = month_of(on)
    found = progress(facts, facts.period, list(range(month - 12, month)))
    if not failed or not found.perhaps or (asked is not None and asked.written is False):
        return "refuse"
    if asked is None or asked.written is None or not found.met:
        return "ask"
    return "grant"
