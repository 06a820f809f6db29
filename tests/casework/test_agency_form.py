"""Form SSA-1365 from draft to receipt, and the agency's file when its case closes (rows C6, B5, C11)."""

import json
from datetime import date

import pytest

from portal.casework import kinds
from portal.casework.agency.cases import vr_case, vr_cases
from portal.casework.models import Case, Signature, SignedForm
from portal.casework.plan.content import digest
from portal.casework.results import NotAllowed, NotFound
from portal.casework.sealing import sealed
from portal.casework.services import vr_case as cases
from portal.casework.services.agency_form import ASSIGNED, CLOSED, Submitted
from portal.casework.services.close_case import close_case
from portal.kernel.actor import SYSTEM
from portal.kernel.drafts import Closed, Conflict, keep
from portal.kernel.models import Draft, Duty, Mail
from portal.kernel.vault import match
from portal.policy.roles import Role
from portal.tickets.models import Assignment, VrCase
from portal.tickets.results import NotDone, VrCaseClosed
from tests.casework.agency_work import AgencyWork
from tests.policy.casework import day
from tests.races.starting import at_once

pytestmark = pytest.mark.row("C6", "B5")


@pytest.fixture
def work(world, unit_as) -> AgencyWork:
    return AgencyWork(world, unit_as)


def rows(model, **which):
    return model.objects.using("loader").filter(**which)


def windows() -> list[date]:
    return list(rows(Duty, kind=kinds.VR_WINDOW, closed_at=None).values_list("due_on", flat=True))


class TestSubmitting:
    def test_the_form_is_kept_as_it_was_signed_and_the_case_is_open(self, work):
        form = work.submitted()
        assert (form.kind, form.state, form.in_force_from) == ("ssa-1365", "signed", day("12-03"))
        with work.unit_as(work.user):
            [text] = match([sealed(form, "content")])
            names = match([sealed(one, "printed_name") for one in Signature.objects.order_by("party")])
        assert bytes(form.digest) == digest(text)
        assert json.loads(text)["facts"]["goal"] == "Bookkeeper"
        assert names == ["Ana Ruiz", "Vera User"]
        signed = rows(Signature).order_by("party").values_list("party", "method", "signed_on", "account")
        assert list(signed) == [
            ("holder", "wet", day("12-03"), None),
            ("provider", "wet", day("12-03"), work.user.account),
        ]
        assert work.now().ipe_signed_on == day("12-01")
        assert windows() == [day("2026-03-01")]

    def test_the_mail_names_numbers_and_nobody(self, work):
        form = work.submitted()
        mail, _ = rows(Mail)
        assert form.number in mail.subject
        assert work.now().number in mail.body and "03/01/2026" in mail.body
        assert "Ana" not in mail.subject + mail.body

    def test_submitting_twice_counts_once(self, work):
        draft = work.start()
        first, second = work.submit(draft), work.submit(draft)
        assert isinstance(first, Submitted) and first == second
        assert rows(VrCase).count() == rows(SignedForm).count() == 1

    def test_two_colleagues_at_once_get_the_first_number(self, work):
        draft = work.start()
        answers = at_once(
            [lambda one=one: work.submit(draft, actor=one) for one in (work.user, work.colleague)]
        )
        assert answers[0] == answers[1] and isinstance(answers[0], Submitted)
        assert rows(VrCase).count() == 1

    def test_a_form_changed_meanwhile_is_not_submitted(self, work):
        draft = work.start()
        with work.unit_as(work.colleague):
            keep(draft=draft, revision=0, answers={"plan": {"goal": ["Cook"]}})
        assert isinstance(work.submit(draft), Conflict)
        assert not rows(SignedForm).exists()

    def test_a_refusal_leaves_the_draft_open_with_what_was_typed(self, work):
        draft = work.start()
        answer = work.submit(draft, work.answers(holder_on=None))
        assert isinstance(answer, NotDone)
        assert "has signed and dated it" in answer.sentence
        assert rows(Draft, pk=draft).get().state == "open"
        assert not rows(SignedForm).exists() and not rows(VrCase).exists()

    def test_a_representative_without_clearance_on_the_day_cannot_have_signed(self, work):
        account = work.world.account(work.agency, [Role.SVRA_USER], clearance_until=day("12-02"))
        answer = work.submit(work.start(), work.answers(provider_account=account.pk))
        assert "clearance on the day of signing" in answer.sentence

    def test_one_draft_a_case_whoever_begins_it(self, work):
        assert work.start() == work.start(actor=work.colleague)

    def test_a_network_and_a_payments_clerk_begin_none(self, work):
        en = work.world.organisation()
        for role in (Role.EN_COUNSELLOR, Role.EN_PAYMENTS_CLERK):
            actor = work.world.actor(work.world.account(en, [role]))
            assert isinstance(work.start(actor=actor), NotAllowed)
        other = work.world.organisation(kind="SVRA")
        stranger = work.world.actor(work.world.account(other, [Role.SVRA_USER]))
        assert isinstance(work.start(actor=stranger), NotFound)
        assert work.submit(work.start(), actor=stranger) == Closed("")

    def test_a_closed_case_takes_no_form(self, work):
        draft = work.start()
        rows(Case).update(closed_on=day("12-15"), closed_why="declined")
        assert work.submit(draft) == NotAllowed(CLOSED)
        assert work.start(work.world.case(work.person, work.agency, closed_on=day("12-01"))) == NotAllowed(
            CLOSED
        )


