"""The intake's pages: nothing typed is lost, what is missing is named, and the hand-off is asked about (D2, K5)."""

import re

import pytest

from portal.casework.models import Case, HandOff, Intake
from portal.kernel.models import Draft
from portal.policy.roles import Role

pytestmark = pytest.mark.row("D2")
ANSWERS = {
    "told": {
        "held_on": "12/15/2025",
        "informed_on": "12/15/2025",
        "language": "Spanish",
        "benefits": ["SSDI"],
    },
    "questions": {
        "considered_goals": "yes",
        "wants_self_sufficiency": "yes",
        "skills": "Baking",
        "worked": "None",
        "likely": "not sure",
        "services_match": "yes",
    },
    "barriers": {"limitations": "None named", "strengths": "Patient", "fears": "Medicare"},
    "decision": {"match": "accept", "why": "Wants to work"},
}
HANDED = {
    "to_kind": "EN",
    "to_name": "Harbor Works",
    "consent_on": "12/15/2025",
    "made_on": "12/15/2025",
    "method": "stayed on the line",
    "follow_up_on": "12/18/2025",
}


@pytest.fixture
def counsellor(shop, sign_in):
    return sign_in(shop.world.account(shop.ours, [Role.EN_COUNSELLOR], name="Cora Counsellor"))


@pytest.fixture
def case(shop):
    person = shop.world.person(name="On The Record")
    shop.world.case(person, shop.ours, name="Anita Ruiz")
    return Case.objects.using("loader").get(person=person)


def begun(client, case):
    answer = client.post(f"/cases/{case.number}/intake/begin/")
    return re.fullmatch(r"/cases/intake/([0-9a-f-]{36})/told/", answer.url).group(1)


def filled(client, draft, **changed):
    for revision, (slug, typed) in enumerate(ANSWERS.items()):
        sent = {**typed, **changed.get(slug, {}), "revision": str(revision)}
        assert client.post(f"/cases/intake/{draft}/{slug}/", sent).status_code == 303
    return str(len(ANSWERS))


def test_page_by_page_to_the_record(counsellor, case):
    draft = begun(counsellor, case)
    revision = filled(counsellor, draft)
    check = counsellor.get(f"/cases/intake/{draft}/check/").content.decode()
    assert "Baking" in check
    done = counsellor.post(f"/cases/intake/{draft}/check/", {"revision": revision})
    assert (done.status_code, done.url) == (303, f"/cases/{case.number}/intake/")
    shown = counsellor.get(done.url).content.decode()
    assert "Spanish" in shown
    assert "Social Security disability (SSDI)" in shown
    assert Intake.objects.using("loader").get().outcome == "accept"


def test_dollars_stand_where_the_levels_would(counsellor, case):
    """The figures of 2025: $1,160 for a trial work month, $1,620 for substantial work."""
    page = counsellor.get(f"/cases/intake/{begun(counsellor, case)}/questions/").content.decode()
    assert "likely to earn $1,160.00 in a month, and later $1,620.00 or more?" in page
    assert "TWL" not in page
    assert "SGA" not in page


