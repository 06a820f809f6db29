"""Sweeps as staff read them: all runs, one with its sums by provider, and what it found (row K6)."""

from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from portal.kernel.paging import Page, read
from portal.payments.models import PaymentRequest, Sweep, SweepFinding
from portal.payments.moves import STATE_WORDS
from portal.policy.core import Month

Became = SweepFinding.Became
_KINDS = {kind.value: str(kind.label) for kind in PaymentRequest.Kind}
_SUMS = """
select p.organisation_id, o.name, p.swept, p.why, p.tickets, coalesce(f.found, 0), coalesce(f.claimed, 0),
    coalesce(f.approved, 0), coalesce(f.denied, 0), coalesce(f.person, 0), coalesce(f.before, 0),
    coalesce(f.left_out, 0), coalesce(f.cents, 0)::bigint
from payments_sweepprovider p join people_organisation o on o.id = p.organisation_id
left join (
    select w.organisation_id, count(*) as found,
        count(*) filter (where w.became in ('claimed', 'not-available')) as claimed,
        count(*) filter (where made and r.state in ('approved', 'released', 'paid')) as approved,
        count(*) filter (where made and r.state = 'denied') as denied,
        count(*) filter (where made and r.state in ('with-analyst', 'waiting-for-ssa')) as person,
        count(*) filter (where w.became = 'asked-before') as before,
        count(*) filter (where w.became = 'left') as left_out,
        sum(r.amount_cents) filter (where made and r.state in ('approved', 'released', 'paid')) as cents
    from (select *, became in ('claimed', 'not-available') as made from payments_sweepfinding) w
    left join payments_paymentrequest r on r.id = w.request_id
    where w.sweep_id = %(sweep)s::uuid group by w.organisation_id) f on f.organisation_id = p.organisation_id
where p.sweep_id = %(sweep)s::uuid order by o.name
"""


class Sums(NamedTuple):
    """What a run did for one provider, or for all. `cents` is what was granted, in whole cents."""

    tickets: int = 0
    found: int = 0
    claimed: int = 0
    approved: int = 0
    denied: int = 0
    with_person: int = 0
    before: int = 0
    left: int = 0
    cents: int = 0

    def plus(self, other: "Sums") -> "Sums":
        return Sums(*(one + two for one, two in zip(self, other, strict=True)))


class ProviderLine(NamedTuple):
    """One provider in a run. `why` is why it was not swept."""

    organisation: UUID
    name: str
    swept: bool
    why: str
    sums: Sums


class FindingLine(NamedTuple):
    """One payment that a run found. `request_number` is what it has become, or what was asked for before."""

    organisation_name: str
    person_number: str
    kind_words: str
    claim_month: Month
    became: str
    became_words: str
    request_number: str
    state_words: str
    amount_cents: int | None
    why: str


def sweeps(*, page: int = 1, size: int = 25) -> Page[Sweep]:
    """All runs, the latest first."""
    return read(Sweep.objects.order_by("-started_at"), page, size)


def sweep_of(number: str) -> Sweep | None:
    """The run with this number."""
    return Sweep.objects.filter(number=number).first()


def by_provider(sweep: Sweep) -> list[ProviderLine]:
    """Each provider with Tickets to look at, by name."""
    with connection.cursor() as cursor:
        cursor.execute(_SUMS, {"sweep": sweep.pk})
        return [_line(row) for row in cursor.fetchall()]


def totals(lines: list[ProviderLine]) -> Sums:
    """The sums of all providers that were swept."""
    found = Sums()
    for line in lines:
        if line.swept:
            found = found.plus(line.sums)
    return found


def findings(sweep: Sweep, *, became: str = "", page: int = 1, size: int = 25) -> Page[FindingLine]:
    """What a run found, by provider; of one kind of end where asked. It names nobody."""
    rows: QuerySet[Any] = SweepFinding.objects.filter(sweep=sweep)
    if became:
        rows = rows.filter(became=became)
    rows = rows.select_related("organisation", "request").defer("request__shown_at_submit")
    ordered = rows.select_related("person").order_by("organisation__name", "assignment", "id")
    return read(ordered, page, size).map(lambda part: [_finding(row) for row in part])


def _line(row: tuple[Any, ...]) -> ProviderLine:
    organisation, name, swept, why, *sums = row
    return ProviderLine(organisation, name, swept, why, Sums(*sums))


def _finding(row: SweepFinding) -> FindingLine:
    request = row.request
    return FindingLine(
        row.organisation.name,
        row.person.number,
        _KINDS[row.asks],
        row.claim_month,
        row.became,
        str(Became(row.became).label),
        request.number if request else "",
        STATE_WORDS[request.state] if request else "",
        request.amount_cents if request else None,
        row.why,
    )
