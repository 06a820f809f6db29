"""The layouts of files that open and close cost-reimbursement cases: a declaration a column (BF-04).

They name cases by the portal's numbers, so no file carries a Social Security number.
"""

from portal.casework.bring_notes.columns import read_a_number
from portal.kernel.sent_files.kinds import FILLED
from portal.kernel.tables_in import Column, Layout, TableLimits, Wrong
from portal.kernel.tables_in.columns import DAY_RULE, read_day

LIMITS = TableLimits(rows=2_500)
_STATUS = {"employed": True, "not employed": False, "not-employed": False}


def read_status(text: str) -> bool:
    status = _STATUS.get(text.lower())
    if status is None:
        raise Wrong("This is neither employed nor not employed.")
    return status


OPENINGS = Layout(
    (
        Column(
            "case",
            "The number of your open case file on the person.",
            "A number of the portal, as CS-7K4M-2Q9X.",
            "CS-7K4M-2Q9X",
            read_a_number,
        ),
        Column(
            "ipe_signed_on",
            "The day the Individualized Plan for Employment was signed, by the later of both.",
            DAY_RULE,
            "2025-12-01",
            read_day,
        ),
        *FILLED,
    ),
    key=("case",),
)
CLOSINGS = Layout(
    (
        Column(
            "vr_case",
            "The number of the cost-reimbursement case.",
            "A number of the portal, as VC-7K4M-2Q9X.",
            "VC-7K4M-2Q9X",
            read_a_number,
        ),
        Column("closed_on", "The day the case was closed.", DAY_RULE, "2025-12-10", read_day),
        Column("status", "How it was closed.", "employed or not employed.", "employed", read_status),
        *FILLED,
    ),
    key=("vr_case",),
)
