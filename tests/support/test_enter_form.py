"""Forms on paper: kept while typed, entered once by the provider's own service, on as they go (L3, D6, D7, D12)."""

from datetime import date
from functools import partial

import pytest

from portal.casework.models import Signature, SignedForm
from portal.casework.services.enter_signed import Signatory
from portal.casework.services.start_plan import start_plan
from portal.integrity.models import PlanReview
from portal.kernel.drafts import Conflict, Kept, read
from portal.kernel.models import Draft, Mail
from portal.kernel.results import Changed, Done, NotAllowed, NotFound
from portal.people.models import Clearance
from portal.support.queries import paper_of, papers_of_case, to_enter, typed
from portal.support.services.enter_form import enter_form
from portal.support.services.index import index
from portal.support.services.keying import barred
from portal.support.services.put_aside import send_back
from portal.tickets.models import Assignment
from tests.authorization.casework import signed_plan
from tests.casework.planning import sound
from tests.policy.casework import day
from tests.races.starting import at_once, kinds, unit
from tests.support.keying import Keying
from tests.support.room import CAME_IN, pdf

pytestmark = pytest.mark.row("L3")


@pytest.fixture
def keying(world, unit_as):
    return Keying(world, unit_as)


def why_not(paper):
    found = to_enter(paper.number)
    return barred(found.item, found.of_case)


def rows(model, **where):
    return model.objects.using("loader").filter(**where)


class TestKeeping:
    def test_it_is_one_draft_of_the_case_that_a_second_clerk_goes_on_with(self, keying):
        assert keying.keeps() == Kept(0)
        draft = rows(Draft).get()
        assert (draft.form, draft.subject, draft.organisation) == (
            "iwp-on-paper",
            keying.case.pk,
            keying.en.pk,
        )
        assert b"Corner Shop" not in bytes(draft.answers)
        with keying.unit_as(keying.second, reading=True) as opened:
            assert typed(keying.plan.pk).answers["work-history"]["jobs-0-employer"] == ["Corner Shop"]
            assert opened.looked_at == {keying.beneficiary.pk}
        assert keying.keeps(revision=0, actor=keying.second, statement={"statement": "I will."}) == Kept(1)
        assert rows(Draft).count() == 1

    def test_nothing_is_overwritten_unseen_and_the_same_twice_is_once(self, keying):
        keying.keeps()
        assert keying.keeps() == Kept(0)
        answer = keying.keeps(statement={"statement": "I will."})
        assert isinstance(answer, Conflict) and answer.by_name == "Mia Mailroom"

    def test_a_provider_neither_keeps_nor_enters_nor_finds_it_among_its_own(self, keying):
        keying.keeps()
        assert keying.keeps(actor=keying.counsellor) == NotFound()
        assert keying.enters(actor=keying.counsellor) == NotFound()

    def test_sent_back_or_put_to_another_case_it_is_given_up_and_at_the_same_case_it_stays(self, keying):
        keying.keeps()
        again = keying.does(index, keying.plan, case=keying.case.number, kind="plan")
        assert isinstance(again, Done) and rows(Draft, state="open").exists()
        row = keying.paper(keying.plan.pk)
        other = keying.world.case(keying.world.person("Somebody Else"), keying.other)
        keying.does(index, row, case=other.number, kind="plan")
        assert not rows(Draft, state="open").exists() and keying.paper(row.pk).draft is None
        row = keying.paper(row.pk)
        keying.keeps(row)
        keying.does(send_back, row, reason="The second page is missing.")
        assert not rows(Draft, state="open").exists()


