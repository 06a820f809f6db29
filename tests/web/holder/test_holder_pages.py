"""The Ticketholder's pages: the Ticket, the plan and its signature, leaving, in two languages (rows H1, H2, H3)."""

from datetime import date, timedelta
from typing import Any

import pytest

from portal.casework.models import Case, Signature
from portal.casework.plan.amending import NOTHING
from portal.casework.services.lock import lock
from portal.casework.services.sign import PROVIDER
from portal.casework.services.start_amendment import start_amendment
from portal.kernel import drafts
from portal.kernel.ids import new_id
from portal.kernel.models import Announcement, TrailEntry
from portal.tickets.models import Assignment, Sight, Ticket, Unassignment
from tests.budgets.test_queries import counting
from tests.casework.amending import COACHING
from tests.casework.planning import sound
from tests.casework.test_plan_pdf import words
from tests.world import LONG_AGO, TODAY

pytestmark = [pytest.mark.row("H1", "H2")]


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def kinds() -> list[str]:
    return list(TrailEntry.objects.using("loader").order_by("id").values_list("kind", flat=True))


class TestTheTicket:
    def test_who_has_it_since_when_and_what_protects(self, home):
        home.assigned()
        page = home.client().get("/ticket/")
        said = text(page)
        assert page.status_code == 200
        assert f"Your Ticket is with {home.en.name}. It is in use." in said
        assert "So no new medical review will start." in said
        assert "December 15, 2025" in said
        assert "1-866-833-2967" in said
        look = TrailEntry.objects.using("loader").get(kind="look")
        assert (look.people, look.actor) == ([home.beneficiary.pk], str(home.account.pk))

    def test_between_two_providers_the_last_protected_day_is_told(self, home):
        ticket = home.assigned(assignment_state="none", use_state="extended")
        ended = TODAY - timedelta(days=30)
        Assignment.objects.using("loader").filter(ticket=ticket).update(
            assigned_on=date(2025, 1, 2), ended_on=ended
        )
        said = text(home.client().get("/ticket/"))
        last = ended + timedelta(days=90)
        assert f"You have time until {last:%B} {last.day}, {last.year} to choose a new provider." in said
        assert "Take your Ticket back" not in said

    @pytest.mark.row("C6")
    def test_a_state_agency_s_case_holds_it_and_after_its_closing_90_days_protect(self, home):
        ticket = home.assigned(assignment_state="cost-reimbursement", use_state="in-use")
        Assignment.objects.using("loader").filter(ticket=ticket).delete()
        agency = home.world.organisation("Plains Vocational Rehabilitation", kind="SVRA")
        case = home.world.vr_case(home.beneficiary, agency, opened_on=date(2025, 9, 1))
        said = text(home.client().get("/ticket/"))
        for told in ("Your State agency is helping you.", agency.name, "September 1, 2025"):
            assert told in said
        assert "Take your Ticket back" not in said
        case.closed_on, case.employed = TODAY - timedelta(days=10), False
        case.save(using="loader")
        Ticket.objects.using("loader").update(assignment_state="none", use_state="extended")
        last = case.closed_on + timedelta(days=90)
        said = text(home.client().get("/ticket/"))
        assert f"{last:%B} {last.day}, {last.year}" in said and agency.name not in said

    def test_home_leads_there_and_the_work_area_is_closed(self, home):
        client = home.client()
        assert client.get("/").headers["Location"] == "/ticket/"
        assert client.get("/ticketholders/").status_code == 403
        assert client.get("/account/sign-ins/").status_code == 200

    def test_without_a_ticket_it_says_so(self, home):
        assert "We do not see a Ticket on your record." in text(home.client().get("/ticket/"))

    @pytest.mark.row("H3")
    def test_in_spanish_all_of_it_is(self, home):
        home.assigned()
        home.half_signed()
        client = home.client()
        assert client.post("/ticket/language/", {"language": "es"}).status_code == 303
        said = text(client.get("/ticket/"))
        assert '<html lang="es">' in said
        assert f"Su Ticket está con {home.en.name}. Está en uso." in said
        assert "15 de diciembre de 2025" in said
        for english in ("Sign out", "Menu", "Your Ticket", "Skip to", "Need help", "Read in Spanish"):
            assert english not in said
        assert client.post("/ticket/language/", {"language": "xx"}).status_code == 303
        assert '<html lang="es">' in text(client.get("/ticket/"))
        client.post("/ticket/language/", {"language": "en"})
        assert "Your Ticket is with" in text(client.get("/ticket/"))

    @pytest.mark.row("H3", "L12")
    def test_an_announcement_is_english_within_a_spanish_page(self, home):
        written = {"body": "", "from_at": LONG_AGO, "written_at": LONG_AGO, "banner": True}
        by = {"written_by": new_id(), "written_by_name": "Ada Admin"}
        home.world.add(Announcement(kind="outage", title="The portal is closed on Sunday", **written, **by))
        client = home.client()
        client.post("/ticket/language/", {"language": "es"})
        said = text(client.get("/ticket/"))
        assert "<strong>Interrupción:</strong>" in said
        assert '<span lang="en">The portal is closed on Sunday</span>' in said

    @pytest.mark.row("H3")
    def test_the_language_changes_where_one_is(self, home):
        client = home.client()
        assert '<input type="hidden" name="here" value="/ticket/earn/">' in text(client.get("/ticket/earn/"))
        for here, led_to in (
            ("/ticket/earn/", "/ticket/earn/"),
            ("", "/ticket/"),
            ("//elsewhere.example/ticket/", "/ticket/"),
            ("https://elsewhere.example/ticket/", "/ticket/"),
        ):
            answer = client.post("/ticket/language/", {"language": "es", "here": here})
            assert (answer.status_code, answer.headers["Location"]) == (303, led_to)


