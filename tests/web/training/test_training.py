"""The course as somebody takes it whose training has lapsed: no gate before it, no script needed, nothing lost."""

from datetime import date

import pytest

from portal.people.models import TrainingRecord
from portal.people.training import in_force
from portal.policy.roles import Role
from tests.world import TODAY

pytestmark = [pytest.mark.row("A8", "A4")]
AT = "/account/training/security-awareness/en/"
COURSE = in_force("security-awareness", TODAY)["en"]


@pytest.fixture
def shut_out(world, sign_in):
    """A clerk whose training lapsed."""
    return sign_in(world.account(world.organisation(), [Role.EN_PAYMENTS_CLERK], trained_on=date(2024, 1, 2)))


def follow(client, response):
    assert response.status_code == 303
    return client.get(response.headers["Location"])


def read_all(client, at: str = AT):
    page = follow(client, client.post(at))
    for number in range(1, len(COURSE.sections) + 1):
        assert f"/sections/{number}/" in page.request["PATH_INFO"]
        page = follow(client, client.post(page.request["PATH_INFO"]))
    return page


def answer_all(client, wrong: int = 0, at: str = AT):
    for number, question in enumerate(COURSE.questions, 1):
        url = f"{at}questions/{number}/"
        choice = question.right if number > wrong else (question.right + 1) % 4
        page = follow(client, client.post(url, {"choice": str(choice)}))
        assert question.because.split(".")[0] in page.content.decode() or at != AT
    return client.get(f"{at}result/")


def test_the_gate_leads_to_the_course_and_passing_it_opens_the_gate(shut_out):
    gate = shut_out.get("/")
    assert gate.status_code == 403
    assert 'href="/account/training/"' in gate.content.decode()
    assert shut_out.get("/account/training/").status_code == 200
    page = read_all(shut_out)
    assert page.request["PATH_INFO"] == f"{AT}questions/1/"
    result = answer_all(shut_out, wrong=2)
    assert "You passed" in result.content.decode()
    assert shut_out.get("/").status_code == 200


def test_where_training_is_not_what_fails_the_gate_does_not_send_there(world, sign_in):
    client = sign_in(
        world.account(world.organisation(), [Role.EN_PAYMENTS_CLERK], clearance_until=date(2025, 12, 1))
    )
    gate = client.get("/")
    assert gate.status_code == 403
    assert "/account/training/" not in gate.content.decode()


def test_three_wrong_answers_are_too_many_and_the_questions_open_again(shut_out):
    read_all(shut_out)
    result = answer_all(shut_out, wrong=3).content.decode()
    assert "Not passed yet" in result
    assert "7 right answers of 10" in result
    page = follow(shut_out, shut_out.post(f"{AT}result/"))
    assert page.request["PATH_INFO"] == f"{AT}questions/1/"
    assert 'type="radio"' in page.content.decode()
    assert not TrainingRecord.objects.using("loader").filter(completed_on=TODAY).exists()


def test_the_place_is_kept_and_every_page_leads_back_to_it(shut_out):
    follow(shut_out, shut_out.post(AT))
    shut_out.post(f"{AT}sections/1/")
    for ahead in (f"{AT}sections/8/", f"{AT}questions/1/", f"{AT}result/"):
        assert follow(shut_out, shut_out.get(ahead)).request["PATH_INFO"] == f"{AT}sections/2/"
    assert f'href="{AT}sections/2/"' in shut_out.get(AT).content.decode()
    assert "Go on in English" in shut_out.get("/account/training/").content.decode()
    assert shut_out.get(f"{AT}sections/1/").status_code == 200


def test_an_answer_has_to_be_chosen(shut_out):
    read_all(shut_out)
    for sent in ({}, {"choice": "x"}, {"choice": "-1"}):
        page = shut_out.post(f"{AT}questions/1/", sent)
        assert page.status_code == 422
        assert "Choose one answer." in page.content.decode()
    page = follow(shut_out, shut_out.post(f"{AT}questions/1/", {"choice": "77"}))
    assert "Choose one of the answers." in page.content.decode()


def test_the_course_is_whole_in_spanish(shut_out):
    spanish = AT.replace("/en/", "/es/")
    page = follow(shut_out, shut_out.post(spanish)).content.decode()
    assert '<div lang="es">' in page
    assert "Sección 1 de 8" in page
    assert f'href="{AT}sections/1/"' in page
    for number in range(1, 9):
        shut_out.post(f"{spanish}sections/{number}/")
    result = answer_all(shut_out, at=spanish).content.decode()
    assert "Usted aprobó" in result
    assert TrainingRecord.objects.using("loader").get(completed_on=TODAY).language == "es"


def test_the_certificate_is_ones_own(shut_out, world, sign_in):
    read_all(shut_out)
    answer_all(shut_out)
    record = TrainingRecord.objects.using("loader").get(completed_on=TODAY)
    pdf = shut_out.get(f"/account/training/certificates/{record.pk}/")
    assert (pdf.status_code, pdf.headers["Content-Type"]) == (200, "application/pdf")
    assert pdf.content.startswith(b"%PDF")
    other = sign_in(world.account(world.organisation(), [Role.EN_ADMINISTRATOR]))
    assert other.get(f"/account/training/certificates/{record.pk}/").status_code == 404


def test_a_record_from_before_has_a_certificate_too(shut_out):
    record = TrainingRecord.objects.using("loader").get()
    assert shut_out.get(f"/account/training/certificates/{record.pk}/").content.startswith(b"%PDF")


def test_what_is_no_course_is_not_there(shut_out):
    for url in (
        "/account/training/knitting/en/",
        "/account/training/security-awareness/fr/",
        f"{AT}sections/0/",
        f"{AT}sections/9/",
        f"{AT}questions/11/",
    ):
        assert shut_out.get(url).status_code == 404


def test_a_visitor_signs_in_first(client, database):
    assert client.get("/account/training/").headers["Location"].startswith("/account/sign-in/")


@pytest.mark.row("A1")
def test_the_course_on_extra_security_does_not_count_as_the_yearly_one(shut_out):
    at = "/account/training/extra-security/en/"
    course = in_force("extra-security", TODAY)["en"]
    shut_out.post(at)
    for number in range(1, len(course.sections) + 1):
        shut_out.post(f"{at}sections/{number}/")
    for number, question in enumerate(course.questions, 1):
        shut_out.post(f"{at}questions/{number}/", {"choice": str(question.right)})
    assert "You passed" in shut_out.get(f"{at}result/").content.decode()
    assert shut_out.get("/").status_code == 403
