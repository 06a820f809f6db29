"""The form of an Individual Work Plan as plain data, as far as it is filled in (SSA-1370; mission row D3).

None means "not filled in yet"; an empty tuple means "said that there is none". Money is whole cents a month.
"""

from datetime import date
from typing import NamedTuple

from portal.policy.signatures import UNSIGNED, SignatureFacts


class Party(NamedTuple):
    """Contact information; each part is text or None. A representative's `relationship` is the capacity to sign."""

    name: str | None = None
    address: str | None = None
    telephone: str | None = None
    email: str | None = None
    relationship: str | None = None
    mobile: str | None = None


class Discussion(NamedTuple):
    """Part Two, Section 1. `separate` says that the synopsis is in an attached document, whose file number is
    `document`; `separate_names` that it shows the provider's name and PID and the Ticketholder's name and number.
    `other_way` says what the modality "other" was."""

    held_on: date | None = None
    modalities: tuple[str, ...] | None = None
    why_attainable: str | None = None
    how_services_help: str | None = None
    separate: bool = False
    separate_names: bool | None = None
    document: str | None = None
    other_way: str | None = None


class Job(NamedTuple):
    """One row of the work history; `until` None is still working there. `source` is "pay-slip" or "memory"."""

    employer: str | None
    title: str | None
    from_: date | None
    until: date | None
    hours_a_week: int | None
    monthly_cents: int | None
    source: str | None = None


class WorkHistory(NamedTuple):
    """Part Two, Section 2: the first day it covers, and the jobs. No job at all is a statement that there was none.

    `wage_talk_on` is the day on which reporting wages was talked about, where it was.
    """

    covers_from: date | None
    jobs: tuple[Job, ...]
    wage_talk_on: date | None = None


class Training(NamedTuple):
    programme: str | None = None
    enrolment: str | None = None
    completes_on: date | None = None
    provider: str | None = None


class Goal(NamedTuple):
    """A goal of Part Two, Section 3. `training` is None where the goal has no training."""

    says: str | None = None
    job: str | None = None
    hours_a_week: int | None = None
    full_time: bool | None = None
    monthly_cents: int | None = None
    target_on: date | None = None
    training: Training | None = None


class Service(NamedTuple):
    """A ticked service of Section 4. `when` is "now" or "after-nine-months".

    Training says who performs it, how, and who pays; an accommodation says who asks for it, and of whom (`places`);
    job placement says whether it is "direct" or "assistance".
    """

    kind: str
    specific: str | None = None
    when: str | None = None
    performed_by: str | None = None
    delivered: str | None = None
    paid_by: str | None = None
    requested_by: str | None = None
    places: tuple[str, ...] = ()
    placement: str | None = None


class Terms(NamedTuple):
    """Part Three: the version of the terms, the numbers explained to the Ticketholder, and the statement."""

    version: str | None = None
    explained: frozenset[int] = frozenset()
    statement: str | None = None


class PlanFacts(NamedTuple):
    """A plan as far as it is written.

    `models` are the provider's approved business models, `certified_counsellor` whether it has an approved benefits
    counsellor, `blind` whether the Ticketholder is blind on Social Security's record; None is not on record.
    `no_alternate_reason` stands instead of an alternate contact. `representative` may sign for the Ticketholder.
    `additional_terms` are those the parties add to the 15.
    """

    provider: Party = Party()
    pid: str | None = None
    model: str | None = None
    models: frozenset[str] = frozenset()
    holder: Party = Party()
    preferred_contact: str | None = None
    alternate: Party | None = None
    no_alternate_reason: str | None = None
    discussion: Discussion = Discussion()
    work_history: WorkHistory | None = None
    short_term: Goal | None = None
    long_term: Goal | None = None
    blind: bool | None = None
    services: tuple[Service, ...] | None = None
    certified_counsellor: bool | None = None
    terms: Terms = Terms()
    terms_in_force: frozenset[str] = frozenset()
    signatures: SignatureFacts = UNSIGNED
    copy_given_on: date | None = None
    representative: Party | None = None
    additional_terms: str | None = None
