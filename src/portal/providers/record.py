"""One provider's whole record, and how it came about (mission row L2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import OuterRef, Subquery

from portal.kernel.models import TrailEntry
from portal.kernel.unit import current
from portal.people.models import Account, Clearance, Employment, Organisation
from portal.providers import business_models
from portal.providers.elections import with_elections
from portal.providers.models import Affiliate, Agreement, CertifiedCounsellor, Enrolment, Hold, Provider
from portal.providers.words import PARTS, changes_words

HISTORY_SIZE = 50


class Cleared(NamedTuple):
    """A person with a clearance and no portal access, who works with Ticketholders."""

    name: str
    job_title: str
    favourable: bool | None
    expires_on: date | None
    good: bool


class Step(NamedTuple):
    """A change of the record: what, from what to what, by whom."""

    at: datetime
    by: str
    part: str
    changes: list[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class ProviderRecord:
    """Rows newest first. `enrolments` are those that count or will count, soonest first."""

    provider: Provider
    organisation: Organisation
    agreements: list[Agreement]
    holds: list[Hold]
    affiliates: list[Affiliate]
    counsellors: list[CertifiedCounsellor]
    enrolments: list[Enrolment]
    cleared: list[Cleared]
    history: list[Step]

    @property
    def model_names(self) -> list[str]:
        return business_models.names(self.provider.business_models)


def provider_of(number: str) -> Provider | None:
    """The provider of this public number, with its organisation and payment system; one query."""
    rows = Provider.objects.select_related("organisation").filter(organisation__number=number)
    return with_elections(rows, current().on).first()


def record(number: str) -> ProviderRecord | None:
    """A provider's record, None where there is none of this number; nine queries however long it is."""
    provider = provider_of(number)
    if provider is None:
        return None
    own = {"provider": provider}
    return ProviderRecord(
        provider=provider,
        organisation=provider.organisation,
        agreements=list(Agreement.objects.filter(**own).order_by("-from_on")),
        holds=list(Hold.objects.filter(**own).order_by("-from_on", "-id")),
        affiliates=list(Affiliate.objects.filter(**own).order_by("name", "-from_on")),
        counsellors=list(CertifiedCounsellor.objects.filter(**own).order_by("name", "-from_on")),
        enrolments=standing_enrolments(Enrolment.objects.filter(**own), current().on),
        cleared=_cleared(provider.pk),
        history=history(provider.pk),
    )


def standing_enrolments(rows: Iterable[Enrolment], on: date) -> list[Enrolment]:
    """Of one provider's rows those that count: the one in force, then each change still to come."""
    latest: dict[date, Enrolment] = {}
    for row in sorted(rows, key=lambda one: (one.from_on, one.set_at)):
        latest[row.from_on] = row
    found: list[Enrolment] = []
    for day in sorted(latest):
        if day <= on:
            found = [latest[day]]
        elif not found or found[-1].state != latest[day].state:
            found.append(latest[day])
    return found


def history(provider: UUID) -> list[Step]:
    """The latest changes of the record, from the trail, newest first. Two queries."""
    entries = list(
        TrailEntry.objects.filter(subject=provider, kind="provider-changed").order_by("-id")[:HISTORY_SIZE]
    )
    names = dict(
        Account.objects.filter(pk__in={entry.account for entry in entries if entry.account}).values_list(
            "pk", "name"
        )
    )
    return [
        Step(
            entry.at,
            names.get(entry.account, entry.actor) if entry.account else entry.actor,
            _part_words(entry.detail),
            changes_words(entry.detail.get("changes", {})),
        )
        for entry in entries
    ]


def _part_words(detail: dict[str, Any]) -> str:
    part = PARTS.get(detail.get("part", ""), str(detail.get("part", "")))
    return f"{part} added" if "added" in detail else part


def _cleared(organisation: UUID) -> list[Cleared]:
    on = current().on
    latest = Clearance.objects.filter(account=OuterRef("account"), decided_on__lte=on).order_by(
        "-decided_on", "-id"
    )
    rows = Employment.objects.filter(organisation=organisation, roles=[], ended_on=None).annotate(
        favourable=Subquery(latest.values("favourable")[:1]),
        expires=Subquery(latest.values("expires_on")[:1]),
    )
    return [
        Cleared(name, title, favourable, expires, bool(favourable and expires and expires >= on))
        for name, title, favourable, expires in rows.order_by("account__name").values_list(
            "account__name", "job_title", "favourable", "expires"
        )
    ]
