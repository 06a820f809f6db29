"""What a forked process of the portal does until it has done it, or is killed: a page's one unit, or a worker's jobs."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command

from portal.exchange import kinds as record_kinds
from portal.exchange.layouts import STATUS
from portal.exchange.ssa_line import line
from portal.kernel import vault
from portal.kernel.actor import Actor
from portal.kernel.clock import now
from portal.kernel.sent_files import kinds
from portal.kernel.sent_files.services import receiving
from portal.kernel.unit import open_unit
from portal.payments.models import Deposit, PaymentRequest, PaymentRun, Recovery, Repayment
from portal.payments.run_file.answers import LAYOUT as ANSWERED
from portal.payments.services import gathering, releasing, sweeping
from portal.payments.services.answering import ANSWERS
from portal.payments.services.ask_by_file import REQUESTS
from portal.payments.services.cancel_repayment import cancel_repayment
from portal.payments.services.repaying import Received, record_repayment
from portal.payments.services.reversing import reverse
from portal.payments.services.sweeps import start_sweep
from portal.people.models import Account, Organisation
from portal.policy.core import Month
from portal.policy.corrections import Cause
from portal.policy.roles import Role
from portal.providers.models import Provider
from portal.tickets.models import Person
from tests.exchange.files import AS_OF, made, name
from tests.payments.by_file import ROW, sheet
from tests.world import World

ROWS, TICKETS, BATCH = 6, 4, 2
CLERK, ANALYST, OTHER, LEAD = "Clara Clerk", "Andy Analyst", "Olga Analyst", "Lea Lead"


def make_small() -> None:
    """Batches of a few rows, so that each file and each sweep has several to be killed between."""
    for kind in (REQUESTS, ANSWERS):
        kinds.KINDS[kind.name] = replace(kind, batch=BATCH, at_once=0)
    record_kinds.KINDS[STATUS.kind] = record_kinds.KINDS[STATUS.kind]._replace(batch=BATCH)
    sweeping.SLICE_SIZE = 5


def work() -> None:
    """The worker, until nothing is waiting."""
    call_command("worker", once=True)


def people() -> None:
    """The provider, and who works there and at the program manager."""
    world = World()
    provider = world.organisation("First EN")
    manager = world.organisation("Program manager", "TPM")
    world.account(provider, [Role.EN_PAYMENTS_CLERK], name=CLERK)
    world.account(manager, [Role.TPM_PAYMENTS_ANALYST], name=ANALYST)
    world.account(manager, [Role.TPM_PAYMENTS_ANALYST], name=OTHER)
    world.account(manager, [Role.TPM_PAYMENTS_LEAD], name=LEAD)


def holders(cycle: int) -> None:
    """So many Ticketholders for a file and for a sweep, each with one month that can be claimed."""
    world, provider = World(), Organisation.objects.using("loader").get(name="First EN")
    for serial in range(ROWS + TICKETS):
        person = world.person(ssn=_ssn(cycle, serial))
        world.benefits(person)
        world.assignment(world.ticket(person), provider)
        if serial < ROWS:
            world.earnings(person, "2025-02", 1200)


def earned(cycle: int) -> None:
    """The month of those whom nobody has asked for: what a sweep finds."""
    world = World()
    for serial in range(ROWS, ROWS + TICKETS):
        world.earnings(_person(cycle, serial), "2025-02", 1200)


def send_file(cycle: int) -> None:
    """The clerk sends a file of payment requests, with one row that is refused."""
    ein = Provider.objects.using("loader").get(organisation__name="First EN").ein
    rows = [{"ein": ein, "ssn": _ssn(cycle, serial), **ROW} for serial in range(ROWS)]
    _receive(_actor(CLERK), REQUESTS, sheet([*rows, rows[0] | {"ssn": "900999999"}]))


def start_file() -> None:
    _start(_actor(CLERK), REQUESTS)


def sweep() -> None:
    _within(_actor(LEAD), start_sweep)


def gather() -> None:
    _within(_actor(ANALYST), gathering.gather)


def propose() -> None:
    run = PaymentRun.objects.using("loader").get(state="open")
    _within(_actor(ANALYST), releasing.propose, run=run.pk, version=run.version)


def release() -> None:
    run = PaymentRun.objects.using("loader").get(state="proposed")
    _within(_actor(OTHER), releasing.release, run=run.pk, version=run.version)


def send_answers() -> None:
    """The analyst brings the Treasury's answers: every deposit of the run was paid."""
    run = PaymentRun.objects.using("loader").get(state="sent")
    names = [column.name for column in ANSWERED.columns]
    rows = [",".join(names)]
    for one in Deposit.objects.using("loader").filter(run=run).order_by("place"):
        cells = {"run": run.number, "deposit": one.number, "amount": f"{one.net_cents / 100:.2f}"}
        cells |= {"result": "paid", "on": f"{now().on}", "trace": f"{one.place:015d}"}
        rows.append(",".join(cells.get(name, "") for name in names))
    _receive(_actor(ANALYST), ANSWERS, "\n".join(rows).encode())