def test_a_date_that_cannot_be_read_is_kept_and_complained_of(counsellor, case):
    draft = begun(counsellor, case)
    answer = counsellor.post(
        f"/cases/intake/{draft}/told/", {"held_on": "32/32/2025", "language": "Spanish", "revision": "0"}
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'value="32/32/2025"' in page
    assert "<title>Error:" in page
    assert 'value="32/32/2025"' in counsellor.get(f"/cases/intake/{draft}/told/").content.decode()


def test_what_is_missing_is_named_and_nothing_is_recorded(counsellor, case):
    draft = begun(counsellor, case)
    revision = filled(counsellor, draft, told={"informed_on": ""})
    answer = counsellor.post(f"/cases/intake/{draft}/check/", {"revision": revision})
    assert answer.status_code == 422
    assert "Give the person the fact sheet" in answer.content.decode()
    assert not Intake.objects.using("loader").exists()


def test_saved_and_left_leads_to_the_case_and_a_colleague_goes_on(shop, sign_in, counsellor, case):
    draft = begun(counsellor, case)
    left = counsellor.post(
        f"/cases/intake/{draft}/told/", {"language": "Spanish", "revision": "0", "action": "leave"}
    )
    assert left.url == f"/cases/{case.number}/"
    colleague = sign_in(shop.world.account(shop.ours, [Role.EN_COUNSELLOR], name="Carl Colleague"))
    assert begun(colleague, case) == draft
    assert 'value="Spanish"' in colleague.get(f"/cases/intake/{draft}/told/").content.decode()


def test_two_who_write_at_once_are_told_and_choose(shop, sign_in, counsellor, case):
    draft = begun(counsellor, case)
    colleague = sign_in(shop.world.account(shop.ours, [Role.EN_COUNSELLOR], name="Carl Colleague"))
    address = f"/cases/intake/{draft}/told/"
    colleague.post(address, {"language": "Spanish", "revision": "0"})
    answer = counsellor.post(address, {"language": "French", "revision": "0"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Carl Colleague" in page
    assert "Spanish" in page
    assert "French" in page


@pytest.mark.row("K5")
def test_no_match_leads_to_the_hand_off_and_its_question_to_todays_work(counsellor, case):
    draft = begun(counsellor, case)
    revision = filled(counsellor, draft, decision={"match": "not-a-match"})
    answer = counsellor.post(f"/cases/intake/{draft}/check/", {"revision": revision})
    assert answer.url == f"/cases/{case.number}/hand-off/"
    assert "1-866-968-7842, TTY 1-866-833-2967" in counsellor.get(answer.url).content.decode()
    assert counsellor.post(answer.url, HANDED).status_code == 303
    listed = counsellor.get("/cases/hand-offs/").content.decode()
    assert "Anita Ruiz" in listed
    assert "Harbor Works (another Employment Network)" in listed
    row = HandOff.objects.using("loader").get()
    counsellor.post(f"/cases/hand-offs/{row.pk}/", {"version": "0", "connected": "yes"})
    assert "Anita Ruiz" not in counsellor.get("/cases/hand-offs/").content.decode()
    assert "Yes, it connected" in counsellor.get(f"/cases/{case.number}/intake/").content.decode()


@pytest.mark.row("K5")
def test_without_consent_the_hand_off_says_what_to_do_and_keeps_what_was_typed(counsellor, case):
    answer = counsellor.post(f"/cases/{case.number}/hand-off/", {**HANDED, "consent_on": ""})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Ask the person, and enter the day they agreed." in page
    assert 'value="Harbor Works"' in page
    assert not HandOff.objects.using("loader").exists()


def test_a_case_is_closed_with_a_reason(counsellor, case):
    address = f"/cases/{case.number}/close/"
    assert counsellor.post(address, {"version": "0"}).status_code == 422
    assert counsellor.post(address, {"version": "0", "why": "no-answer"}).url == f"/cases/{case.number}/"
    page = counsellor.get(f"/cases/{case.number}/").content.decode()
    assert "the person did not answer" in page


def test_another_organizations_intake_is_not_there(shop, sign_in, counsellor, case):
    draft = begun(counsellor, case)
    stranger = sign_in(shop.world.account(shop.theirs, [Role.EN_COUNSELLOR], name="Sam Stranger"))
    for address in (
        f"/cases/{case.number}/intake/",
        f"/cases/{case.number}/hand-off/",
        f"/cases/{case.number}/close/",
        f"/cases/intake/{draft}/told/",
        f"/cases/intake/{draft}/check/",
    ):
        assert stranger.get(address).status_code == 404
    assert Draft.objects.using("loader").get(pk=draft).state == "open"


@pytest.mark.parametrize("slug", ["nothing", "told-"])
def test_a_page_that_is_not_one_is_not_found(counsellor, case, slug):
    assert counsellor.get(f"/cases/intake/{begun(counsellor, case)}/{slug}/").status_code == 404


@pytest.mark.row("K5")
@pytest.mark.parametrize("version", ["9" * 5000, "-1", "x", ""])
def test_a_version_that_cannot_be_one_changes_nothing(counsellor, case, version):
    counsellor.post(f"/cases/{case.number}/hand-off/", HANDED)
    row = HandOff.objects.using("loader").get()
    answer = counsellor.post(f"/cases/hand-offs/{row.pk}/", {"version": version, "connected": "yes"})
    assert answer.status_code == 303
    assert HandOff.objects.using("loader").get().connected is None
