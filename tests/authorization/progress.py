"""What the addresses of progress reviews name, and what is sent to them: reviews that each provider was asked about."""

from datetime import date
from typing import Any

from portal.kernel.ids import new_id
from portal.kernel.models import Duty
from portal.kernel.numbers import number_from
from portal.progress.models import ProgressNotice, ProgressReply, ProgressReview
from portal.progress.states import Stated
from portal.tickets.models import Assignment
from tests.authorization.casework import DAY
from tests.world import LONG_AGO, World

FIRST_LETTER = date(2025, 11, 3)
CONTENT = {"facts": [["Review", "1"]], "texts": ["Tell us about your work."]}


def enter_progress(
    world: World, assignment: Assignment, serial: int, *, state: str = "asked-provider", **more: Any
) -> ProgressReview:
    """A review with its letters; its provider was asked, and had answered once before."""
    review = world.add(
        ProgressReview(
            number=number_from("TP", serial),
            ticket_id=assignment.ticket_id,
            person_id=assignment.person_id,
            organisation_id=assignment.organisation_id,
            period=1,
            due_on=FIRST_LETTER,
            opened_on=FIRST_LETTER,
            state=state,
            **more,
        )
    )
    about = {"review": review, "person_id": review.person_id}
    for code, organisation in (("Q-2", None), ("Qp2", assignment.organisation_id)):
        world.add(
            ProgressNotice(
                **about,
                organisation_id=organisation,
                code=code,
                sent_on=FIRST_LETTER if code == "Q-2" else DAY,
                last_day=date(2026, 1, 10),
                content=CONTENT,
                posted_at=LONG_AGO,
            )
        )
    world.add(
        ProgressReply(
            **about,
            id=new_id(),
            number=number_from("TA", serial),
            organisation_id=assignment.organisation_id,
            by="provider",
            received_on=DAY,
            states=Stated().to_json(),
            shown=[["Did the person work?", "No"]],
            entered_by="somebody",
            entered_by_name="Somebody",
            entered_at=LONG_AGO,
        )
    )
    kind, organisation = {
        "asked-provider": ("answer-progress-review", assignment.organisation_id),
        "appealed": ("decide-progress-appeal", None),
    }.get(state, ("decide-progress-review", None))
    world.add(
        Duty(
            kind=kind,
            subject=review.pk,
            organisation=organisation,
            person=review.person_id,
            opened_at=LONG_AGO,
            due_on=date(2026, 1, 10),
        )
    )
    return review
