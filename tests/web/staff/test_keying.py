"""Signed plans and amendments typed from paper on one page, entered, and going on as their provider's (rows L3, D12)."""

import re
from datetime import date

import pytest

from portal.casework.models import Signature, SignedForm
from portal.integrity.models import PlanReview
from portal.kernel.models import Draft, Duty, Mail
from portal.policy.roles import Role
from portal.support.models import PaperItem
from portal.support.services.keying import keep
from tests.budgets.test_queries import counting
from tests.casework import typed_plan
from tests.casework.amending import Amending
from tests.support.agency import Agency
from tests.support.keying import Keying
from tests.support.room import CAME_IN, Room, pdf
from tests.world import TODAY

pytestmark = pytest.mark.row("L3")
ROOM = "/staff/mail-room/"
ON_PAGE = [*typed_plan.PAGES, "paper"]


@pytest.fixture
def room(world, unit_as):
    return Keying(world, unit_as)


@pytest.fixture
def client(room, sign_in):
    return sign_in(room.world.account(room.tpm, [Role.TPM_BENEFICIARY_SUPPORT], name="Mia Keyer"))


@pytest.fixture
def plan(room):
    return room.plan


class AmendingRoom(Amending, Room):
    """The mail room, and James's plan in force."""


def rows(model, **where):
    return model.objects.using("loader").filter(**where)


def url(paper, step="enter"):
    return f"{ROOM}{paper.number}/{step}/"


def text(response):
    return response.content.decode()


def wrong(response):
    """What the page has against it."""
    return re.findall(r'<div class="usa-alert.*?</div>\s*</div>', text(response), re.DOTALL)


def signed(room, **other):
    return {
        "signed-holder_name": "Ana Ruiz",
        "signed-holder_on": "12/05/2025",
        "signed-provider_account": str(room.counsellor.account),
        "signed-provider_name": "Cora Counsellor",
        "signed-provider_on": "12/06/2025",
        **other,
    }


def whole(room, **other):
    """All of a plan as one page sends it."""
    fields = {name: value for page in typed_plan.PAGES.values() for name, value in page.items()}
    return {
        "version": "1",
        "revision": "",
        "part": ON_PAGE,
        "action": "enter",
        **fields,
        **signed(room),
        **other,
    }


@pytest.mark.row("D6", "D7")
class TestPlan:
    def test_of_a_new_network_it_goes_to_the_reviewer_as_received_that_day(self, room, client, plan, sign_in):
        room.new_network()
        page = text(client.get(url(plan)))
        assert "Type what the paper says" in page and 'value="Ana Ruiz"' in page
        sent = client.post(url(plan), whole(room))
        assert sent.status_code == 303, wrong(sent)
        form = rows(SignedForm).get()
        assert (form.kind, form.way, form.state, form.received_on) == ("iwp", "paper", "signed", CAME_IN)
        assert (form.locked_by_name, form.in_force_from) == ("Mia Keyer", date(2025, 12, 6))
        given = {one.party: one for one in rows(Signature)}
        assert {one.method for one in given.values()} == {"scanned-wet"}
        assert {one.file_id for one in given.values()} == {plan.file_id}
        review = rows(PlanReview).get()
        assert (review.received_on, review.complete, review.state) == (CAME_IN, True, "received")
        paper = rows(PaperItem).get()
        assert (paper.state, paper.entered_as) == ("entered", form.number)
        mails = rows(Mail, key__startswith="form-on-paper/")
        assert mails and all("Ruiz" not in one.body and plan.number in one.body for one in mails)
        provider = sign_in(room.world.account(room.en, [Role.EN_COUNSELLOR]))
        record = text(provider.get(f"/plans/{form.number}/"))
        assert plan.number in record and "the mail room, December 15, 2025" in record
        case = text(provider.get(f"/cases/{room.case.number}/"))
        assert f"entered by the mail room on December 15, 2025 as {form.number}" in case

    def test_what_is_typed_stays_and_each_finding_says_what_to_do(self, room, client, plan):
        answer = client.post(url(plan), whole(room, **{"long-monthly": "100.00", "action": "keep"}))
        assert answer.headers["Location"] == url(plan)
        page = text(client.get(url(plan)))
        assert "What to do:" in page and "Open, before it can be entered" in page and "Corner Shop" in page
        again = client.post(url(plan), whole(room, **{"long-monthly": "100.00", "revision": "0"}))
        assert again.status_code == 422 and "Corner Shop" in text(again)
        assert not rows(SignedForm).exists()
        left = client.post(url(plan), whole(room, revision="1", action="leave"))
        assert left.headers["Location"] == f"{ROOM}{plan.number}/"
        assert rows(Draft).get().changed_by_name == "Mia Keyer"

    def test_what_cannot_be_read_is_said_at_its_field_and_nothing_is_lost(self, room, client, plan):
        typed = {"held_on": "the first", "signed-holder_on": "12/13/2025", "holder_address": "9 Elm Street"}
        answer = client.post(url(plan), whole(room, **typed))
        page = text(answer)
        assert answer.status_code == 422
        assert "month/day/year" in page and "December 11, 2025 or an earlier date" in page
        assert "the first" in page and "9 Elm Street" in page
        kept = text(client.get(url(plan)))
        assert "the first" in kept and "9 Elm Street" in kept

    def test_services_are_ticked_first_then_described(self, room, client, plan):
        typed = whole(room, kinds=["job-search", "job-coaching"], action="services")
        assert client.post(url(plan), typed).headers["Location"] == f"{url(plan)}#services"
        assert 'name="job-coaching-specific"' in text(client.get(url(plan)))

    def test_one_more_job_has_its_row(self, room, client, plan):
        assert client.post(url(plan), whole(room, action="add")).headers["Location"] == f"{url(plan)}#jobs-1"
        assert 'name="jobs-1-employer"' in text(client.get(url(plan)))

    @pytest.mark.row("L13")
    def test_a_colleague_who_was_faster_is_shown_beside(self, room, client, plan, sign_in):
        second = sign_in(room.world.account(room.tpm, [Role.TPM_INTEGRITY_REVIEWER], name="Rita Second"))
        client.post(url(plan), whole(room, action="keep"))
        answer = second.post(url(plan), whole(room, action="keep", statement="I want to lead it."))
        page = text(answer)
        assert answer.status_code == 409 and "Mia Keyer changed this plan" in page
        assert "I want to lead it." in page and "My plan is to lead a shop." in page
        sent = second.post(
            url(plan), whole(room, action="keep", revision="0", statement="I want to lead it.")
        )
        assert sent.status_code == 303

    @pytest.mark.row("L13")
    def test_what_a_colleague_has_is_not_entered_and_what_was_typed_is_shown(self, room, client, plan):
        Duty.objects.using("loader").filter(subject=plan.pk).update(
            claimed_by=room.second.account, claimed_by_name="Rita Reviewer"
        )
        answer = client.post(url(plan), whole(room))
        assert answer.status_code == 422
        assert "Rita Reviewer has this" in text(answer) and "Corner Shop" in text(answer)
        old = client.post(url(plan), whole(room, version="7"))
        assert old.status_code == 409 and "Corner Shop" in text(old)

    def test_where_nothing_can_be_entered_it_is_said_before_anybody_types(self, room, client):
        amendment = room.indexed("amendment", room.case.number, scan=pdf(2))
        page = text(client.get(url(amendment)))
        assert "No plan is in force" in page and "Send it back" in page and "<textarea" not in page


