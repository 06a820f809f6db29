"""Certifications of services from draft to signature: what is certified, by whom, once, for ever (rows C9, B5, C11)."""

import json
from datetime import date

import pytest
from django.db import DatabaseError, connections

from portal.casework.certifying import Given, RowGiven, stated
from portal.casework.models import Certification
from portal.casework.plan.content import digest
from portal.casework.results import NotAllowed, NotFound
from portal.casework.sealing import sealed
from portal.casework.services.certify import NOT_ASSIGNED, NOT_YOURS, Submitted
from portal.casework.services.note_contact import strike_contact
from portal.kernel.drafts import Closed, Conflict, keep
from portal.kernel.models import Draft, Mail
from portal.kernel.vault import match
from portal.policy.core import Month
from portal.policy.cos import certify
from portal.policy.cos_facts import CertificationFacts, Contacts, Purpose
from portal.policy.facts_json import from_json
from portal.policy.roles import Role
from tests.casework.certifying import ASSIGNED, LEFT, MONTH, Certifying
from tests.policy.casework import day
from tests.races.starting import at_once

pytestmark = pytest.mark.row("C9", "B5")


@pytest.fixture
def office(world, unit_as) -> Certifying:
    return Certifying(world, unit_as)


def rows(model, **which):
    return model.objects.using("loader").filter(**which)


class TestSigning:
    def test_it_is_kept_as_it_was_signed_and_its_answer_replays(self, office):
        signed = office.certified()
        assert (signed.from_on, signed.until_on) == (ASSIGNED, LEFT)
        assert (signed.purpose, signed.services, signed.contributed) == ("claims-after-unassignment", 3, True)
        assert (signed.claim_months, signed.signed_by_name) == ([MONTH.first], "Cora Counsellor")
        with office.unit_as(office.counsellor):
            [text] = match([sealed(signed, "content")])
        assert bytes(signed.digest) == digest(text)
        content = json.loads(text)
        facts = from_json(CertificationFacts, content["facts"])
        assert certify(facts).to_json() == content["decision"]
        assert facts.plan_version == office.plan.number
        assert [one.description for one in facts.rows] == [
            "Went through the openings of the week, and wrote to two employers."
        ] * 3

    def test_what_is_signed_is_changed_by_nobody(self, office):
        signed = office.certified()
        with connections["loader"].cursor() as cursor, pytest.raises(DatabaseError):
            cursor.execute("update casework_certification set contributed = false where id = %s", [signed.pk])

    def test_submitting_twice_counts_once_also_at_the_same_time(self, office):
        draft = office.started()
        given = office.stating(), office.stating(office.colleague)
        answers = at_once(
            [
                lambda: office.submit(draft, given[0]),
                lambda: office.submit(draft, given[1], office.colleague),
            ]
        )
        assert answers[0] == answers[1] and isinstance(answers[0], Submitted)
        assert rows(Certification).count() == 1

    def test_the_mail_names_numbers_and_nobody(self, office):
        before = set(rows(Mail).values_list("pk", flat=True))
        signed = office.certified()
        mails = [mail for mail in rows(Mail) if mail.pk not in before]
        assert mails and all(signed.number in mail.subject for mail in mails)
        assert not any("Ana" in mail.subject + mail.body for mail in mails)

    def test_a_service_can_be_left_out(self, office):
        opened = office.opened(office.counsellor)
        first = next(key for key in opened if key.endswith("job-coaching"))
        opened[first] = RowGiven("", "", left_out=True, why="It was planned only.")
        assert office.certified(rows=opened).services == 2


class TestRefusing:
    def test_what_the_rule_refuses_leaves_the_draft_open(self, office):
        draft = office.started()
        unopened = dict(list(office.opened(office.counsellor).items())[1:])
        refused = {
            "opened each service": office.stating(rows=unopened),
            "The contacts stated": office.stating(stated=Contacts(3, 1)),
            "services agreed were provided": office.stating(contributed=False),
            "their months are named": office.stating(claim_months=(Month.parse("2025-05"),)),
            "certified and signed": office.stating(certified=False),
            "Say first": Given(None),
        }
        for words, given in refused.items():
            answer = office.submit(draft, given)
            assert isinstance(answer, NotAllowed) and words in answer.sentence, words
        assert rows(Draft, pk=draft).get().state == "open"
        assert not rows(Certification).exists()

    def test_who_signs_is_cleared_on_that_day_and_opened_the_services_in_person(self, office):
        lapsed = office.world.actor(
            office.world.account(office.en, [Role.EN_COUNSELLOR], clearance_until=day("12-14"))
        )
        answer = office.submit(office.started(), actor=lapsed)
        assert "signed by a person with a clearance" in answer.sentence
        answer = office.submit(office.started(), office.stating(), office.colleague)
        assert "opened each service" in answer.sentence, "the counsellor opened them, not who signs"

    def test_a_draft_changed_meanwhile_is_not_signed(self, office):
        draft = office.started()
        with office.unit_as(office.colleague):
            keep(draft=draft, revision=0, answers={"purpose": {"purpose": ["quality-review"]}})
        assert isinstance(office.submit(draft), Conflict)

    def test_others_and_clerks_begin_none_and_one_draft_is_for_all(self, office):
        clerk = office.person(office.en, Role.EN_PAYMENTS_CLERK, "Clara Clerk")
        assert office.started(clerk) == NotAllowed(NOT_YOURS)
        assert isinstance(office.started(office.stranger), NotFound)
        draft = office.started()
        assert office.started(office.colleague) == draft
        assert office.submit(draft, office.stating(), office.stranger) == Closed("")

    def test_without_an_assignment_there_is_nothing_to_certify(self, planning):
        office = planning
        assert Certifying.started(office) == NotAllowed(NOT_ASSIGNED)


def test_the_days_follow_from_what_it_is_for_and_struck_notes_do_not_count(office):
    def days(given):
        with office.unit_as(office.counsellor, reading=True):
            found = stated(office.case.pk, office.en.pk, given)
        return found.facts.from_, found.facts.until, len(found.lines), found.facts.notes

    assert days(Given(Purpose.YEARLY_REVIEW)) == (ASSIGNED, LEFT, 3, Contacts(2, 1))
    february = Given(Purpose.PHASE_1, (Month.parse("2025-02"),))
    assert days(february) == (ASSIGNED, date(2025, 3, 1), 2, Contacts(1, 0))
    asked = Given(Purpose.QUALITY, from_on=date(2025, 3, 1), through_on=date(2025, 4, 30))
    assert days(asked) == (date(2025, 3, 1), date(2025, 5, 1), 1, Contacts(1, 1))
    with office.unit_as(office.counsellor):
        strike_contact(note=office.notes[1])
    assert days(asked) == (date(2025, 3, 1), date(2025, 5, 1), 0, Contacts(0, 1))
