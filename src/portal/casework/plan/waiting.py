"""Plans and amendments that wait: for a signature, or for the assignment of their Ticket."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from portal.casework import sealing
from portal.casework.models import SignedForm
from portal.kernel import worklist
from portal.kernel.models import Duty
from portal.kernel.paging import Page, read
from portal.kernel.unit import current
from portal.kernel.worklist import Worklist


class WaitingForm(NamedTuple):
    """One form with whose it is, which is a look, and the day by which it should go on."""

    number: str
    ordinal: int
    case_number: str
    name: str
    due_on: date


def waiting(which: Worklist, *, page: int = 1, size: int = 25) -> Page[WaitingForm]:
    """The worklist's forms, the most urgent first; three queries."""
    return read(worklist.duties(which, current()), page, size).map(_named)


def _named(duties: Sequence[Duty]) -> list[WaitingForm]:
    subjects = [duty.subject for duty in duties]
    found = SignedForm.objects.filter(pk__in=subjects).defer("content").select_related("case")
    forms = {form.pk: form for form in found}
    shown = [(duty, forms[duty.subject]) for duty in duties if duty.subject in forms]
    names = sealing.show([form.case for _, form in shown], "name")
    return [
        WaitingForm(form.number, form.ordinal, form.case.number, name, duty.due_on)
        for (duty, form), name in zip(shown, names, strict=True)
    ]
