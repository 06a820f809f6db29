"""Who somebody is at the identity provider: bound once, by an invitation, never by an e-mail address (row A2)."""

from uuid import UUID

from django.db import IntegrityError, transaction

from portal.kernel.trail import note
from portal.kernel.unit import current
from portal.people.models import Account, Invitation, ProviderIdentity
from portal.people.services.invitation import Standing, standing_of, use_up


def account_of(*, issuer: str, subject: str) -> Account | None:
    """The account bound to this person of the provider's."""
    row = ProviderIdentity.objects.filter(issuer=issuer, subject=subject).select_related("account").first()
    return row.account if row else None


def bind(*, invitation: UUID, issuer: str, subject: str) -> Account | None:
    """Bind the account of an open invitation; None where it is good no longer or the account is bound already."""
    row = Invitation.objects.select_for_update().filter(pk=invitation).first()
    if row is None or standing_of(row, current().moment.real) is not Standing.OPEN:
        return None
    try:
        with transaction.atomic():
            ProviderIdentity.objects.create(
                account_id=row.account_id, issuer=issuer, subject=subject, bound_at=current().moment.real
            )
    except IntegrityError:
        return None
    note("provider-bound", subject_kind="account", subject=row.account_id)
    use_up(account=row.account_id)
    return Account.objects.get(pk=row.account_id)
