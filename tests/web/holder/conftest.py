"""A Ticketholder with an account, whose provider has a plan ready to sign."""

from typing import Any

import pytest
from django.test import Client

from portal.casework.models import SignedForm
from portal.casework.sealing import seal
from portal.casework.services.sign import PROVIDER
from portal.kernel.clock import now
from portal.kernel.numbers import new_number
from portal.people.models import Account
from portal.tickets.models import Ticket
from portal.tickets.own import own_name
from tests.casework.planning import Planning
from tests.clients import sign_in_client
from tests.world import LONG_AGO


class Home(Planning):
    """The office of a provider, and the Ticketholder's own account beside it."""

    def __init__(self, world: Any, unit_as: Any) -> None:
        super().__init__(world, unit_as)
        self.ordinal = 0
        self.account: Account = world.holder_account(self.beneficiary, self.en)

    @property
    def name_on_record(self) -> str:
        """The name on Social Security's record."""
        with self.unit_as(self.world.holder_actor(self.account), reading=True):
            return own_name()

    def client(self, account: Account | None = None) -> Client:
        client = Client()
        sign_in_client(client, account or self.account, now().real)
        return client

    def amendment(self) -> SignedForm:
        """One more amendment that waits for both signatures."""
        self.ordinal += 1
        form = SignedForm(
            number=new_number("AM"),
            kind="amendment",
            ordinal=self.ordinal,
            way="online",
            case=self.case,
            organisation=self.en,
            person=self.beneficiary,
            digest=bytes(32),
            locked_at=LONG_AGO,
            locked_by_name="Cora Counsellor",
        )
        form.content = seal(form, "content", "{}")
        self.world.add(form)
        return form

    def assigned(self, **states: str) -> Ticket:
        ticket = self.assign().ticket
        Ticket.objects.using("loader").filter(pk=ticket.pk).update(
            **{"assignment_state": "EN", "use_state": "in-use", **states}
        )
        return ticket

    def half_signed(self) -> SignedForm:
        form = self.locked()
        self.sign(form, PROVIDER)
        return self.form(form.pk)


@pytest.fixture
def home(world: Any, unit_as: Any, tmp_path: Any, settings: Any) -> Home:
    settings.PORTAL_FILES_DIR = tmp_path
    return Home(world, unit_as)
