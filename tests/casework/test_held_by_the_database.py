"""What was locked for signing never changes, and what was signed stays signed: held by the database itself."""

from hashlib import sha256

import pytest
from django.db import DatabaseError, IntegrityError, connections

from portal.casework.models import Signature, SignedForm
from portal.kernel.ids import new_id
from tests.authorization.casework import enter_casework, signed_plan

pytestmark = [pytest.mark.row("D5", "I1")]

KEPT = {
    "content": "content = '\\x00'",
    "digest": "digest = '\\x00'",
    "case": "case_id = (select id from casework_case where id <> case_id limit 1)",
    "person": "person_id = (select id from tickets_person p where p.id <> person_id limit 1)",
    "number": "number = 'PL-0000-0000'",
    "kind": "kind = 'ssa-1365'",
    "way": "way = 'paper'",
    "terms": "terms_version = 'others'",
    "when it was locked": "locked_at = now()",
    "who locked it": "locked_by = gen_random_uuid()",
}


@pytest.fixture
def plan(world):
    """A signed plan, and a case of somebody else."""
    _, _, assignment = world.holder(world.organisation())
    world.holder(world.organisation())
    case = enter_casework(world, assignment)
    return SignedForm.objects.using("loader").get(case=case)


@pytest.mark.parametrize("alias", ["owner", "loader"])
@pytest.mark.parametrize("what", KEPT)
def test_what_was_locked_never_changes_whoever_asks(plan, alias, what):
    with connections[alias].cursor() as cursor:
        cursor.execute("select set_config('portal.actor', 'test', false)")
        with pytest.raises(DatabaseError, match="what was locked for signing never changes"):
            cursor.execute(f"update casework_signedform set {KEPT[what]} where id = %s", [plan.pk])


def test_its_state_may_still_change(plan):
    SignedForm.objects.using("loader").filter(pk=plan.pk).update(state="ended", ended_on=plan.in_force_from)
    plan.refresh_from_db(using="loader")
    assert (plan.state, plan.version) == ("ended", 0)


def test_a_signature_is_of_its_forms_own_content(plan, world):
    waiting = signed_plan(world, world.case(world.person(), world.organisation()), state="to-sign")
    given = Signature.objects.using("loader").filter(signed_form=plan).first()
    fields = {field.attname: getattr(given, field.attname) for field in Signature._meta.fields}
    other = {
        "another content": {"digest": sha256(b"another plan").digest()},
        "another person": {"person_id": plan.person_id, "organisation_id": waiting.organisation_id},
    }
    for change in other.values():
        row = Signature(**{**fields, "id": new_id(), "signed_form_id": waiting.pk, **change})
        with pytest.raises(IntegrityError, match="signature_of_its_form"):
            row.save(using="loader", force_insert=True)


@pytest.mark.parametrize("table", ["casework_signature", "tickets_ticketstep"])
@pytest.mark.parametrize("change", ["delete from {}", "update {} set at = now()"])
def test_signatures_and_steps_only_grow(plan, table, change):
    for alias in ("owner", "loader"):
        with connections[alias].cursor() as cursor, pytest.raises(DatabaseError, match="only grows"):
            cursor.execute("select set_config('portal.actor', 'test', false)")
            cursor.execute(change.format(table))


def test_one_party_signs_once(plan):
    given = Signature.objects.using("loader").filter(signed_form=plan).first()
    fields = {field.attname: getattr(given, field.attname) for field in Signature._meta.fields}
    with pytest.raises(IntegrityError, match="signature_once"):
        Signature(**{**fields, "id": new_id()}).save(using="loader", force_insert=True)
