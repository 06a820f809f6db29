"""Every kind of file from and to Social Security's records. One table: files are read and written by it alone."""

from portal.exchange.cells import CENTS, DAY, MONTH, NUMBER, SSN, TEXT, code, several
from portal.exchange.layout import Field, Layout

TITLES = {"02": "T2", "16": "T16"}
BENEFITS = {
    "DW": "disabled-worker",
    "WI": "disabled-widow",
    "DS": "surviving-divorced-spouse",
    "CD": "childhood-disability",
    "SD": "ssi-disabled",
    "SB": "ssi-blind",
    "OT": "other",
}
EXCEPTIONS = {
    "301": "section-301",
    "CDA": "continued-during-appeal",
    "OTT": "outside-ticket-territory",
}
STATUSES = {
    "PD": "paid",
    "SW": "suspended-for-work",
    "SO": "suspended-other",
    "EW": "ended-for-work",
    "EO": "ended-other",
}
CAUSES = {
    "DT": "death",
    "MC": "medical-cessation",
    "RA": "retirement-age",
    "65": "age-65",
    "OC": "outcome-period-complete",
    "OT": "other",
}
EARNINGS = {
    "WG": "wages",
    "SE": "self-employment",
    "PT": "paid-training",
    "PN": "pension",
    "NW": "other-not-work",
}
RECORDS = {"SR": "ssa-record", "TX": "tax-record"}

_SSN = Field("ssn", 9, SSN, "Whose record it is.", "found by its keyed hash; never stored in clear")
_FROM = "The first month for which it is so."
_UNTIL = "The first month for which it is so no longer; blank while it goes on."


def _months(table: str) -> tuple[Field, Field]:
    return (
        Field("from_month", 6, MONTH, _FROM, f"{table}.from_month"),
        Field("until_month", 6, MONTH, _UNTIL, f"{table}.until_month", required=False),
    )


