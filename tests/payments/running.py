"""What the tests of payment runs share: granted payments, a run brought to a state, answers of the Treasury."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Sum

from portal.kernel.actor import SYSTEM
from portal.kernel.results import Done
from portal.kernel.sent_files.services import receiving, stepping
from portal.payments.models import (
    AnswerFile,
    AnswerRow,
    Award,
    Deposit,
    LedgerEntry,
    PaymentRequest,
    PaymentRun,
)
from portal.payments.run_file.answers import LAYOUT
from portal.payments.services import gathering, releasing, sending
from portal.payments.services.answering import ANSWERS
from portal.policy.roles import Role
from portal.providers.models import Hold, Provider
from portal.providers.results import Kept
from portal.providers.services.standing import keep_bank
from tests.payments.desk import Desk

STEPS = {"propose": releasing.propose, "release": releasing.release, "gather-again": gathering.gather_again}
WHY = {"send-back": releasing.send_back, "cancel": releasing.cancel}


class Money:
    """Two providers with granted payments, and whoever makes runs of them."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.unit_as = desk, desk.unit_as
        self.other = desk.world.organisation("Second EN")
        self.other_clerk = desk.person(self.other, Role.EN_PAYMENTS_CLERK, "Otto Clerk")

    def granted(self, count: int = 1, en: Any = None) -> list[PaymentRequest]:
        """First milestones, each of a Ticketholder of its own, granted by the rules."""
        en = en or self.desk.en
        clerk = self.other_clerk if en == self.other else self.desk.clerk
        found = []
        for _ in range(count):
            holder = self.desk.holder(earned={"2025-02": 1200}, en=en)
            [line] = self.desk.submit(holder, ("P1M1", "2025-02"), actor=clerk).requests
            found.append(self.desk.request(line.number))
        assert {one.state for one in found} == {"approved"}
        return found

    def hold(self, en: Any, reason: str = "Payments wait for a review.") -> Hold:
        return self.desk.world.add(Hold(provider_id=en.pk, from_on=date(2025, 12, 1), reason=reason))

    def gather(self, actor: Any = None) -> Any:
        with self.unit_as(actor or self.desk.analyst):
            return gathering.gather()

    def run(self, to: str = "open") -> PaymentRun:
        """A run of everything that is owed, brought to this state: gathered and proposed by one, released by another."""
        answer = self.gather()
        assert isinstance(answer, Done), answer
        for name, state, actor in (
            ("propose", "proposed", self.desk.analyst),
            ("release", "released", self.desk.other_analyst),
        ):
            if self.of(answer.subject).state == to:
                break
            done = self.step(answer.subject, name, actor)
            assert isinstance(done, Done) and done.state == state, done
        if to == "sent":
            self.send(answer.subject)
        return self.of(answer.subject)

    def step(
        self, run: UUID, name: str, actor: Any = None, *, version: int | None = None, why: str = ""
    ) -> Any:
        if version is None:
            version = self.of(run).version
        with self.unit_as(actor or self.desk.analyst):
            if name in WHY:
                return WHY[name](run=run, version=version, why=why)
            return STEPS[name](run=run, version=version)

    def send(self, run: UUID) -> Any:
        with self.unit_as(SYSTEM):
            return sending.send(run=run)

    def answer(self, *rows: dict[str, Any]) -> list[AnswerRow]:
        """A file of answers, tried and booked; its rows."""
        text = "\n".join(
            [",".join(_NAMES), *(",".join(str(row.get(name, "")) for name in _NAMES) for row in rows)]
        )
        with self.unit_as(self.desk.analyst):
            sent = receiving.receive(kind=ANSWERS, name="answers.csv", content=text.encode())
        with self.unit_as(self.desk.analyst):
            receiving.start(kind=ANSWERS, file=sent.file)
        more = True
        while more:
            with self.unit_as(SYSTEM):
                more = stepping.step(files=AnswerFile, file=sent.file)
        return list(AnswerRow.objects.using("loader").filter(file=sent.file).order_by("line"))

    def mended(self, en: Any) -> None:
        """EN Services verifies the provider's bank account again."""
        specialist = self.desk.person(self.desk.ssa, Role.SSA_SERVICES_SPECIALIST, "Sam Specialist")
        version = Provider.objects.using("loader").get(pk=en.pk).version
        with self.unit_as(specialist):
            assert isinstance(
                keep_bank(provider=en.pk, version=version, current_now=True, last_day=None), Kept
            )

    def of(self, run: UUID) -> PaymentRun:
        return PaymentRun.objects.using("loader").get(pk=run)

    def deposits(self, run: PaymentRun) -> list[Deposit]:
        rows = Deposit.objects.using("loader").filter(run=run)
        return list(rows.select_related("run").order_by("place"))

    def states(self) -> list[str]:
        """Of all requests, in the order they were made."""
        rows = PaymentRequest.objects.using("loader").order_by("submitted_at", "id")
        return list(rows.values_list("state", flat=True))


def row(of: Deposit, **other: Any) -> dict[str, Any]:
    """The Treasury's answer that this deposit was paid on the program's own day."""
    plain = {
        "run": of.run.number,
        "deposit": of.number,
        "amount": f"{of.net_cents / 100:.2f}",
        "result": "paid",
        "on": "2025-12-15",
        "trace": "091000019000001",
    }
    return {**plain, **other}


def books(en: Any = None) -> dict[str, int]:
    """The accounts that are not at zero; over all of them they balance."""
    rows = LedgerEntry.objects.using("loader").all()
    assert sum(rows.values_list("cents", flat=True)) == 0
    if en is not None:
        rows = rows.filter(organisation=en)
    sums = rows.values_list("account").annotate(total=Sum("cents")).values_list("account", "total")
    return {account: total for account, total in sums if total}


def paid_on() -> list[date | None]:
    return list(Award.objects.using("loader").order_by("awarded_on", "id").values_list("paid_on", flat=True))


_NAMES = [column.name for column in LAYOUT.columns]
