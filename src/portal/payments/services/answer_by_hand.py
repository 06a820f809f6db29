"""A deposit that the bank gave back, booked by hand as a row of the Treasury's file would be (row E10)."""

from datetime import date

from portal.kernel.results import Answer, Done, NotAllowed, NotFound
from portal.kernel.sent_files.kinds import Row, Verdict
from portal.kernel.trail import note
from portal.kernel.unit import as_system, current
from portal.payments.models import Deposit
from portal.payments.run_file.answers import RETURNED, cells_of
from portal.payments.services.answering import book
from portal.policy.roles import Permission

ALREADY = "This is booked already, with the same day. Nothing was changed."


def give_back(*, deposit: str, on: date, reason: str, trace: str) -> Answer:
    """Book that the bank gave the deposit of this number back on a day. What it pays is owed as before."""
    if not current().actor.may(Permission.WORK_PAYMENT_QUEUE):
        return NotFound()
    row = Deposit.objects.filter(number=deposit).select_related("run").first()
    if row is None:
        return NotFound()
    cells = cells_of(row, RETURNED, on, reason, trace)
    with as_system():
        [judged] = book([Row(1, cells)])
    if judged.verdict == Verdict.REFUSED:
        said = " ".join(f"{one.reason} {one.remedy}" for one in judged.problems)
        note("deposit-answer-refused", subject_kind="deposit", subject=row.pk, detail={"by": "hand"})
        return NotAllowed(said)
    return Done(row.pk, row.number, RETURNED, ALREADY if judged.verdict == Verdict.ALREADY else "")
