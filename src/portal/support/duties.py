"""What a paper makes the mail room do: pure, from its state and day of receipt; the room's worklist and desk."""

from collections.abc import Iterator

from portal.kernel.desks import Desk
from portal.kernel.duties import Due
from portal.kernel.workdays import working_days_after
from portal.kernel.worklist import Worklist, declare
from portal.policy.roles import Permission
from portal.support import parameters
from portal.support.models import PaperItem
from portal.support.moves import OPEN

ENTER = "enter-paper"
KINDS = frozenset({ENTER})

TO_ENTER = declare(
    Worklist(
        "mail-room",
        "Papers to enter",
        Permission.READ_MAIL_ROOM,
        (ENTER,),
        "No paper waits in the mail room.",
    )
)
DESK = Desk(TO_ENTER, Permission.WORK_MAIL_ROOM, Permission.SUPERVISE_MAIL_ROOM)


def duties_for(paper: PaperItem) -> Iterator[Due]:
    """A paper that came in is entered, sent back or kept within so many working days."""
    if paper.state in OPEN:
        days = int(parameters.on(parameters.ENTER_WITHIN, paper.received_on))
        yield Due(ENTER, paper.pk, None, paper.person_id, working_days_after(paper.received_on, days))
