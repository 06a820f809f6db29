"""A provider at work: a clerk, a colleague, a counsellor, and another provider that must see nothing."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.kernel import drafts
from portal.kernel.models import Draft
from portal.payments.form import FORM, FORM_VERSION, ClaimAsked, RequestForm
from portal.payments.models import PaymentRequest
from portal.payments.receipts import Receipt
from portal.payments.services.submit import submit
from portal.policy.core import Month
from portal.policy.roles import Role
from tests.world import World

MONTHS = tuple(f"2025-{number:02d}" for number in range(2, 8))


@dataclass
class Shop:
    """The provider's people as signed-in clients, and Ticketholders made as needed."""

    world: World
    unit_as: Any
    sign_in: Callable[[Any], Client]

    def __post_init__(self) -> None:
        world = self.world
        self.ours = world.organisation("Bright Path Works")
        self.theirs = world.organisation("Elsewhere Works")
        self.clerk_account = world.account(self.ours, [Role.EN_PAYMENTS_CLERK], name="Dana Clerk")
        self.clerk = self.sign_in(self.clerk_account)
        self.colleague = self.sign_in(
            world.account(self.ours, [Role.EN_PAYMENTS_CLERK], name="Casey Colleague")
        )
        self.counsellor = self.sign_in(world.account(self.ours, [Role.EN_COUNSELLOR], name="Noor Counsellor"))
        self.stranger = self.sign_in(
            world.account(self.theirs, [Role.EN_PAYMENTS_CLERK], name="Sam Stranger")
        )

    def holder(
        self,
        name: str = "Ana Ruiz",
        *,
        organisation: Any = None,
        dollars: int = 1500,
        proven: bool = True,
        **assigned: Any,
    ) -> Any:
        """Somebody whose Ticket we hold since 10 January 2025, with earnings on Social Security's record."""
        world = self.world
        person = world.person(name=name, ssn=assigned.pop("ssn", ""))
        world.benefits(person)
        world.assignment(world.ticket(person), organisation or self.ours, **assigned)
        for month in MONTHS if dollars else ():
            world.earnings(person, month, dollars, proven=proven)
        return person

    def draft(self, person: Any) -> str:
        """The address of the first page of a new request."""
        response = self.clerk.post(f"/ticketholders/{person.number}/request/")
        assert response.status_code == 303
        return str(response.headers["Location"])

    def asks(self, person: Any, month: str = "2025-02", *, described: bool = True) -> PaymentRequest:
        """A request for Phase 1 Milestone 1, submitted past the pages."""
        assignment = person.assignment_set.using("loader").get()
        form = RequestForm(
            assignment=assignment.id,
            form="evidentiary",
            claims=(ClaimAsked("P1M1", Month.parse(month)),),
            services_described=described,
        )
        with self.unit_as(self.world.actor(self.clerk_account)):
            draft = drafts.start(
                form=FORM, form_version=FORM_VERSION, person=person.id, subject=assignment.id, answers={}
            )
            receipt = submit(draft=draft.id, revision=draft.revision, form=form, shown=[])
        assert isinstance(receipt, Receipt)
        return self.request(receipt.requests[0].number)

    def request(self, number: str) -> PaymentRequest:
        return PaymentRequest.objects.using("loader").get(number=number)

    def draft_row(self, url: str) -> Draft:
        found = re.search(r"[0-9a-f-]{36}", url)
        assert found
        return Draft.objects.using("loader").get(pk=found[0])


@pytest.fixture
def shop(world: World, unit_as: Any, sign_in: Callable[[Any], Client], tmp_path: Any, settings: Any) -> Shop:
    settings.PORTAL_FILES_DIR = tmp_path
    return Shop(world, unit_as, sign_in)


@pytest.fixture
def counted(database: Any) -> Any:
    """`with counted() as queries:` counts the statements on every connection, besides BEGIN and COMMIT."""

    @contextmanager
    def count() -> Iterator[Callable[[], int]]:
        with ExitStack() as stack:
            captures = [
                stack.enter_context(CaptureQueriesContext(connections[alias])) for alias in connections
            ]
            yield lambda: sum(
                query["sql"] not in ("BEGIN", "COMMIT")
                for capture in captures
                for query in capture.captured_queries
            )

    return count


def pay_slip(name: str = "slip.pdf", password: str = "") -> SimpleUploadedFile:
    """A PDF of one empty page, locked where a password is given."""
    content, pdf = BytesIO(), pikepdf.new()
    pdf.add_blank_page()
    pdf.save(content, encryption=pikepdf.Encryption(owner=password, user=password) if password else None)
    return SimpleUploadedFile(name, content.getvalue(), content_type="application/pdf")


@pytest.fixture
def slip() -> Callable[..., SimpleUploadedFile]:
    return pay_slip


def fields(response: Any) -> dict[str, Any]:
    """The form of a page as a browser would send it back without a change."""
    html = response.content.decode()
    form = html[html.index("<main") :]
    found: dict[str, Any] = {}
    for tag in re.findall(r"<input\b[^>]*>", form):
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        name, kind = attributes.get("name", ""), attributes.get("type", "text")
        if (
            not name
            or kind in ("file", "submit")
            or (kind in ("checkbox", "radio") and " checked" not in tag)
        ):
            continue
        found.setdefault(name, []).append(attributes.get("value", "on" if kind == "checkbox" else ""))
    for name, body in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\s?(.*?)</textarea>', form, re.DOTALL):
        found[name] = [body]
    for name, body in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)"[^>]* selected', body)
        found[name] = [chosen[1] if chosen else re.findall(r'value="([^"]*)"', body)[0]]
    return found


@pytest.fixture
def as_sent() -> Callable[[Any], dict[str, Any]]:
    return fields
