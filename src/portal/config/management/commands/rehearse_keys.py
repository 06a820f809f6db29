"""Prove on a (restored) database that the keys in hand open what is sealed: before the day it is needed."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, connections

from portal.kernel import vault
from portal.kernel.actor import SYSTEM
from portal.kernel.clock import now
from portal.kernel.trail.sealing import verify
from portal.kernel.unit import open_unit
from portal.kernel.vault.index import find_person
from portal.tickets.models import Person

SAMPLE = 200


class Command(BaseCommand):
    help = "Open a sample of what is sealed, find it by SSN, check the ledger and the trail."

    def handle(self, *args: Any, **options: Any) -> None:
        with open_unit(SYSTEM, now(), reading=True, page="rehearse_keys", purpose="rehearsal of keys"):
            people = list(Person.objects.order_by("?")[:SAMPLE])
            numbers = vault.match(cell for person in people for cell in person.sealed("ssn"))
            lost = [p.number for p, ssn in zip(people, numbers, strict=True) if find_person(ssn) != p.id]
            faults = [fault.says for fault in verify(settings.PORTAL_CHECKPOINTS_DIR)]
            with connection.cursor() as cursor:
                cursor.execute("select coalesce(sum(cents), 0), count(*) from payments_ledgerentry")
                balance, lines = cursor.fetchone()
        with connections["keys"].cursor() as cursor:
            cursor.execute("select count(*) from data_key")
            (keys,) = cursor.fetchone()
        if lost or faults or balance:
            raise CommandError(
                f"{len(lost)} people not found by their SSN; the ledger is off by {balance} cents; "
                + ("; ".join(faults) or "the trail is whole")
            )
        self.stdout.write(
            f"{len(people)} of {keys} keys tried: all open; {lines} ledger lines balance; the trail is whole"
        )
