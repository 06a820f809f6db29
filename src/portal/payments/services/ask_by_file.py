"""Payment requests by file: tried by the rules, each good row submitted as a request of its own (rows C3, J3)."""

from collections.abc import Sequence

from portal.kernel.sent_files.kinds import Kind, Row, Verdict, Words, declare
from portal.kernel.unit import current
from portal.payments.by_file.columns import LAYOUT, LIMITS
from portal.payments.by_file.judging import JudgedRequest, judge
from portal.payments.by_file.reading import read
from portal.payments.by_file.shown import From
from portal.payments.models import RequestFile, RequestRow
from portal.payments.services.asking_many import By, ask_many
from portal.payments.services.determine_many import determine_rows
from portal.people.models import Account
from portal.people.services.mail_people import mail_people
from portal.policy.roles import Permission
from portal.providers.models import Provider
from portal.tickets.locks import lock_tickets
from portal.tickets.models import Ticket


def _judge(file: RequestFile, rows: Sequence[Row]) -> list[JudgedRequest]:
    return judge(file.organisation_id, read(file.organisation_id, rows), current().on)


def _bring(file: RequestFile, rows: Sequence[Row]) -> list[JudgedRequest]:
    # Whom the rows name is read first; once their Tickets are locked, nothing that is judged by can change.
    named = read(file.organisation_id, rows)
    lock_tickets(Ticket.objects.filter(person__in=set(named.people.values())).values_list("pk", flat=True))
    judged = judge(file.organisation_id, named, current().on)
    accepted = [one for one in judged if one.verdict == Verdict.ACCEPTED and one.asked]
    if accepted:
        requests = ask_many([one.asked for one in accepted if one.asked], by=_by(file), sent=_from(file))
        for one, request in zip(accepted, requests, strict=True):
            # From now on the request itself says where it stands.
            one.made, one.problems = request.pk, []
        known = {one.made: one.answered for one in accepted if one.made and one.answered}
        determine_rows(requests, known=known, tell=False)
    return judged


def _by(file: RequestFile) -> By:
    """Who has pressed the button, which may be a colleague of who sent the file."""
    account = file.started_by or file.sent_by
    name = Account.objects.filter(pk=account).values_list("name", flat=True).first()
    return By(account, name or file.sent_by_name, file.organisation_id)


def _from(file: RequestFile) -> From:
    provider = Provider.objects.select_related("organisation").get(pk=file.organisation_id)
    return From(provider.organisation.name, provider.ein, provider.pid, f"{file.file_name} ({file.number})")


def _tell(file: RequestFile) -> None:
    """One mail about the whole file, instead of one a request."""
    rows = file.rows.values_list("became", flat=True)
    made = sum(became == Verdict.ACCEPTED for became in rows)
    mail_people(
        file.organisation_id,
        Permission.REQUEST_PAYMENT,
        key=f"request-file/{file.pk}",
        first=file.started_by or file.sent_by,
        subject=f"Your file {file.number} was submitted",
        body=f"File {file.number} has {file.rows_total} rows. Payment requests made from it: {made}. The portal "
        "shows each with its number and where it stands, and the rows that stayed out with the reasons.\n\n"
        f"Sign in to the Ticket Portal and open {file.number}.\n"
        "This mail was sent by the portal. Please do not answer it.",
    )


REQUESTS = declare(
    Kind(
        name="payment-requests",
        prefix="RF",
        about="request-file",
        task="payments.ask_by_file",
        files=RequestFile,
        rows=RequestRow,
        layout=LAYOUT,
        permission=Permission.REQUEST_PAYMENT,
        judge=_judge,
        bring=_bring,
        words=Words("Submit", "submitted", "payment requests"),
        limits=lambda: LIMITS,
        made="request",
        finished=_tell,
    )
)
