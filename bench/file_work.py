"""What `bench.files` measures, in a process of its own."""

import resource
import time
from collections import Counter
from collections.abc import Callable
from typing import Any, NamedTuple

import django

django.setup()

from django.conf import settings  # noqa: E402

from bench.caseload import PROVIDER  # noqa: E402
from bench.measure import as_the_worker  # noqa: E402
from bench.report import Line, note, write  # noqa: E402
from portal.casework import jobs as casework  # noqa: E402
from portal.casework.models import Case  # noqa: E402
from portal.casework.services.bring_notes import NOTES  # noqa: E402
from portal.kernel import vault  # noqa: E402
from portal.kernel.actor import Actor, Wall  # noqa: E402
from portal.kernel.clock import now  # noqa: E402
from portal.kernel.sent_files.kinds import Kind  # noqa: E402
from portal.kernel.sent_files.results import Received, Started  # noqa: E402
from portal.kernel.sent_files.services.receiving import receive, start  # noqa: E402
from portal.kernel.unit import open_unit  # noqa: E402
from portal.kernel.vault import Sealed  # noqa: E402
from portal.kernel.vault.sealing import place  # noqa: E402
from portal.payments import jobs as payments  # noqa: E402
from portal.payments.services.ask_by_file import REQUESTS  # noqa: E402
from portal.people.models import Employment  # noqa: E402
from portal.policy.roles import Role  # noqa: E402
from portal.providers.models import Provider  # noqa: E402
from portal.tickets.models import Assignment, Person  # noqa: E402

REQUEST_ROWS, NOTE_ROWS = 10_000, 5_000
VERDICTS, COMMITTED, MEMORY = 5.0, 10.0, 256.0


class Taken(NamedTuple):
    """Seconds of each part, and what became of the rows."""

    received: float
    tried: float
    brought: float
    became: dict[str, int]


def actor(role: Role) -> Actor:
    """Somebody at work at the provider."""
    found = Employment.objects.using("loader").select_related("account", "organisation")
    one = found.filter(organisation__name=PROVIDER, roles__contains=[role], ended_on=None).first()
    if one is None:
        raise LookupError(f"nobody is {role} at {PROVIDER}")
    roles = frozenset(Role(name) for name in one.roles)
    return Actor(
        Wall.ORGANISATION, one.account.name, one.account_id, one.organisation_id, one.organisation.name, roles
    )


def requests() -> bytes:
    """A row for each of the provider's Ticketholders."""
    provider = Provider.objects.using("loader").get(organisation__name=PROVIDER)
    held = Assignment.objects.using("loader").filter(
        organisation=provider.pk, ended_on=None, superseded_at=None
    )
    people = list(Person.objects.using("loader").filter(pk__in=held.values("person"))[:REQUEST_ROWS])
    cells = [Sealed(bytes(one.ssn), place("tickets_person", "ssn", one.pk), one.pk) for one in people]
    rows = [
        f"{provider.ein},{ssn},P1M1,{'2025-08' if n % 2 else '2025-07'},evidence,yes,1250.00,Employer {n % 50}"
        for n, ssn in enumerate(vault.match(cells))
    ]
    return _sheet("ein,ssn,payment,claim_month,basis,services_described,gross,employer", rows)


def notes() -> bytes:
    cases = (
        Case.objects.using("loader").filter(organisation__name=PROVIDER, closed_on=None).order_by("number")
    )
    numbers = list(cases.values_list("number", flat=True)[: NOTE_ROWS // 2])
    day = settings.PORTAL_TODAY
    rows = [
        f"B-{n},{numbers[n % len(numbers)]},{day},telephone,{'yes' if n % 3 else 'no'},Job search,Talked"
        for n in range(NOTE_ROWS)
    ]
    return _sheet("reference,case,date,method,two_way,reason,said", rows)


def _sheet(header: str, rows: list[str]) -> bytes:
    return "\n".join([header, *rows]).encode()


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    answer = work()
    return time.perf_counter() - began, answer


def taken(kind: Kind, who: Actor, content: bytes, job: Callable[[str, str], None]) -> Taken:
    def within(service: Callable[..., Any], **given: Any) -> Any:
        with open_unit(who, now(), reading=False, page="bench", purpose="bench"):
            return service(kind=kind, **given)

    received, answer = timed(lambda: within(receive, name="bench.csv", content=content))
    if not isinstance(answer, Received):
        raise TypeError(f"the file was not received: {answer}")
    tried, _ = timed(lambda: job(str(answer.file), str(who.account)))
    if not isinstance(begun := within(start, file=answer.file), Started):
        raise TypeError(f"the file was not started: {begun}")
    brought, _ = timed(lambda: job(str(answer.file), str(who.account)))
    rows = kind.rows._default_manager.using("loader").filter(file_id=answer.file)
    return Taken(received, tried, brought, Counter(rows.values_list("became", flat=True)))


def memory() -> float:
    """The most memory that this process has had, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    as_the_worker()
    before = memory()
    asked = taken(REQUESTS, actor(Role.EN_PAYMENTS_CLERK), requests(), payments.ask_by_file)
    after = memory()
    verdicts = asked.received + asked.tried
    write(
        Line(
            "file of 10,000 payment requests: verdicts",
            f"{verdicts:.1f} s",
            score=verdicts,
            goal=VERDICTS,
            unit=" s",
        )
    )
    write(Line("  committed", f"{asked.brought:.1f} s", score=asked.brought, goal=COMMITTED, unit=" s"))
    write(Line("  memory of the process", f"{after:.0f} MB", score=after, goal=MEMORY, unit=" MB"))
    brought = taken(NOTES, actor(Role.EN_COUNSELLOR), notes(), casework.bring_in_notes)
    write(Line("file of 5,000 contact notes: verdicts", f"{brought.received + brought.tried:.1f} s"))
    write(Line("  brought in", f"{brought.brought:.1f} s"))
    write(Line("  memory of the process", f"{memory():.0f} MB", score=memory(), goal=MEMORY, unit=" MB"))
    note(
        f"files: of the requests {_words(asked)}, received in {asked.received:.1f} s; of the notes {_words(brought)}. "
        f"One worker, 500 rows a transaction. The process had {before:.0f} MB before the first file."
    )


def _words(found: Taken) -> str:
    return ", ".join(f"{count:,} {word}" for word, count in sorted(found.became.items()))


if __name__ == "__main__":
    main()
