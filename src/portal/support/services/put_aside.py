"""Papers that are not entered: sent back with a reason, or kept with one and still found (row L3)."""

from uuid import UUID

from portal.casework.models import Case
from portal.casework.services.notices import tell_provider
from portal.kernel.results import Answer, NotAllowed
from portal.kernel.unit import as_system
from portal.people.models import Organisation
from portal.support.models import PaperItem
from portal.support.services.keying import give_up
from portal.support.services.moving import make_move, take_hold

SAY_WHY = "Say why. Who sent the paper, or the next colleague, reads it."
NO_PROVIDER = "No provider has that number. Leave it empty where the paper does not say who sent it."
_SUBJECT = "A paper was sent back to you: {}"
_BODY = (
    "The mail room could not enter a paper of your organization that came in on {day:%m/%d/%Y}, and sends it back "
    "under {number}.\n\nWhy: {reason}\n\nSend it again once that is mended. The day the new one comes in then counts."
)


def send_back(*, paper: UUID, version: int, reason: str, provider: str = "") -> Answer:
    """Send a paper back. Its provider is told by mail, without a word of whom it is about.

    `provider` is the sender's number where the paper is put to no case; "" where nobody knows it.
    """
    row = take_hold(paper, version, "send-back")
    if not isinstance(row, PaperItem):
        return row
    if not reason.strip():
        return NotAllowed(SAY_WHY)
    if row.organisation_id is None and provider:
        sender = Organisation.objects.filter(number=provider, kind__in=("EN", "SVRA")).first()
        if sender is None:
            return NotAllowed(NO_PROVIDER)
        row.organisation = sender
    give_up(row)
    done = make_move(row, "send-back", reason=reason)
    if row.organisation_id is not None:
        _tell(row, row.organisation_id, reason.strip())
    return done


def keep(*, paper: UUID, version: int, reason: str) -> Answer:
    """Keep a paper that there is nothing to enter from, or that nobody can be found for. It may find its case later."""
    row = take_hold(paper, version, "keep")
    if not isinstance(row, PaperItem):
        return row
    if not reason.strip():
        return NotAllowed(SAY_WHY)
    give_up(row)
    return make_move(row, "keep", reason=reason)


def _tell(row: PaperItem, organisation: UUID, reason: str) -> None:
    with as_system():
        tell_provider(
            organisation,
            key=f"paper-sent-back/{row.pk}/{row.version}",
            subject=_SUBJECT.format(row.number),
            body=_BODY.format(day=row.received_on, number=row.number, reason=reason),
            about=list(Case.objects.filter(pk=row.case)) if row.case else [],
        )
