"""The proof that binds an account to a record: SSN, birth date and the code, few tries, one answer (row L10)."""

from datetime import date
from enum import StrEnum
from hmac import compare_digest

from django.db import connection

from portal.kernel import vault
from portal.kernel.links import hash_of, read_code
from portal.kernel.mailing import write_mail
from portal.kernel.trail import note
from portal.kernel.unit import as_system, current
from portal.people.models import Account
from portal.policy.tables.parameters import ACCESS_IN_FORCE
from portal.tickets.models import HolderAccess, Person

State = HolderAccess.State


class Proved(StrEnum):
    """What became of an answer. WRONG is one answer for whatever was wrong; CLOSED has nothing to answer to."""

    BOUND = "bound"
    WRONG = "wrong"
    STOPPED = "stopped"
    CLOSED = "closed"


def prove(*, ssn: str, born: date, code: str) -> Proved:
    """Prove that the account of the person acting is of the record it was invited to.

    Each of the three is compared whatever the others say, with the record of the invitation and no other: nobody
    can find out by this whose numbers exist.
    """
    unit = current()
    with as_system():
        row = HolderAccess.objects.filter(account=unit.actor.account, state=State.INVITED).first()
        if row is None:
            return Proved.CLOSED
        _lock(row)
        row = HolderAccess.objects.select_for_update().get(pk=row.pk)
        if row.state != State.INVITED or row.expires_at <= unit.moment.real:
            return Proved.CLOSED
        record = Person.objects.get(pk=row.person_id)
        return _bind(row) if _right(row, record, ssn, born, code) else _wrong(row)


def _right(row: HolderAccess, record: Person, ssn: str, born: date, code: str) -> bool:
    known_ssn, known_born = vault.match(record.sealed("ssn", "birth_date"))
    fits = [
        compare_digest(known_ssn.encode(), ssn.encode()),
        compare_digest(known_born.encode(), born.isoformat().encode()),
        compare_digest(bytes(row.code_hash), hash_of(read_code(code))),
        record.died_on is None or record.died_on > current().on,
    ]
    return all(fits)


def _bind(row: HolderAccess) -> Proved:
    unit = current()
    row.state, row.proven_on = State.BOUND, unit.on
    row.version += 1
    row.save(update_fields=["state", "proven_on", "version"])
    note("holder-bound", subject_kind="account", subject=row.account_id, people=[row.person_id])
    write_mail(
        key=f"holder-bound/{row.pk}",
        account=row.account_id,
        address=Account.objects.get(pk=row.account_id).email,
        subject="Your account is open / Su cuenta está abierta",
        body=(
            "Your account in the Ticket Portal is open. Sign in to see your Ticket.\n\n"
            "If this was not you, call the Ticket to Work Help Line at once: 1-866-968-7842 (TTY 1-866-833-2967).\n\n"
            "---\n\n"
            "Su cuenta en el Portal del Ticket está abierta. Entre para ver su Ticket.\n\n"
            "Si no fue usted, llame ahora a la línea de ayuda de Ticket to Work: 1-866-968-7842"
            " (TTY 1-866-833-2967).\n"
        ),
    )
    return Proved.BOUND


def _wrong(row: HolderAccess) -> Proved:
    """Counted where the answer is locked, so that tries at the same time count too."""
    row.tries += 1
    stopped = row.tries >= ACCESS_IN_FORCE.holder_proof_tries
    if stopped:
        row.state = State.STOPPED
        row.version += 1
    row.save(update_fields=["tries", "state", "version"])
    kind = "holder-proof-stopped" if stopped else "holder-proof-failed"
    note(kind, subject_kind="account", subject=row.account_id, people=[row.person_id])
    return Proved.STOPPED if stopped else Proved.WRONG


def _lock(row: HolderAccess) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"holder/{row.person_id}"])
