"""Invitations: a link by mail with which one person sets up the way in; good once, for some days (row A3)."""

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.conf import settings

from portal.kernel.ids import new_id
from portal.kernel.links import SECRET, hash_of, secret_of
from portal.kernel.mailing import write_mail
from portal.kernel.trail import note
from portal.kernel.unit import as_system, current
from portal.people.models import Account, Invitation
from portal.policy.tables.parameters import ACCESS_IN_FORCE

_DAYS = ACCESS_IN_FORCE.invitation_days
_ENDING = (
    "\n\n{link}\n\n"
    f"It works once, for {_DAYS} days, and for you alone: do not pass it on.\n\n"
    "You did not expect this? Do not open it, and tell the Ticket Program Help Desk.\n"
)
_MAILS = {
    Invitation.Purpose.FIRST: (
        "Set up your access to the Ticket Portal",
        "Social Security has opened the Ticket Portal to you. Set up your own way in with this link:"
        + _ENDING,
    ),
    Invitation.Purpose.FACTORS: (
        "Set up extra security again for the Ticket Portal",
        "The access desk has removed your extra security, as was asked for you. Set it up again with this link:"
        + _ENDING,
    ),
    # To a Ticketholder, whose language is not always ours; what is said of the link is said in both.
    Invitation.Purpose.HOLDER: (
        "Your account in the Ticket Portal / Su cuenta en el Portal del Ticket",
        "You can now see your Ticket online. Use this link to set up your account:"
        "\n\n{link}\n\n"
        f"The link works once, for {_DAYS} days. It is for you only. Do not share it. You will also need the code"
        " that you were given when you were asked for your e-mail address.\n\n"
        "You did not ask for this? Do not open it. Call the Ticket to Work Help Line: 1-866-968-7842"
        " (TTY 1-866-833-2967).\n\n"
        "---\n\n"
        "Ahora puede ver su Ticket en línea. Use este enlace para crear su cuenta:"
        "\n\n{link}\n\n"
        f"El enlace sirve una sola vez, durante {_DAYS} días. Es solo para usted. No lo comparta. También necesita el"
        " código que le dieron cuando le pidieron su correo electrónico.\n\n"
        "¿Usted no pidió esto? No lo abra. Llame a la línea de ayuda de Ticket to Work: 1-866-968-7842"
        " (TTY 1-866-833-2967).\n",
    ),
}


class Standing(StrEnum):
    """What an invitation is good for now; the page says each in words."""

    OPEN = "open"
    USED = "used"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    UNKNOWN = "unknown"


def invite(*, account: UUID, purpose: Invitation.Purpose) -> None:
    """Withdraw open invitations, write a new one and the mail with its link. The link's secret is not stored."""
    unit = current()
    if unit.actor.account is None:
        raise PermissionError("an invitation is made by a person")
    row = Invitation(id=new_id(), account_id=account, purpose=purpose, made_by=unit.actor.account)
    key = f"invitation/{row.pk}"
    row.token_hash = hash_of(secret_of(key))
    row.made_at = unit.moment.real
    row.expires_at = unit.moment.real + timedelta(days=ACCESS_IN_FORCE.invitation_days)
    subject, body = _MAILS[purpose]
    with as_system():
        withdraw(account=account)
        row.save(force_insert=True)
        note("invitation-sent", subject_kind="account", subject=account, detail={"purpose": purpose})
        write_mail(
            key=key,
            account=account,
            address=Account.objects.get(pk=account).email,
            subject=subject,
            body=body.format(link=f"{settings.PORTAL_ADDRESS}/account/invitation/{SECRET}/"),
        )


def withdraw(*, account: UUID) -> None:
    """The account's open invitation no longer opens anything."""
    Invitation.objects.filter(account_id=account, used_at=None, withdrawn_at=None).update(
        withdrawn_at=current().moment.real
    )


def find(secret: str) -> Invitation | None:
    """The invitation of this link, whatever it is good for now."""
    return Invitation.objects.filter(token_hash=hash_of(secret)).select_related("account").first()


def standing_of(row: Invitation | None, real: datetime) -> Standing:
    """What an invitation is good for at this moment."""
    if row is None or not row.account.is_active:
        return Standing.UNKNOWN
    if row.used_at is not None:
        return Standing.USED
    if row.withdrawn_at is not None:
        return Standing.WITHDRAWN
    return Standing.EXPIRED if row.expires_at <= real else Standing.OPEN


def opened_for(invitation: UUID | None, account: UUID) -> bool:
    """Is this, still, an invitation of this account that is good now?"""
    if invitation is None:
        return False
    row = Invitation.objects.filter(pk=invitation, account_id=account).select_related("account").first()
    return standing_of(row, current().moment.real) is Standing.OPEN


def set_first_password(*, invitation: UUID, password: str) -> Account | None:
    """Set the password of an account by its open invitation; None where the invitation is good no longer."""
    row = Invitation.objects.select_for_update().filter(pk=invitation).first()
    if row is None or standing_of(row, current().moment.real) is not Standing.OPEN:
        return None
    account = Account.objects.select_for_update().get(pk=row.account_id)
    account.set_password(password)
    account.save(update_fields=["password"])
    note("password-set", subject_kind="account", subject=account.pk)
    return account


def use_up(*, account: UUID) -> None:
    """The way in is set up whole: the invitation has served."""
    used = Invitation.objects.filter(account_id=account, used_at=None, withdrawn_at=None).update(
        used_at=current().moment.real
    )
    if used:
        note("invitation-used", subject_kind="account", subject=account)