class TestThePlan:
    def test_it_waits_is_read_whole_and_is_signed(self, home):
        form = home.half_signed()
        client = home.client()
        assert "is ready for you to read and sign" in text(client.get("/ticket/"))
        read = text(client.get(f"/ticket/plans/{form.number}/"))
        assert "You may take your Ticket back at any time, for any reason" in read and "Go on to sign" in read
        assert "What the rules mean" not in read
        asked = client.get(f"/ticket/plans/{form.number}/sign/")
        digest = bytes(form.digest).hex()
        assert digest in text(asked)
        sent = {"agrees": "on", "name": home.name_on_record.upper(), "digest": digest}
        done = client.post(
            f"/ticket/plans/{form.number}/sign/", sent, HTTP_USER_AGENT="Mozilla Firefox/140.0"
        )
        assert (done.status_code, done.headers["Location"]) == (303, f"/ticket/plans/{form.number}/")
        said = text(client.get(done.headers["Location"]))
        assert "Both of you have signed now" in said and "Go on to sign" not in said
        row = Signature.objects.using("loader").get(signed_form=form, party="holder")
        assert (row.method, row.account, row.address) == ("electronic", home.account.pk, "127.0.0.1")
        assert (bytes(row.digest), row.browser, row.signed_on) == (bytes(form.digest), "Firefox", TODAY)
        assert home.form(form.pk).state == "signed"
        assert "form-signed" in kinds()

    @pytest.mark.row("H3")
    def test_its_terms_are_told_in_spanish_beside_what_was_written(self, home):
        form = home.half_signed()
        client = home.client()
        client.post("/ticket/language/", {"language": "es"})
        read = text(client.get(f"/ticket/plans/{form.number}/"))
        assert "El plan está escrito en inglés" in read
        assert "Qué significan las reglas" in read
        assert '<div lang="en">' in read

    @pytest.mark.parametrize(
        ("sent", "says"),
        [
            ({"agrees": ""}, "Tick the box if you agree."),
            ({"name": ""}, "Type your full name to sign."),
            ({"name": "Somebody Else"}, "This is not the name on your record."),
            ({"digest": "0" * 64}, "This plan has changed since you opened it."),
        ],
    )
    def test_what_is_missing_is_said_and_nothing_is_signed(self, home, sent, says):
        form = home.half_signed()
        whole = {"agrees": "on", "name": home.name_on_record, "digest": bytes(form.digest).hex(), **sent}
        answer = home.client().post(f"/ticket/plans/{form.number}/sign/", whole)
        assert answer.status_code == 422
        assert says in text(answer)
        assert not Signature.objects.using("loader").filter(party="holder").exists()

    @pytest.mark.row("D12")
    def test_a_change_is_read_and_signed_and_the_copy_has_all_of_it(self, home):
        home.signed_by_both(home.locked())
        home.assign()
        with home.unit_as(home.counsellor):
            draft = drafts.read(start_amendment(case=home.case.pk, answers={}))
            services = (*sound().services, COACHING)
            change = NOTHING._replace(
                provider_name="First EN",
                reason="new-service",
                revises=frozenset({"services"}),
                services=services,
            )
            locked = lock(draft=draft.id, revision=draft.revision, facts=change)
        home.sign(home.form(locked.form), PROVIDER)
        client, url = home.client(), f"/ticket/plans/{locked.number}/"
        read = text(client.get(url))
        assert "Change number 1 to your work plan" in read
        assert "Until now: not in the plan" in read
        digest = bytes(home.form(locked.form).digest).hex()
        sent = {"agrees": "on", "name": home.name_on_record, "digest": digest}
        assert client.post(f"{url}sign/", sent).status_code == 303
        assert home.form(locked.form).state == "signed"
        for name, said in (("en", "Get your plan with all its changes"), ("es", "Obtenga su plan con todos")):
            client.post("/ticket/language/", {"language": name})
            assert said in text(client.get(url))
        paper = client.get(f"{url}plan.pdf")
        assert paper.headers["Content-Type"] == "application/pdf"
        written = words(paper.content)
        for part in (locked.number, "Amendment 1", "We coach James", "Work as a clerk", home.en.name):
            assert part in written, part

    def test_a_plan_of_somebody_else_is_not_there(self, home):
        form = home.half_signed()
        other = home.world.holder_account(home.world.person(), home.en)
        client = home.client(other)
        for path in (f"/ticket/plans/{form.number}/", f"/ticket/plans/{form.number}/sign/"):
            assert client.get(f"/ticket/plans/{form.number}/plan.pdf").status_code == 404
            assert client.get(path).status_code == 404
            assert client.post(path, {"agrees": "on"}).status_code in (404, 405)
        assert form.number not in text(client.get("/ticket/plans/"))

    def test_signed_once_it_is_not_asked_again(self, home):
        form = home.half_signed()
        client, url = home.client(), f"/ticket/plans/{form.number}/sign/"
        sent = {"agrees": "on", "name": home.name_on_record, "digest": bytes(form.digest).hex()}
        client.post(url, sent)
        assert client.post(url, sent).headers["Location"] == f"/ticket/plans/{form.number}/"
        assert Signature.objects.using("loader").filter(party="holder").count() == 1
        assert "Signed by both. It counts from December 15, 2025." in text(client.get("/ticket/plans/"))

    def test_signing_asks_once_more_who_it_is(self, home):
        form = home.half_signed()
        client = home.client()
        session = client.session
        session["portal_proved"] -= 3600
        session.save()
        answer = client.get(f"/ticket/plans/{form.number}/sign/")
        assert answer.headers["Location"].startswith("/account/again/")


