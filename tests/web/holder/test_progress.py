"""The Ticketholder's own progress: where it stands, the answer in plain words, asking again (rows H1, H2, H3, C7)."""

from datetime import date

import pytest
from django.utils import translation

from portal.policy.core import Month
from portal.policy.progress_questions import questions
from portal.progress.models import ProgressReply
from portal.web.holder.progress_words import voice
from tests.progress.room import Room
from tests.world import TODAY

pytestmark = pytest.mark.row("H1", "H2", "H3", "C7")
MONTHS = tuple(map(Month, range(Month.parse("2024-02"), Month.parse("2025-02"))))
NO = {"ged": "no", "high-school-diploma": "no", "study": "no"}


@pytest.fixture
def room(world, unit_as) -> Room:
    return Room(world, unit_as)


@pytest.fixture
def client(room, sign_in):
    return signed_in(room, sign_in)


def signed_in(room, sign_in):
    return sign_in(room.account)


def text(answer) -> str:
    return answer.content.decode()


def typed(client, **more: str) -> dict[str, str]:
    page = text(client.get("/ticket/progress/answer/"))
    once = page.split('name="once" value="')[1].split('"')[0]
    return {"once": once, **NO, "work": "yes", **more}


def three(client) -> dict[str, str]:
    return typed(client, **{f"month-2024-0{month}": "1110" for month in (3, 4, 5)})


def test_before_a_review_there_is_nothing_to_do(client):
    assert "There is no review yet" in text(client.get("/ticket/progress/"))
    for address in ("answer/", "again/", "back/", "letters/Q-2.pdf"):
        assert client.get(f"/ticket/progress/{address}").status_code == 404


def test_the_answer_is_checked_sent_and_judged(room, client):
    review = room.opened(date(2025, 12, 1))
    page = text(client.get("/ticket/progress/"))
    assert "Please answer by December 31, 2025" in page and "February 2024 to January 2025" in page
    letter = client.get("/ticket/progress/letters/Q-2.pdf")
    assert letter.content.startswith(b"%PDF")
    answers = three(client)
    asked = text(client.get("/ticket/progress/answer/"))
    assert (
        "In at least 3 months, did you earn this much or more before taxes? $1,110 a month in 2024" in asked
    )
    checked = text(client.post("/ticket/progress/answer/", {**answers, "action": "check"}))
    assert "Check your answers" in checked and "$1,110.00" in checked
    assert not ProgressReply.objects.using("loader").exists()
    changed = text(client.post("/ticket/progress/answer/", {**answers, "action": "change"}))
    assert 'value="1110"' in changed
    for _ in range(2):
        done = client.post("/ticket/progress/answer/", {**answers, "action": "send"})
        assert done.status_code == 303
    assert ProgressReply.objects.using("loader").count() == 1
    assert room.review(review.pk).state == "passed"
    assert "You are making good progress" in text(client.get("/ticket/progress/"))


def test_what_is_missing_is_said(room, client):
    room.opened(date(2025, 12, 1))
    answer = client.post("/ticket/progress/answer/", {**typed(client), "action": "check"})
    assert answer.status_code == 422 and "Enter your pay for those months" in text(answer)


def test_asking_social_security_to_look_again(room, client):
    room.failed(date(2025, 12, 1))
    assert "Ask Social Security to look again" in text(client.get("/ticket/progress/"))
    assert "December 31, 2025" in text(client.get("/ticket/progress/again/"))
    assert client.post("/ticket/progress/again/").status_code == 422
    assert client.post("/ticket/progress/again/", {"asks": "on"}).status_code == 303
    page = text(client.get("/ticket/progress/"))
    assert "as you asked" in page and "/ticket/progress/again/" not in page
    assert client.get("/ticket/progress/again/").status_code == 303


def test_asking_to_be_back_in_use(room, client):
    review = room.failed(date(2025, 4, 10))
    page = text(client.get("/ticket/progress/back/"))
    assert "December 2024 to November 2025" in page
    once = page.split('name="once" value="')[1].split('"')[0]
    answers = {"once": once, **NO, "work": "yes", "month-2025-06": "1160", "action": "send"}
    assert client.post("/ticket/progress/back/", answers).status_code == 303
    review = room.review(review.pk)
    assert (review.state, review.reentry_asked_on) == ("reentry-asked", TODAY)


def test_the_letter_to_the_provider_is_not_the_ticketholders(room, client):
    room.step(room.opened(date(2025, 11, 3)), date(2025, 12, 5))
    assert client.get("/ticket/progress/letters/Qp2.pdf").status_code == 404
    page = text(client.get("/ticket/progress/"))
    assert "We asked your provider" in page and "Qp2" not in page


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("period", range(1, 8))
def test_every_question_is_there_in_both_languages(period, language):
    with translation.override(language):
        words = voice(period, MONTHS)
        assert all(words.ask(one) for one in questions(period, MONTHS) if one.after is None)
