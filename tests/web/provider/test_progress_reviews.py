"""The response to progress reviews: its questions follow the period, several people in one sitting (rows C7, B4, B5)."""

from datetime import date

import pytest

from portal.casework.models import Case
from portal.kernel.models import Draft, Mail
from portal.policy.core import Month
from portal.policy.progress_questions import Answer, questions
from portal.progress.models import ProgressReply, ProgressReview
from portal.tickets.models import Ticket
from portal.web.progress.response import PROVIDER, ResponseForm
from tests.progress.room import ASSIGNED, Room
from tests.world import TODAY

pytestmark = pytest.mark.row("C7", "B4", "B5")
OPENED, ASKED = date(2025, 11, 3), date(2025, 12, 5)
MONTHS = tuple(map(Month, range(Month.parse("2024-02"), Month.parse("2025-02"))))


@pytest.fixture
def room(world, unit_as) -> Room:
    return Room(world, unit_as)


@pytest.fixture
def asked(room):
    return room.step(room.opened(OPENED), ASKED)


@pytest.fixture
def client(room, sign_in):
    return sign_in_as(room, sign_in, room.en)


def sign_in_as(room, sign_in, organisation):
    return sign_in(room.world.account(organisation, ["en-counsellor"], name="Cora"))


def yes(*months: str, dollars: str = "1110") -> dict[str, str]:
    no = {"ged": "no", "high-school-diploma": "no", "study": "no"}
    return {"work": "yes", **no, **{f"month-{month}": dollars for month in months}}


def begin(client, review) -> str:
    """The address of the draft's page."""
    return client.post(f"/progress/{review.number}/begin/").headers["Location"]


def save(client, page: str, typed: dict[str, str], revision: int = 0):
    return client.post(page, {**typed, "revision": revision})


def submit(client):
    page = client.get("/progress/check/").content.decode()
    keys = [part.split('"')[0] for part in page.split('name="draft" value="')[1:]]
    return client.post("/progress/check/", {"draft": keys})


@pytest.mark.parametrize("period", range(1, 9))
def test_every_question_of_the_period_has_its_place_on_the_page(period):
    form = ResponseForm(number=period, months=MONTHS, voice=PROVIDER, on=TODAY)
    shown = [group.question.name for group in form.groups()]
    assert shown == [one.name for one in questions(period, MONTHS) if one.answer is Answer.YES_NO]
    # Nothing is asked that is not shown: the months once, the terms once, each day.
    on_page = {field.name for group in form.groups() for row in group.rows for field in row} | set(shown)
    assert on_page == set(form.fields)


def test_from_the_list_to_the_receipt(client, asked):
    listed = client.get("/progress/").content.decode()
    assert asked.number in listed and "Ana Ruiz" in listed and "January 4, 2026" in listed
    record = client.get(f"/progress/{asked.number}/").content.decode()
    assert "at least 3 months of work" in record
    page = begin(client, asked)
    assert begin(client, asked) == page
    asking = client.get(page).content.decode()
    assert "In at least 3 months, did the Ticketholder earn $1,110 or more in a month of 2024" in asking
    assert save(client, page, yes("2024-03", "2024-04", "2024-05")).headers["Location"] == "/progress/check/"
    checked = client.get("/progress/check/").content.decode()
    assert "$1,110.00" in checked and "March 2024" in checked
    done = submit(client)
    receipt = client.get(done.headers["Location"]).content.decode()
    reply = ProgressReply.objects.using("loader").get()
    assert reply.number in receipt and "in timely progress" in receipt and "Cora" in receipt
    assert ProgressReview.objects.using("loader").get().state == "passed"
    [mail] = Mail.objects.using("loader").filter(subject__contains=reply.number)
    assert mail.state == "waiting" and "Ruiz" not in mail.body
    paper = client.get(f"/progress/submitted/{reply.number}/form.pdf")
    assert paper.headers["Content-Type"] == "application/pdf" and paper.content.startswith(b"%PDF")
    assert client.get(f"/progress/{asked.number}/letter.pdf").content.startswith(b"%PDF")
    assert asked.number not in client.get("/progress/").content.decode()


