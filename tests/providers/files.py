"""Files of the earlier portal as the specialist sends them, for the tests of bringing over."""

from portal.kernel.sent_files.results import Received, Started
from portal.kernel.sent_files.services.receiving import receive, start
from portal.policy.roles import Role
from portal.providers import jobs
from portal.providers.bring_over.columns import HISTORY, USERS
from portal.providers.models import BringOver, BroughtRow, Provider
from portal.providers.services.bringing_over import KINDS

PERSON = {
    "name": "Ana Ruiz",
    "email": "ana.ruiz@example.org",
    "job_title": "Payments clerk",
    "roles": "en-payments-clerk",
    "first_day": "2022-03-01",
    "employment_verified_on": "2022-03-04",
    "clearance_decided_on": "2022-02-20",
    "clearance_expires_on": "2027-02-19",
    "training_completed_on": "6/1/2025",
    "last_used_on": "2025-11-28",
    "status": "active",
}
SUBMISSION = {
    "reference": "SPP-1",
    "submitted_by": "",
    "form": "EN Payment Request",
    "submitted_on": "2023-09-14",
    "state": "Paid",
}


class Files:
    """Files as the specialist sends them, and what becomes of them."""

    def __init__(self, world, unit_as):
        self.world, self.unit_as = world, unit_as
        ssa = world.organisation("Social Security", "SSA")
        self.specialist = world.actor(world.account(ssa, [Role.SSA_SERVICES_SPECIALIST], name="Sofia"))
        self.en = world.organisation("Bright Path")
        self.pid = Provider.objects.using("loader").get(pk=self.en.pk).pid

    def csv(self, kind, *rows):
        columns = [column.name for column in (USERS if kind == "users" else HISTORY)]
        first = PERSON if kind == "users" else SUBMISSION
        lines = [
            ",".join(str({"organisation_pid": self.pid, **first, **row}.get(name, "")) for name in columns)
            for row in rows
        ]
        return "\n".join([",".join(columns), *lines, ""]).encode()

    def sent(self, kind, *rows):
        """The run of a file with these rows."""
        with self.unit_as(self.specialist):
            answer = receive(kind=KINDS[kind], name="earlier.csv", content=self.csv(kind, *rows))
        assert isinstance(answer, Received)
        jobs.bring_over(str(answer.file), str(self.specialist.account))
        return answer.file

    def start(self, run):
        """Asked for in the unit that is open."""
        kind = KINDS[BringOver.objects.using("loader").get(pk=run).kind]
        return start(kind=kind, file=run)

    def brought(self, run):
        with self.unit_as(self.specialist):
            assert isinstance(self.start(run), Started)
        jobs.bring_over(str(run), str(self.specialist.account))

    def rows(self, run):
        return list(BroughtRow.objects.using("loader").filter(file=run).order_by("line"))

    def people(self, *rows):
        run = self.sent("users", *rows)
        return [
            (row.tried, [(one["column"], one["reason"]) for one in row.problems]) for row in self.rows(run)
        ]
