"""Booking the Treasury's answers to payment runs, from files and by hand (row E10)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from portal.kernel.numbers import read_number
from portal.kernel.sent_files.kinds import Judged, Kind, Row, Verdict, Words, declare
from portal.kernel.tables_in import Problem, misshapen, read_cells
from portal.kernel.unit import current
from portal.payments.models import AnswerFile, AnswerRow, Deposit, PaymentRun, RunLine
from portal.payments.run_file.answers import LAYOUT, PAID, RETURNED
from portal.payments.run_moves import was_sent
from portal.payments.services.releasing import lines_of
from portal.payments.services.settling import came_back, close_answered, paid
from portal.policy.core import in_dollars
from portal.policy.roles import Permission

_ONCE = "Each deposit is answered once."
_WHOLE = "A deposit that comes back pays nothing that was taken back."
_BY_HAND = "Tell the lead: what came back settles that recovery."
_LATER = "Ask the Treasury which answer holds. What is booked here is not changed by a file."


@dataclass(slots=True)
class JudgedAnswer(Judged):
    """A row with the deposit it answers, the answer set on it where it is accepted.

    `late`: the deposit was paid before, and the bank has given it back since.
    """

    deposit: Deposit | None = None
    late: bool = False


def _judge(rows: Sequence[Row]) -> list[JudgedAnswer]:
    numbers = {number for row in rows if (number := read_number(row.cells.get("deposit", "")))}
    known = {one.number: one for one in Deposit.objects.filter(number__in=numbers).select_related("run")}
    taken_back = _taken_back(known.values())
    return [_judged(row, known, taken_back) for row in rows]


def _taken_back(deposits: Iterable[Deposit]) -> dict[UUID, str]:
    """The request of a payment that was taken back since, of each of these deposits that paid one."""
    lines = RunLine.objects.filter(
        deposit__in=list(deposits), dropped=False, award__reversed_on__isnull=False
    )
    return dict(lines.values_list("deposit", "award__request__number"))


def _judged(row: Row, known: dict[str, Deposit], taken_back: dict[UUID, str]) -> JudgedAnswer:
    if (wrong := misshapen(row.cells)) is not None:
        return JudgedAnswer(row, Verdict.REFUSED, [wrong])
    values, problems = read_cells(LAYOUT, row.cells)
    if row.same_as is not None:
        said = f"Line {row.same_as} answers the same deposit."
        problems.append(Problem("deposit", _ONCE, said, "Leave the row that holds."))
    if values["result"] == RETURNED and not values["reason"]:
        problems.append(
            Problem(
                "reason", "Needed with returned.", "This cell is empty.", "Say why the bank did not take it."
            )
        )
    deposit = known.get(values["deposit"] or "")
    if values["deposit"] and deposit is None:
        problems.append(
            Problem(
                "deposit",
                "A deposit of a run.",
                "The portal knows no deposit of this number.",
                "Compare the number with the file of the run.",
            )
        )
    if deposit is not None and not problems:
        problems = _against(values, deposit)
    if problems or deposit is None:
        return JudgedAnswer(row, Verdict.REFUSED, problems)
    if deposit.state != Deposit.State.PLANNED:
        return _answered_before(row, values, deposit, taken_back.get(deposit.pk, ""))
    return _accepted(row, values, deposit)


def _accepted(row: Row, values: dict[str, Any], deposit: Deposit, *, late: bool = False) -> JudgedAnswer:
    deposit.state = Deposit.State.PAID if values["result"] == PAID else Deposit.State.RETURNED
    deposit.answered_on = values["on"]
    deposit.reason, deposit.trace = values["reason"] or "", values["trace"] or ""
    return JudgedAnswer(row, Verdict.ACCEPTED, deposit=deposit, made=deposit.pk, late=late)


def _against(values: dict[str, Any], deposit: Deposit) -> list[Problem]:
    """What of the row does not agree with the deposit."""
    run, found = deposit.run, []
    if values["run"] != run.number:
        found.append(
            Problem(
                "run",
                "The run that the deposit stands in.",
                f"This deposit stands in run {run.number}.",
                "Check which of the two numbers is wrong.",
            )
        )
    if not was_sent(run, deposit):
        found.append(
            Problem(
                "deposit",
                "A deposit that was sent to the Treasury.",
                "This deposit was not sent.",
                "Look the run up before anything is paid.",
            )
        )
    if values["amount"] != deposit.net_cents:
        found.append(
            Problem(
                "amount",
                "The amount in the file of the run.",
                f"The file of the run says {in_dollars(deposit.net_cents)}.",
                "Ask the Treasury what was paid.",
            )
        )
    if not (run.released_on or current().on) <= values["on"] <= current().on:
        found.append(
            Problem(
                "on",
                "From the day of the release to today.",
                "This day is before the release, or still to come.",
                "Correct the day, or send the row then.",
            )
        )
    return found


def _answered_before(row: Row, values: dict[str, Any], deposit: Deposit, taken_back: str) -> JudgedAnswer:
    """The same answer again is no new one; what was paid can come back later; else it is a question for the Treasury."""
    if deposit.state == values["result"] and deposit.answered_on == values["on"]:
        return JudgedAnswer(row, Verdict.ALREADY, made=deposit.pk)
    if (deposit.state, values["result"]) == (PAID, RETURNED) and values["on"] >= deposit.answered_on:
        if not taken_back:
            return _accepted(row, values, deposit, late=True)
        said = f"The payment of {taken_back} in it was taken back, and is being recovered."
        return JudgedAnswer(row, Verdict.REFUSED, [Problem("deposit", _WHOLE, said, _BY_HAND)])
    said = f"It is booked as {deposit.get_state_display()} on {deposit.answered_on:%m/%d/%Y}."
    return JudgedAnswer(row, Verdict.REFUSED, [Problem("result", _ONCE, said, _LATER)])


def book(rows: Sequence[Row]) -> list[JudgedAnswer]:
    """Book the answers that hold, from a file or typed; the verdicts. Written as the system."""
    # Judged twice: which runs they are about, and once those are locked, whether they still can be booked.
    first = _judge(rows)
    runs = {one.deposit.run_id for one in first if one.deposit}
    list(PaymentRun.objects.select_for_update().filter(pk__in=runs).order_by("pk"))
    # Whoever takes a payment back has locked its request.
    lines_of([one.deposit for one in first if one.deposit and one.late])
    judged = _judge(rows)
    answered = [(one.deposit, one.late) for one in judged if one.deposit]
    paid([one for one, _ in answered if one.state == Deposit.State.PAID])
    came_back([one for one, late in answered if one.state == Deposit.State.RETURNED and not late])
    came_back([one for one, late in answered if late], late=True)
    close_answered(runs)
    return judged


ANSWERS = declare(
    Kind(
        name="payment-run-answers",
        prefix="RA",
        about="answer-file",
        task="payments.book_answers",
        files=AnswerFile,
        rows=AnswerRow,
        layout=LAYOUT,
        permission=Permission.WORK_PAYMENT_QUEUE,
        judge=lambda file, rows: _judge(rows),
        bring=lambda file, rows: book(rows),
        words=Words("Book", "booked", "answers"),
        made="deposit",
    )
)
