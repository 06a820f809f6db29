"""Drawing lives: who held the Ticket, what was earned, and what that did to the benefits."""

from datetime import date, timedelta
from random import Random

from portal.nation.cast import (
    BRIGHT_PATH,
    COLUMBIA_VALLEY,
    CORNERSTONE,
    HARBOR_BRIDGE,
    JUNIPER_RIDGE,
    LANTERN_WORKS,
    SUMMIT_TRAIL,
    Cast,
    Standing,
)
from portal.nation.chance import Chance, Numbers
from portal.nation.figures import substantial, trial_work_level
from portal.nation.lives import Case, Earned, Held, Life, Paper, Status, new_life
from portal.nation.people import Identity
from portal.nation.sizes import FIRST_YEAR, SHARE_BLIND, SHARE_T2, SHARE_T16
from portal.policy.core import Month

# Wages reach Social Security's record with this delay (EVD-05: five to eight months after they were earned).
RECORD_LAG_MONTHS = 6
# Nine months of trial work and three of grace, then cash benefits stop (assumption: no review between).
MONTHS_BEFORE_SUSPENSION = 12
SLIPS_FOR_OUTCOMES = 3
_WEIGHTS = {BRIGHT_PATH: 6, HARBOR_BRIDGE: 4, SUMMIT_TRAIL: 3, COLUMBIA_VALLEY: 2}
_SELDOM = {LANTERN_WORKS: 0.5, CORNERSTONE: 0.5, JUNIPER_RIDGE: 0.5}


class Careers:
    """Draws lives of Ticketholders, up to `today`."""

    def __init__(self, seed: int, cast: Cast, employers: list[str], today: date) -> None:
        self.chance = Chance(seed, "careers")
        self.today = today
        self._employers = employers
        self._providers = list(cast.standings.values())
        self._weights = [_WEIGHTS.get(p.name, _SELDOM.get(p.name, 1)) for p in self._providers]

    def draw(self, person: Identity, numbers: Numbers, in_use: bool) -> Life:
        """One Ticketholder: in use now, or formerly."""
        random = self.chance.random
        life = new_life(person, self.chance, numbers)
        kind = benefits_of(random)
        if random.random() < SHARE_BLIND * 2:
            life.blind.append((Month.parse(f"{FIRST_YEAR - 2}-01").plus(random.randrange(36)), None))
        self._hold(life, in_use)
        first = life.held[0].assigned_on
        self._earn(life, Month.of(first))
        if random.random() < 0.08:
            life.closures.append((first - timedelta(days=random.randrange(20, 900)), random.random() < 0.7))
        life.benefits = benefit_history(random, kind, life)
        self._end(life, in_use)
        life.use_state = self._use_state(in_use)
        self._papers(life)
        return life

    def _use_state(self, in_use: bool) -> str:
        if not in_use:
            return self.chance.random.choice(("not-in-use", "not-in-use", "extended"))
        return self.chance.random.choices(("in-use", "inactive", "failed-progress"), (94, 3, 3))[0]

    def _hold(self, life: Life, in_use: bool) -> None:
        random = self.chance.random
        years = max(self.today.year - FIRST_YEAR, 1)
        # More were assigned lately than long ago: the minimum of two draws leans to the present.
        back = int(min(random.random(), random.random()) * years * 365) + 30
        start = self.today - timedelta(days=back if in_use else back + 120)
        provider = self._provider()
        if random.random() < 0.18:
            days = random.randrange(150, 900)
            ended = start - timedelta(days=random.randrange(5, 120))
            former = self._provider(but=provider)
            life.held.append(self._held(life, former, ended - timedelta(days=days), ended))
        latest = (self.today - start).days - 20
        ended_on = None if in_use else start + timedelta(days=random.randrange(60, max(latest, 61)))
        life.held.append(self._held(life, provider, start, ended_on))

    def _provider(self, but: Standing | None = None) -> Standing:
        while True:
            found = self.chance.random.choices(self._providers, self._weights)[0]
            if found is not but:
                return found

    def _held(self, life: Life, provider: Standing, on: date, ended_on: date | None) -> Held:
        random = self.chance.random
        signed_by_provider = on - timedelta(days=random.choice((0, 0, 1, 2, 5)))
        delay = random.randrange(15, 45) if random.random() < 0.1 else random.randrange(0, 12)
        limit = ended_on or self.today
        system = provider.system
        if provider.kind == "SVRA" and random.random() < 0.5:
            system = "cost-reimbursement"
            case = _case(random, provider.name, on, ended_on)
            life.cases.append(case)
            if case.closed_on is not None:
                life.closures.append((case.closed_on, bool(case.employed)))
        return Held(
            organisation=provider.name,
            provider_signed_on=signed_by_provider,
            holder_signed_on=on,
            entered_on=min(on + timedelta(days=delay), limit),
            ended_on=ended_on,
            system=system,
        )

    def _earn(self, life: Life, assigned: Month) -> None:
        random = self.chance.random
        life.earned = []
        if random.random() < 0.12:
            return
        now = Month.of(self.today)
        month = assigned.plus(random.randrange(-20, 0) if random.random() < 0.12 else random.randrange(0, 9))
        while month < now:
            length = random.randrange(3, 44)
            level = random.choices((0.75, 1.15, 1.7, 2.3), (18, 27, 35, 20))[0]
            employer = random.choice(self._employers)
            for worked in range(length):
                if month.plus(worked) < now:
                    life.earned.append(self._month(life, month.plus(worked), level, employer))
            month = month.plus(length + random.randrange(1, 8))

    def _month(self, life: Life, month: Month, level: float, employer: str) -> Earned:
        cents = round(trial_work_level(month) * level * self.chance.random.uniform(0.93, 1.12))
        on_record = month.plus(RECORD_LAG_MONTHS) < Month.of(self.today)
        holder = _holder(life, month)
        if on_record or holder is None:
            return Earned(month=month, cents=cents, employer=employer)
        given_to = holder.organisation
        return Earned(month, cents, employer, source="pay-slip", proven=False, given_to=given_to)

    def _end(self, life: Life, in_use: bool) -> None:
        """A few Tickets ended: death or medical recovery."""
        random = self.chance.random
        if in_use or random.random() > 0.12:
            return
        ended = life.held[-1].ended_on or self.today
        on = min(ended + timedelta(days=random.randrange(0, 60)), self.today - timedelta(days=30))
        month = Month.of(on)
        cause = random.choice(("death", "medical-cessation"))
        life.terminations.append((month, cause))
        if cause == "death":
            life.died_on = on
            life.earned = [earned for earned in life.earned if earned.month <= month]
        life.benefits = closed(life.benefits, month)

    def _papers(self, life: Life) -> None:
        """Original pay slips for most months providers reported, and the first without benefits (EVD-03)."""
        for earned in life.earned:
            if earned.source == "pay-slip" and earned.given_to and self.chance.random.random() < 0.7:
                self._slip(life, earned.given_to, earned)
        for held in life.held:
            months = [e for e in life.earned if held.assigned_on < e.month.first and suspended(life, e.month)]
            for earned in months[:SLIPS_FOR_OUTCOMES]:
                self._slip(life, held.organisation, earned)

    def _slip(self, life: Life, organisation: str, earned: Earned) -> None:
        life.papers.append(Paper(organisation, "original-pay-slip", (earned.month,), earned.employer))


