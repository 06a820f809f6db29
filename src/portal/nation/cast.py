"""The organisations of the synthetic program: the same at every seed, for personas and scenarios."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from uuid import UUID

from portal.nation.chance import Chance, Numbers
from portal.nation.rows import Rows
from portal.nation.sizes import Sizes
from portal.people.models import Organisation
from portal.providers.models import Agreement, AssignmentRight, Election, Enrolment, Hold, Provider

BRIGHT_PATH = "Bright Path Employment"
HARBOR_BRIDGE = "Harbor Bridge Works"
SUMMIT_TRAIL = "Summit Trail Careers"
LANTERN_WORKS = "Lantern Works"
CORNERSTONE = "Cornerstone Ability Network"
JUNIPER_RIDGE = "Juniper Ridge Services"
RIVERBEND = "Riverbend Job Partners"
TIDEWATER = "Tidewater Return to Work"
COLUMBIA_VALLEY = "Columbia Valley Vocational Rehabilitation"
THREE_RIVERS = "Three Rivers Rehabilitation Services"
TPM = "Ticket Program Manager"
SSA = "Social Security Administration"

_REGISTERED = date(2026, 6, 1)
_MODELS = {"EN": "BM-1", "SVRA": "vren"}


@dataclass(frozen=True, slots=True)
class Standing:
    """A provider's record; `agreement_until` and `sam_until` are the first days no longer covered."""

    name: str
    slug: str
    kind: str = "EN"
    system: str = "outcome-milestone"
    agreement_from: date = date(2018, 1, 1)
    agreement_until: date | None = None
    sam_until: date | None = _REGISTERED
    bank_current: bool = True
    held_from: date | None = None
    hold_reason: str = ""
    enrolment: str = "live"
    moves_on: date | None = None
    # Since when Program Integrity reviews its plans again before a Ticket is assigned.
    reviewed_from: date | None = None


ENS = (
    Standing(BRIGHT_PATH, "bright-path"),
    Standing(HARBOR_BRIDGE, "harbor-bridge"),
    Standing(SUMMIT_TRAIL, "summit-trail", system="outcome"),
    Standing(LANTERN_WORKS, "lantern-works", agreement_until=date(2025, 12, 15)),
    Standing(CORNERSTONE, "cornerstone", sam_until=date(2025, 12, 1)),
    Standing(
        JUNIPER_RIDGE,
        "juniper-ridge",
        held_from=date(2025, 11, 3),
        hold_reason="Answers to a services and supports review are overdue.",
    ),
    Standing(RIVERBEND, "riverbend", reviewed_from=date(2025, 10, 1)),
    Standing("Open Gate Careers", "open-gate", enrolment="pilot"),
    Standing("Prairie Wind Pathways", "prairie-wind", sam_until=date(2025, 12, 29)),
    Standing("Maple Street Ventures", "maple-street", enrolment="not-enrolled", moves_on=date(2026, 3, 2)),
    Standing(TIDEWATER, "tidewater", reviewed_from=date(2025, 7, 1)),
    Standing("Canyon Light Employment", "canyon-light", sam_until=None),
)
SVRAS = (
    Standing(COLUMBIA_VALLEY, "columbia-valley", kind="SVRA"),
    Standing(THREE_RIVERS, "three-rivers", kind="SVRA"),
    Standing("Northern Plains Commission for the Blind", "northern-plains", kind="SVRA", system="outcome"),
)


@dataclass(frozen=True, slots=True)
class Cast:
    """The organisations made, by name, and their numbers and slugs."""

    ids: dict[str, UUID]
    numbers: dict[str, str]
    slugs: dict[str, str]
    standings: dict[str, Standing]

    @property
    def pids(self) -> dict[str, str]:
        """The providers' identification numbers, by name."""
        return {name: _pid(serial) for serial, name in enumerate(self.standings)}

    def model_of(self, name: str) -> str:
        """The business model a provider is approved for."""
        return _MODELS[self.standings[name].kind]

    def providers(self, kind: str) -> list[Standing]:
        return [standing for standing in self.standings.values() if standing.kind == kind]


