"""The access desk: it verifies employment, grants, records without access, refuses (row A5)."""

from uuid import UUID

from portal.kernel.mailing import write_mail
from portal.kernel.trail import note
from portal.kernel.unit import as_system, current
from portal.people.facts import grant_facts, is_ticketholder
from portal.people.models import Account, Designation, Employment, Invitation
from portal.people.moves import move_named
from portal.people.results import Answer, NotAllowed
from portal.people.services.administrators import settle_administrators
from portal.people.services.designate import carry_on
from portal.people.services.invitation import invite
from portal.people.services.moving import done, lock_person, make_move, refuse, take
from portal.policy.core import Decision, Outcome, State
from portal.policy.designation import clearance_serves, may_grant

NOT_A_TICKETHOLDER_S = (
    "This e-mail address is that of a Ticketholder's own account. Ask the organization for the person's work e-mail"
    " address."
)


def judge(row: Designation) -> Decision:
    """May the person acting open this access now? Nothing is written."""
    return may_grant(grant_facts(row), current().on)


def verify_employment(*, designation: UUID, version: int, how: str) -> Answer:
    """Record how the employment was verified; find the person's account by the e-mail address, or make one."""
    row = take(designation, version, "verify-employment")
    if not isinstance(row, Designation):
        return row
    if not how.strip():
        return refuse(row, "verify-employment", NotAllowed("Say how the employment was verified."), "how")
    unit = current()
    with as_system():
        account = _account_of(row)
        if str(account.pk) == unit.actor.label:
            return refuse(
                row,
                "verify-employment",
                NotAllowed("This is about you. A colleague has to do it."),
                "oneself",
            )
        if is_ticketholder(account.pk):
            return refuse(row, "verify-employment", NotAllowed(NOT_A_TICKETHOLDER_S), "ticketholder")
        row.account = account
        row.verified_by, row.verified_on, row.verified_how = unit.actor.account, unit.on, how.strip()
        make_move(row, move_named("verify-employment"))
    elsewhere = grant_facts(row).elsewhere or ()
    if not elsewhere:
        with as_system():
            _employ(row)
    carry_on(row)
    return done(row, *_transfer_words(elsewhere))


def ask_for_clearance(*, designation: UUID, version: int) -> Answer:
    """Record that a suitability determination was asked for today."""
    row = take(designation, version, "ask-for-clearance")
    if not isinstance(row, Designation):
        return row
    with as_system():
        row.clearance_asked_on = current().on
        make_move(row, move_named("ask-for-clearance"))
    return done(row)


def grant(*, designation: UUID, version: int) -> Answer:
    """Open the portal to the person with the roles asked for. A new person is sent an invitation."""
    row = take(designation, version, "grant")
    if not isinstance(row, Designation):
        return row
    decision = judge(row)
    if decision.outcome is not Outcome.GRANT:
        return refuse(row, "grant", NotAllowed(why_not(decision)), "policy")
    unit = current()
    with as_system():
        employment = _employ(row)
        employment.roles, employment.granted_on = list(row.roles), unit.on
        employment.version += 1
        employment.save()
        note(
            "access-granted",
            subject_kind="employment",
            subject=employment.pk,
            detail={"roles": employment.roles, "purpose": row.purpose},
        )
        make_move(row, move_named("grant"), {"roles": employment.roles})
        _tell(row, employment)
        settle_administrators(row.organisation_id)
    return done(row, *decision.notes)


def record_without_access(*, designation: UUID, version: int) -> Answer:
    """Record a cleared person who works with Ticketholders and needs no portal access."""
    row = take(designation, version, "record-without-access")
    if not isinstance(row, Designation):
        return row
    facts = grant_facts(row)
    if facts.elsewhere or not clearance_serves(facts.organisation_kind, facts.clearance, current().on):
        sentence = (
            _transfer_words(facts.elsewhere)[0]
            if facts.elsewhere
            else "The person has no favorable and current clearance. Record the clearance first."
        )
        return refuse(row, "record-without-access", NotAllowed(sentence), "policy")
    with as_system():
        employment = _employ(row)
        note("recorded-without-access", subject_kind="employment", subject=employment.pk)
        make_move(row, move_named("record-without-access"))
    return done(row)


def refuse_designation(*, designation: UUID, version: int, why: str) -> Answer:
    """Refuse a designation, with the reason the organisation reads."""
    row = take(designation, version, "refuse")
    if not isinstance(row, Designation):
        return row
    if not why.strip():
        return refuse(row, "refuse", NotAllowed("Say why, for the organization to read."), "why")
    with as_system():
        row.decided_why = why.strip()
        make_move(row, move_named("refuse"))
    return done(row)


def why_not(decision: Decision) -> str:
    """The first reason of a decision that does not grant, with what to do."""
    open_checks = [one for one in decision.checks if one.state is not State.HELD]
    reason = decision.primary or open_checks[0]
    return f"Access cannot be opened, because this does not hold: {reason.told}"


def _account_of(row: Designation) -> Account:
    """The account of this e-mail address; two desks that need it at once get the same one."""
    account, made = Account.objects.get_or_create(
        email=row.email, defaults={"name": row.name, "created_at": current().at}
    )
    if made:
        account.set_unusable_password()
        account.save(update_fields=["password"])
        note("account-made", subject_kind="account", subject=account.pk)
    return account


def _employ(row: Designation) -> Employment:
    """The person's employment at the organisation that named them, locked; made where there is none yet."""
    if row.account_id is None:
        raise ValueError("employment is entered for an account")
    today = current().on
    for one in lock_person(row.account_id):
        still = one.ended_on is None or one.ended_on > max(today, row.starts_on)
        if one.organisation_id == row.organisation_id and still:
            return one
    made = Employment.objects.create(
        account_id=row.account_id,
        organisation_id=row.organisation_id,
        roles=[],
        job_title=row.job_title,
        verified_on=row.verified_on,
        started_on=row.starts_on,
    )
    note("employment-entered", subject_kind="employment", subject=made.pk)
    return made


def _tell(row: Designation, employment: Employment) -> None:
    """An invitation where the person has no way in yet, else a mail that access is open."""
    account = Account.objects.get(pk=employment.account_id)
    if not account.has_usable_password():
        invite(account=account.pk, purpose=Invitation.Purpose.FIRST)
        return
    write_mail(
        key=f"access-granted/{row.pk}/{row.version}",
        account=account.pk,
        address=account.email,
        subject="Your access to the Ticket Portal is open",
        body=(
            f"Social Security has decided on {row.number}.\n\n"
            "Your access to the Ticket Portal is open. Sign in as before to see what you can do.\n\n"
            "You did not expect this? Tell your organization's administrator.\n"
        ),
    )


def _transfer_words(elsewhere: tuple[str, ...]) -> tuple[str, ...]:
    if not elsewhere:
        return ()
    names = ", ".join(elsewhere)
    return (
        f"The account of this e-mail address works for {names}. Access can be opened here when that organization"
        " has reported that the person left, or when you end that employment on the person's record.",
    )
