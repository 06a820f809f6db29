"""Mail about requests: says that something waits under its number, nothing about anybody (row K7)."""

from uuid import UUID

from portal.kernel import vault
from portal.kernel.models import Submission
from portal.kernel.unit import as_system
from portal.payments.models import Determination, PaymentRequest
from portal.people.services.mail_people import mail_people
from portal.policy.roles import Permission
from portal.tickets.models import Person

_SUBJECTS = {
    "approve": "Payment request {number} is approved",
    "deny": "Payment request {number} is denied",
    "ask": "Payment request {number} waits for information from you",
    "return": "Payment request {number} waits for information from you",
    "approve-after-all": "Payment request {number} was reconsidered and is approved",
    "approve-at-ssa": "Payment request {number} is approved by Social Security",
    "deny-at-ssa": "Payment request {number} is denied by Social Security",
    "corrected": "The payment of request {number} was corrected",
    "uphold": "Payment request {number} was reconsidered and stays denied",
}
_BODIES = {
    "approve": "We approved payment request {number}. The portal shows the decision with each rule and fact.",
    "deny": (
        "We could not approve payment request {number} (code {code}). The notice in the portal gives each "
        "reason, the rule behind it, and what you can do."
    ),
    "ask": "We need more from you to decide payment request {number}. The portal says what is missing.",
    "return": "We need more from you to decide payment request {number}. The portal says what is missing.",
    "approve-after-all": (
        "We reconsidered payment request {number} and approved it. The portal shows both decisions with each rule "
        "and fact."
    ),
    "approve-at-ssa": (
        "Social Security approved payment request {number}. The portal shows the decision with each rule and fact."
    ),
    "deny-at-ssa": (
        "Social Security could not approve payment request {number} (code {code}). The notice in the portal gives each "
        "reason, the rule behind it, and what you can do."
    ),
    "corrected": (
        "A fact that the payment of request {number} stood on has changed. The payment was corrected. The portal shows "
        "the decision with each rule and fact, the old amount and the new."
    ),
    "uphold": (
        "We reconsidered payment request {number}. The denial stands (code {code}). The notice in the portal gives "
        "each reason, the rule behind it, and what you can do."
    ),
}
_FOUND = "The portal found a payment in earnings on record that nobody had asked for. "
_END = (
    "\n\nSign in to the Ticket Portal and open {number}.\n"
    "This mail was sent by the portal. Please do not answer it."
)


def write_notice(request: PaymentRequest, determination: Determination, what: str) -> None:
    """Tell the provider, in the words of `what`, that its request was decided or needs an answer; as the system."""
    words = notice_words(determination, request, what)
    if words is None:
        return
    known = _name_of(request.person_id)
    mail_people(
        request.organisation_id,
        Permission.REQUEST_PAYMENT,
        key=notice_key(determination),
        first=request.submission.submitted_by if request.submission else None,
        subject=words[0],
        body=words[1],
        known=known,
    )


def notice_words(
    determination: Determination, request: PaymentRequest, what: str = ""
) -> tuple[str, str] | None:
    """Subject and body of the mail about a determination; None where none is sent. `what`: as in `write_notice`."""
    what = what or determination.determined
    subject, body = _SUBJECTS.get(what), _BODIES.get(what)
    if subject is None or body is None:
        return None
    found = _FOUND if request.origin == PaymentRequest.Origin.SWEEP else ""
    number, code = request.number, determination.denial_code
    return subject.format(number=number), found + (body + _END).format(number=number, code=code)


def notice_key(determination: Determination) -> str:
    """What makes a reader's mail about this determination one mail."""
    return f"determination/{determination.pk}"


def write_receipt_mail(submission: Submission, numbers: list[str]) -> None:
    """The confirmation by mail: the numbers, who, when, which form (row B4)."""
    lines = "\n".join(f"  {number}" for number in numbers)
    with as_system():
        mail_people(
            submission.organisation,
            Permission.REQUEST_PAYMENT,
            key=f"receipt/{submission.pk}",
            first=submission.submitted_by,
            subject=f"We received your submission {submission.number}",
            body=f"We received submission {submission.number} with these payment requests:\n\n{lines}"
            + _END.format(number=submission.number),
            known=_name_of(submission.person) if submission.person else (),
        )


def _name_of(person: UUID) -> list[str]:
    return vault.match(Person.objects.only("name").get(pk=person).sealed("name"))