def benefits_of(random: Random) -> tuple[str, ...]:
    """SSDI, SSI or both."""
    draw = random.random()
    if draw < SHARE_T2:
        return ("T2",)
    return ("T16",) if draw < SHARE_T2 + SHARE_T16 else ("T2", "T16")


def suspended(life: Life, month: Month) -> bool:
    """Is no cash benefit payable for the month because of work?"""
    there = [s for s in life.benefits if s.since <= month and (s.until is None or month < s.until)]
    return bool(there) and all(status.status.endswith("for-work") for status in there)


def onset(random: Random) -> Month:
    """The first month of benefits."""
    return Month.parse("2010-01").plus(random.randrange(100))


def benefit_history(random: Random, titles: tuple[str, ...], life: Life) -> list[Status]:
    """Benefits are paid until a year of substantial work, and again when that work ends."""
    since = onset(random)
    blind = bool(life.blind)
    high = sorted({e.month for e in life.earned if e.cents >= substantial(e.month, blind)})
    history = []
    for title in titles:
        history += _runs(title, since, high)
    return history


def _runs(title: str, since: Month, high: list[Month]) -> list[Status]:
    runs, begun = [Status(title, since)], None
    for count, month in enumerate(high):
        last = count + 1 == len(high)
        if begun is None and count >= MONTHS_BEFORE_SUSPENSION and runs[-1].since < month:
            begun = month
            runs[-1].until = month
            runs.append(Status(title, month, status="suspended-for-work"))
        gap = not last and high[count + 1] > month.plus(3)
        if begun is not None and gap:
            runs[-1].until = month.plus(1)
            runs.append(Status(title, month.plus(1)))
            begun = None
    return runs


def closed(benefits: list[Status], month: Month) -> list[Status]:
    """The same history, ended for another reason than work from `month` on."""
    kept = [status for status in benefits if status.since < month]
    for status in kept:
        if status.until is None or status.until > month:
            status.until = month
    titles = {status.title for status in kept}
    return [*kept, *(Status(title, month, status="ended-other") for title in sorted(titles))]


def _holder(life: Life, month: Month) -> Held | None:
    for held in life.held:
        if held.assigned_on <= month.last and (held.ended_on is None or held.ended_on > month.first):
            return held
    return None


def _case(random: Random, organisation: str, on: date, ended_on: date | None) -> Case:
    if ended_on is None:
        return Case(organisation, on)
    # One case in three closes with the person at work (assumption).
    employed = ended_on.day % 3 == 0
    if random.random() < 0.5:
        return Case(organisation, on, ended_on, employed=employed)
    claimed_from = Month.of(on).plus(2)
    return Case(organisation, on, ended_on, claimed_from, claimed_from.plus(9), employed)