def test_submitting_twice_gives_the_first_receipt(client, asked):
    save(client, begin(client, asked), yes("2024-03", "2024-04", "2024-05"))
    page = client.get("/progress/check/").content.decode()
    key = page.split('name="draft" value="')[1].split('"')[0]
    first, second = (client.post("/progress/check/", {"draft": [key]}) for _ in range(2))
    assert first.status_code == second.status_code == 303
    assert first.headers["Location"] == second.headers["Location"]
    assert ProgressReply.objects.using("loader").count() == 1
    draft = key.partition(":")[0]
    assert client.get(f"/progress/answers/{draft}/").headers["Location"] == first.headers["Location"]


def test_several_people_in_one_sitting_each_with_a_number(room, client, asked):
    other = second_review(room)
    save(client, begin(client, asked), yes("2024-03", "2024-04", "2024-05"))
    save(client, begin(client, other), {**yes("2024-03"), "work": "no"})
    done = submit(client)
    receipt = client.get(done.headers["Location"]).content.decode()
    replies = ProgressReply.objects.using("loader")
    assert replies.count() == 2 and all(one.number in receipt for one in replies.all())
    states = dict(ProgressReview.objects.using("loader").values_list("number", "state"))
    assert states == {asked.number: "passed", other.number: "to-decide"}


def test_one_that_cannot_be_read_does_not_hold_up_the_others(room, client, asked):
    other = second_review(room)
    save(client, begin(client, asked), yes("2024-03", "2024-04", "2024-05"))
    save(client, begin(client, other), yes("2024-03", dollars="much"))
    page = client.get("/progress/check/").content.decode()
    assert "Something is missing or cannot be read" in page
    assert submit(client).status_code == 303
    assert ProgressReply.objects.using("loader").count() == 1


def test_what_is_missing_is_said_and_kept(client, asked):
    page = begin(client, asked)
    answer = save(client, page, {"work": "yes", "study": "yes", "ged": "yes", "month-2024-03": "abc"})
    text = answer.content.decode()
    assert answer.status_code == 422
    for words in (
        "Choose Yes or No.",
        "You said Yes. Enter the terms below.",
        "You said Yes. Enter the day.",
        "Enter an amount in dollars and cents",
    ):
        assert words in text, words
    assert 'value="abc"' in client.get(page).content.decode()
    typed = {**yes(), "term-0-ended": "05/20/2024", "ged": "yes", "ged-on": "05/20/2019"}
    text = save(client, page, typed, revision=1).content.decode()
    for words in ("Enter the pay of each", "Enter all three of a term", "Enter a day in the months of this"):
        assert words in text, words


def test_a_colleague_who_changed_it_is_named(room, client, asked, sign_in):
    page = begin(client, asked)
    save(sign_in_as(room, sign_in, room.en), page, yes("2024-03"))
    answer = save(client, page, yes("2024-04"))
    assert answer.status_code == 409 and "while you had it open" in answer.content.decode()


def test_given_up(client, asked):
    page = begin(client, asked)
    assert client.post(f"{page}cancel/", {"revision": 0}).headers["Location"] == "/progress/"
    assert Draft.objects.using("loader").get().state == "cancelled"


def test_another_organization_has_none_of_it(room, client, asked, sign_in):
    page = begin(client, asked)
    save(client, page, yes("2024-03", "2024-04", "2024-05"))
    submit(client)
    reply = ProgressReply.objects.using("loader").get()
    stranger = sign_in_as(room, sign_in, room.other)
    for address in (
        f"/progress/{asked.number}/",
        f"/progress/{asked.number}/letter.pdf",
        page,
        f"/progress/submitted/?number={reply.number}",
        f"/progress/submitted/{reply.number}/form.pdf",
    ):
        assert stranger.get(address).status_code == 404, address
    assert stranger.post(f"/progress/{asked.number}/begin/").status_code == 404


def second_review(room) -> ProgressReview:
    """Another Ticketholder of the same EN, asked about too."""
    person = room.world.person("Ben Cole")
    room.world.benefits(person)
    made = room.world.assignment(room.world.ticket(person), room.en, on=ASSIGNED)
    room.ticket = Ticket.objects.using("loader").get(person=person)
    room.case = Case.objects.using("loader").get(pk=made.pk)
    return room.step(room.opened(OPENED), ASKED)
