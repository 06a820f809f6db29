"""Who one can be, and how one gets in."""

from datetime import UTC, date, datetime
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import hotp_value
from django.core.management import call_command

from portal.casework.models import Signature
from portal.kernel.links import hash_of
from portal.nation.holders import answers_of
from portal.nation.load import Made
from portal.nation.personas import HOLDERS, PASSWORD, PERSONAS, totp_code, totp_secret
from portal.people.factors import open_factor
from portal.people.models import Account, Clearance, Employment, TrainingRecord
from portal.policy.roles import Role
from portal.providers.models import Agreement
from portal.tickets.models import HolderAccess

TODAY = date(2025, 12, 15)


def test_the_code_is_that_of_the_standard() -> None:
    # A value of RFC 6238's algorithm worked out by the sign-in library's own code for the same secret.
    real = datetime(2026, 3, 1, 12, 0, 5, tzinfo=UTC)
    counter = int(real.timestamp()) // 30
    expected = hotp_value(totp_secret("clerk@bright-path.example.org"), counter)
    assert totp_code("clerk@bright-path.example.org", real) == f"{expected:06d}"


@pytest.mark.row("A10")
def test_every_role_has_a_persona() -> None:
    played = {role for persona in PERSONAS for role in persona.roles}
    assert {str(role) for role in Role} == {*played, Role.TICKETHOLDER}
    emails = [persona.email for persona in (*PERSONAS, *HOLDERS)]
    assert len(set(emails)) == len(emails)


@pytest.mark.row("A3")
def test_factors_are_sealed_and_the_known_secret_opens(nation: Made) -> None:
    for persona in PERSONAS:
        rows = Authenticator.objects.using("loader").filter(user__email=persona.email)
        kinds = {row.type: row for row in rows}
        if not persona.second_factor:
            assert not kinds
            continue
        assert set(kinds) == {"totp", "recovery_codes"}
        sealed = kinds["totp"].data["secret"]
        assert totp_secret(persona.email) not in sealed
        assert open_factor(sealed) == totp_secret(persona.email)


@pytest.mark.row("A4")
def test_the_gate_has_something_to_say_about_these(nation: Made) -> None:
    by_key = {persona.key: Account.objects.using("loader").get(email=persona.email) for persona in PERSONAS}
    clearance = Clearance.objects.using("loader").get(account=by_key["lapsed-clearance"])
    assert (TODAY - clearance.expires_on).days == 1
    training = TrainingRecord.objects.using("loader").get(account=by_key["training-due"])
    assert (training.completed_on.replace(year=2026) - TODAY).days == 20
    assert Employment.objects.using("loader").get(account=by_key["not-verified"]).verified_on is None
    ended = Employment.objects.using("loader").get(account=by_key["agreement-ended"]).organisation_id
    assert Agreement.objects.using("loader").get(provider_id=ended).until_on == TODAY


def test_the_password_of_all_is_known(nation: Made) -> None:
    account = Account.objects.using("loader").get(email=PERSONAS[0].email)
    assert account.check_password(PASSWORD)


def test_the_list_names_everyone(nation: Made) -> None:
    out = StringIO()
    call_command("personas", stdout=out)
    lines = out.getvalue().splitlines()
    assert len(lines) == len(PERSONAS) + len(HOLDERS) + 3
    assert PASSWORD in lines[-2]
    for persona, line in zip((*PERSONAS, *HOLDERS), lines, strict=False):
        assert persona.email in line
        assert persona.organisation in line


def test_the_code_command_prints_six_digits() -> None:
    out = StringIO()
    call_command("code", PERSONAS[0].email, stdout=out)
    assert len(out.getvalue().strip()) == 6
    assert out.getvalue().strip().isdigit()


@pytest.mark.row("L10")
def test_the_ticketholders_one_can_be_are_bound_and_one_is_invited(nation: Made) -> None:
    rows = {row.account.email: row for row in HolderAccess.objects.using("loader").select_related("account")}
    assert {one.email: one.state for one in HOLDERS} == {email: row.state for email, row in rows.items()}
    answers = answers_of("just.invited@example.org")
    assert answers is not None
    row = rows["just.invited@example.org"]
    assert hash_of(answers["code"]) == bytes(row.code_hash)
    assert answers_of("ticket.in.use@example.org") is None
    signed = Signature.objects.using("loader").filter(
        signed_form__person=rows["plan.to.sign@example.org"].person_id
    )
    assert [one.party for one in signed] == ["provider"]
