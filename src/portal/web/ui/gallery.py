"""Every component in its states on one page, for who builds pages and for the tests that look at them."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.policy.core import Month
from portal.policy.roles import Permission
from portal.web.pages import page
from portal.web.ui import formats
from portal.web.ui.components import Answer, Bar, BarChart, Column, Event, Table, Task
from portal.web.ui.fields import (
    DayField,
    FilesField,
    LongTextField,
    MoneyField,
    MonthField,
    OptionLabel,
    SsnField,
    YesNoField,
)
from portal.web.ui.gallery_decisions import DECISIONS

_KINDS = (
    ("evidentiary", OptionLabel("Evidence of earnings", "Pay slips, or a statement of the employer")),
    ("certification", OptionLabel("Certification", "You certify what is on record")),
)


class GalleryForm(forms.Form):
    """One field of each kind."""

    ssn = SsnField(label="Social Security number", help_text="9 digits. It is not kept in your browser.")
    employer = forms.CharField(label="Employer")
    email = forms.EmailField(
        label="E-mail address", required=False, help_text="For questions about this request."
    )
    password = forms.CharField(label="Password", widget=forms.PasswordInput, required=False)
    rows = forms.IntegerField(label="How many months", min_value=1, required=False)
    gross = MoneyField(label="Gross earnings of the month", max_cents=99_999_99)
    month = MonthField(label="Claim month")
    paid_on = DayField(
        label="Date of the pay slip", latest=date(2025, 12, 15), help_text="On or before December 15, 2025."
    )
    kind = forms.ChoiceField(label="How do you show the earnings?", choices=_KINDS, widget=forms.RadioSelect)
    given = YesNoField(label="Did you give services in this month?", help_text="Those in the plan count.")
    papers = forms.MultipleChoiceField(
        label="What do you have?",
        choices=[("slip", "Pay slip"), ("letter", "Employer's letter")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    payment = forms.ChoiceField(
        label="Payment",
        choices=[("", "Choose one"), ("P1M1", "Phase 1 Milestone 1"), ("P2", "Phase 2 Milestone")],
    )
    note = LongTextField(
        label="Note for the analyst", max_length=500, required=False, help_text="No medical details."
    )
    evidence = FilesField(label="Evidence", required=False, help_text="PDF, JPEG or PNG, up to 10 MB each.")
    agree = forms.BooleanField(label="What I said is true as far as I know.")
    draft = forms.CharField(widget=forms.HiddenInput, required=False, initial="1")


class GalleryFilter(forms.Form):
    """A filter as lists have it."""

    find = forms.CharField(label="Name or number", required=False)
    state = forms.ChoiceField(
        label="State", choices=[("", "All"), ("approved", "Approved"), ("denied", "Denied")], required=False
    )


@page(Permission.READ_GALLERY, "to see the components; it shows nobody's data")
@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """The gallery, in the synthetic program only: real work has no page that is about nothing."""
    if not settings.PORTAL_SYNTHETIC:
        raise Http404
    wrong = GalleryForm(
        {
            "ssn": "900-01",
            "gross": "twelve",
            "month": "13/2025",
            "paid_on": "02/30/2025",
            "email": "nobody",
            "draft": "1",
        },
        auto_id="wrong_%s",
    )
    context = {
        "form": GalleryForm(initial={"gross": 1_160_00, "month": Month.parse("2025-02")}),
        "wrong": wrong,
        "filter": GalleryFilter(request.GET or None, auto_id="filter_%s"),
        "table": _table(request),
        "no_rows": Table("Requests", [Column("Number")], [], empty="No request is in this state."),
        "decisions": DECISIONS,
        **_samples(),
    }
    return render(request, "ui/gallery.html", context)


def _table(request: HttpRequest) -> Table:
    rows = [
        ("PR-7K3M-2Q", "Rivera, Dana", "2025-02", 1_850_00, "approved"),
        ("PR-8N4P-1X", "Okafor-Lindqvist, Maximilian", "2025-03", None, "waiting-for-information"),
        ("PR-9T6W-5C", "Chen, Li", "2024-11", 499_00, "paid"),
    ]
    return Table(
        caption="Payment requests of this year",
        columns=[
            Column("Number", "number", header=True),
            Column("Ticketholder", "name"),
            Column("Claim month", "month"),
            Column("Amount", "amount", numeric=True),
            Column("State"),
        ],
        rows=[
            [
                formats.link(number, f"#{number}"),
                name,
                Month.parse(month),
                formats.money(cents),
                formats.badge(state),
            ]
            for number, name, month, cents, state in rows
        ],
        order=request.GET.get("order", "number"),
        query=request.GET,
    )


_STATES = [
    [
        "draft",
        "submitted",
        "with-analyst",
        "waiting-for-information",
        "waiting-for-ssa",
        "reconsideration",
        "approved",
        "denied",
        "withdrawn",
    ],
    [
        "released",
        "paid",
        "reversed",
        "clean",
        "waiting-for-scanner",
        "infected",
        "overdue",
        "published",
        "derived",
    ],
]


def _samples() -> dict[str, Any]:
    noon = datetime(2025, 12, 15, 17, 4, tzinfo=UTC)
    return {
        "states": _STATES,
        "steps": ["Ticketholder", "Months", "Evidence", "Check answers"],
        "answers": [
            Answer("Ticketholder", "Rivera, Dana", "#change"),
            Answer("Months", [Month.parse("2025-02"), Month.parse("2025-03")], "#change", "the months"),
            Answer("Services given", True),
            Answer("Employer", None),
        ],
        "tasks": [
            Task("Ticketholder", "#a", "done"),
            Task("Evidence of earnings", "#b", "started", "1 of 2 months has evidence"),
            Task("Services", "#c", "todo"),
            Task("Check answers and submit", "#d", "cannot", "After the parts above"),
        ],
        "events": [
            Event("Submitted", noon - timedelta(days=6), "Dana Ruiz, Harbor Work Services"),
            Event("With an analyst", noon, text="The rules leave one question to a person.", state="now"),
            Event("The analyst decides", "by December 29, 2025", state="next"),
        ],
        "files": [
            SimpleNamespace(
                number="FL-2C7D", name="pay-slip-february.pdf", size=212_345, pages=2, state="clean"
            ),
            SimpleNamespace(
                number="FL-2C7E", name="photo.jpg", size=3_400_000, pages=None, state="waiting-for-scanner"
            ),
        ],
        "chart": BarChart(
            "Gross earnings by month",
            "Earnings rose from $980.00 in January to $1,420.00 in March 2025; the TWL is $1,160.00.",
            [Bar("January 2025", 980_00), Bar("February 2025", 1_160_00), Bar("March 2025", 1_420_00)],
            level=1_160_00,
            level_label="TWL 2025",
        ),
        "cents": 1_850_00,
        "claim_month": Month.parse("2025-02"),
        "on": date(2025, 12, 15),
        "at": noon,
        "digits": "900012345",
    }