@pytest.mark.row("D6")
class TestEntering:
    def test_the_ticket_of_a_network_that_assigns_by_itself_is_assigned_as_of_the_day_it_came_in(
        self, keying
    ):
        keying.keeps()
        done = keying.enters()
        assert isinstance(done, Done), done
        form = rows(SignedForm).get()
        assert (form.kind, form.way, form.state, form.received_on, form.file_id) == (
            "iwp",
            "paper",
            "signed",
            CAME_IN,
            keying.plan.file_id,
        )
        made = rows(Assignment).get()
        assert (made.pk, made.assigned_on, made.entered_on) == (keying.case.pk, date(2025, 12, 6), CAME_IN)
        assert not rows(PlanReview).exists()
        assert {one.entered_by for one in rows(Signature)} == {keying.clerk.account}
        with keying.unit_as(keying.counsellor, reading=True):
            [own] = papers_of_case(keying.case.pk)
            assert (own.became, own.file_clean) == (form.number, True)
            assert paper_of(form.number).number == keying.plan.number
        assert keying.duty(keying.plan) is None
        assert isinstance(keying.enters(), Changed)

    @pytest.mark.row("D7")
    def test_of_a_new_network_it_is_reviewed_and_its_receipt_is_the_day_it_came_in(self, keying):
        """Received on Thursday 11 December: with Christmas Day, due on Monday the 22nd."""
        keying.new_network()
        keying.keeps()
        assert isinstance(keying.enters(), Done)
        review = rows(PlanReview).get()
        assert (review.received_on, review.due_on, review.complete, review.reason) == (
            CAME_IN,
            date(2025, 12, 22),
            True,
            "new-en",
        )
        assert not rows(Assignment).exists()
        [mail, *_] = rows(Mail, key__startswith="form-on-paper/")
        assert "Program Integrity reviews it" in mail.body and "Ana" not in mail.body

    def test_its_provider_corrects_it_from_what_was_typed_and_signs_anew(self, keying):
        keying.new_network()
        keying.keeps()
        keying.enters()
        with keying.unit_as(keying.counsellor):
            draft = start_plan(case=keying.case.pk)
            answers = read(draft).answers
        assert answers["work-history"]["jobs-0-employer"] == ["Corner Shop"]
        assert "paper" not in answers

    def test_what_the_law_finds_is_named_and_nothing_is_entered(self, keying):
        keying.keeps()
        for other in (
            {"facts": sound(long_term=None)},
            {"provider": Signatory("Cora Counsellor", day("12-06"))},
            {"holder": Signatory("Ana Ruiz", None)},
        ):
            answer = keying.enters(**other)
            assert isinstance(answer, NotAllowed) and answer.sentence, other
        assert not rows(SignedForm).exists() and not rows(Signature).exists()
        assert keying.paper(keying.plan.pk).state == "indexed"

    @pytest.mark.row("D5")
    def test_who_signed_without_a_clearance_on_that_day_did_not_sign(self, keying):
        rows(Clearance, account=keying.counsellor.account).update(expires_on=date(2025, 12, 5))
        keying.keeps()
        answer = keying.enters()
        assert isinstance(answer, NotAllowed) and "clear" in answer.sentence.lower()
        assert not rows(SignedForm).exists()

    def test_a_ticket_that_cannot_be_assigned_leaves_the_plan_signed_and_its_provider_told(self, keying):
        holder = keying.world.case(keying.beneficiary, keying.other)
        keying.world.assignment(keying.beneficiary.tickets.using("loader").get(), keying.other, case=holder)
        keying.keeps()
        assert isinstance(keying.enters(), Done)
        assert rows(SignedForm).get().state == "signed"
        assert not rows(Assignment, pk=keying.case.pk).exists()
        assert "could not be assigned" in rows(Mail, key__startswith="form-on-paper/")[0].body

    def test_a_plan_that_waits_for_its_signatures_in_the_portal_is_not_typed_again(self, keying):
        waits = signed_plan(keying.world, keying.case, state="to-sign")
        with keying.unit_as(keying.clerk, reading=True):
            assert f"{waits.number} is written in the portal already" in why_not(keying.plan)

    def test_nothing_typed_no_scan_or_a_case_that_takes_none(self, keying):
        assert "Nothing was typed" in keying.enters().sentence
        bare = keying.indexed("plan", keying.case.number)
        keying.keeps(bare)
        assert "no scan" in keying.enters(bare).sentence
        amendment = keying.indexed("amendment", keying.case.number, scan=pdf(2))
        with keying.unit_as(keying.clerk, reading=True):
            assert "No plan is in force" in why_not(amendment)
            assert why_not(keying.plan) is None
        type(keying.case).objects.using("loader").filter(pk=keying.case.pk).update(
            closed_on=date(2025, 12, 12), closed_why="refused"
        )
        with keying.unit_as(keying.clerk, reading=True):
            assert "closed" in why_not(keying.plan)
        keying.keeps()
        assert "closed" in keying.enters().sentence

    @pytest.mark.row("L13")
    def test_two_who_enter_one_paper_at_once_and_one_does(self, keying):
        keying.keeps()

        def entering(actor):
            with unit(actor):
                return enter_form(
                    paper=keying.plan.pk,
                    version=keying.plan.version,
                    revision=0,
                    facts=sound(),
                    holder=Signatory("Ana Ruiz", day("12-05")),
                    provider=Signatory("Cora Counsellor", day("12-06"), keying.counsellor.account),
                )

        answers = at_once([partial(entering, keying.clerk), partial(entering, keying.second)])
        assert sorted(kinds(answers)) == ["Changed", "Done"], answers
        assert rows(SignedForm).count() == 1 and rows(Signature).count() == 2
