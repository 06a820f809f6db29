"""Files to Social Security: one a kind and day, without gaps, the same bytes twice, acknowledged or not (L1)."""

import hashlib
from datetime import date, datetime

import pytest

from portal.exchange.layouts import LAYOUTS
from portal.exchange.models import RecordFile
from portal.exchange.rows import Rows
from portal.exchange.services import send as sending
from portal.kernel.actor import SYSTEM
from portal.kernel.clock import EASTERN
from portal.kernel.objects import store
from portal.kernel.results import Changed, Done, NotFound
from portal.payments.models import Award, PaymentRequest, RequestStep
from portal.policy.core import Month
from portal.policy.roles import STAFF_ROLES, Role
from portal.tickets.models import Unassignment
from tests.exchange.files import Line
from tests.world import LONG_AGO

pytestmark = [pytest.mark.row("L1")]
DAY, NEXT = date(2025, 12, 13), date(2025, 12, 14)
OUT = [layout.kind for layout in LAYOUTS.values() if not layout.inward]


@pytest.fixture
def program(world, settings, tmp_path):
    settings.PORTAL_FILES_DIR = tmp_path
    organisation = world.organisation()
    person = world.person(ssn="900010007")
    ticket = world.ticket(person)
    held = world.assignment(ticket, organisation, on=DAY)
    world.add(
        Unassignment(
            number="UN-1",
            assignment=held,
            organisation=organisation,
            person=person,
            asker="provider",
            reason="goals",
            acted_on=NEXT,
            effective_on=NEXT,
            entered_by_name="x",
            entered_at=datetime(2025, 12, 14, 15, tzinfo=EASTERN),
        )
    )
    for kind, cents, days in (("P1M1", 71_000, [DAY]), ("P1M2", 82_000, [DAY, NEXT])):
        pay(world, held, kind, cents, days)
    posted = world.earnings(person, "2025-10", 1_200, source="pay-slip", given_to=organisation, proven=True)
    posted.recorded_at = datetime(2025, 12, 13, 23, 30, tzinfo=EASTERN)
    posted.save(using="loader")
    return organisation, ticket


def pay(world, held, kind, cents, days):
    """A request paid on the first day, and reversed on the second where there is one."""
    about = {"ticket": held.ticket, "person": held.person, "organisation": held.organisation}
    request = PaymentRequest(
        **about,
        number=f"PR-{kind}",
        assignment=held,
        asks=kind,
        form="evidentiary",
        state="paid",
        amount_cents=cents,
        submitted_on=DAY,
        submitted_at=LONG_AGO,
    )
    request.claim_month = Month.parse("2025-10")
    world.add(request)
    award = Award(**about, request=request, kind=kind, ordinal=1, amount_cents=cents, awarded_on=DAY)
    award.month = Month.parse("2025-10")
    world.add(award)
    for on, (before, after) in zip(days, (("released", "paid"), ("paid", "reversed")), strict=False):
        moved = {"from_state": before, "to_state": after, "on": on, "at": LONG_AGO}
        world.add(
            RequestStep(request=request, organisation=held.organisation_id, by="system", by_name="", **moved)
        )


def written(unit_as, on):
    with unit_as(SYSTEM):
        return {row.kind: row for row in sending.write_day(on=on)}


def put(unit_as, row, line):
    with unit_as(SYSTEM):
        sending.send(file=row.pk, line=line)
    return line.sent[row.name][-1]


def told(kind, content):
    layout = LAYOUTS[kind]
    block = content[layout.stride : -layout.stride]
    return Rows(layout, block).columns if block else {}


