"""Amending a plan on its pages: James's plan, from goals not met to both signatures (D11, D12, S4)."""

import re

import pytest

from portal.casework.models import Signature, SignedForm
from portal.kernel.models import Draft, StoredFile
from portal.people.models import Clearance
from portal.policy.roles import Role
from portal.providers.models import Provider
from portal.web.provider.drafting import as_data
from portal.web.provider.forms.plan import GoalForm
from portal.web.provider.forms.plan_services import ServiceForm
from portal.web.provider.plan.answers import of_goal, of_service
from tests.casework.amending import COACHING, FULL_TIME, HALF_TIME
from tests.policy.casework import service
from tests.web.provider.plan_hands import lock, revision, sign, stored, text, write
from tests.world import TODAY

pytestmark = pytest.mark.row("D12")

JAMES = {
    "short-says": "James gets a full-time job in a car repair shop",
    "short-job": "Apprentice in a car repair shop",
    "short-hours": "40",
    "short-full_time": "full-time",
    "short-monthly": "2,000.00",
    "long-says": "James takes on more work and becomes a manager in the shop",
    "long-job": "Manager",
    "long-monthly": "3,000.00",
}
HALF = {
    "short-says": "James works 20 hours a week, and begins to study online",
    "short-job": "Apprentice in a car repair shop",
    "short-hours": "20",
    "short-full_time": "part-time",
    "short-monthly": "1,200.00",
    "short-target_on": "06/15/2026",
    "short-has_training": "yes",
    "short-programme": "Associate degree in business",
    "short-training_provider": "Southern New Hampshire University online",
    "short-enrolment": "part-time",
    "short-completes_on": "06/01/2026",
    "long-says": "With his degree James becomes a full-time manager in the shop",
    "long-job": "Manager",
    "long-hours": "40",
    "long-full_time": "full-time",
    "long-monthly": "3,000.00",
    "long-target_on": "12/15/2029",
    "long-has_training": "no",
}
ALL = ["short-term", "long-term", "services"]


@pytest.fixture
def case(shop):
    """James's case: his plan is signed by both, and his Ticket is assigned."""
    Provider.objects.using("loader").filter(pk=shop.ours.pk).update(business_models=["BM-1"])
    james = shop.world.person(name="James Mechanic")
    case = shop.world.case(james, shop.ours, name="James Mechanic")
    shop.counsellor.post(f"/cases/{case.number}/plan/start/")
    write(shop.counsellor, case, goals=JAMES, contacts={"holder_name": "James Mechanic"})
    form = lock(shop.counsellor, case)
    sign(shop.counsellor, form, printed_name="Noor Counsellor")
    sign(shop.counsellor, form, "in-person/")
    shop.world.assignment(shop.world.ticket(james), shop.ours, on=TODAY, case=case)
    return case


def url(case, part=""):
    return f"/cases/{case.number}/amendment/{part}"


def begin(client, case, **other):
    given = {"reason": "goals-not-met", "revises": ALL, **other}
    return client.post(url(case, "start/"), given)


def send(client, case, slug, given, **other):
    page = client.get(url(case, f"{slug}/"))
    assert page.status_code == 200, slug
    return client.post(url(case, f"{slug}/"), {**given, "revision": revision(page), **other})


def described(client, case, **other):
    """The page that says what each service is, sent with the answers that stand in it."""
    page = client.get(url(case, "describe/")).content.decode()
    said = {}
    for name, value in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>([^<]*)', page):
        said[name] = value.strip()
    for name, value in re.findall(r'name="([^"]+)" value="([^"]+)"[^>]*checked', page):
        said[name] = value
    return send(client, case, "describe", {**said, **other})


def locked(client, case):
    page = client.get(url(case, "check/"))
    response = client.post(url(case, "check/"), {"revision": revision(page)})
    assert response.status_code == 303, text(response)
    return stored(SignedForm).get(kind="amendment", state="to-sign")