def start_answers() -> None:
    _start(_actor(ANALYST), ANSWERS)


def take_back(cycle: int) -> None:
    """The lead takes back what was paid for the first row of the cycle's file."""
    row = PaymentRequest.objects.using("loader").get(person=_person(cycle, 0))
    given = {
        "request": row.pk,
        "version": row.version,
        "cause": Cause.WRONG_PROVIDER,
        "reason": "Another held the Ticket.",
    }
    _within(_actor(LEAD), reverse, **given)


def pay_back(cycle: int) -> None:
    """The provider's check for it is recorded."""
    row = _recovery(cycle)
    check = Received(row.cents, "check", f"CK {cycle}", now().on)
    _within(_actor(ANALYST), record_repayment, recovery=row.number, received=check)


def bounce(cycle: int) -> None:
    """The bank did not honor the check: another analyst cancels it."""
    row = _recovery(cycle)
    check = Repayment.objects.using("loader").get(recovery=row)
    given = {"recovery": row.number, "repayment": check.pk, "reason": "The bank did not honor it."}
    _within(_actor(OTHER), cancel_repayment, **given)


def put_records(cycle: int) -> None:
    """Social Security puts a file of benefit status on the line, with one row about nobody."""
    numbers = [*(_ssn(cycle, serial) for serial in range(ROWS)), "900999999"]
    plain = {"title": "T16", "benefit": "ssi-disabled", "status": "paid"}
    months = {"from_month": Month.parse("2024-01"), "until_month": None}
    rows = [{"ssn": number, **plain, **months} for number in numbers]
    waiting = Path(settings.PORTAL_SSA_LINE_DIR) / "in"
    line()
    (waiting / "coming").write_bytes(made(STATUS.kind, rows, cycle, AS_OF))
    (waiting / "coming").rename(waiting / name(STATUS.kind, cycle))


def _ssn(cycle: int, serial: int) -> str:
    """Never issued: groups up to 49."""
    return f"9{10 + cycle // 40:02d}{10 + cycle % 40:02d}{1000 + serial:04d}"


def _person(cycle: int, serial: int) -> Person:
    return Person.objects.using("loader").get(pk=vault.find_person(_ssn(cycle, serial)))


def _recovery(cycle: int) -> Recovery:
    return Recovery.objects.using("loader").get(award__person=_person(cycle, 0))


def _actor(who: str) -> Actor:
    return World().actor(Account.objects.using("loader").get(name=who))


def _within(who: Actor, service: Any, **given: Any) -> Any:
    """As a page's POST does it: one service in one unit."""
    with open_unit(who, now(), reading=False, page="kills", purpose="kills"):
        return service(**given)


def _receive(who: Actor, kind: kinds.Kind, content: bytes) -> None:
    _within(who, receiving.receive, kind=kinds.KINDS[kind.name], name="sent.csv", content=content)


def _start(who: Actor, kind: kinds.Kind) -> None:
    file = kind.files._default_manager.using("loader").get(state="tried")
    _within(who, receiving.start, kind=kinds.KINDS[kind.name], file=file.pk)
