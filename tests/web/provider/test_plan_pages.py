"""Writing a plan on its pages: any order, kept at each step, findings beside each part, locked, signed (C5, D3-D5)."""

import html
import re
from datetime import date

import pytest

from portal.casework.models import Signature, SignedForm
from portal.kernel.models import Draft, StoredFile
from portal.people.models import Clearance
from portal.policy.roles import Role
from portal.providers.models import Provider
from tests.casework.typed_plan import GOALS, PAGES

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


def text(response) -> str:
    """The page as it is read."""
    body = re.sub(r"<(script|style).*?</\1>", "", response.content.decode(), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split()).replace(" .", ".")


def stored(model):
    return model.objects.using("loader")


def revision(response) -> str:
    return re.search(r'name="revision" value="(\d+)"', response.content.decode())[1]


def send(client, case, slug, **other):
    """Fill in a part as typed, with what is changed, from the page as it is now."""
    url = f"/cases/{case.number}/plan/{slug}/"
    page = client.get(url)
    assert page.status_code == 200, slug
    return client.post(url, {**PAGES[slug], "revision": revision(page), **other})


def write(client, case, **other):
    for slug in PAGES:
        response = send(client, case, slug, **other.get(slug, {}))
        assert response.status_code == 303, (slug, text(response))


def lock(client, case):
    url = f"/cases/{case.number}/plan/check/"
    response = client.post(url, {"revision": revision(client.get(url))})
    assert response.status_code == 303, text(response)
    return stored(SignedForm).get(state="to-sign")


def sign(client, form, how="", **other):
    url = f"/plans/{form.number}/sign/{how}"
    digest = re.search(r'name="digest" value="([0-9a-f]+)"', client.get(url).content.decode())
    given = {"printed_name": "Ana Ruiz", "agreed": "on", "digest": digest[1] if digest else "", **other}
    return client.post(url, given)


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


@pytest.mark.row("D5")
class TestSigning:
    @pytest.fixture
    def form(self, shop, begun):
        write(shop.counsellor, begun)
        return lock(shop.counsellor, begun)

    def test_the_gate_keeps_out_who_is_not_cleared_today(self, shop, form):
        stored(Clearance).filter(account__name="Noor Counsellor").update(expires_on=date(2025, 12, 14))
        assert shop.counsellor.get(f"/plans/{form.number}/sign/").status_code == 403
        assert not stored(Signature).exists()

    def test_name_and_tick_are_needed_and_the_content_is_the_one_shown(self, shop, form):
        for other, said in (
            ({"printed_name": ""}, "Type the full name"),
            ({"agreed": ""}, "Tick the box to sign"),
            ({"digest": "00"}, "not what is locked now"),
        ):
            response = sign(shop.counsellor, form, "in-person/", **other)
            assert response.status_code == 422
            assert said in text(response)
        assert not stored(Signature).exists()

    def test_unlocked_it_goes_on_and_both_sign_the_new_one(self, shop, begun, form):
        sign(shop.counsellor, form, "in-person/")
        page = shop.counsellor.get(f"/plans/{form.number}/").content.decode()
        version = re.search(r'name="version" value="(\d+)"', page)[1]
        stale = shop.counsellor.post(f"/plans/{form.number}/unlock/", {"version": "0"})
        assert stale.headers["Location"] == f"/plans/{form.number}/"
        response = shop.counsellor.post(f"/plans/{form.number}/unlock/", {"version": version})
        assert response.headers["Location"] == f"/cases/{begun.number}/plan/"
        assert "8 of 8 parts are done" in text(shop.counsellor.get(response.headers["Location"]))
        again = lock(shop.counsellor, begun)
        assert again.number != form.number

    @pytest.mark.row("D5", "B6")
    def test_a_scanned_page_with_a_date_that_is_out_of_order(self, shop, form, slip):
        url = f"/plans/{form.number}/sign/scan/"
        given = {"holder_name": "Ana Ruiz", "holder_on": "11/30/2025", "upload": slip("signed.pdf")}
        response = shop.counsellor.post(url, given)
        assert response.status_code == 422
        assert "waits for the malware scanner" in text(response)
        assert shop.counsellor.post(url, {"holder_name": "Ana"}).status_code == 422
        assert not stored(Signature).exists()

    @pytest.mark.row("C11")
    def test_the_pdf_says_what_was_signed(self, shop, form):
        response = shop.counsellor.get(f"/plans/{form.number}/plan.pdf")
        assert response.headers["Content-Type"] == "application/pdf"
        assert response.content.startswith(b"%PDF")

    def test_a_copy_is_written_down(self, shop, form):
        sign(shop.counsellor, form, printed_name="Noor Counsellor")
        sign(shop.counsellor, form, "in-person/")
        url = f"/plans/{form.number}/copy/"
        assert shop.counsellor.post(url, {"given_on": "12/14/2025", "way": "paper"}).status_code == 422
        assert shop.counsellor.post(url, {"given_on": "12/15/2025", "way": "audio"}).status_code == 303
        assert "as audio" in text(shop.counsellor.get(f"/plans/{form.number}/"))


@pytest.mark.row("L4")
class TestOnPaper:
    def test_a_plan_signed_elsewhere_is_entered_whole(self, shop, case, slip):
        shop.counsellor.post(f"/cases/{case.number}/plan/start/", {"paper": "yes"})
        account = stored(Clearance).get(account__name="Noor Counsellor").account_id
        paper = {
            "way": "outside-service",
            "received_on": "12/05/2025",
            "holder_name": "Ana Ruiz",
            "holder_on": "12/04/2025",
            "provider_account": str(account),
            "provider_name": "Noor Counsellor",
            "provider_on": "12/02/2025",
        }
        url = f"/cases/{case.number}/plan/paper/"
        page = shop.counsellor.get(url)
        sent = shop.counsellor.post(url, {**paper, "revision": revision(page), "upload": slip("plan.pdf")})
        assert sent.status_code == 303
        write(shop.counsellor, case)
        check = f"/cases/{case.number}/plan/check/"
        waits = shop.counsellor.post(check, {"revision": revision(shop.counsellor.get(check))})
        assert waits.status_code == 422
        assert "waits for the malware scanner" in text(waits)
        assert not stored(SignedForm).exists()
        stored(StoredFile).update(state="clean")
        done = shop.counsellor.post(check, {"revision": revision(shop.counsellor.get(check))})
        assert done.status_code == 303, text(done)
        form = stored(SignedForm).get()
        assert (form.way, form.state, form.in_force_from, form.received_on) == (
            "outside-service",
            "signed",
            date(2025, 12, 4),
            date(2025, 12, 5),
        )


class TestWhoMay:
    def test_another_organisation_finds_nothing(self, shop, begun):
        write(shop.counsellor, begun)
        form = lock(shop.counsellor, begun)
        other = shop.sign_in(shop.world.account(shop.theirs, [Role.EN_COUNSELLOR], name="Sue Stranger"))
        for url in (
            f"/cases/{begun.number}/plan/",
            f"/plans/{form.number}/",
            f"/plans/{form.number}/plan.pdf",
        ):
            assert other.get(url).status_code == 404
        assert sign(other, form, "in-person/").status_code == 404
        assert shop.clerk.get(f"/plans/{form.number}/").status_code == 403

    def test_queries_do_not_grow_with_the_plan(self, shop, begun, counted):
        url = f"/cases/{begun.number}/plan/"
        with counted() as empty:
            shop.counsellor.get(url)
        write(shop.counsellor, begun)
        with counted() as full:
            shop.counsellor.get(url)
        assert full() == empty()
