"""Mail about requests: says that something waits under its number, nothing about anybody (row K7)."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from portal.kernel import vault
from portal.kernel.mailing import write_mail
from portal.kernel.models import Submission
from portal.kernel.unit import as_system, current
from portal.kernel.vault import Sealed
from portal.kernel.vault.sealing import place
from portal.payments.models import Determination, PaymentRequest
from portal.people.models import Employment
from portal.policy.roles import GRANTS, Permission
from portal.tickets.models import Person

_SUBJECTS = {
    "approve": "Payment request {number} is approved",
    "deny": "Payment request {number} is denied",
    "ask": "Payment request {number} waits for information from you",
    "return": "Payment request {number} waits for information from you",
}
_BODIES = {
    "approve": "We approved payment request {number}. The portal shows the decision with each rule and fact.",
    "deny": (
        "We could not approve payment request {number} (code {code}). The notice in the portal gives each "
        "reason, the rule behind it, and what you can do."
    ),
    "ask": "We need more from you to decide payment request {number}. The portal says what is missing.",
    "return": "We need more from you to decide payment request {number}. The portal says what is missing.",
}
_END = (
    "\n\nSign in to the Ticket Portal and open {number}.\n"
    "This mail was sent by the portal. Please do not answer it."
)


class _Reader(NamedTuple):
    account: UUID
    address: str


def write_notice(request: PaymentRequest, determination: Determination) -> None:
    """Tell the provider that its request was decided or needs an answer. Written as the system."""
    subject, body = _SUBJECTS.get(determination.determined), _BODIES.get(determination.determined)
    if subject is None or body is None:
        return
    words = {"number": request.number, "code": determination.denial_code}
    known = _name_of(request.person_id)
    first = request.submission.submitted_by if request.submission else None
    for reader in _readers(request.organisation_id, first, current().on):
        write_mail(
            key=f"determination/{determination.pk}/{reader.account}",
            account=reader.account,
            address=reader.address,
            subject=subject.format(**words),
            body=(body + _END).format(**words),
            known=known,
        )


def write_receipt_mail(submission: Submission, numbers: list[str]) -> None:
    """The confirmation by mail: the numbers, who, when, which form (row B4)."""
    lines = "\n".join(f"  {number}" for number in numbers)
    with as_system():
        for reader in _readers(submission.organisation, submission.submitted_by, current().on):
            write_mail(
                key=f"receipt/{submission.pk}/{reader.account}",
                account=reader.account,
                address=reader.address,
                subject=f"We received your submission {submission.number}",
                body=f"We received submission {submission.number} with these payment requests:\n\n{lines}"
                + _END.format(number=submission.number),
                known=_name_of(submission.person) if submission.person else (),
            )


def _readers(organisation: UUID, first: UUID | None, on: date) -> list[_Reader]:
    """Who submitted, while still employed there; else all who may ask for payments there."""
    employed = [
        row
        for row in Employment.objects.filter(organisation=organisation, started_on__lte=on).select_related(
            "account"
        )
        if (row.ended_on is None or row.ended_on > on) and row.account.is_active
    ]
    asked = [row for row in employed if row.account_id == first]
    able = [row for row in employed if not GRANTS[Permission.REQUEST_PAYMENT].isdisjoint(row.roles)]
    return [_Reader(row.account_id, row.account.email) for row in asked or able]


def _name_of(person: UUID) -> list[str]:
    row = Person.objects.only("name").get(pk=person)
    return vault.match([Sealed(row.name, place("tickets_person", "name", person), person)])
