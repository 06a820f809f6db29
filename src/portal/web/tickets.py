"""A Ticket's history as pages of both sides show it: its steps, and its state on a day that is asked for."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.text import capfirst

from portal.policy.unassignment import REASONS
from portal.tickets.history import StepLine, stands_on
from portal.web.pages import WorkRequest
from portal.web.ui import formats
from portal.web.ui.components import Column, Table
from portal.web.ui.fields import DayField


class AsOfForm(forms.Form):
    """The day that is asked about; today where none is."""

    on = DayField(label="State on", required=False)


def as_of(request: WorkRequest, ticket: UUID) -> dict[str, Any]:
    """The form with the day asked for, and where the Ticket stood on it by what the reader may see."""
    form = AsOfForm(request.GET or None)
    asked = form.cleaned_data["on"] if form.is_bound and form.is_valid() else None
    day: date = asked or request.unit.on
    return {"form": form, "asked_on": day, "stands": stands_on(ticket, day)}


def steps_table(request: WorkRequest, rows: Sequence[StepLine], *, with_names: bool) -> Table:
    """The steps, the latest first; staff read who held it and who entered it."""
    columns = [
        Column("From", header=True),
        Column("What was done"),
        Column("State since then"),
        Column("Entered"),
    ]
    if with_names:
        columns += [Column("Provider"), Column("Entered by")]
    cells = [
        [
            row.effective_on,
            formats.lines(row.words, cause_words(row.cause)),
            row.state_words,
            row.entered_on,
            *([row.organisation_name or None, row.by_name] if with_names else []),
        ]
        for row in rows
    ]
    return Table(
        "Ticket use history",
        columns,
        cells,
        query=request.GET,
        empty="No change of the Ticket is on record that you may see.",
        caption_hidden=True,
    )


def cause_words(cause: str) -> str:
    """A cause in words: a reason of the law where it is one."""
    return REASONS[cause].words if cause in REASONS else capfirst(cause.replace("-", " "))