NUMBERS = Layout(
    "SN",
    "Changed Social Security numbers",
    "Somebody on record got another number, or a change sent before was an error. Read before every other kind; the"
    " portal's files have the number last stated.",
    (
        Field("ssn", 9, SSN, "The number before.", "found by its keyed hash, and goes on finding the person"),
        Field("new_ssn", 9, SSN, "The number after.", "tickets_person.ssn (sealed), and its keyed hash"),
        Field(
            "action",
            1,
            code({"C": "changed", "E": "error"}),
            "Changed; or the number after was never this person's.",
        ),
    ),
    inward=True,
)
PEOPLE = Layout(
    "PE",
    "People",
    "Who has a Ticket. Somebody new is entered with a first Ticket; of somebody known, what differs is changed.",
    (
        _SSN,
        Field("name", 80, TEXT, "Given name, then family name.", "tickets_person.name (sealed)"),
        Field("born_on", 8, DAY, "Date of birth.", "tickets_person.birth_date (sealed)"),
        Field("died_on", 8, DAY, "Date of death.", "tickets_person.died_on", required=False),
        Field(
            "retires_in",
            6,
            MONTH,
            "Month of full retirement age.",
            "tickets_person.full_retirement_month",
            required=False,
        ),
        Field("age_65_in", 6, MONTH, "Month of age 65.", "tickets_person.age_65_month", required=False),
    ),
    inward=True,
)
STATUS = Layout(
    "BS",
    "Eligibility and benefit status by month",
    "One benefit and its status in the months from the first to before the second. Months not named stay as they are.",
    (
        _SSN,
        Field("title", 2, code(TITLES), "Title of the Act.", "tickets_benefitperiod.title"),
        Field("benefit", 2, code(BENEFITS), "Kind of benefit.", "tickets_benefitperiod.kind"),
        Field("status", 2, code(STATUSES), "Status in these months.", "tickets_benefitperiod.status"),
        *_months("tickets_benefitperiod"),
        Field(
            "exceptions",
            11,
            several(EXCEPTIONS),
            "Exceptions to Ticket eligibility (POMS DI 55002.005C), with spaces between.",
            "tickets_benefitperiod.exceptions",
            required=False,
        ),
    ),
    inward=True,
)
SUSPENSION = Layout(
    "SW",
    "Suspension for work",
    "Months in which a benefit on record was suspended because of work. The benefit itself stays as recorded.",
    (
        _SSN,
        Field("title", 2, code(TITLES), "Title of the Act.", "tickets_benefitperiod.title"),
        *_months("tickets_benefitperiod"),
    ),
    inward=True,
)
BLINDNESS = Layout(
    "BL",
    "Blindness by month",
    "Months in which the person is blind in the sense of the Act.",
    (_SSN, *_months("tickets_blindperiod")),
    inward=True,
)
TERMINATION = Layout(
    "TE",
    "Terminations",
    "A Ticket that terminated. It is final for that Ticket; what holds the Ticket ends with it.",
    (
        _SSN,
        Field("month", 6, MONTH, "The month of termination.", "tickets_termination.month"),
        Field("cause", 2, code(CAUSES), "Why it terminated.", "tickets_termination.cause"),
    ),
    inward=True,
)
REVIEW = Layout(
    "MR",
    "Medical review flags",
    "A medical review that was begun, and the day it was finished. Begun on the same day, it is the same review.",
    (
        _SSN,
        Field("begun_on", 8, DAY, "The day it was begun.", "tickets_medicalreview.begun_on"),
        Field(
            "ended_on",
            8,
            DAY,
            "The day it was finished; blank while it goes on.",
            "tickets_medicalreview.ended_on",
            required=False,
        ),
    ),
    inward=True,
)
EARNED = Layout(
    "EA",
    "Earnings",
    "What one employer paid for the work of one month. The same month, employer, kind and record again is a correction.",
    (
        _SSN,
        Field("month", 6, MONTH, "The month worked.", "earnings_earningsmonth.month"),
        Field(
            "amount",
            11,
            CENTS,
            "Gross earnings in cents; net, if self-employed.",
            "earnings_earningsmonth.gross_cents",
        ),
        Field("kind", 2, code(EARNINGS), "What it was earned with.", "earnings_earningsmonth.kind"),
        Field("record", 2, code(RECORDS), "The record it stands on.", "earnings_earningsmonth.source"),
        Field("employer", 60, TEXT, "The employer's name.", "earnings_employer.name", required=False),
    ),
    inward=True,
)
_TICKET = Field("ticket", 12, TEXT, "The portal's number of the Ticket.", "tickets_ticket.number")
_PROVIDER = Field("provider", 12, TEXT, "The provider's PID.", "providers_provider.pid")
ASSIGNED = Layout(
    "AS",
    "Assignments and unassignments",
    "What was entered on the day of the header's as-of date.",
    (
        _SSN,
        _TICKET,
        _PROVIDER,
        Field("action", 1, code({"A": "assigned", "U": "unassigned"}), "What was entered."),
        Field(
            "effective_on",
            8,
            DAY,
            "The day from which it holds.",
            "tickets_assignment.assigned_on, .ended_on",
        ),
        Field(
            "system",
            2,
            code({"MO": "outcome-milestone", "OO": "outcome", "CR": "cost-reimbursement"}),
            "The payment system of the assignment.",
            "tickets_assignment.system",
        ),
    ),
    inward=False,
)
POSTED = Layout(
    "EP",
    "Earnings postings",
    "Proven earnings recorded in the portal on the day of the header's as-of date.",
    (
        _SSN,
        Field("month", 6, MONTH, "The month worked.", "earnings_earningsmonth.month"),
        Field("amount", 11, CENTS, "Gross earnings in cents.", "earnings_earningsmonth.gross_cents"),
        Field("kind", 2, code(EARNINGS), "What it was earned with.", "earnings_earningsmonth.kind"),
        Field("employer", 60, TEXT, "The employer's name.", "earnings_employer.name", required=False),
    ),
    inward=False,
)
PAID = Layout(
    "PY",
    "Payments",
    "Payments of which it was entered on the day of the header's as-of date that they were made, or taken back.",
    (
        _SSN,
        _TICKET,
        _PROVIDER,
        Field("payment", 12, TEXT, "Milestone or outcome.", "payments_award.kind"),
        Field("ordinal", 3, NUMBER, "Its number within its kind.", "payments_award.ordinal"),
        Field("month", 6, MONTH, "The month it is for.", "payments_award.month"),
        Field("amount", 11, CENTS, "In cents.", "payments_award.amount_cents"),
        Field("action", 1, code({"P": "paid", "R": "reversed"}), "Paid, or taken back."),
    ),
    inward=False,
)
LAYOUTS = {
    layout.kind: layout
    for layout in (
        NUMBERS,
        PEOPLE,
        STATUS,
        SUSPENSION,
        BLINDNESS,
        TERMINATION,
        REVIEW,
        EARNED,
        ASSIGNED,
        POSTED,
        PAID,
    )
}
