"""Telling an organisation's people how they move, and inviting those who come from the earlier portal (A6, A7)."""

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from portal.kernel.mailing import SEND, mail_row
from portal.kernel.models import Mail
from portal.kernel.outbox import enqueue_many
from portal.kernel.sets import insert_rows
from portal.kernel.trail.writing import note_many
from portal.kernel.unit import current
from portal.people.models import Account, Employment, Invitation
from portal.people.services.invitation import invite
from portal.providers.models import Enrolment, Provider

State = Enrolment.State
# A day on which the worker stood still is made up for within so many days.
_MADE_UP_DAYS = 7
_END = "\n\nThis mail was sent by the portal. Please do not answer it."
_MOVES = (
    "Your organization moves to the Ticket Portal on {day}. Until that day, keep using the earlier portal.\n\n"
    "From {day} on, use the Ticket Portal for all your work. If you have not set up your sign-in here, you get "
    "another mail on that day with a link. Have your phone or a security key ready: everybody signs in with "
    "extra security. What you submitted before is shown in the new portal."
)
_HERE = (
    "Your organization works in the Ticket Portal as of {day}. Please do not use the earlier portal any more."
    "\n\nIf you have not set up your sign-in here, you get another mail with a link. What you submitted "
    "before is shown in the new portal."
)
_STAYS = (
    "Your organization stays in the earlier portal for now. As of {day}, please work there. "
    "You will be told by mail when your organization moves to the Ticket Portal."
)


def tell_of_roll_out(*, enrolment: UUID) -> int:
    """Write the mails about one roll-out row to all who work there; how many. Run by the worker, as the system."""
    row = Enrolment.objects.filter(pk=enrolment).first()
    if row is None:
        return 0
    subject, body = mail_words(row, current().on)
    people = {f"roll-out/{row.pk}/{pk}": (pk, address) for pk, address in _employed(row.provider_id)}
    written = set(Mail.objects.filter(key__in=people).values_list("key", flat=True))
    pairs = [
        mail_row(key=key, account=account, address=address, subject=subject, body=body, known=())
        for key, (account, address) in people.items()
        if key not in written
    ]
    insert_rows([mail for mail, _ in pairs])
    note_many(entry for _, entry in pairs)
    enqueue_many(SEND, [mail.pk for mail, _ in pairs if mail.state == Mail.State.WAITING])
    return len(pairs)


def mail_words(row: Enrolment, on: date) -> tuple[str, str]:
    """Subject and body: when and how an organisation moves, and nothing about anybody."""
    day = f"{row.from_on:%B} {row.from_on.day}, {row.from_on.year}"
    if row.state == State.NOT_ENROLLED:
        return "Your organization stays in the earlier portal", _STAYS.format(day=day) + _END
    if row.from_on > on:
        return "Your organization moves to the Ticket Portal", _MOVES.format(day=day) + _END
    return "Your organization works in the Ticket Portal now", _HERE.format(day=day) + _END


def to_invite_at(provider: UUID) -> tuple[list[UUID], UUID | None]:
    """Whom to invite of an organisation that works here today, and who let it move."""
    if not all_enrolled([provider]):
        return [], None
    rows = Enrolment.objects.filter(provider=provider, from_on__lte=current().on)
    by = rows.order_by("-from_on", "-set_at").values_list("set_by", flat=True).first()
    waiting = to_invite().filter(employments__organisation=provider)
    return list(waiting.order_by("pk").values_list("pk", flat=True).distinct()), by


def invite_one(*, account: UUID) -> bool:
    """Invite a person who was never invited; False where it was done meanwhile. Run by the worker."""
    if not to_invite().filter(pk=account).exists():
        return False
    invite(account=account, purpose=Invitation.Purpose.FIRST)
    return True


def just_moved() -> list[UUID]:
    """Providers that began to work here in the last days and have people who were never invited."""
    on = current().on
    moved = Enrolment.objects.filter(
        from_on__gt=on - timedelta(days=_MADE_UP_DAYS), from_on__lte=on, state__in=[State.PILOT, State.LIVE]
    )
    waiting = to_invite().values("employments__organisation")
    return list(moved.filter(provider__in=waiting).values_list("provider", flat=True).distinct())


def to_invite() -> QuerySet[Account]:
    """Accounts with work and roles but no way in yet, never invited."""
    return Account.objects.filter(
        ~Exists(Invitation.objects.filter(account=OuterRef("pk"))),
        is_active=True,
        password__startswith=UNUSABLE_PASSWORD_PREFIX,
        employments__in=Employment.objects.filter(ended_on=None).exclude(roles=[]),
    )


def all_enrolled(providers: Collection[UUID]) -> list[UUID]:
    """Those of these organisations that work in this portal today. One query."""
    begun = Enrolment.objects.filter(provider=OuterRef("pk"), from_on__lte=current().on)
    latest = begun.order_by("-from_on", "-set_at").values("state")[:1]
    rows = Provider.objects.filter(pk__in=providers).annotate(stage=Subquery(latest))
    return list(rows.filter(stage__in=[State.PILOT, State.LIVE]).values_list("pk", flat=True))


def _employed(organisation: UUID) -> list[tuple[UUID, str]]:
    on = current().on
    rows = Employment.objects.filter(
        Q(ended_on=None) | Q(ended_on__gt=on), organisation=organisation, account__is_active=True
    )
    return list(rows.order_by("account").values_list("account", "account__email").distinct())