def test_a_day_has_a_file_of_each_kind_and_each_thing_once(program, unit_as):
    organisation, ticket = program
    line, first, second = Line(), written(unit_as, DAY), written(unit_as, NEXT)
    assert list(first) == list(second) == OUT
    assert {row.file_number for row in first.values()} == {1}
    assert {row.file_number for row in second.values()} == {2}
    entered = told("AS", put(unit_as, first["AS"], line))
    assert entered["ssn"] == ["900010007"]
    assert (entered["action"], entered["ticket"]) == (["assigned"], [ticket.number])
    assert entered["provider"] == [organisation.provider.pid]
    assert told("AS", put(unit_as, second["AS"], line))["action"] == ["unassigned"]
    posted = told("EP", put(unit_as, first["EP"], line))
    assert (posted["amount"], posted["employer"]) == ([120_000], ["Acme Bakery"])
    assert told("EP", put(unit_as, second["EP"], line)) == {}
    paid = told("PY", put(unit_as, first["PY"], line))
    assert sorted(zip(paid["amount"], paid["action"], strict=True)) == [(71_000, "paid"), (82_000, "paid")]
    assert first["PY"].amount_total == 153_000
    back = told("PY", put(unit_as, second["PY"], line))
    assert (back["amount"], back["action"]) == ([82_000], ["reversed"])


def test_written_and_sent_twice_it_is_the_same_bytes(program, unit_as, world):
    line, first = Line(), written(unit_as, DAY)
    again = written(unit_as, DAY)
    assert {row.pk for row in first.values()} == {row.pk for row in again.values()}
    sent = put(unit_as, first["PY"], line)
    assert put(unit_as, first["PY"], line) == sent
    assert hashlib.sha256(sent).hexdigest() == first["PY"].sha256
    layout = LAYOUTS["PY"]
    trailer = layout.trailer.read(sent[-layout.stride :])
    assert (trailer["rows"], trailer["amount_total"]) == (2, 153_000)
    assert b"900010007" not in store().get(first["PY"].pk)


def test_days_are_written_without_a_gap(program, unit_as):
    with unit_as(SYSTEM):
        assert sending.days_to_write() == [NEXT]
    written(unit_as, date(2025, 12, 11))
    with unit_as(SYSTEM):
        assert sending.days_to_write() == [date(2025, 12, 12), DAY, NEXT]


def test_what_is_acknowledged_is_forgotten_and_what_is_not_is_sent_again(program, unit_as, world):
    line, row = Line(), written(unit_as, DAY)["PY"]
    put(unit_as, row, line)
    with unit_as(SYSTEM):
        sending.acknowledge(name=row.name, said=b"\xff another")
    standing = RecordFile.objects.using("loader").get(pk=row.pk)
    assert standing.state == "sent"
    assert "other bytes" in standing.problem
    with unit_as(SYSTEM):
        sending.forget(file=row.pk)
    put(unit_as, row, line)
    with unit_as(SYSTEM):
        sending.acknowledge(name=row.name, said=f"{row.sha256}\n".encode())
    with unit_as(SYSTEM):
        sending.forget(file=row.pk)
    assert RecordFile.objects.using("loader").get(pk=row.pk).state == "acknowledged"
    with pytest.raises(FileNotFoundError):
        store().get(row.pk)
    administrator = world.actor(world.account(world.organisation(kind="TPM"), [Role.TPM_ADMINISTRATOR]))
    with unit_as(administrator):
        assert "acknowledged" in sending.send_again(file=row.pk, version=0).sentence


def test_who_has_it_sent_again(program, unit_as, world):
    row = written(unit_as, DAY)["AS"]
    offices = {"tpm": world.organisation(kind="TPM"), "ssa": world.organisation(kind="SSA")}
    for role in sorted(STAFF_ROLES):
        office = offices["tpm" if role.startswith("tpm") else "ssa"]
        actor = world.actor(world.account(office, [role]))
        with unit_as(actor):
            answer = sending.send_again(file=row.pk, version=0)
        assert isinstance(answer, Done if role is Role.TPM_ADMINISTRATOR else NotFound), role
    administrator = world.actor(world.account(offices["tpm"], [Role.TPM_ADMINISTRATOR]))
    with unit_as(administrator):
        assert isinstance(sending.send_again(file=row.pk, version=0), Changed)
