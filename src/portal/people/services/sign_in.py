"""Sign-ins: one living one an account. A second ends the first, and the trail says so (mission row A1)."""

from typing import NamedTuple
from uuid import UUID

from portal.kernel.trail import note
from portal.kernel.unit import current
from portal.people.models import Account, SignIn

Ended = SignIn.Ended


class Began(NamedTuple):
    """The new sign-in, and the one it ended, where one was living."""

    sign_in: UUID
    ended: SignIn | None


def begin(
    *, account: UUID, way: str, factor: str, admitted: bool, browser: str = "", network: str = ""
) -> Began:
    """Enter a sign-in that has passed every step. `admitted`: the access gate lets the person to work now."""
    unit = current()
    # Two sign-ins at once: the account's row makes the second wait for the first.
    Account.objects.select_for_update().get(pk=account)
    before = _end(account, Ended.ELSEWHERE)
    row = SignIn.objects.create(
        account_id=account,
        way=way,
        factor=factor,
        browser=browser,
        network=network,
        admitted=admitted,
        admitted_on=unit.on if admitted else None,
        began_at=unit.moment.real,
        seen_at=unit.moment.real,
    )
    note("signed-in", subject_kind="account", subject=account, detail={"way": way, "factor": factor})
    return Began(row.pk, before)


def end(*, account: UUID, why: Ended) -> SignIn | None:
    """End the account's living sign-in; None where there is none."""
    ended = _end(account, why)
    if ended is not None:
        note("sign-in-ended", subject_kind="account", subject=account, detail={"why": why})
    return ended


def _end(account: UUID, why: Ended) -> SignIn | None:
    row = SignIn.objects.select_for_update().filter(account_id=account, ended_at=None).first()
    if row is None:
        return None
    row.ended_at, row.ended_why = current().moment.real, why
    row.save(update_fields=["ended_at", "ended_why"])
    return row
