"""The form that a row of a file fills in: its questions and answers, kept with the submission as they were sent."""

from typing import NamedTuple

from portal.payments.by_file.reading import Asked
from portal.payments.filled_in import day, declaration, earnings, payments, services
from portal.payments.form import Section
from portal.tickets.models import Assignment


class From(NamedTuple):
    """What all rows of a file have alike: the organisation's name, EIN and PID, and the file."""

    name: str
    ein: str
    pid: str
    file: str


def sections(one: Asked, person: str, number: str, sent: From) -> list[Section]:
    """Every question with its answer. `person` is the Ticketholder's name, `number` the public number."""
    assignment, form = one.assignment, one.form
    if assignment is None or form is None:
        raise LookupError("a row that names nobody fills in no form")
    return [
        Section("Employment Network", [("Name", sent.name), ("EIN", sent.ein), ("PID", sent.pid)]),
        Section(
            "Ticketholder",
            [
                ("Name", person),
                ("Ticketholder number", number),
                ("Ticket number", assignment.ticket_number),
                ("Assigned on", day(assignment.assigned_on)),
                ("Payment method of this assignment", str(Assignment.System(assignment.system).label)),
            ],
        ),
        payments(form),
        earnings(form),
        services(form),
        Section(
            "Sent in a file",
            [
                ("File", sent.file),
                ("Line", str(one.row.line)),
                ("Your reference", one.values["reference"] or "None"),
            ],
        ),
        declaration(),
    ]
