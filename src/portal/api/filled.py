"""A payment request as it was sent: what goes to the payments room, and its questions and answers as they are kept."""

from portal.api.problems import Problem
from portal.api.schemas import RequestIn
from portal.payments.claims import of_month
from portal.payments.filled_in import day, declaration, earnings, payments, services
from portal.payments.form import ClaimAsked, EarningsGiven, RequestForm, Section
from portal.policy.core import Month
from portal.tickets.queries import HolderRecord

_TWO_ASSIGNMENTS = (
    "These months fell into different assignments of the Ticket. Ask for those of each by itself."
)


def request_form(body: RequestIn, holder: HolderRecord) -> RequestForm:
    """What the payments room takes. The assignment is the one that the claim months fell into."""
    claims = tuple(ClaimAsked(one.payment.value, Month.parse(one.claim_month)) for one in body.claims)
    earliest_first = holder.assignments[::-1]
    lines = {of_month(earliest_first, one.claim_month) for one in claims}
    if len(lines) > 1:
        raise Problem(422, _TWO_ASSIGNMENTS)
    return RequestForm(
        assignment=lines.pop().id,
        form="certification" if body.basis == "certification" else "evidentiary",
        claims=claims,
        services_described=body.services_described,
        services_statement_on=body.services_statement_on,
        services_contributed=body.services_contributed,
        earnings_already_proven=body.basis == "proven",
        job_started_on=body.job_started_on,
        earnings=tuple(
            EarningsGiven(
                Month.parse(one.month), one.gross_cents, one.kind.value, one.employer, one.source.value
            )
            for one in body.earnings
        ),
    )


def sections(form: RequestForm, holder: HolderRecord) -> list[Section]:
    """Every question with its answer, as the submission keeps them."""
    line = next(one for one in holder.assignments if one.id == form.assignment)
    return [
        Section(
            "Ticketholder",
            [
                ("Name", holder.name),
                ("Ticketholder number", holder.number),
                ("Ticket number", line.ticket_number),
                ("Assigned on", day(line.assigned_on)),
                ("Payment method of this assignment", line.system_words),
            ],
        ),
        payments(form),
        earnings(form),
        services(form),
        Section("Sent by another system", [("Sent through", "the portal's interface for case systems")]),
        declaration(),
    ]
