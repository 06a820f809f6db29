"""Drafts: sealed, finished by any colleague, never overwritten unseen (row B5)."""

import pytest
from django.db import connections

from portal.kernel import drafts
from portal.kernel.drafts import Closed, Conflict, Kept
from portal.policy.roles import Role

pytestmark = pytest.mark.row("B5")


@pytest.fixture
def office(world):
    """An EN with two clerks and a Ticketholder, and another EN with one clerk."""
    one, other = world.organisation(), world.organisation()
    person, _, assignment = world.holder(one)

    def clerk(organisation, name):
        return world.actor(world.account(organisation, [Role.EN_PAYMENTS_CLERK], name=name))

    return person, assignment, clerk(one, "Ann"), clerk(one, "Ben"), clerk(other, "Eve")


def started(unit_as, office, answers=None):
    person, assignment, ann, *_ = office
    with unit_as(ann):
        return drafts.start(
            form="payment-request",
            form_version="1",
            person=person.id,
            subject=assignment.id,
            answers=answers or {"note": "Acme paid her"},
        )


def test_a_colleague_reads_and_goes_on(unit_as, office):
    draft = started(unit_as, office)
    _, _, ann, ben, _ = office
    with unit_as(ben):
        assert drafts.keep(draft=draft.id, revision=0, answers={"note": "Acme, March"}) == Kept(1)
    with unit_as(ann, reading=True) as unit:
        read = drafts.read(draft.id)
        assert (read.answers, read.revision, read.changed_by_name) == ({"note": "Acme, March"}, 1, "Ben")
        assert unit.looked_at == {draft.person}
        assert [line.id for line in drafts.open_drafts("payment-request")] == [draft.id]


def test_the_second_of_two_is_told_and_nothing_is_overwritten(unit_as, office):
    draft = started(unit_as, office)
    _, _, ann, ben, _ = office
    with unit_as(ben):
        drafts.keep(draft=draft.id, revision=0, answers={"note": "Ben's"})
    with unit_as(ann):
        told = drafts.keep(draft=draft.id, revision=0, answers={"note": "Ann's"})
    assert isinstance(told, Conflict)
    assert (told.by_name, told.revision, told.answers) == ("Ben", 1, {"note": "Ben's"})
    assert "Ben" in told.sentence
    with unit_as(ann, reading=True):
        assert drafts.read(draft.id).answers == {"note": "Ben's"}


def test_another_organisation_has_no_such_draft(unit_as, office):
    draft = started(unit_as, office)
    eve = office[4]
    with unit_as(eve):
        assert drafts.read(draft.id) is None
        assert drafts.keep(draft=draft.id, revision=0, answers={}) == Closed("")
        assert drafts.cancel(draft=draft.id, revision=0) == Closed("")
        assert drafts.open_drafts("payment-request") == []


def test_a_cancelled_draft_stays_as_it_was(unit_as, office):
    draft = started(unit_as, office)
    ann = office[2]
    with unit_as(ann):
        assert drafts.cancel(draft=draft.id, revision=0) == Kept(1)
    with unit_as(ann):
        assert drafts.keep(draft=draft.id, revision=1, answers={"note": "late"}) == Closed("cancelled")
        assert drafts.read(draft.id).answers == {"note": "Acme paid her"}


def test_answers_are_not_in_the_database_in_clear(unit_as, office):
    started(unit_as, office, {"note": "canary-in-answers"})
    with connections["loader"].cursor() as cursor:
        cursor.execute("select count(*) from kernel_draft where position('canary'::bytea in answers) > 0")
        assert cursor.fetchone() == (0,)
        cursor.execute("select count(*) from kernel_trailentry where detail::text like '%canary%'")
        assert cursor.fetchone() == (0,)
