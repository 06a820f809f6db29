"""What the addresses of the mail room name, and what is sent to them: one paper that nobody has taken."""

from typing import Any
from uuid import uuid4

from portal.casework.models import Case
from portal.kernel.ids import new_id
from portal.kernel.models import Duty
from portal.kernel.numbers import number_from
from portal.support.models import PaperItem, PaperStep
from tests.authorization.casework import DAY
from tests.world import LONG_AGO, World

NUMBER = number_from("PA", 1)
OF_STAFF = (
    *("paper", "paper-scan", "paper-letter", "paper-index", "paper-enter", "paper-keep", "paper-send-back"),
    *("paper-take", "paper-lay-down", "paper-hand-over", "paper-put-off"),
)


def enter_paper(world: World, serial: int = 1, case: Case | None = None) -> PaperItem:
    """A paper without a scan that came in and waits; put to a case where one is given."""
    paper = PaperItem(
        number=number_from("PA", serial),
        kind="note",
        channel="fax",
        received_on=DAY,
        recorded_by=new_id(),
        recorded_by_name="Somebody",
        recorded_at=LONG_AGO,
    )
    if case is not None:
        paper.state, paper.case = "indexed", case.pk
        paper.person_id, paper.organisation_id = case.person_id, case.organisation_id
    world.add(paper)
    world.add(
        PaperStep(
            paper=paper,
            move="receive",
            from_state="outside",
            to_state="received",
            version=0,
            on=DAY,
            at=LONG_AGO,
            by="somebody",
            by_name="Somebody",
        )
    )
    world.add(Duty(kind="enter-paper", subject=paper.pk, opened_at=LONG_AGO, due_on=DAY))
    return paper


def arguments(name: str) -> list[Any] | None:
    """What stands in the address; None where it is not about papers."""
    return [NUMBER] if name in OF_STAFF else None


def sent(name: str, person_number: str, colleague: str) -> dict[str, Any] | None:
    """What a person who fills in the page sends; None where it is not about papers."""
    if not name.startswith("paper"):
        return None
    duty = Duty.objects.using("loader").get(kind="enter-paper")
    return {
        "paper-record": {
            "once": str(uuid4()),
            "received_on": "12/12/2025",
            "channel": "fax",
            "kind": "note",
        },
        "paper-index": {"action": "find", "wanted": person_number},
        "paper-keep": {"version": "0", "reason": "It is a copy."},
        "paper-send-back": {"version": "0", "reason": "It is not signed."},
        "paper-take": {"version": "7"},
        "paper-lay-down": {"version": "7"},
        # Nobody has taken it: who asks has to take it first.
        "paper-hand-over": {"version": "0", "to_account": colleague},
        "paper-put-off": {"version": "0", "until": "12/22/2025", "reason": "The provider calls."},
        "paper-supervise": {"duty": f"{duty.pk}:{duty.version}", "to_account": colleague},
    }.get(name)
