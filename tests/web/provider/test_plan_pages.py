"""Writing a plan on its pages: any order, kept at each step, findings beside each part (C5, D3, D4)."""

import re

import pytest

from portal.casework.models import Signature, SignedForm
from portal.kernel.models import Draft
from portal.policy.roles import Role
from portal.providers.models import Provider
from tests.casework.typed_plan import GOALS, PAGES
from tests.web.provider.plan_hands import lock, revision, send, sign, stored, text, write

pytestmark = [pytest.mark.row("C5"), pytest.mark.row("D3")]


@pytest.fixture
def case(shop):
    Provider.objects.using("loader").filter(pk=shop.ours.pk).update(business_models=["BM-1", "BM-2"])
    return shop.world.case(shop.world.person(name="Ana Ruiz"), shop.ours, name="Ana Ruiz")


@pytest.fixture
def begun(shop, case):
    response = shop.counsellor.post(f"/cases/{case.number}/plan/start/")
    assert response.headers["Location"] == f"/cases/{case.number}/plan/"
    return case


@pytest.fixture
def colleague(shop):
    """Another counsellor of the same provider."""
    return shop.sign_in(shop.world.account(shop.ours, [Role.EN_COUNSELLOR], name="Carl Colleague"))


class TestWriting:
    def test_a_whole_plan_from_the_case_to_both_signatures(self, shop, begun):
        assert "holder_name" in shop.counsellor.get(f"/cases/{begun.number}/plan/contacts/").content.decode()
        write(shop.counsellor, begun)
        tasks = text(shop.counsellor.get(f"/cases/{begun.number}/plan/"))
        assert "8 of 8 parts are done" in tasks
        assert "2026 amount" not in tasks
        form = lock(shop.counsellor, begun)
        page = text(shop.counsellor.get(f"/plans/{form.number}/"))
        assert "waiting for signatures" in page
        assert "Lead a shop full time" in page
        assert sign(shop.counsellor, form, printed_name="Noor Counsellor").status_code == 303
        assert sign(shop.counsellor, form, "in-person/").status_code == 303
        page = text(shop.counsellor.get(f"/plans/{form.number}/"))
        for said in (
            "signed by both",
            "Noor Counsellor",
            "signed in person on the provider",
            "15. Other terms",
        ):
            assert said in page
        assert {one.method for one in stored(Signature)} == {"electronic", "in-person-on-screen"}
        record = text(shop.counsellor.get(f"/cases/{begun.number}/"))
        assert form.number in record

    def test_the_organization_s_contact_comes_from_its_last_plan(self, shop, begun):
        write(shop.counsellor, begun)
        lock(shop.counsellor, begun)
        other = shop.world.case(shop.world.person(name="Omar Held"), shop.ours, name="Omar Held")
        shop.counsellor.post(f"/cases/{other.number}/plan/start/")
        page = shop.counsellor.get(f"/cases/{other.number}/plan/contacts/").content.decode()
        assert "1 Main Street" in page
        assert "Omar Held" in page
        assert "2 Oak Street" not in page

    @pytest.mark.row("B5")
    def test_the_parts_can_be_filled_in_any_order_and_are_kept(self, shop, begun):
        for slug in reversed(PAGES):
            if slug not in ("describe", "goals"):
                send(shop.counsellor, begun, slug)
        page = shop.counsellor.get(f"/cases/{begun.number}/plan/contacts/").content.decode()
        assert "2 Oak Street" in page
        tasks = text(shop.counsellor.get(f"/cases/{begun.number}/plan/"))
        assert "Not started" in tasks
        draft = stored(Draft).get()
        assert b"Oak" not in bytes(draft.answers)

    @pytest.mark.row("B5")
    def test_two_at_one_part_are_told(self, shop, begun, colleague):
        noor = shop.counsellor.get(f"/cases/{begun.number}/plan/goals/")
        send(colleague, begun, "goals")
        late = {**GOALS, "long-job": "Baker", "revision": revision(noor)}
        response = shop.counsellor.post(f"/cases/{begun.number}/plan/goals/", late)
        assert response.status_code == 409
        said = text(response)
        for words in ("changed this plan", "Long-term goal: Job or kind of work", "Shop manager", "Baker"):
            assert words in said

    def test_another_job_is_added_and_nothing_is_lost(self, shop, begun):
        response = send(shop.counsellor, begun, "work-history", action="add")
        assert response.status_code == 303
        page = shop.counsellor.get(f"/cases/{begun.number}/plan/work-history/").content.decode()
        assert "Corner Shop" in page
        assert "jobs-1-employer" in page

    def test_what_cannot_be_read_is_said_and_kept(self, shop, begun):
        response = send(shop.counsellor, begun, "goals", **{"long-monthly": "lots"})
        assert response.status_code == 422
        assert "Enter an amount in dollars and cents" in text(response)
        assert "lots" in shop.counsellor.get(f"/cases/{begun.number}/plan/goals/").content.decode()
        check = text(shop.counsellor.get(f"/cases/{begun.number}/plan/check/"))
        assert "Something here cannot be read" in check

    @pytest.mark.row("D4")
    @pytest.mark.parametrize(
        ("slug", "change", "says"),
        [
            ("goals", {"long-monthly": "1,619.99"}, ("$1,620.00 a month", "Raise the goal")),
            ("discussion", {"held_on": "12/16/2025"}, ("The date and the modality",)),
            ("work-history", {"jobs-0-until": "11/30/2024"}, ("Each job has its employer",)),
            ("describe", {"job-search-specific": "leads"}, ("Job search.", "in a sentence or more")),
            ("statement", {"statement": "The Ticketholder agrees."}, ("as the Ticketholder says it",)),
            ("services", {"kinds": []}, ("At least one service",)),
        ],
    )
    def test_a_finding_names_the_requirement_and_the_remedy(self, shop, begun, slug, change, says):
        if slug == "describe":
            send(shop.counsellor, begun, "services")
        response = send(shop.counsellor, begun, slug, **change)
        assert response.headers["Location"] == f"/cases/{begun.number}/plan/{slug}/"
        page = text(shop.counsellor.get(f"/cases/{begun.number}/plan/{slug}/"))
        for said in (*says, "Not met", "What to do"):
            assert said in page, said
        check = shop.counsellor.get(f"/cases/{begun.number}/plan/check/")
        assert shop.counsellor.post(check.request["PATH_INFO"], {"revision": "1"}).status_code == 422
        assert not stored(SignedForm).exists()

    @pytest.mark.row("H3")
    def test_goals_are_asked_for_in_dollars_of_the_year_without_jargon(self, shop, begun):
        page = text(shop.counsellor.get(f"/cases/{begun.number}/plan/goals/"))
        for said in ("$1,620", "$1,160", "2025 amount"):
            assert said in page
        assert not re.search(r"\b(TWL|SGA)\b", page)

    def test_the_statement_is_suggested_from_the_plan(self, shop, begun):
        send(shop.counsellor, begun, "goals")
        send(shop.counsellor, begun, "services")
        page = text(shop.counsellor.get(f"/cases/{begun.number}/plan/statement/"))
        assert "My long-term goal is to work as: Shop manager." in page
        assert "job search" in page

    def test_only_ticked_services_ask_and_each_asks_its_own_questions(self, shop, begun):
        send(shop.counsellor, begun, "services", kinds=["training", "job-accommodation"])
        page = shop.counsellor.get(f"/cases/{begun.number}/plan/describe/").content.decode()
        for name in ("training-paid_by", "job-accommodation-requested_by", "follow-up-initial-specific"):
            assert f'name="{name}"' in page
        for name in ("job-search-specific", "job-accommodation-paid_by", "training-placement"):
            assert f'name="{name}"' not in page

    @pytest.mark.row("B6")
    def test_a_synopsis_of_its_own_is_uploaded(self, shop, begun, slip):
        response = send(
            shop.counsellor,
            begun,
            "discussion",
            where="separate",
            separate_names="on",
            upload=slip("talk.pdf"),
        )
        assert response.status_code == 303
        page = text(shop.counsellor.get(f"/cases/{begun.number}/plan/discussion/"))
        assert "talk.pdf" in page
        assert "Not met" not in page
        again = send(shop.counsellor, begun, "discussion", where="separate", separate_names="on")
        assert again.headers["Location"].endswith("/work-history/")

    def test_a_plan_is_given_up_after_asking(self, shop, begun):
        url = f"/cases/{begun.number}/plan/cancel/"
        page = shop.counsellor.get(url)
        assert "cannot be had back" in text(page)
        assert shop.counsellor.post(url, {"revision": "7"}).status_code == 409
        assert shop.counsellor.post(url, {"revision": revision(page)}).status_code == 303
        assert stored(Draft).get().state == "cancelled"