@pytest.mark.row("D13")
class TestLeaving:
    def test_the_ticket_is_taken_back_without_a_reason(self, home):
        ticket = home.assigned()
        client = home.client()
        assert "you have to say why" not in text(client.get("/ticket/"))
        assert "You have 90 days to choose a new provider." in text(client.get("/ticket/leave/"))
        done = client.post("/ticket/leave/", {"agrees": "on", "name": home.name_on_record, "why": ""})
        assert done.status_code == 303
        said = text(client.get("/ticket/"))
        assert f"Your Ticket is no longer with {home.en.name}." in said
        row = Unassignment.objects.using("loader").get()
        assert (row.asker, row.reason, row.effective_on) == ("ticketholder", "none-given", TODAY)
        now = Ticket.objects.using("loader").get(pk=ticket.pk)
        assert (now.assignment_state, now.use_state) == ("none", "extended")
        assert "Nobody has your Ticket now." in said
        # The provider's case is closed with it.
        assert Case.objects.using("loader").get(pk=row.assignment_id).closed_why == "unassigned"

    def test_it_takes_the_tick_and_the_name(self, home):
        home.assigned()
        answer = home.client().post("/ticket/leave/", {"why": "Too far away."})
        assert answer.status_code == 422
        assert "Too far away." in text(answer)
        assert not Unassignment.objects.using("loader").exists()

    def test_where_nobody_has_it_there_is_nothing_to_take_back(self, home):
        home.world.ticket(home.beneficiary)
        assert home.client().get("/ticket/leave/").headers["Location"] == "/ticket/"
        assert Sight.objects.using("loader").count() == 0


# How often each page asks, over all connections; written by hand.
BUDGETS = {"/ticket/": 10, "/ticket/plans/": 4, "/ticket/leave/": 5}


@pytest.mark.row("H1")
@pytest.mark.parametrize("path", sorted(BUDGETS))
def test_a_page_asks_as_often_with_one_plan_as_with_three(home, path):
    home.assigned()
    client = home.client()
    counts = []
    for more in (1, 2):
        for _ in range(more):
            home.amendment()
        client.get(path)
        with counting() as captures:
            assert client.get(path).status_code == 200
        asked = [query["sql"] for capture in captures for query in capture.captured_queries]
        counts.append(sum(sql not in ("BEGIN", "COMMIT") for sql in asked))
    assert counts == [BUDGETS[path]] * 2
