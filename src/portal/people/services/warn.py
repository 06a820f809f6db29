"""Warnings before something lapses: mailed once each, with a duty where somebody has to act (mission rows A4, J9)."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import connection

from portal.kernel.duties import Due, settle_many
from portal.kernel.ids import new_id
from portal.kernel.mailing import SEND, mail_row
from portal.kernel.models import Mail
from portal.kernel.outbox import enqueue_many
from portal.kernel.sets import insert_rows
from portal.kernel.trail import Entry, note_many
from portal.kernel.unit import current
from portal.people.models import Employment, Warned
from portal.people.renewals import CLEARANCE, IDLE, KIND_OF, TRAINING
from portal.people.services.renewals import settle_renewals
from portal.people.warnings import Ending, ending
from portal.policy.roles import Role

ADMINISTRATORS = (Role.EN_ADMINISTRATOR, Role.SVRA_ADMINISTRATOR)
_WORDS = {
    CLEARANCE: (
        "Your suitability clearance ends on {day}",
        "Your suitability clearance is good through {day}. After that day the portal closes to you until a new"
        " determination is on record.\n\nWhat to do: ask your organization now to start a new suitability"
        " determination with Social Security. It takes time.",
    ),
    TRAINING: (
        "Your security awareness training ends on {day}",
        "Your yearly security awareness training is good through {day}. After that day the portal closes to you"
        " until you take it again.\n\nWhat to do: sign in to the Ticket Portal, open “Training” and take the"
        " course. It takes about half an hour, and you can stop at any time and go on later.",
    ),
    IDLE: (
        "Your portal access ends on {day} unless you use it",
        "You have not used the Ticket Portal for a long time. Access that is not used is closed. Yours stays open"
        " through {day}.\n\nWhat to do: sign in before then. If you do not need the portal any more, do nothing,"
        " and tell your organization's administrator.",
    ),
}
COLLEAGUE = "portal access of a colleague"
_OF_COLLEAGUE = (
    "Portal access in your organization ends on {day} unless it is used",
    "Somebody of your organization has not used the Ticket Portal for a long time. Access that is not used is closed."
    " This one stays open through {day}.\n\nWhat to do: sign in to the Ticket Portal and open “People”. Ask whoever"
    " still needs the portal to sign in before then, and take the access of everybody else away.",
)
_OF_PROVIDER = (
    "Your organization's {what} ends on {day}",
    "The {what} of your organization is good through {day}. Payments and access can stop after that day.\n\n"
    "What to do: renew it now, and tell your contact at Social Security when it is done.",
)
_END = "\n\nThis mail was sent by the Ticket Portal. Please do not answer it."


def warn_people() -> int:
    """The day's warnings to people about their own access; how many. Closes duties that were fulfilled meanwhile."""
    _one_at_a_time()
    settle_renewals()
    found = ending(current().on)
    return warn(found) + _warn_of_colleagues([one for one in found if one.what == IDLE])


def _warn_of_colleagues(unused: Sequence[Ending]) -> int:
    """An organisation hears before access of one of its people ends for want of use (T-15); the mail names nobody."""
    if not unused:
        return 0
    lapses = {(one.organisation, COLLEAGUE, one.last_day, one.days) for one in unused}
    return warn_administrators(sorted(lapses), sorted({one.days for one in unused}))


def warn_administrators(lapses: Sequence[tuple[UUID, str, date, int]], days: Sequence[int]) -> int:
    """Warn an organisation's administrators of what of its own ends: (organisation, what, last day, days left).

    A lapse may be given every day of its last 60: each warning goes out once, from its day on.
    """
    _one_at_a_time()
    administrators = _administrators({organisation for organisation, *_ in lapses})
    due = [
        Ending(account, address, organisation, what, last_day, min(one for one in days if one >= left))
        for organisation, what, last_day, left in lapses
        if 0 <= left <= max(days)
        for account, address in administrators.get(organisation, ())
    ]
    told = {
        (row.account_id, row.what, row.last_day, row.days)
        for row in Warned.objects.filter(account__in={one.account for one in due})
    }
    return warn([one for one in due if (one.account, one.what, one.last_day, one.days) not in told])


def warn(endings: Sequence[Ending]) -> int:
    """Write the warnings, their mails and duties, in sets. The caller has left out those that were mailed."""
    if not endings:
        return 0
    unit = current()
    mails = [_mail(one) for one in endings]
    insert_rows(
        [
            Warned(
                id=new_id(),
                account_id=one.account,
                what=one.what,
                last_day=one.last_day,
                days=one.days,
                mailed_at=unit.at,
            )
            for one in endings
        ]
    )
    insert_rows([mail for mail, _ in mails])
    note_many([entry for _, entry in mails])
    enqueue_many(SEND, [mail.pk for mail, _ in mails if mail.state == Mail.State.WAITING])
    _open_duties(endings)
    return len(endings)


def _open_duties(endings: Sequence[Ending]) -> None:
    for what, kind in KIND_OF.items():
        wanted = {
            one.account: [Due(kind, one.account, one.organisation, None, one.last_day)]
            for one in endings
            if one.what == what
        }
        if wanted:
            settle_many(wanted, {kind})


def _mail(one: Ending) -> tuple[Mail, Entry]:
    subject, body = _WORDS.get(one.what, _OF_COLLEAGUE if one.what == COLLEAGUE else _OF_PROVIDER)
    day = f"{one.last_day:%B} {one.last_day.day}, {one.last_day.year}"
    return mail_row(
        key=f"warned/{one.account}/{one.what}/{one.last_day.isoformat()}/{one.days}",
        account=one.account,
        address=one.address,
        subject=subject.format(day=day, what=one.what),
        body=body.format(day=day, what=one.what) + _END,
        known=(),
    )


def _administrators(organisations: set[UUID]) -> dict[UUID, list[tuple[UUID, str]]]:
    on = current().on
    rows = Employment.objects.filter(
        organisation__in=organisations,
        roles__overlap=[str(role) for role in ADMINISTRATORS],
        verified_on__isnull=False,
        started_on__lte=on,
        account__is_active=True,
    ).exclude(ended_on__lte=on)
    found: dict[UUID, list[tuple[UUID, str]]] = {}
    for organisation, account, address in rows.order_by("pk").values_list(
        "organisation_id", "account_id", "account__email"
    ):
        found.setdefault(organisation, []).append((account, address))
    return found


def _one_at_a_time() -> None:
    """Two runs at once would both find the same people; the second waits, and finds them warned."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('people.warn'))")