@pytest.mark.row("D12")
def test_an_amendment_is_typed_beside_what_holds_and_is_in_force(world, unit_as, sign_in):
    room = AmendingRoom(world, unit_as)
    client = sign_in(room.world.account(room.tpm, [Role.TPM_BENEFICIARY_SUPPORT], name="Mia Keyer"))
    paper = room.indexed("amendment", room.case.number, scan=pdf())
    # The plan was signed today, so an amendment to it cannot have come in before.
    rows(PaperItem).update(received_on=TODAY)
    both = {"signed-holder_on": "12/15/2025", "signed-provider_on": "12/15/2025"}
    asked = {"version": "1", "revision": "", "part": ["about", "paper"], "action": "keep"}
    about = {"reason": "goals-not-met", "revises": ["short-term"]}
    assert client.post(url(paper), {**asked, **about, **signed(room, **both)}).status_code == 303
    page = text(client.get(url(paper)))
    assert "Apprentice in a car repair shop" in page and 'name="long-says"' not in page
    goal = {
        "short-says": "James works part time",
        "short-job": "Apprentice",
        "short-hours": "20",
        "short-full_time": "part-time",
        "short-monthly": "1,300.00",
        "short-target_on": "06/15/2026",
        "short-has_training": "no",
    }
    typed = {
        **asked,
        **about,
        **signed(room, **both),
        **goal,
        "revision": "0",
        "part": ["about", "goals", "paper"],
    }
    answer = client.post(url(paper), {**typed, "action": "enter"})
    assert answer.status_code == 303, wrong(answer)
    form = rows(SignedForm, kind="amendment").get()
    assert (form.state, form.way, form.received_on, form.ordinal) == ("signed", "paper", TODAY, 1)


@pytest.mark.parametrize(
    ("room_of", "kind", "budget"),
    [(Keying, "plan", 10), (AmendingRoom, "amendment", 12), (Agency, "ssa-1365", 12)],
)
def test_the_page_asks_as_often_whatever_else_came_in(room_of, kind, budget, world, unit_as, sign_in):
    """Twelve for an amendment: also whether it can be amended now, and what its plan holds. For a form of an agency:
    whose the Ticket is, whether it can be assigned, who had signed."""
    room = room_of(world, unit_as)
    client = sign_in(room.world.account(room.tpm, [Role.TPM_BENEFICIARY_SUPPORT]))
    paper = room.indexed(kind, room.case.number, scan=pdf(3))
    room.does(keep, paper, revision=-1, answers=typed_plan.answers() if kind == "plan" else {})
    before = asked(client, url(paper))
    for pages in (4, 5):
        room.does(keep, room.indexed(kind, room.case.number, scan=pdf(pages)), revision=-1, answers={})
    assert (before, asked(client, url(paper))) == (budget, budget)


def asked(client, address):
    """How often the page asks, the second time it is opened."""
    client.get(address)
    with counting() as captures:
        assert client.get(address).status_code == 200
    return sum(
        query["sql"] not in ("BEGIN", "COMMIT") for capture in captures for query in capture.captured_queries
    )
