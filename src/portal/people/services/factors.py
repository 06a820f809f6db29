"""Second factors: each change is noted and mailed to the person; the access desk takes lost ones away (row A3)."""

from uuid import UUID

from allauth.mfa.models import Authenticator

from portal.kernel.ids import new_id
from portal.kernel.mailing import write_mail
from portal.kernel.trail import note
from portal.kernel.unit import as_system, current
from portal.people.models import Account, Invitation, Mobile, ProviderIdentity
from portal.people.results import Answer, Done, NotAllowed, NotFound
from portal.people.services import sign_in
from portal.people.services.invitation import invite, use_up
from portal.policy.roles import Permission

# As the person knows them; recovery codes are none: they stand in for one.
WORDS = {
    "totp": "an authenticator app",
    "webauthn": "a passkey",
    "text": "a mobile number for texted codes",
    "recovery_codes": "new recovery codes",
}


def kinds_of(account: UUID) -> list[str]:
    """The kinds of second factor this account has, the strongest first; recovery codes last."""
    found = set(Authenticator.objects.filter(user_id=account).values_list("type", flat=True))
    if Mobile.objects.filter(account=account).exists():
        found.add("text")
    return [kind for kind in ("webauthn", "totp", "text", "recovery_codes") if kind in found]


def count_of(account: UUID) -> int:
    """How many second factors the account has, each passkey for itself and recovery codes not at all."""
    stored = Authenticator.objects.filter(user_id=account, type__in=["totp", "webauthn"]).count()
    return int(stored) + Mobile.objects.filter(account=account).count()


def added(*, account: UUID, kind: str) -> None:
    """Note and tell a factor that has been set up. The first one completes the invitation."""
    note("second-factor-set-up", subject_kind="account", subject=account, detail={"kind": kind})
    if kind != "recovery_codes":
        use_up(account=account)
    _tell(account, f"You added {WORDS[kind]} to your extra security for the Ticket Portal.")


def removed(*, account: UUID, kind: str) -> None:
    """Note and tell a factor that its owner has taken away."""
    note("second-factor-removed", subject_kind="account", subject=account, detail={"kind": kind})
    _tell(account, f"You removed {WORDS[kind]} from your extra security for the Ticket Portal.")


def remove_factor(*, account: UUID, authenticator: int | None) -> Answer:
    """Remove one factor of the person acting: a stored one, or the mobile where `authenticator` is None.

    Never the last one: the person would be locked out.
    """
    # Two removals at once must not both find the other one still there.
    Account.objects.select_for_update().get(pk=account)
    if authenticator is None:
        rows, kind = Mobile.objects.filter(account=account), "text"
    else:
        rows = Authenticator.objects.filter(pk=authenticator, user_id=account, type__in=["totp", "webauthn"])
        kind = next(iter(rows.values_list("type", flat=True)), "")
    if not rows.exists():
        return NotFound()
    if count_of(account) < 2:
        return NotAllowed("This is the only one you have. Add another first; then you can remove this one.")
    rows.delete()
    removed(account=account, kind=kind)
    return Done(account)


def reset_factors(*, account: UUID, how: str, reason: str, password: bool = False) -> Answer:
    """Take all factors of a person away, end the sign-in and invite anew: the phone is lost. `password`: it too.

    For the access desk; `how` says how the desk made sure that it speaks with this person.
    """
    actor = current().actor
    if not actor.may(Permission.WORK_ACCESS_DESK) or not Account.objects.filter(pk=account).exists():
        return NotFound()
    if actor.account == account:
        return NotAllowed("This is your own account. A colleague has to do it.")
    if not how.strip() or not reason.strip():
        return NotAllowed("Say why, and how you made sure that it is this person.")
    with as_system():
        take_ways_in(account=account, password=password)
        note(
            "second-factors-reset",
            subject_kind="account",
            subject=account,
            detail={"how": how.strip(), "reason": reason.strip(), **({"password": True} if password else {})},
        )
    invite(account=account, purpose=Invitation.Purpose.FACTORS)
    return Done(account, says=("All extra security was removed, and a new invitation was mailed.",))


def take_ways_in(*, account: UUID, password: bool) -> None:
    """Take all factors of an account away, the password too where so said, and end the sign-in. As the system."""
    person = Account.objects.select_for_update().get(pk=account)
    if password:
        person.set_unusable_password()
        person.save(update_fields=["password"])
    Authenticator.objects.filter(user_id=account).delete()
    Mobile.objects.filter(account=account).delete()
    ProviderIdentity.objects.filter(account=account).delete()
    sign_in.end(account=account, why=sign_in.Ended.REVOKED)


def _tell(account: UUID, sentence: str) -> None:
    with as_system():
        write_mail(
            key=f"factor/{new_id()}",
            account=account,
            address=Account.objects.get(pk=account).email,
            subject="Your extra security was changed",
            body=f"{sentence}\n\nIf this was not you, tell the Ticket Program Help Desk at once.\n",
        )
