"""Amendments to plans in force: one that both have signed, one that waits for the Ticketholder, one taken back."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from portal.casework.models import SignedForm
from portal.casework.plan.amended import amendment_written
from portal.casework.plan.amending import NOTHING
from portal.casework.plan.content import digest
from portal.casework.plan.duties import form_duties
from portal.casework.plan.in_force import InForce
from portal.nation.casefiles import CaseFiles, instant
from portal.nation.lives import Held, Life
from portal.policy.amendment import AmendmentFacts
from portal.policy.plan_facts import Party, PlanFacts, Service

State = SignedForm.State
_WHY = "The work is going well, and a certificate would open the next step."
_ADDED = Service(
    "training",
    "A certificate course at the community college, one evening a week.",
    "now",
    performed_by="Springfield Community College",
    delivered="in-person",
    paid_by="The Employment Network",
)


class Amended(NamedTuple):
    """Whose plan, by the scenario; locked, and signed by whom, how many days ago."""

    scenario: str
    state: str
    locked: int
    signed: Mapping[str, int]


AMENDMENTS: tuple[Amended, ...] = (
    Amended("fourth-milestone", State.SIGNED, 40, {"provider": 40, "holder": 38}),
    Amended("phase-2", State.TO_SIGN, 4, {"provider": 3}),
    Amended("phase-2-ssi", State.WITHDRAWN, 20, {}),
)


def write_amendments(files: CaseFiles, lives: Mapping[str, Life]) -> None:
    """Each amends the plan of the hold that its scenario's provider has now."""
    for one in AMENDMENTS:
        life = lives[one.scenario]
        _write(files, one, life, life.held[-1])


def _write(files: CaseFiles, one: Amended, life: Life, held: Held) -> None:
    locked_on = _ago(files, one.locked)
    signed = {party: _ago(files, days) for party, days in one.signed.items()}
    form, by = files.chance.id(), files.counsellor(held.organisation)
    plan = files.facts(life, held.organisation, held.first_signed_on)
    text = amendment_written(_in_force(files, held, plan), _facts(plan, held.assigned_on), 1)
    files.sealed.add(
        SignedForm,
        files.key(life, held.organisation, held.id),
        {"content": text},
        **files.about(life, held.organisation),
        id=form,
        number=files.numbers.next("PL"),
        kind=SignedForm.Kind.AMENDMENT,
        ordinal=1,
        way="online",
        case_id=held.id,
        digest=digest(text),
        state=one.state,
        locked_at=instant(locked_on, 1),
        locked_by=UUID(by.label),
        locked_by_name=by.name,
        in_force_from=max(signed.values()) if one.state == State.SIGNED else None,
    )
    for party, on in signed.items():
        files.signature(life, held.organisation, held.id, form, party, on, digest(text))
    row = SignedForm(
        id=form, **files.about(life, held.organisation), state=one.state, kind=SignedForm.Kind.AMENDMENT
    )
    files.due(form_duties(row, locked_on, list(signed.values()), assigned=True), locked_on)


def _facts(plan: PlanFacts, assigned_on: date) -> AmendmentFacts:
    """One more service; what is not revised stays as the plan has it."""
    return NOTHING._replace(
        plan_from=assigned_on,
        provider_name=plan.provider.name if plan.provider else None,
        pid=plan.pid,
        reason="other",
        other_reason=_WHY,
        revises=frozenset({"services"}),
        short_term=plan.short_term,
        long_term=plan.long_term,
        blind=plan.blind,
        services=(*(plan.services or ()), _ADDED),
        certified_counsellor=plan.certified_counsellor,
    )


def _in_force(files: CaseFiles, held: Held, plan: PlanFacts) -> InForce:
    return InForce(
        files.plan_numbers[held.id],
        held.assigned_on,
        None,
        plan.holder or Party(None, None, None),
        plan.short_term,
        plan.long_term,
        plan.services,
    )


def _ago(files: CaseFiles, days: int) -> date:
    return files.today - timedelta(days=days)
