"""The whole portal, running for the journeys: database with a synthetic program, web server, worker, scanner."""

import os
import re
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import connections, transaction
from django.test import Client

from portal.cluster import scanner
from portal.cluster.environment import child_environment
from portal.cluster.places import REPOSITORY
from portal.cluster.processes import Child
from portal.cluster.web import Web, choose_port, worker
from portal.kernel import drafts, vault
from portal.kernel.clock import now
from portal.kernel.unit import open_unit
from portal.nation.cast import BRIGHT_PATH
from portal.nation.load import load
from portal.nation.personas import totp_code, totp_secret
from portal.payments.form import FORM, FORM_VERSION, ClaimAsked, Receipt, RequestForm
from portal.payments.models import LedgerEntry, PaymentRequest
from portal.payments.services.submit import submit
from portal.people.factors import seal_factor
from portal.people.models import Account, Clearance, Organisation, TrainingRecord
from portal.policy.core import Month
from portal.policy.roles import Role
from portal.web.account import sessions
from tests import server
from tests.clients import sign_in_client
from tests.world import PASSWORD, TODAY, World

SETTINGS = "tests.journeys.settings"
SIZE = 0.02
__all__ = ["PASSWORD", "Program"]


class Program:
    """The portal at `url`, on a database of its own; people and Ticketholders are added as a journey needs them."""

    def __init__(self, worker_id: str, folder: Path) -> None:
        self.folder = folder
        self.mailbox = folder / "mail"
        self._others = server.names()
        self.database = server.make(f"{worker_id}_journeys")
        self._own = server.names()
        load(SIZE, 1)
        with self.at():
            self.world = World()
            self.provider = Organisation.objects.using("loader").get(name=BRIGHT_PATH)
            self.manager = Organisation.objects.using("loader").get(kind="TPM")
            self.ssa = Organisation.objects.using("loader").get(kind="SSA")
        # No two of them become each other when their last two digits are exchanged.
        self.serial = iter(one for one in range(10, 10_000, 10) if one % 100)
        self.scanner = None if os.environ.get("PORTAL_CLAMD_SOCKET") else scanner.Scanner(self._run)
        environment = self._environment()
        self.web = Web(choose_port(None, 0, any_other=True), environment)
        self.worker = worker(environment)
        self.web.child.log, self.worker.log = folder / "web.log", folder / "worker.log"
        self.url = self.web.url

    @property
    def _run(self) -> str:
        return f"journeys-{os.getpid()}"

    def _environment(self) -> dict[str, str]:
        environment = child_environment(self._run, SETTINGS)
        environment |= {
            "PORTAL_SETTINGS": SETTINGS,
            "DJANGO_SETTINGS_MODULE": SETTINGS,
            "PORTAL_DATABASE": self.database.name,
            "PORTAL_STATE_DIR": str(self.folder),
            "PYTHONPATH": str(REPOSITORY),
        }
        environment.pop("PORTAL_PROCESS", None)
        if not os.environ.get("DATABASE_URL"):
            # Where no socket is named it follows from the state folder, which is the journeys' own.
            environment["PORTAL_PG_SOCKET"] = str(connections["default"].settings_dict["HOST"])
        if self.scanner:
            environment["PORTAL_CLAMD_SOCKET"] = str(self.scanner.address)
        return environment

    def start(self) -> None:
        if self.scanner:
            self.scanner.start()
        self.web.child.start()
        self.worker.start()
        self.web.wait_until_healthy()

    def stop(self) -> None:
        for child in (self.web.child, self.worker):
            _kill(child)
        if self.scanner:
            self.scanner.stop()
        self.database.close()
        server.look_at(self._others)

    @contextmanager
    def beside(self, port: int, **environment: str) -> Iterator[str]:
        """A second web server on the same database, set up otherwise; its address."""
        web = Web(port, {**self._environment(), **environment})
        web.child.log = self.folder / f"web-{port}.log"
        try:
            web.child.start()
            web.wait_until_healthy()
            yield web.url
        finally:
            _kill(web.child)

    @contextmanager
    def at(self) -> Iterator[None]:
        """This process's connections look at the journeys' database, then again where they looked before."""
        with server.looking_at(self._own):
            with connections["loader"].cursor() as cursor:
                cursor.execute("select set_config('portal.actor', 'test world', false)")
            yield

    # People at work

    def someone(self, role: Role, name: str, **about: Any) -> Account:
        """A person of that role at Bright Path, the program manager or Social Security, with an authenticator."""
        kind = role.value.split("-")[0]
        employer = {"tpm": self.manager, "ssa": self.ssa}.get(kind, self.provider)
        account = self.world.account(employer, [role], name=name, second_factor=False, **about)
        secret = seal_factor(totp_secret(account.email))
        self.world.add(Authenticator(user=account, type="totp", data={"secret": secret}))
        return account

    def clerk(self, name: str = "Dana Clerk", **about: Any) -> Account:
        return self.someone(Role.EN_PAYMENTS_CLERK, name, **about)

    def analyst(self, name: str = "Andy Analyst") -> Account:
        return self.someone(Role.TPM_PAYMENTS_ANALYST, name)

    def code(self, account: Account) -> str:
        """What this person's authenticator app shows now."""
        return totp_code(account.email, datetime.now(UTC))

    def signed_in(self, account: Account) -> str:
        """The session cookie of somebody who has passed both factors."""
        return sign_in_client(Client(), account, datetime.now(UTC))

    def idle(self, session_key: str) -> None:
        """As if nothing had been done in this session for longer than is allowed."""
        _turn_back(session_key, sessions.SEEN, settings.PORTAL_SESSION_IDLE_SECONDS)

    def proved_long_ago(self, session_key: str) -> None:
        """As if this person had proved longer ago who it is than what is sensitive allows."""
        _turn_back(session_key, sessions.PROVED, settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)

    def switch_off(self, account: Account) -> None:
        Account.objects.using("loader").filter(pk=account.pk).update(is_active=False)

    def clearance(self, account: Account, *, until: date) -> None:
        """As if the last determination had been good only, or again, through this day."""
        Clearance.objects.using("loader").filter(account=account).update(expires_on=until)

    def trained(self, account: Account) -> None:
        """As if this person had taken the yearly course today."""
        self.world.add(TrainingRecord(account=account, completed_on=TODAY))

    # Ticketholders

    def ssn(self) -> str:
        """A synthetic number that nobody in the program has."""
        numbers = (f"99947{serial:04d}" for serial in self.serial)
        return next(number for number in numbers if vault.find_person(number) is None)

    def holder(
        self, earned: dict[str, int], *, name: str = "Ana Ruiz", proven: bool = True, **more: Any
    ) -> Any:
        """A Ticketholder of Bright Path since 10 January 2025 with these earnings, dollars by month, on record."""
        ssn = self.ssn()
        with transaction.atomic(using="loader"):
            person = self.world.person(name=name, ssn=ssn)
            self.world.benefits(person)
            self.world.assignment(self.world.ticket(person), more.pop("organisation", self.provider), **more)
            for month, dollars in earned.items():
                self.world.earnings(person, month, dollars, proven=proven)
        person.digits = ssn
        return person

    def asked(self, clerk: Account, person: Any, kind: str, month: str) -> str:
        """A request submitted past the pages, for journeys that begin after it; its number."""
        assignment = person.assignment_set.using("loader").get()
        claim = ClaimAsked(kind, Month.parse(month))
        form = RequestForm(
            assignment=assignment.id, form="certification", claims=(claim,), services_described=True
        )
        actor = self.world.actor(clerk)
        with open_unit(actor, now(), reading=False, page="test", purpose="test"):
            draft = drafts.start(
                form=FORM, form_version=FORM_VERSION, person=person.id, subject=assignment.id, answers={}
            )
            receipt = submit(draft=draft.id, revision=draft.revision, form=form, shown=[])
        assert isinstance(receipt, Receipt), receipt
        return receipt.requests[0].number

    # What the database says

    def request(self, number: str) -> PaymentRequest:
        return PaymentRequest.objects.using("loader").get(number=number)

    def requests_of(self, person: Any) -> list[str]:
        """The numbers of all requests for this Ticketholder."""
        rows = PaymentRequest.objects.using("loader").filter(person=person)
        return list(rows.order_by("submitted_at").values_list("number", flat=True))

    def posted(self, number: str) -> dict[str, int]:
        """The ledger's lines of a request: cents by account."""
        lines = LedgerEntry.objects.using("loader").filter(transaction__award__request__number=number)
        return dict(lines.values_list("account", "cents"))

    def mails(self) -> list[str]:
        """All mails sent so far."""
        return [path.read_text() for path in sorted(self.mailbox.glob("*"))]

    def mailed_link(self, email: str) -> str:
        """The link of the last mail to this address, once the worker has sent it."""
        end = time.monotonic() + 20
        while time.monotonic() < end:
            mails = [mail.replace("=\n", "") for mail in self.mails() if f"To: {email}" in mail]
            found = [re.search(r"(/account/invitation/[\w-]{43}/)", mail) for mail in mails]
            if links := [one[1] for one in found if one]:
                return links[-1]
            time.sleep(0.3)
        raise AssertionError("no mail with a link came")


def _turn_back(session_key: str, stamp: str, seconds: int) -> None:
    session = SessionStore(session_key)
    session[stamp] -= seconds + 60
    session.save()


def _kill(child: Child) -> None:
    """Nothing of theirs is kept, so they need no time to end."""
    if child.process:
        os.killpg(child.process.pid, signal.SIGKILL)
    child.stop()