def make_cast(rows: Rows, seed: int, numbers: Numbers, sizes: Sizes) -> Cast:
    """Providers with their records, the program manager and Social Security."""
    chance = Chance(seed, "cast")
    standings = [*_grown(ENS, sizes.ens, "EN"), *_grown(SVRAS, sizes.svras, "SVRA")]
    cast = Cast({}, {}, {}, {standing.name: standing for standing in standings})
    for standing in standings:
        _organisation(rows, chance, numbers, cast, standing.name, standing.slug, standing.kind)
    for name, kind in ((TPM, "TPM"), (SSA, "SSA")):
        _organisation(rows, chance, numbers, cast, name, kind.lower(), kind)
    for serial, standing in enumerate(standings):
        _record(rows, chance, cast.ids[standing.name], standing, serial)
    return cast


def _grown(named: tuple[Standing, ...], count: int, kind: str) -> list[Standing]:
    label = "Employment Network" if kind == "EN" else "State Agency"
    more = [
        Standing(f"Synthetic {label} {serial + 1}", f"{kind.lower()}-{serial + 1}", kind=kind)
        for serial in range(len(named), count)
    ]
    return [*named, *more]


def _organisation(
    rows: Rows, chance: Chance, numbers: Numbers, cast: Cast, name: str, slug: str, kind: str
) -> None:
    cast.ids[name], cast.numbers[name], cast.slugs[name] = chance.id(), numbers.next("OR"), slug
    rows.add(Organisation, id=cast.ids[name], number=cast.numbers[name], name=name, kind=kind)


def ein_of(serial: int) -> str:
    """The EIN of the provider at this place of the cast."""
    return f"00{serial + 1:07d}"


def uei_of(serial: int) -> str:
    """The Unique Entity Identifier of the provider at this place of the cast."""
    return f"SYNTHETIC{serial + 1:03d}"


def _record(rows: Rows, chance: Chance, organisation: UUID, standing: Standing, serial: int) -> None:
    rows.add(
        Provider,
        organisation_id=organisation,
        ein=ein_of(serial),
        pid=_pid(serial),
        uei=uei_of(serial),
        sam_registered_until=standing.sam_until,
        bank_current=standing.bank_current,
        business_models=[_MODELS[standing.kind]],
    )
    rows.add(
        Election,
        id=chance.id(),
        provider_id=organisation,
        system=standing.system,
        noticed_on=standing.agreement_from,
        from_on=standing.agreement_from,
        set_at=datetime.combine(standing.agreement_from, time(15), UTC),
    )
    _right(rows, chance, organisation, standing)
    rows.add(
        Agreement,
        id=chance.id(),
        provider_id=organisation,
        from_on=standing.agreement_from,
        until_on=standing.agreement_until,
    )
    rows.add(
        Enrolment,
        id=chance.id(),
        provider_id=organisation,
        state=standing.enrolment,
        moves_on=standing.moves_on,
        from_on=standing.agreement_from,
        set_at=datetime.combine(standing.agreement_from, time(15), UTC),
    )
    if standing.moves_on:
        rows.add(
            Enrolment,
            id=chance.id(),
            provider_id=organisation,
            state="live",
            from_on=standing.moves_on,
            set_at=datetime.combine(standing.agreement_from, time(15), UTC),
        )
    if standing.held_from:
        since, reason = standing.held_from, standing.hold_reason
        rows.add(Hold, id=chance.id(), provider_id=organisation, from_on=since, reason=reason)


def _right(rows: Rows, chance: Chance, organisation: UUID, standing: Standing) -> None:
    """Most ENs assign by themselves; from two it was taken back, and Program Integrity reviews their plans again."""
    if standing.kind != "EN":
        return
    since = standing.agreement_from
    rows.add(
        AssignmentRight,
        id=chance.id(),
        provider_id=organisation,
        from_on=since,
        until_on=standing.reviewed_from,
        set_at=datetime.combine(since, time(15), UTC),
    )


def _pid(serial: int) -> str:
    return f"P{serial + 1:06d}"
