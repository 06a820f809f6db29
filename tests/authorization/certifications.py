"""Certifications of services in the table: what stands in an address, what is sent. Written by hand.

Every case of a plan has one that is signed and one in the making.
"""

from typing import Any, Protocol

from portal.casework.kinds import CERTIFICATION
from portal.casework.models import Case, Certification, ContactNote
from portal.kernel import drafts
from portal.kernel.actor import Actor
from portal.kernel.clock import now
from portal.kernel.models import Draft
from portal.kernel.unit import open_unit
from portal.payments.models import PaymentRequest
from tests.authorization.casework import certified, number_of_case
from tests.world import World

OF_CASE = ("certifications", "certification-begin")
OF_DRAFT = (
    *("certification-part", "certification-services", "certification-service"),
    *("certification-check", "certification-cancel"),
)
SIGNED = ("certification", "certification-pdf", "staff-certification")


class Papers(Protocol):
    """What `program.Case` has of one provider and Ticketholder."""

    open: PaymentRequest


def enter_certifications(world: World, papers: Papers, counsellor: Actor) -> None:
    """One signed and one in the making, in the file of these papers."""
    case = Case.objects.using("loader").get(pk=papers.open.assignment_id)
    certified(world, case)
    _notes(papers).update(services=["job-search"])
    with open_unit(counsellor, now(), reading=False, page="test"):
        drafts.start(
            form=CERTIFICATION,
            form_version="1",
            person=case.person_id,
            subject=case.pk,
            answers={"purpose": {"purpose": ["services-and-supports-review"]}},
        )


def arguments(papers: Papers, name: str) -> list[Any] | None:
    """What stands in the address; None for one of other pages."""
    if name in OF_CASE:
        return [number_of_case(papers)]
    if name in SIGNED:
        return [Certification.objects.using("loader").get(case=papers.open.assignment_id).number]
    if name not in OF_DRAFT:
        return None
    draft = Draft.objects.using("loader").get(form=CERTIFICATION, subject=papers.open.assignment_id)
    match name:
        case "certification-part":
            return [draft.pk, "purpose"]
        case "certification-service":
            return [draft.pk, f"{_notes(papers)[0].pk.hex}-job-search"]
    return [draft.pk]


def sent(name: str) -> dict[str, Any] | None:
    """What a person who fills in the page sends."""
    return {
        "certification-part": {"revision": "0", "purpose": "services-and-supports-review"},
        "certification-service": {"revision": "0", "by": "Somebody", "description": "Something"},
        "certification-check": {"revision": "0"},
        "certification-cancel": {"revision": "0"},
    }.get(name)


def _notes(papers: Papers) -> Any:
    """The first contact of the case, in which a service was given."""
    return ContactNote.objects.using("loader").filter(case=papers.open.assignment_id)
