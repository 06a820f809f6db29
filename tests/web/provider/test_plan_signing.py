"""Signing a plan on its pages: on the screen, from a scan, a plan signed elsewhere; and who may (D5, L4)."""

import re
from datetime import date

import pytest

from portal.casework.models import Signature, SignedForm
from portal.kernel.models import StoredFile
from portal.people.models import Clearance
from portal.policy.roles import Role
from portal.providers.models import Provider
from tests.web.provider.plan_hands import lock, revision, sign, stored, text, write

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
        stored(StoredFile).update(state=StoredFile.State.CLEAN)
        response = shop.counsellor.post(url, {**given, "upload": ""})
        assert response.status_code == 422
        assert "not before December 1, 2025" in text(response)
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
