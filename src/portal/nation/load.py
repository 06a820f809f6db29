"""Makes the synthetic program: the cast, the people, their histories, and what was asked for and paid."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, time
from itertools import batched
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import connections

from portal.kernel.models import TrailEntry
from portal.nation.access_work import make_access_work
from portal.nation.agency_cases import AGENCY_CASES, agency_lives
from portal.nation.amendments import AMENDMENTS, write_amendments
from portal.nation.careers import Careers, benefits_of, onset
from portal.nation.casefiles import CaseFiles
from portal.nation.cast import TPM, Cast, make_cast
from portal.nation.certified import make_certification
from portal.nation.chance import Chance, Numbers
from portal.nation.employers import Employers
from portal.nation.history import History
from portal.nation.holders import chosen_lives, make_holders
from portal.nation.inquiries import make_inquiries
from portal.nation.lately import Latest
from portal.nation.lives import Life, Status, new_life
from portal.nation.newcomers import NEWCOMERS, newcomer_lives, open_files
from portal.nation.notices import make_notices
from portal.nation.papers import make_papers
from portal.nation.people import CHUNK, Population, seal_people
from portal.nation.progress_reviews import REVIEWED, ProgressReviews, reviewed_progress
from portal.nation.rows import ACTOR, Rows, loading
from portal.nation.scenarios import BY_KEY, LATELY, SCENARIOS, WAITING, Scenario, Waiting
from portal.nation.sizes import LEAST_EMPLOYERS, SHARE_BLIND, Sizes, sizes
from portal.nation.staging import (
    lately_lives,
    paid_before,
    scenario_lives,
    stale_life,
    waiting_ask,
    waiting_lives,
)
from portal.nation.ticket_history import history as history_of
from portal.nation.under_review import COMPLIANT, Reviews, reviewed_lives
from portal.nation.workers import Workers, make_workers
from portal.nation.writer import Writer
from portal.people.models import Organisation

Progress = Callable[[str], None]


class NotSynthetic(RuntimeError):
    """Made-up people may only be loaded where the settings say so."""


class Made(NamedTuple):
    """What a load made, by table."""

    counts: dict[str, int]


def already_there() -> bool:
    """Is there any organisation? Then a nation was loaded, or the program is a real one."""
    return Organisation.objects.using("loader").exists()


def load(size: float, seed: int, progress: Progress = lambda line: None) -> Made:
    """Load the synthetic program into an empty database. Raises NotSynthetic where the settings are not."""
    if not settings.PORTAL_SYNTHETIC or settings.PORTAL_TODAY is None:
        raise NotSynthetic("the synthetic program needs settings with PORTAL_SYNTHETIC and PORTAL_TODAY")
    _clear_leftover_keys()
    with loading() as rows:
        _Nation(rows, sizes(size), seed, settings.PORTAL_TODAY, progress).make(size)
    return Made(dict(rows.counts))


def _clear_leftover_keys() -> None:
    # Keys are committed chunk by chunk; those of a load that was killed are left and seal nothing.
    with connections["loader"].cursor() as cursor:
        cursor.execute("select exists (select 1 from tickets_person)")
        if cursor.fetchone()[0]:
            return
    with connections["keys"].cursor() as cursor:
        cursor.execute("delete from ssn_index")
        cursor.execute("delete from data_key")


class _Nation:
    def __init__(self, rows: Rows, sizes: Sizes, seed: int, today: date, progress: Progress) -> None:
        self.rows, self.sizes, self.seed, self.today, self.progress = rows, sizes, seed, today, progress
        self.numbers = Numbers(seed)
        self.population = Population(seed, self.numbers)

    def make(self, size: float) -> None:
        cast = make_cast(self.rows, self.seed, self.numbers, self.sizes)
        workers = make_workers(self.rows, self.seed, cast)
        make_notices(self.rows, self.seed, workers, cast.ids[TPM], self.today)
        make_access_work(self.rows, self.seed, cast, workers, self.numbers, self.today)
        self.progress(f"organisations and people at work: {len(cast.ids)}")
        employers = Employers(self.rows, self.seed, self.sizes.employers)
        writer = Writer(self.rows, Chance(self.seed, "rows"), cast, employers, self.numbers, self.today)
        history = History(self.rows, self.seed, cast, workers, self.numbers, self.today)
        # Taken first, so that the people of scenarios and waiting requests are the same at every size.
        chance, first = Chance(self.seed, "scenarios"), employers.names[:LEAST_EMPLOYERS]
        staged = scenario_lives(self.population.take(len(SCENARIOS)), first, chance)
        waiting = waiting_lives(self.population.take(len(WAITING)), first, chance, self.numbers)
        lives = list(self._ticketholders(cast, employers))
        reviewed = list(
            reviewed_lives(self.population.take(sum(COMPLIANT.values())), chance, self.numbers, self.today)
        )
        newcomers = list(newcomer_lives(self.population.take(len(NEWCOMERS)), chance, self.numbers))
        stale = stale_life(next(self.population.take(1)), chance, self.numbers, self.today)
        of_agencies = agency_lives(self.population.take(len(AGENCY_CASES)), chance, self.numbers, self.today)
        in_review = reviewed_progress(self.population.take(len(REVIEWED)), chance, self.numbers, self.today)
        lately = lately_lives(self.population.take(len(LATELY)), first, chance, self.numbers, self.today)
        everyone = [
            *(life for _, life in staged),
            *(life for _, life in waiting),
            *lives,
            *reviewed,
            stale,
            *(life for _, life in newcomers),
            *of_agencies,
            *in_review,
            *(life for _, life in lately),
        ]
        files = CaseFiles(self.rows, self.seed, cast, workers, self.numbers, self.today)
        for life in everyone:
            steps = history_of(life, cast, self.today)
            writer.write(life)
            files.write(life, steps)
        Reviews(files, workers).write(reviewed, open_files(files, newcomers))
        ProgressReviews(files, workers, self.seed).write(in_review)
        self._desks(files, workers, lives, staged)
        self.progress(f"Ticketholders with a history: {len(everyone):,}")
        self._paid(history, cast, staged, waiting)
        holders = chosen_lives(next(life for one, life in staged if one.key == "second-milestone"), newcomers)
        make_holders(self.rows, self.seed, cast, workers, holders, self.today)
        history.play(lives)
        latest = Latest(history, self.today)
        for one, life in lately:
            latest.play(one, life, paid_before(cast, BY_KEY[one.scenario]))
        history.close()
        files.close(history.book.last_paid)
        self.progress(f"payment requests: {history.requests:,}")
        seal_people(self.rows, [life.person for life in everyone], _deaths(everyone))
        self._bystanders(writer, self.sizes.people - len(everyone))
        self._trail(size)

    def _desks(
        self, files: CaseFiles, workers: Workers, lives: list[Life], staged: list[tuple[Scenario, Life]]
    ) -> None:
        """What was written, sent in and signed about people whose files are there."""
        write_amendments(files, {scenario.key: life for scenario, life in staged})
        known = [*lives, *(life for _, life in staged)]
        make_papers(files, workers, self.seed, known)
        make_inquiries(files, workers, self.seed, known)
        amended = {one.scenario for one in AMENDMENTS}
        make_certification(files, self.seed, [life for one, life in staged if one.key not in amended])

    def _paid(
        self,
        history: History,
        cast: Cast,
        staged: Iterable[tuple[Scenario, Life]],
        waiting: Iterable[tuple[Waiting, Life]],
    ) -> None:
        """What the people of scenarios were paid before, and the requests that wait."""
        for scenario, life in staged:
            for row in paid_before(cast, scenario):
                history.book.award(life, row, None)
        for one, life in waiting:
            paid = paid_before(cast, BY_KEY[one.scenario])
            history.wait(life, waiting_ask(one, life, self.today), paid, one.at_ssa)

    def _ticketholders(self, cast: Cast, employers: Employers) -> Iterator[Life]:
        careers = Careers(self.seed, cast, employers.names, self.today)
        for serial, person in enumerate(self.population.take(self.sizes.in_use + self.sizes.formerly)):
            yield careers.draw(person, self.numbers, in_use=serial < self.sizes.in_use)

    def _bystanders(self, writer: Writer, count: int) -> None:
        """People with a Ticket nobody ever used: most of the program."""
        chance = Chance(self.seed, "bystanders")
        done = 0
        for chunk in batched(self.population.take(count), CHUNK, strict=False):
            for person in chunk:
                life = new_life(person, chance, self.numbers)
                since = onset(chance.random)
                life.benefits = [Status(title, since) for title in benefits_of(chance.random)]
                if chance.random.random() < SHARE_BLIND:
                    life.blind.append((since, None))
                writer.write(life)
            seal_people(self.rows, list(chunk))
            done += len(chunk)
            if done % (4 * CHUNK) == 0 or done == count:
                self.progress(f"people whose Ticket was never used: {done:,} of {count:,}")

    def _trail(self, size: float) -> None:
        self.rows.add(
            TrailEntry,
            unit=Chance(self.seed, "trail").id(),
            at=datetime.combine(self.today, time(5), UTC),
            kind="synthetic-program-loaded",
            actor=ACTOR,
            detail={"size": str(size), "seed": self.seed},
        )


def _deaths(lives: list[Life]) -> dict[UUID, date]:
    return {life.person.id: life.died_on for life in lives if life.died_on}
