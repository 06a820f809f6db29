"""The switch that closes one function for everybody, and opens it again (mission row J8)."""

from uuid import UUID

from portal.kernel.models import Closure
from portal.kernel.notices.functions import BY_KEY
from portal.kernel.notices.results import Answer, Changed, Done, NotAllowed, NotFound
from portal.kernel.trail import note
from portal.kernel.unit import as_system, current
from portal.policy.roles import Permission


def close_function(*, function: str, why: str) -> Answer:
    """Close it from this moment; every request judged after the commit is refused. `why` is shown to everybody."""
    refused = _refusal(function)
    if refused is not None:
        return refused
    why = " ".join(why.split())
    if not why:
        return NotAllowed("Write why it is closed, and when it may open again.", "why")
    unit = current()
    if unit.actor.account is None:
        raise PermissionError("a function is closed by a person")
    with as_system():
        # The constraint lets one open row stand; who comes second is told, not stopped by an error.
        row, fresh = Closure.objects.get_or_create(
            function=function,
            opened_at=None,
            defaults={
                "why": why,
                "closed_by": unit.actor.account,
                "closed_by_name": unit.actor.name,
                "closed_at": unit.at,
            },
        )
    if not fresh:
        return Changed("It was closed already. Nothing was changed.", 0)
    note("function-closed", subject_kind="closure", subject=row.pk, detail={"function": function, "why": why})
    return Done(row.pk, row.version)


def open_function(*, function: str, closure: UUID, version: int) -> Answer:
    """Open it again, if it is still closed as the page showed it."""
    refused = _refusal(function)
    if refused is not None:
        return refused
    unit = current()
    with as_system():
        row = Closure.objects.select_for_update().filter(pk=closure, function=function).first()
        if row is None:
            return NotFound()
        if row.opened_at is not None or row.version != version:
            return Changed("It was opened already. Nothing was changed.", row.version)
        row.opened_by, row.opened_at = unit.actor.account, unit.at
        row.version += 1
        row.save(update_fields=["opened_by", "opened_at", "version"])
    note("function-opened", subject_kind="closure", subject=row.pk, detail={"function": function})
    return Done(row.pk, row.version)


def _refusal(function: str) -> NotAllowed | NotFound | None:
    if not current().actor.may(Permission.CLOSE_FUNCTIONS):
        return NotAllowed(
            "Your role does not include closing functions. Ask the Ticket Program Manager's administrator."
        )
    return None if function in BY_KEY else NotFound()
