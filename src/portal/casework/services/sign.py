"""Taking a signature: who, how, when, from where, on which content; in force once both have signed (row D5).

One service for plans, amendments and the State agencies' form, for a signed-in Ticketholder, a signature in person on
the provider's screen, a representative, and paper.
"""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from portal.casework.models import Case, Signature, SignedForm
from portal.casework.plan import forms
from portal.casework.plan.duties import settle_form
from portal.casework.plan.facts import signer
from portal.casework.plan.refusals import sentence, sentences
from portal.casework.results import NotAllowed, NotFound, SignedNow
from portal.casework.sealing import seal
from portal.casework.services.settle import settle_contacts
from portal.kernel import decisions
from portal.kernel.ids import new_id
from portal.kernel.models import StoredFile
from portal.kernel.trail import note
from portal.kernel.unit import as_system, current
from portal.policy import signatures as law
from portal.policy.amendment import AmendmentFacts, judge_amendment
from portal.policy.core import Decision, Outcome
from portal.policy.facts_json import from_json, to_json
from portal.policy.plan import judge_plan, to_mend
from portal.policy.roles import Permission
from portal.policy.signatures import SignatureFacts

ELECTRONIC, IN_PERSON, SCANNED, OUTSIDE = (
    "electronic",
    "in-person-on-screen",
    "scanned-wet",
    "outside-service",
)
ON_PAPER = frozenset({SCANNED, OUTSIDE})
HOLDER, PROVIDER = Signature.Party.HOLDER, Signature.Party.PROVIDER
_TAKES = frozenset({Permission.WORK_CASEWORK, Permission.WORK_MAIL_ROOM})


class Given(NamedTuple):
    """A signature as it is given. `signed_on` and `file` are of paper; `account` is the representative's.

    `digest` is that of the content which was on the screen, in hexadecimal.
    """

    party: str
    method: str
    printed_name: str
    digest: str
    account: UUID | None = None
    signed_on: date | None = None
    file: UUID | None = None
    address: str = ""
    browser: str = ""


def sign(*, form: UUID, given: Given) -> SignedNow | NotAllowed | NotFound:
    """Take the signature, or say why not. Case and form are locked first: of two at once the second is told."""
    case = SignedForm.objects.filter(pk=form).values_list("case", flat=True).first()
    if case is None:
        return NotFound()
    with as_system():
        # The case first, then its form: whoever ends, unlocks or signs takes them in one order.
        Case.objects.select_for_update().get(pk=case)
        row = SignedForm.objects.select_for_update(of=("self",)).select_related("case").get(pk=form)
        before = {one.party: one for one in Signature.objects.filter(signed_form=row)}
    refused = _refusal(row, before, given)
    if refused is not None:
        return _refuse(row, given, NotAllowed(refused))
    facts = _facts(row, before, given)
    decision = law.judge_signature(facts, given.party, current().on)
    _store(row, facts, given.party, decision)
    if decision.outcome is not Outcome.GRANT:
        return _refuse(row, given, NotAllowed(sentence(decision), decision))
    complete = facts.holder is not None and facts.provider is not None
    unsound = _unsound(row, facts) if complete else None
    if unsound is not None:
        return _refuse(row, given, unsound)
    _write(row, given, law.latest(facts))
    if complete and row.kind == SignedForm.Kind.AMENDMENT:
        # Other goals have other dates, from which contacts and worklists take theirs.
        settle_contacts(row.case_id)
    return SignedNow(row.pk, row.number, complete)


def _refusal(row: SignedForm, before: dict[str, Signature], given: Given) -> str | None:
    """What keeps a signature from being taken that no law of signatures knows of."""
    if row.state != SignedForm.State.TO_SIGN:
        return f"{row.number} is {SignedForm.State(row.state).label}. Nobody can sign it now."
    if row.case.closed_on is not None:
        return "This case is closed, so nothing in it can be signed. A new plan needs a new case."
    if given.digest != bytes(row.digest).hex():
        return (
            "What you were shown is not what is locked now. Open the page again and read it before you sign."
        )
    if given.party in before:
        day = before[given.party].signed_on
        return f"This was signed already, on {day:%B} {day.day}, {day.year}. Nothing was changed."
    if not given.printed_name.strip():
        return "Type the name in full, as a signature."
    return _not_theirs(row, given) or _bad_paper(row, given)


def _not_theirs(row: SignedForm, given: Given) -> str | None:
    actor = current().actor
    of_provider = actor.organisation == row.organisation_id
    if given.method in ON_PAPER:
        if not any(actor.may(one) for one in _TAKES):
            return "Your role does not include entering signatures from paper."
    elif given.party == HOLDER and given.method == IN_PERSON:
        if not (of_provider and actor.may(Permission.SIGN_PLANS)):
            return "Your role does not include taking a signature in person."
    elif given.party == HOLDER:
        if getattr(actor, "person", None) != row.person_id:
            return "Only the Ticketholder can sign for the Ticketholder."
    elif not (of_provider and actor.may(Permission.SIGN_PLANS) and given.account == actor.account):
        return "Only a representative of the provider, signed in as that person, can sign here."
    return None


