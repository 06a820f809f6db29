"""Staff and progress reviews: the desk, the decision shown, letters, papers, the review, the way back (C7, L13)."""

from datetime import date
from uuid import uuid4

import pytest

from portal.policy.roles import Role
from portal.progress.models import ProgressReply
from tests.progress.room import Room

pytestmark = pytest.mark.row("C7", "L13")
OPENED, ASKED, OVER = date(2025, 10, 1), date(2025, 11, 1), date(2025, 12, 2)
NO = {"ged": "no", "high-school-diploma": "no", "study": "no", "work": "yes"}


@pytest.fixture
def room(world, unit_as) -> Room:
    return Room(world, unit_as)


@pytest.fixture
def to_decide(room):
    return room.step(room.step(room.opened(OPENED), ASKED), OVER)


@pytest.fixture
def client(room, sign_in):
    return sign_in(room.world.account(room.tpm, [Role.TPM_INTEGRITY_REVIEWER], name="Rita"))


@pytest.fixture
def support(room, sign_in):
    return sign_in(room.world.account(room.tpm, [Role.TPM_BENEFICIARY_SUPPORT], name="Sue"))


@pytest.fixture
def specialist(room, sign_in):
    ssa = room.world.organisation("Social Security", "SSA")
    return sign_in(room.world.account(ssa, [Role.SSA_SERVICES_SPECIALIST], name="Sam"))


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


def address(review, page: str = "") -> str:
    return f"/staff/progress/{review.number}/{page}"


def paper(*months: str, dollars: str = "1110", on: str = "12/10/2025") -> dict[str, str]:
    return {"once": str(uuid4()), "received_on": on, **NO, **{f"month-{month}": dollars for month in months}}


def take(client) -> None:
    client.post("/staff/progress/next/")


def test_from_the_queue_to_the_fail_notice(room, client, to_decide):
    queue = text(client.get("/staff/progress/"))
    assert to_decide.number in queue and "Ana Ruiz" in queue
    page = text(client.get(address(to_decide)))
    assert "Was timely progress made?" in page and "Protected from medical reviews today" in page
    assert address(to_decide, "fail/") not in page  # it is nobody's yet
    take(client)
    assert address(to_decide, "fail/") in text(client.get(address(to_decide)))
    asked = text(client.get(address(to_decide, "fail/")))
    assert "January 14, 2026" in asked and "The Ticket stays assigned" in asked
    done = client.post(address(to_decide, "fail/"), {"version": to_decide.version}, follow=True)
    assert "The fail notice is on its way." in text(done) and "not in timely progress" in text(done)
    for code in ("Q-2", "Qp2", "F-2"):
        letter = client.get(address(to_decide, f"letters/{code}.pdf"))
        assert letter.content.startswith(b"%PDF"), code
    assert client.get(address(to_decide, "letters/H-1.pdf")).status_code == 404


def test_somebody_was_faster(room, client, to_decide):
    take(client)
    answer = client.post(address(to_decide, "fail/"), {"version": to_decide.version - 1})
    assert answer.status_code == 409 and "while you had it open" in text(answer)


def test_not_taken_it_is_not_decided(room, client, to_decide):
    answer = client.post(address(to_decide, "fail/"), {"version": to_decide.version})
    assert answer.status_code == 409 and "Take this first" in text(answer)


def test_an_answer_on_paper_is_judged_at_once(room, support, to_decide):
    wrong = support.post(address(to_decide, "reply/"), {**paper(), "received_on": "12/20/2025"})
    assert wrong.status_code == 422 and "Enter the pay of each" in text(wrong)
    typed = paper("2024-03", "2024-04", "2024-05")
    for _ in range(2):
        assert support.post(address(to_decide, "reply/"), typed).status_code == 303
    assert ProgressReply.objects.using("loader").get().by == "ticketholder"
    assert room.review(to_decide.pk).state == "passed"


def test_what_is_proven_stands_against_the_record(room, support, to_decide):
    for month in ("2024-03", "2024-04", "2024-05"):
        room.world.earnings(room.beneficiary, month, 500, proven=False)
    support.post(address(to_decide, "reply/"), paper("2024-03", "2024-04", "2024-05"))
    assert room.review(to_decide.pk).state == "to-decide"
    support.post(address(to_decide, "reply/"), {**paper("2024-03", "2024-04", "2024-05"), "proven": "on"})
    assert room.review(to_decide.pk).state == "passed"


def test_the_review_of_the_decision(room, client, support, specialist):
    review = room.failed(date(2025, 12, 4))
    asked = support.post(
        address(review, "appeal/"), {"version": review.version, "asked_on": "12/12/2025"}, follow=True
    )
    assert "with Social Security" in text(asked)
    assert review.number in text(specialist.get("/staff/progress/appeals/"))
    assert address(review, "reviewed/") in text(specialist.get(address(review)))
    assert address(review, "reviewed/") not in text(client.get(address(review)))
    typed = {"version": review.version + 1, "favorable": "yes"}
    assert specialist.post(address(review, "reviewed/"), typed).status_code == 422
    done = specialist.post(address(review, "reviewed/"), {**typed, "reason": "Two slips."}, follow=True)
    assert "in timely progress, after review" in text(done) and "Two slips." in text(done)


def test_the_way_back(room, client, support):
    review = room.step(room.failed(date(2025, 5, 4)), date(2025, 6, 3))
    months = ("2025-07", "2025-08")
    assert support.post(address(review, "back/"), paper(*months, dollars="1160")).status_code == 303
    take(client)
    page = text(client.get(address(review, "reentry/")))
    assert "missed requirement" in page
    version = room.review(review.pk).version
    refused = client.post(address(review, "reentry/"), {"version": version, "granted": "yes", "reason": ""})
    assert refused.status_code == 409 and "does not yet reach" in text(refused)
    why = {"version": version, "granted": "no", "reason": ""}
    assert client.post(address(review, "reentry/"), why).status_code == 409
    done = client.post(address(review, "reentry/"), {**why, "reason": "One month is missing."}, follow=True)
    assert "can ask again later" in text(done)


def test_nothing_of_this_number(client):
    for page in ("", "fail/", "reply/", "letters/Q-2.pdf"):
        assert client.get(f"/staff/progress/TP-NONE/{page}").status_code == 404
