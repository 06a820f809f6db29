"""Dated parameters, read once from `parameters.csv`: readings of the law that a later answer may change."""

import csv
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import NamedTuple

from portal.policy.core import Month

_FILE = Path(__file__).with_name("parameters.csv")


class Parameter(NamedTuple):
    """A row of the file: the value in force as written, since when, by what source, and what it says."""

    name: str
    value: str
    since: date
    source: str
    says: str


@dataclass(frozen=True, slots=True)
class PolicySettings:
    """The parameters in force; each field is a row of `parameters.csv`, which says what it means and its source."""

    certification_ends_on: date | None
    half_level_ends_with: Month | None
    late_in_month_from_day: int
    late_entry_days: int
    claim_limit_months: int
    phase_2_requires_phase_1: bool
    month_may_serve_both_phases: bool
    vr_closure_rule_from: date
    vr_closure_months: int
    reconciliation_after: int
    reconsideration_days: int


@dataclass(frozen=True, slots=True)
class AccessSettings:
    """The parameters of the access gate and the access desk; each field is a row of `parameters.csv`."""

    access_idle_days: int
    access_warning_days: tuple[int, ...]
    access_idle_warning_days: tuple[int, ...]
    leaver_report_hours: int
    invitation_days: int
    holder_proof_tries: int
    designation_working_days: int
    clearance_working_days: int


@dataclass(frozen=True, slots=True)
class CaseworkSettings:
    """The parameters of casework, all whole numbers; each field is a row of `parameters.csv`."""

    minimum_age: int
    age_limit: int
    extension_days: int
    change_window_days: int
    review_working_days: int
    review_quota: int
    attempts_needed: int
    initial_contact_months: int
    ongoing_contact_months: int
    initial_unassign_days: int
    ongoing_unassign_days: int
    phase_ends_after_level_months: int
    progress_period_months: int
    short_term_months: int
    long_term_least_months: int
    long_term_most_months: int
    work_history_months: int
    no_work_months: int
    service_text_length: int
    certification_months: int
    terms_count: int
    stale_months: int
    file_notes_months: int


@dataclass(frozen=True, slots=True)
class ProgressSettings:
    """The parameters of progress reviews; each field is a row of `parameters.csv`."""

    progress_effective_days: int
    progress_reply_days: int
    progress_reentry_months: int
    progress_variance_percent: int
    progress_blind_level: bool


def _flag(text: str) -> bool:
    return {"yes": True, "no": False}[text]


def _or_blank[T](read: Callable[[str], T]) -> Callable[[str], T | None]:
    return lambda text: read(text) if text else None


def read_parameters(path: Path = _FILE) -> tuple[Parameter, ...]:
    """All rows in the file's order."""
    with path.open(newline="", encoding="utf-8") as file:
        return tuple(
            Parameter(row["name"], row["value"], date.fromisoformat(row["since"]), row["source"], row["says"])
            for row in csv.DictReader(file)
        )


def settings_from(parameters: tuple[Parameter, ...]) -> PolicySettings:
    """The settings the rows stand for. Raises KeyError for a missing row, ValueError for a value it cannot read."""
    value = {parameter.name: parameter.value for parameter in parameters}
    return PolicySettings(
        certification_ends_on=_or_blank(date.fromisoformat)(value["certification_ends_on"]),
        half_level_ends_with=_or_blank(Month.parse)(value["half_level_ends_with"]),
        late_in_month_from_day=int(value["late_in_month_from_day"]),
        late_entry_days=int(value["late_entry_days"]),
        claim_limit_months=int(value["claim_limit_months"]),
        phase_2_requires_phase_1=_flag(value["phase_2_requires_phase_1"]),
        month_may_serve_both_phases=_flag(value["month_may_serve_both_phases"]),
        vr_closure_rule_from=date.fromisoformat(value["vr_closure_rule_from"]),
        vr_closure_months=int(value["vr_closure_months"]),
        reconciliation_after=int(value["reconciliation_after"]),
        reconsideration_days=int(value["reconsideration_days"]),
    )


def access_settings_from(parameters: tuple[Parameter, ...]) -> AccessSettings:
    """The same for the access gate and desk; warning days from the longest to the shortest."""
    value = {parameter.name: parameter.value for parameter in parameters}
    return AccessSettings(
        access_idle_days=int(value["access_idle_days"]),
        access_warning_days=tuple(int(days) for days in value["access_warning_days"].split()),
        access_idle_warning_days=tuple(int(days) for days in value["access_idle_warning_days"].split()),
        leaver_report_hours=int(value["leaver_report_hours"]),
        invitation_days=int(value["invitation_days"]),
        holder_proof_tries=int(value["holder_proof_tries"]),
        designation_working_days=int(value["designation_working_days"]),
        clearance_working_days=int(value["clearance_working_days"]),
    )


def casework_from(parameters: tuple[Parameter, ...]) -> CaseworkSettings:
    """The casework settings the rows stand for. Raises KeyError for a missing row, ValueError for no whole number."""
    value = {parameter.name: parameter.value for parameter in parameters}
    return CaseworkSettings(**{one.name: int(value[one.name]) for one in fields(CaseworkSettings)})


def progress_from(parameters: tuple[Parameter, ...]) -> ProgressSettings:
    """The same for progress reviews."""
    value = {parameter.name: parameter.value for parameter in parameters}
    return ProgressSettings(
        progress_effective_days=int(value["progress_effective_days"]),
        progress_reply_days=int(value["progress_reply_days"]),
        progress_reentry_months=int(value["progress_reentry_months"]),
        progress_variance_percent=int(value["progress_variance_percent"]),
        progress_blind_level=_flag(value["progress_blind_level"]),
    )


PARAMETERS = read_parameters()
IN_FORCE = settings_from(PARAMETERS)
ACCESS_IN_FORCE = access_settings_from(PARAMETERS)
CASEWORK = casework_from(PARAMETERS)
PROGRESS = progress_from(PARAMETERS)