@pytest.mark.row("D11")
class TestJames:
    def test_from_goals_not_met_to_both_signatures(self, shop, case):
        counsellor = shop.counsellor
        talk = {
            "held_on": "12/15/2025",
            "still_appropriate": "no",
            "more_services": "yes",
            "new_goals": "yes",
            "wants_to_work_toward_goals": "yes",
            "said": "The pace of the shop is too much for full days.",
        }
        goals = f"/cases/{case.number}/goals/"
        assert counsellor.post(goals, talk).status_code == 303
        page = counsellor.get(goals).content.decode()
        assert f'href="{url(case, "start/")}"' in page
        assert "Amend the goals and the services" in page

        start = counsellor.get(url(case, "start/"))
        said = text(start)
        assert "your talk about goals not met of December 15, 2025" in said
        assert "Apprentice in a car repair shop" in said
        body = start.content.decode()
        for value in ("goals-not-met", *ALL):
            assert re.search(rf'value="{value}"[^>]*checked', body), value
        assert begin(counsellor, case).headers["Location"] == url(case)
        assert begin(counsellor, case).headers["Location"] == url(case)
        assert stored(Draft).filter(form="iwp-amendment").count() == 1

        tasks = text(counsellor.get(url(case)))
        assert tasks.count("Nothing is changed here yet") == 3
        assert "revises the goals, the services and supports, or both" in tasks
        assert send(counsellor, case, "goals", HALF).headers["Location"] == url(case, "services/")
        send(counsellor, case, "services", {"kinds": ["job-search", "job-coaching"]})
        coach = {"job-coaching-specific": COACHING.specific, "job-coaching-when": "now"}
        assert described(counsellor, case, **coach).headers["Location"] == url(case)
        assert "4 of 4 parts are done" in text(counsellor.get(url(case)))

        check = text(counsellor.get(url(case, "check/")))
        for words in (
            "Hours a week 40 20",
            "In the plan until now",
            "Job coaching Not in the plan We coach James",
            "Bright Path Works",
            "The goals are not being met",
        ):
            assert words in check, words
        assert "Job search We write" not in check.partition("What both sign")[0]
        form = locked(counsellor, case)
        record = text(counsellor.get(f"/plans/{form.number}/"))
        assert "20 Until now: 40" in record
        assert sign(counsellor, form, printed_name="Noor Counsellor").status_code == 303
        assert sign(counsellor, form, "in-person/", printed_name="James Mechanic").status_code == 303
        form.refresh_from_db()
        assert (form.state, form.in_force_from, form.ordinal) == ("signed", TODAY, 1)
        record = text(counsellor.get(f"/cases/{case.number}/"))
        assert f"Amendment 1 {form.number}" in record
        # The service that was agreed can be named in a note from now on.
        assert 'value="job-coaching"' in counsellor.get(f"/cases/{case.number}/contacts/").content.decode()
        assert "Amend the plan" in record
        # What was talked about before is not offered again.
        assert "1 amendment" in text(counsellor.get(url(case, "start/")))

    def test_only_what_is_to_be_changed_is_asked(self, shop, case):
        begin(shop.counsellor, case, revises=["short-term"], reason="other", other_reason="He moves")
        tasks = text(shop.counsellor.get(url(case)))
        assert "Employment goals" in tasks
        assert "Supports and services" not in tasks
        page = shop.counsellor.get(url(case, "goals/")).content.decode()
        assert 'name="short-says"' in page
        assert 'name="long-says"' not in page
        send(shop.counsellor, case, "about", {"reason": "new-service", "revises": ["services"]})
        assert "Supports and services" in text(shop.counsellor.get(url(case)))


