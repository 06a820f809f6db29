"""Locked forms read back: by number, in the reader's scope, opened or not; who signed, and how."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from portal.casework import sealing
from portal.casework.models import PlanCopy, Signature, SignedForm
from portal.casework.plan import content
from portal.casework.plan.content import Content
from portal.kernel import vault
from portal.kernel.unit import current
from portal.policy.plan_facts import Party

METHOD_WORDS = {
    "electronic": "signed in the portal",
    "in-person-on-screen": "signed in person on the provider's screen",
    "scanned-wet": "signed by hand, scanned",
    "wet": "signed by hand, the page kept by the agency",
    "outside-service": "signed with an outside signature service",
}
# Text made once, in the order of a line: as a queryset it takes longer to build than to ask.
_OF_CASE = """
select id, number, kind, ordinal, way, way, state, case_id, person_id, locked_at, locked_by_name, received_on,
    in_force_from, ended_on, version, array(select party from casework_signature s where s.signed_form_id = f.id)
from casework_signedform f where case_id = %s::uuid order by locked_at, ordinal
"""
HOLDER, PROVIDER = Signature.Party.HOLDER, Signature.Party.PROVIDER


class Signed(NamedTuple):
    """A signature as pages and papers show it."""

    party: str
    printed_name: str
    method_words: str
    signed_on: date
    at: datetime
    address: str
    browser: str
    file: UUID | None


class FormLine(NamedTuple):
    """A locked form in a list; its content stays sealed. `parties` are those that have signed."""

    id: UUID
    number: str
    kind: str
    ordinal: int
    way: str
    way_words: str
    state: str
    case: UUID
    person: UUID
    locked_at: datetime
    locked_by_name: str
    received_on: date | None
    in_force_from: date | None
    ended_on: date | None
    version: int
    parties: frozenset[str]


class FormRecord(NamedTuple):
    """A locked form opened: its content, the digest of it in hexadecimal, and its signatures and copies."""

    line: FormLine
    content: Content
    digest: str
    file: UUID | None
    signatures: tuple[Signed, ...]
    copies: tuple[PlanCopy, ...]

    def signature(self, party: str) -> Signed | None:
        return next((one for one in self.signatures if one.party == party), None)

    @property
    def provider_signature(self) -> Signed | None:
        return self.signature(PROVIDER)

    @property
    def holder_signature(self) -> Signed | None:
        return self.signature(HOLDER)


def form(number: str) -> FormRecord | None:
    """A locked form by number; None outside the reader's scope. Opening it is a look."""
    row = SignedForm.objects.filter(number=number).first()
    return None if row is None else records([row])[0]


def whole_plan(case: UUID) -> list[FormRecord]:
    """The plan of a case with all its amendments, in their order, as it is given out (never without them)."""
    live = (SignedForm.State.TO_SIGN, SignedForm.State.SIGNED, SignedForm.State.ENDED)
    kinds = (SignedForm.Kind.IWP, SignedForm.Kind.AMENDMENT)
    rows = SignedForm.objects.filter(case=case, kind__in=kinds, state__in=live).order_by(
        "ordinal", "locked_at"
    )
    return records(list(rows))


def lines(case: UUID) -> list[FormLine]:
    """The locked forms of a case, the newest last; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_OF_CASE, [case])
        found = [FormLine(*row) for row in cursor.fetchall()]
    return [
        one._replace(way_words=str(SignedForm.Way(one.way).label), parties=frozenset(one.parties))
        for one in found
    ]


def provider_contact() -> Party | None:
    """How the actor's organisation could be reached by its last locked plan; nobody is shown anything else of it."""
    mine = SignedForm.objects.filter(organisation=current().actor.organisation, kind=SignedForm.Kind.IWP)
    last = mine.order_by("-locked_at", "-id").first()
    if last is None:
        return None
    try:
        return opened(last).plan.provider
    except (ValueError, KeyError, TypeError):
        return None


def line(row: SignedForm, parties: Iterable[str]) -> FormLine:
    """A row as lists show it."""
    return FormLine(
        row.pk,
        row.number,
        row.kind,
        row.ordinal,
        row.way,
        str(SignedForm.Way(row.way).label),
        row.state,
        row.case_id,
        row.person_id,
        row.locked_at,
        row.locked_by_name,
        row.received_on,
        row.in_force_from,
        row.ended_on,
        row.version,
        frozenset(parties),
    )


def opened(row: SignedForm) -> Content:
    """A form's content for a decision: nobody is shown it. Raises ValueError where its key was destroyed."""
    return content.read(vault.match([sealing.sealed(row, "content")])[0])


def records(rows: list[SignedForm]) -> list[FormRecord]:
    """Forms opened, which is a look. Four queries, however many forms."""
    texts = sealing.show(rows, "content")
    found = list(Signature.objects.filter(signed_form__in=rows).order_by("at", "id"))
    names = sealing.show(found, "printed_name")
    signatures = [(one.signed_form_id, _signed(one, name)) for one, name in zip(found, names, strict=True)]
    copies = list(PlanCopy.objects.filter(signed_form__in=rows).order_by("given_on", "recorded_at"))
    return [
        FormRecord(
            line(row, [one.party for form, one in signatures if form == row.pk]),
            content.read(text),
            bytes(row.digest).hex(),
            row.file_id,
            tuple(one for form, one in signatures if form == row.pk),
            tuple(one for one in copies if one.signed_form_id == row.pk),
        )
        for row, text in zip(rows, texts, strict=True)
    ]


def _signed(row: Signature, name: str) -> Signed:
    return Signed(
        row.party,
        name,
        METHOD_WORDS.get(row.method, row.method),
        row.signed_on,
        row.at,
        row.address,
        row.browser,
        row.file_id,
    )