class TestTheOtherOption:
    def test_the_ticket_is_assigned_from_the_case(self, work):
        form = work.submitted(payment="assignment")
        assert rows(Assignment).get().pk == work.case.pk == form.case_id
        assert not rows(VrCase).exists() and not windows()
        assert work.start() == NotAllowed(ASSIGNED)
        assert rows(Duty, kind=kinds.CONTACT_DUE, closed_at=None).exists()

    def test_a_case_is_changed_by_a_second_form_that_begins_with_the_first(self, work):
        first = work.submitted()
        draft = work.start()
        assert draft != first.pk
        form = work.submit(draft, work.answers(signed="12-12", payment="assignment"))
        assert isinstance(form, Submitted)
        first.refresh_from_db(using="loader")
        assert first.state == "replaced"
        assert rows(Assignment).get().assigned_on == day("12-12")
        assert rows(VrCase).get().changed_on == day("12-12")
        assert not windows()

    def test_an_assigned_ticket_is_lost_in_a_sentence(self, work):
        draft = work.start()
        en = work.world.organisation("Faster EN")
        work.world.assignment(work.ticket, en, on=day("12-02"))
        answer = work.submit(draft, work.answers(payment="assignment"))
        assert isinstance(answer, NotDone)
        assert "Faster EN" not in str(answer) and en.number not in str(answer)
        assert rows(Assignment).count() == 1


class TestClosing:
    def test_the_file_is_closed_with_its_form_and_nothing_is_due(self, work):
        form = work.submitted()
        assert isinstance(work.close("12-10"), VrCaseClosed)
        case, form = rows(Case).get(), rows(SignedForm).get(pk=form.pk)
        assert (case.closed_on, case.closed_why) == (day("12-10"), "vr-closed")
        assert (form.state, form.ended_on) == ("ended", day("12-10"))
        assert not windows()
        assert all("Ana" not in mail.body for mail in rows(Mail, subject__contains="was closed"))

    def test_a_file_with_an_open_case_is_not_closed_by_itself(self, work):
        work.submitted()
        with work.unit_as(work.user):
            refused = close_case(case=work.case.pk, version=0, why="declined")
        assert "A cost-reimbursement case is open from this case" in refused.sentence

    def test_taken_back_the_file_is_open_as_it_was(self, work):
        form = work.submitted()
        work.close("12-10")
        assert work.correct(None).closed_on is None
        case, form = rows(Case).get(), rows(SignedForm).get(pk=form.pk)
        assert (case.closed_on, case.closed_why, form.state, form.ended_on) == (None, "", "signed", None)
        assert windows() == [day("2026-03-01")]

    def test_where_another_file_is_open_it_is_not_taken_back(self, work):
        work.submitted()
        work.close("12-10")
        work.world.case(work.person, work.agency)
        assert work.correct(None, case=work.case) == NotDone(cases.OTHER_OPEN)
        assert work.now().closed_on == day("12-10")

    def test_a_window_that_is_over_leaves_the_list(self, work):
        work.submitted(ipe="09-16", signed="09-16")
        with work.unit_as(SYSTEM):
            assert cases.passed() == []
        rows(Duty).update(due_on=day("12-14"))
        rows(VrCase).update(ipe_signed_on=day("09-15"))
        with work.unit_as(SYSTEM):
            assert cases.passed() == [work.case.pk]
            cases.settle_window(work.case.pk)
        assert not windows()


class TestReading:
    def test_the_list_by_state_and_by_name(self, work):
        work.submitted()
        with work.unit_as(work.colleague, reading=True):
            [line] = vr_cases().rows
            assert (line.name, line.state, line.change_until) == ("Ana Ruiz", "open", day("2026-03-01"))
            assert not vr_cases(scope="closed").rows and not vr_cases(scope="changed").rows
            assert vr_cases(find="ruiz").total == vr_cases(find=line.number).total == 1
            assert vr_cases(find="nobody").total == 0

    def test_the_record_tells_what_was_recorded_and_what_follows(self, work):
        work.submitted()
        work.close("12-01", employed=False)
        work.correct("12-10", employed=True)
        number = work.now().number
        with work.unit_as(work.user, reading=True):
            found = vr_case(number)
        assert [(one.closed_on, one.employed) for one in found.recordings] == [
            (None, None),
            (day("12-01"), False),
            (day("12-10"), True),
        ]
        assert {one.by_name for one in found.recordings} == {"Vera User"}
        assert found.extended_through == day("2026-03-10")
        assert found.effect.phase_1_open_from == day("2027-06-10")

    def test_another_agency_sees_none_of_it(self, work):
        work.submitted()
        number = work.now().number
        other = work.world.organisation(kind="SVRA")
        stranger = work.world.actor(work.world.account(other, [Role.SVRA_USER]))
        with work.unit_as(stranger, reading=True):
            assert vr_case(number) is None and vr_cases(scope="all").total == 0