class TestWhatGoesWrong:
    def test_findings_stand_beside_the_part_and_keep_it_from_being_locked(self, shop, case):
        begin(shop.counsellor, case)
        response = send(shop.counsellor, case, "goals", {**HALF, "long-monthly": "1,619.99"})
        assert response.headers["Location"] == url(case, "goals/")
        assert "substantial gainful activity" in text(shop.counsellor.get(url(case, "goals/")))
        page = shop.counsellor.get(url(case, "check/"))
        refused = shop.counsellor.post(url(case, "check/"), {"revision": revision(page)})
        assert refused.status_code == 422
        assert "Mend this before it can be signed" in text(refused)
        assert not stored(SignedForm).filter(kind="amendment").exists()

    def test_what_cannot_be_read_is_said_and_kept(self, shop, case):
        begin(shop.counsellor, case)
        response = send(shop.counsellor, case, "goals", {**HALF, "short-monthly": "lots"})
        assert response.status_code == 422
        assert "lots" in shop.counsellor.get(url(case, "goals/")).content.decode()
        assert "cannot be read" in text(shop.counsellor.get(url(case, "check/")))

    @pytest.mark.row("B5")
    def test_two_at_one_part_are_told_in_its_words(self, shop, case):
        begin(shop.counsellor, case)
        colleague = shop.sign_in(shop.world.account(shop.ours, [Role.EN_COUNSELLOR], name="Carl Colleague"))
        late = shop.counsellor.get(url(case, "about/"))
        send(colleague, case, "about", {"reason": "new-service", "revises": ["services"]})
        response = shop.counsellor.post(
            url(case, "about/"), {"reason": "other", "revises": ALL, "revision": revision(late)}
        )
        assert response.status_code == 409
        said = text(response)
        assert "changed this amendment" in said
        assert "A new service or support is needed" in said

    def test_an_unknown_choice_begins_nothing(self, shop, case):
        response = begin(shop.counsellor, case, reason="just so")
        assert response.status_code == 422
        assert not stored(Draft).filter(form="iwp-amendment").exists()

    def test_a_case_whose_plan_is_not_in_force_says_why(self, shop):
        other = shop.world.case(shop.world.person(name="Omar Held"), shop.ours, name="Omar Held")
        page = text(shop.counsellor.get(url(other, "start/")))
        assert "No plan is in force in this case" in page
        assert begin(shop.counsellor, other).headers["Location"] == f"/cases/{other.number}/"
        closed = shop.world.case(
            shop.world.person(name="Ida Gone"), shop.ours, name="Ida Gone", closed_on=TODAY
        )
        assert "ended plan cannot be amended" in text(shop.counsellor.get(url(closed, "start/")))

    def test_it_is_given_up_or_unlocked_and_goes_on(self, shop, case):
        begin(shop.counsellor, case)
        cancel = shop.counsellor.get(url(case, "cancel/"))
        assert "Give up the amendment" in text(cancel)
        shop.counsellor.post(url(case, "cancel/"), {"revision": revision(cancel)})
        assert shop.counsellor.get(url(case)).status_code == 404
        begin(shop.counsellor, case, revises=["long-term"], reason="goals-not-met")
        send(shop.counsellor, case, "goals", HALF)
        form = locked(shop.counsellor, case)
        assert f"Amendment {form.number} waits" in text(shop.counsellor.get(url(case, "start/")))
        response = shop.counsellor.post(f"/plans/{form.number}/unlock/", {"version": "0"})
        assert response.headers["Location"] == url(case)
        assert "2 of 2 parts are done" in text(shop.counsellor.get(url(case)))

    def test_another_organisation_finds_nothing(self, shop, case):
        begin(shop.counsellor, case)
        other = shop.sign_in(shop.world.account(shop.theirs, [Role.EN_COUNSELLOR], name="Sue Stranger"))
        for part in ("", "start/", "about/", "check/", "cancel/"):
            assert other.get(url(case, part)).status_code == 404
        assert begin(other, case).status_code == 404


@pytest.mark.row("L4")
def test_an_amendment_signed_elsewhere_is_entered_whole(shop, case, slip):
    begin(shop.counsellor, case, revises=["long-term"])
    send(shop.counsellor, case, "goals", HALF)
    account = stored(Clearance).get(account__name="Noor Counsellor").account_id
    paper = {
        "way": "own-form",
        "received_on": "12/15/2025",
        "holder_name": "James Mechanic",
        "holder_on": "12/15/2025",
        "provider_account": str(account),
        "provider_name": "Noor Counsellor",
        "provider_on": "12/15/2025",
    }
    sent = send(shop.counsellor, case, "paper", paper, upload=slip("amendment.pdf"))
    assert sent.status_code == 303
    stored(StoredFile).update(state="clean")
    page = shop.counsellor.get(url(case, "check/"))
    done = shop.counsellor.post(url(case, "check/"), {"revision": revision(page)})
    assert done.status_code == 303, text(done)
    form = stored(SignedForm).get(kind="amendment")
    assert (form.way, form.state, form.in_force_from) == ("own-form", "signed", TODAY)
    assert {one.method for one in stored(Signature).filter(signed_form=form)} == {"scanned-wet"}


def test_what_the_plan_says_is_what_its_forms_read():
    """An amendment begins with answers that give back the very facts they were made from."""
    for goal in (FULL_TIME, HALF_TIME):
        form = GoalForm(
            as_data({f"short-{name}": value for name, value in of_goal(goal).items()}), prefix="short"
        )
        assert form.is_valid(), form.errors
        assert form.facts() == goal
    told = (
        COACHING,
        service("training", performed_by="A school", delivered="both", paid_by="We do"),
        service("job-accommodation", requested_by="provider", places=("work", "education")),
        service("job-placement", placement="direct", when="after-nine-months"),
    )
    for one in told:
        answers = {f"{one.kind}-{name}": value for name, value in of_service(one).items()}
        form = ServiceForm(as_data(answers), kind=one.kind)
        assert form.is_valid(), form.errors
        assert form.facts() == one