def _bad_paper(row: SignedForm, given: Given) -> str | None:
    if given.method not in ON_PAPER:
        return None
    if given.signed_on is None:
        return "Enter the date that stands beside the signature."
    mine = StoredFile.objects.filter(organisation=row.organisation_id, person=row.person_id)
    file = mine.filter(pk=given.file).first() if given.file else None
    if file is None:
        return "Upload the signed page first."
    if file.state == StoredFile.State.WAITING:
        return "The signed page waits for the malware scanner. Try again when it has answered."
    if file.state == StoredFile.State.INFECTED:
        return "The scanner found malware in the signed page. Upload another scan."
    return None


def _facts(row: SignedForm, before: dict[str, Signature], given: Given) -> SignatureFacts:
    """Both signatures as they would stand, the representative's clearance on that day, and the day none may precede."""
    today = current().on
    new = law.Signature(given.signed_on or today, given.method, given.printed_name)
    # The name is sealed; the law asks only whether there is one.
    there = {party: law.Signature(one.signed_on, one.method, "on the form") for party, one in before.items()}
    both = {**there, given.party: new}
    provider = both.get(PROVIDER)
    account = given.account if given.party == PROVIDER else before[PROVIDER].account if provider else None
    return SignatureFacts(
        both.get(HOLDER),
        provider,
        signer(account, row.organisation_id, provider.signed_on) if provider and account else None,
        _not_before(row),
    )


def _not_before(row: SignedForm) -> date | None:
    """A plan is signed after the discussion it rests on, an amendment after its plan."""
    found = forms.opened(row)
    if row.kind == SignedForm.Kind.IWP:
        return found.plan.discussion.held_on
    if row.kind == SignedForm.Kind.AMENDMENT:
        return from_json(AmendmentFacts, found.facts).plan_from
    return None


def _unsound(row: SignedForm, facts: SignatureFacts) -> NotAllowed | None:
    """With the later signature the figures of its year count: a form that no longer holds is not made valid."""
    on = current().on
    found = forms.opened(row)
    if row.kind == SignedForm.Kind.IWP:
        decision = judge_plan(found.plan._replace(signatures=facts), on)
        wrong = to_mend(decision)
        return NotAllowed(f"{sentences(wrong[:1])} Unlock the plan and mend it.", decision) if wrong else None
    if row.kind == SignedForm.Kind.AMENDMENT:
        amendment = from_json(AmendmentFacts, found.facts)._replace(signatures=facts)
        decision = judge_amendment(amendment, on)
        if decision.outcome in (Outcome.REFUSE, Outcome.ASK):
            return NotAllowed(sentence(decision), decision)
    return None


def _write(row: SignedForm, given: Given, in_force_from: date | None) -> None:
    unit = current()
    signature = Signature(
        id=new_id(),
        signed_form=row,
        organisation_id=row.organisation_id,
        person_id=row.person_id,
        party=given.party,
        account=unit.actor.account if given.party == HOLDER and given.method == ELECTRONIC else given.account,
        method=given.method,
        signed_on=given.signed_on or unit.on,
        at=unit.at,
        address=given.address,
        browser=given.browser[:400],
        digest=row.digest,
        file_id=given.file,
        entered_by=None if given.method == ELECTRONIC else unit.actor.account,
    )
    signature.printed_name = seal(
        signature, "printed_name", " ".join(given.printed_name.split()), row.case_id
    )
    row.version += 1
    if in_force_from is not None:
        row.state, row.in_force_from = SignedForm.State.SIGNED, in_force_from
    with as_system():
        signature.save(force_insert=True)
        row.save(update_fields=["state", "in_force_from", "version"])
        settle_form(row)
    note(
        "form-signed",
        subject_kind="signed-form",
        subject=row.pk,
        people=[row.person_id],
        detail={"party": given.party, "method": given.method, "digest": given.digest, "state": row.state},
    )


def _store(row: SignedForm, facts: SignatureFacts, party: str, decision: Decision) -> None:
    """The decision with its facts; of a printed name only that there is one."""
    kept = facts._replace(holder=_unnamed(facts.holder), provider=_unnamed(facts.provider))
    with as_system():
        decisions.store(
            facts={"signatures": to_json(kept), "party": party, "on": current().on.isoformat()},
            answer=decision.to_json(),
            subject_kind="signed-form",
            subject=row.pk,
            person=row.person_id,
        )


def _unnamed(one: law.Signature | None) -> law.Signature | None:
    return one and one._replace(printed_name="(printed)" if (one.printed_name or "").strip() else None)


def _refuse(row: SignedForm, given: Given, refused: NotAllowed) -> NotAllowed:
    note(
        "signature-refused",
        subject_kind="signed-form",
        subject=row.pk,
        people=[row.person_id],
        detail={"party": given.party, "method": given.method},
    )
    return refused
