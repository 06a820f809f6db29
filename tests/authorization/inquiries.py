"""Earnings inquiries in the table: what stands in an address, what is sent. Written by hand.

Every provider has one that waits and one it has begun, both about somebody whom only it serves.
"""

import json
from typing import Any, Protocol

from portal.earnings.models import Inquiry, InquiryRow
from portal.earnings.sealing import seal_content
from portal.earnings.services.inquire import FORM, FORM_VERSION
from portal.kernel import drafts
from portal.kernel.actor import Actor
from portal.kernel.clock import now
from portal.kernel.models import Draft, Duty
from portal.kernel.numbers import new_number
from portal.kernel.unit import open_unit
from portal.payments.models import PaymentRequest
from portal.people.models import Organisation
from tests.authorization.casework import DAY
from tests.world import LONG_AGO, World

OF_DRAFT = ("inquiry-people", "inquiry-check", "inquiry-cancel")
OF_PROVIDER = ("inquiry", "inquiry-pdf")
OF_STAFF = (
    *("earnings-inquiry", "earnings-inquiry-row", "earnings-inquiry-send"),
    *("earnings-inquiry-take", "earnings-inquiry-lay-down"),
    *("earnings-inquiry-hand-over", "earnings-inquiry-put-off"),
)


class Papers(Protocol):
    """What `program.Case` has of one provider and Ticketholder."""

    open: PaymentRequest


def enter_inquiries(world: World, organisation: Organisation, clerk: Actor) -> Inquiry:
    """One that waits, and a draft about somebody else that only has to be submitted."""
    inquiry = world.add(
        Inquiry(
            number=new_number("EI"),
            organisation=organisation,
            form_version=FORM_VERSION,
            submitted_by=clerk.account,
            submitted_by_name=clerk.name,
            submitted_at=LONG_AGO,
            submitted_on=DAY,
        )
    )
    enter_row(world, inquiry, 1)
    world.add(Duty(kind="answer-inquiry", subject=inquiry.pk, opened_at=LONG_AGO, due_on=DAY))
    ssn = f"90007{next(world.serial):04d}"
    begun = world.assignment(world.ticket(world.person(ssn=ssn)), organisation)
    people = {name: [value] for name, value in typed(ssn).items()}
    with open_unit(clerk, now(), reading=False, page="test"):
        drafts.start(
            form=FORM,
            form_version=FORM_VERSION,
            person=None,
            subject=None,
            answers={"people": people, "found": {"assignment": [str(begun.pk)]}},
        )
    made: Inquiry = inquiry
    return made


def enter_row(world: World, inquiry: Inquiry, line: int) -> None:
    """Somebody more whom the inquiry asks about."""
    asked = world.assignment(world.ticket(), inquiry.organisation)
    row = InquiryRow(
        inquiry=inquiry,
        line=line,
        organisation=inquiry.organisation,
        person_id=asked.person_id,
        assignment=asked,
        assigned_on=asked.assigned_on,
    )
    row.content = seal_content(row, json.dumps([["Ticketholder", "Somebody"]]))
    world.add(row)


def typed(ssn: str) -> dict[str, str]:
    """One row filled in."""
    return {
        "people-TOTAL_FORMS": "1",
        "people-INITIAL_FORMS": "0",
        "people-0-ssn": ssn,
        "people-0-assigned_on": "01/10/2025",
    }


def arguments(papers: Papers, name: str) -> list[Any] | None:
    """What stands in the address; None for one of other pages."""
    organisation = papers.open.organisation_id
    if name in OF_DRAFT:
        return [Draft.objects.using("loader").get(form=FORM, organisation=organisation).pk]
    if name not in (*OF_PROVIDER, *OF_STAFF):
        return None
    number = Inquiry.objects.using("loader").get(organisation=organisation).number
    return [number, 1] if name == "earnings-inquiry-row" else [number]


def sent(papers: Papers, name: str, colleague: str) -> dict[str, Any] | None:
    """What a person who fills in the page sends. The Ticketholder of the case's requests is asked about."""
    if "inquiry-" not in name:
        return None
    ssn = getattr(papers, "ssn", "")
    duty = Duty.objects.using("loader").filter(kind="answer-inquiry").order_by("pk").first()
    return {
        "inquiry-people": {**typed(ssn), "revision": "0", "action": ""},
        "inquiry-check": {"revision": "0"},
        "inquiry-cancel": {"revision": "0"},
        # Nobody has taken it: who asks has to take it first.
        "earnings-inquiry-row": {"version": "0", "result": "none", "reason": ""},
        "earnings-inquiry-send": {"version": "0"},
        "earnings-inquiry-take": {"version": "0"},
        "earnings-inquiry-lay-down": {"version": "0"},
        "earnings-inquiry-hand-over": {"version": "0", "to_account": colleague},
        "earnings-inquiry-put-off": {
            "version": "0",
            "until": "12/22/2025",
            "reason": "The record is mended.",
        },
        "earnings-inquiry-supervise": {
            "duty": f"{duty.pk}:{duty.version}" if duty else "",
            "to_account": colleague,
        },
    }.get(name)
