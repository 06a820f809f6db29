"""Invitations: a link by mail with which one person sets up the way in."""

import secrets
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from portal.kernel.mailing import write_mail
from portal.kernel.trail import note
from portal.kernel.unit import current
from portal.people.models import Account, Invitation
from portal.policy.tables.parameters import ACCESS_IN_FORCE


def invite(*, account: UUID, purpose: Invitation.Purpose) -> None:
    """Withdraw open invitations, write a new one and the mail with its link. Called as the system."""
    unit = current()
    if unit.actor.account is None:
        raise PermissionError("an invitation is made by a person")
    token = secrets.token_urlsafe(32)
    person = Account.objects.get(pk=account)
    Invitation.objects.filter(account=account, used_at=None, withdrawn_at=None).update(
        withdrawn_at=unit.moment.real
    )
    row = Invitation.objects.create(
        account=person,
        purpose=purpose,
        token_hash=sha256(token.encode()).digest(),
        made_by=unit.actor.account,
        made_at=unit.moment.real,
        expires_at=unit.moment.real + timedelta(days=ACCESS_IN_FORCE.invitation_days),
    )
    note("invitation-sent", subject_kind="account", subject=account, detail={"purpose": purpose})
    write_mail(
        key=f"invitation/{row.pk}",
        account=account,
        address=person.email,
        subject="Set up your access to the Ticket Portal",
        body=f"Open /account/invitation/{token}/ in the portal.",
    )
