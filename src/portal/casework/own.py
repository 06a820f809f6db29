"""The plans and changes of the person acting, as a Ticketholder sees them: the walls show nobody else's."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from portal.casework.models import Signature, SignedForm
from portal.kernel.unit import current

Kind, State = SignedForm.Kind, SignedForm.State
# What was taken back or written anew before both had signed is nobody's to read any more.
SHOWN = (State.TO_SIGN, State.SIGNED, State.ENDED)


class OwnForm(NamedTuple):
    """A form in the Ticketholder's list. `signed_on` and `provider_signed_on` are the days of the signatures.

    `digest` is that of the content, in hexadecimal: what one signs.
    """

    id: UUID
    case: UUID
    number: str
    kind: str
    ordinal: int
    state: str
    provider: str
    locked_on: date
    in_force_from: date | None
    signed_on: date | None
    provider_signed_on: date | None
    terms_version: str
    digest: str

    @property
    def waits(self) -> bool:
        """Does it wait for the Ticketholder's own signature?"""
        return self.state == State.TO_SIGN and self.signed_on is None


def own_forms(number: str | None = None) -> list[OwnForm]:
    """Forms of the person acting, the newest first, or the one of this number. Two queries; nothing is opened."""
    rows = SignedForm.objects.filter(person=current().actor.person, state__in=SHOWN)
    if number is not None:
        rows = rows.filter(number=number)
    found = list(rows.defer("content").select_related("organisation").order_by("-locked_at", "-ordinal"))
    signed = Signature.objects.filter(signed_form__in=[row.pk for row in found])
    days = {(form, party): on for form, party, on in signed.values_list("signed_form", "party", "signed_on")}
    return [
        OwnForm(
            row.pk,
            row.case_id,
            row.number,
            row.kind,
            row.ordinal,
            row.state,
            row.organisation.name,
            row.locked_at.date(),
            row.in_force_from,
            days.get((row.pk, Signature.Party.HOLDER)),
            days.get((row.pk, Signature.Party.PROVIDER)),
            row.terms_version,
            bytes(row.digest).hex(),
        )
        for row in found
    ]
