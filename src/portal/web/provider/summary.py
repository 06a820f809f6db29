"""The request as the check page shows it, which is what is kept and printed."""

from collections.abc import Sequence

from django.utils.text import capfirst

from portal.earnings.models import EarningsMonth, Evidence
from portal.kernel.files import FileLine
from portal.payments.form import Section
from portal.tickets.queries import AssignmentLine, HolderRecord
from portal.web.provider.filled import EVIDENCE, PAYMENTS, WORK, Filled
from portal.web.provider.forms.claims import BASES, claim_words
from portal.web.provider.forms.papers import readable
from portal.web.provider.forms.work import EarningsRow
from portal.web.ui import formats

# Which page a section came from; the last two can be changed nowhere.
STEP_OF = {"Payments asked for": PAYMENTS, "Earnings": WORK, "Services": WORK, "Evidence": EVIDENCE}


def sections(
    filled: Filled, holder: HolderRecord, assignment: AssignmentLine, organisation: tuple[str, str, str]
) -> list[Section]:
    """Every question with its answer. `organisation` is its name, EIN and PID, which follow from the sign-in."""
    name, ein, pid = organisation
    return [
        Section("Employment Network", [("Name", name), ("EIN", ein), ("PID", pid)]),
        Section(
            "Ticketholder",
            [
                ("Name", holder.name),
                ("Ticketholder number", holder.number),
                ("Ticket number", assignment.ticket_number),
                ("Assigned on", formats.day(assignment.assigned_on)),
                ("Payment method of this assignment", assignment.system_words),
            ],
        ),
        Section("Payments asked for", _payments(filled)),
        Section("Earnings", _earnings(filled)),
        Section("Services", _services(filled)),
        Section("Evidence", _evidence(filled, filled.files)),
    ]


def _payments(filled: Filled) -> list[tuple[str, str]]:
    rows = [(f"Payment {place}", claim_words(claim)) for place, claim in enumerate(filled.claims, 1)]
    return [*rows, ("How the earnings are shown", str(dict(BASES).get(filled.basis, "")))]


def _earnings(filled: Filled) -> list[tuple[str, str]]:
    rows = [
        (f"{formats.month(row.cleaned_data['month'])}, {row.cleaned_data['employer']}", _pay(row))
        for row in filled.filled_rows
    ]
    return rows or [("Earnings given", "None. The earnings on record are used.")]


def _pay(row: EarningsRow) -> str:
    cleaned = row.cleaned_data
    said = [
        f"{formats.money(cleaned['gross'])} gross",
        str(EarningsMonth.Kind(cleaned["kind"] or "wages").label),
    ]
    if cleaned["period_from"] or cleaned["period_until"]:
        said.append(
            f"pay period {formats.day(cleaned['period_from'])} to {formats.day(cleaned['period_until'])}"
        )
    if cleaned["paid_on"]:
        said.append(f"paid on {formats.day(cleaned['paid_on'])}")
    said.append(f"known from: {EarningsMonth.Source(cleaned['source'] or 'pay-slip').label}")
    return "; ".join(said)


def _services(filled: Filled) -> list[tuple[str, str]]:
    form = filled.request_form()
    services = (
        filled.services_form.cleaned_data if WORK in filled.answers and WORK not in filled.wrong else {}
    )
    rows = [
        (
            "Services of the Individual Work Plan given and on record",
            "Yes" if form.services_described else "No",
        ),
        ("Services and supports given", services.get("services_text") or "None named"),
    ]
    if form.services_statement_on:
        rows.append(("Date of the statement of services", formats.day(form.services_statement_on)))
    if form.services_contributed is not None:
        rows.append(
            ("The services helped the Ticketholder reach this", "Yes" if form.services_contributed else "No")
        )
    if form.job_started_on:
        rows.append(("First day of the job", formats.day(form.job_started_on)))
    return rows


def _evidence(filled: Filled, files: Sequence[FileLine]) -> list[tuple[str, str]]:
    names = {line.number: f"{line.name} ({line.number})" for line in files}
    rows = []
    for paper in filled.papers:
        months = ", ".join(formats.month(month) for month in paper.months)
        kind = str(Evidence.Kind(paper.kind).label)
        rows.append(
            (
                names.get(paper.file_number or "", paper.file_number or "Paper"),
                f"{capfirst(kind)} from {paper.issuer}, for {months}. Can be read: {readable(paper)}.",
            )
        )
    return rows or [("Papers", "None")]
