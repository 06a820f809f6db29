"""The coversheet that goes with a plan for review: every question with its answer, as it is shown and kept (row C10)."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from portal.casework.plan.forms import FormRecord
from portal.integrity.models import PlanReview
from portal.kernel.documents.words import long_date
from portal.providers.models import Provider


class Sent(NamedTuple):
    """What is said of a sending that the plan itself does not say."""

    organisation: UUID
    organisation_name: str
    reason: str
    contact: str
    telephone: str
    documents: str
    sent_on: date
    channel: str
    note: str = ""


def rows(found: FormRecord, sent: Sent) -> list[list[str]]:
    """The answers that there are, in the order of the coversheet."""
    provider = Provider.objects.filter(pk=sent.organisation).values_list("pid", "ein").first()
    pid, ein = provider or ("", "")
    days = [one.signed_on for one in found.signatures]
    reason = str(PlanReview.Reason(sent.reason).label)
    said = (
        ("Employment Network", sent.organisation_name),
        ("PID", pid),
        ("EIN", ein),
        ("Ticketholder", found.content.plan.holder.name or ""),
        ("Plan", found.line.number),
        ("Latest signature", long_date(max(days)) if days else "Not signed"),
        ("Why it is sent in", reason[0].upper() + reason[1:]),
        ("Contact", sent.contact),
        ("Telephone", sent.telephone),
        ("Documents", sent.documents),
        ("Date sent", long_date(sent.sent_on)),
        ("Channel", sent.channel),
        ("For the reviewer", sent.note),
    )
    return [[name, str(value)] for name, value in said if value]
