"""What the worker does for providers: mails about the roll-out, invitations, bringing over."""

from contextlib import AbstractContextManager
from dataclasses import replace
from uuid import UUID

from procrastinate.contrib.django import app

from portal.kernel.actor import SYSTEM
from portal.kernel.clock import now
from portal.kernel.jobs import RETRY, job_unit
from portal.kernel.outbox import enqueue_many
from portal.kernel.sent_files.working import job_for
from portal.kernel.unit import Unit, open_unit
from portal.people.services.warn import warn_administrators
from portal.providers.lapsing import WARNING_DAYS, due
from portal.providers.services import telling
from portal.providers.services.bringing_over import USERS
from portal.providers.services.enrolment import INVITE, TELL


@app.task(name=TELL, retry=RETRY)
def tell_of_roll_out(subject: str, asked_by: str) -> None:
    with job_unit(TELL):
        telling.tell_of_roll_out(enrolment=UUID(subject))


@app.periodic(cron="17 * * * *")
@app.task(name="providers.look_for_moved", queueing_lock="providers.look_for_moved")
def look_for_moved(timestamp: int) -> None:
    """Organisations whose day has come: their people from the earlier portal are invited."""
    with job_unit("providers.look_for_moved"):
        enqueue_many(INVITE, telling.just_moved())


# After the warnings to people about themselves, so that the two never wait for each other.
@app.periodic(cron="40 10 * * *")
@app.task(name="providers.warn", queueing_lock="providers.warn")
def warn_of_lapses(timestamp: int) -> None:
    """Registration, bank data, agreement: administrators are mailed once for each of 60, 30 and 7 days."""
    with job_unit("providers.warn") as unit:
        # All days up to the longest, so that a day on which this did not run is caught up.
        warn_administrators(due(unit.on, range(max(WARNING_DAYS) + 1)), WARNING_DAYS)


@app.task(name=INVITE, retry=RETRY)
def invite(subject: str, asked_by: str) -> None:
    """A unit a person: who is invited stays invited, whatever happens to the rest."""
    with job_unit(INVITE):
        waiting, moved_by = telling.to_invite_at(UUID(subject))
    by = _account(asked_by) or moved_by
    for account in waiting:
        with _unit_for(INVITE, by):
            telling.invite_one(account=account)


bring_over = job_for(USERS)


def _account(asked_by: str) -> UUID | None:
    return None if asked_by == SYSTEM.name else UUID(asked_by)


def _unit_for(task: str, account: UUID | None) -> AbstractContextManager[Unit]:
    """The unit of a job that the system does in the name of the person who asked for it."""
    actor = replace(SYSTEM, account=account)
    return open_unit(actor, now(), reading=False, page=task, purpose="work that a person asked for")
