"""The contacts of a case: the picture of the clock, notes, corrections, the mornings' lists, goals not met."""

import re
from datetime import date
from uuid import uuid4

import pytest

from portal.casework.kinds import UNASSIGN_BY
from portal.casework.models import Case, ContactNote, GoalsDiscussion
from portal.kernel.models import Duty

pytestmark = [pytest.mark.row("D9", "D10", "J11")]


@pytest.fixture
def case(shop):
    """The case of Ana Ruiz, assigned on 1 November 2025; today is 15 December."""
    return case_of(shop, shop.holder(on=date(2025, 11, 1), dollars=0))


def case_of(shop, person):
    return Case.objects.using("loader").get(person=person)


def page_of(case, rest="contacts/"):
    return f"/cases/{case.number}/{rest}"


def contact(**given):
    first = {
        "once": str(uuid4()),
        "happened_on": "12/10/2025",
        "method": "telephone",
        "answered": "yes",
        "purpose": "Interview at the bakery",
    }
    return {**first, **given}


def notes():
    return ContactNote.objects.using("loader")


def text(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_the_page_has_the_clock_in_words_in_a_picture_and_as_a_table(shop, case):
    shown = shop.counsellor.get(page_of(case))
    assert shown.status_code == 200
    page = shown.content.decode()
    assert "Initial phase: a two-way contact each month" in page
    assert "The next contact is due December 1, 2025, 14 days ago." in page
    assert '<svg viewBox="0 0 400 70" role="img" aria-label="The next contact is due' in page
    assert "style=" not in page.partition("<main")[2]
    table = text(shown)
    assert "1 Ticket assigned November 1, 2025 44 days ago" in table
    assert "2 Next contact due December 1, 2025 14 days ago" in table
    assert 'value="12/15/2025"' in page


def test_saved_it_is_on_the_page_and_the_next_form_begins_with_the_same_way(shop, case):
    sent = shop.counsellor.post(page_of(case), contact(method="video", content="It went well."), follow=True)
    page = sent.content.decode()
    assert "The two-way contact is written down." in page
    assert "Interview at the bakery" in page
    assert "It went well." in page
    assert '<option value="video" selected>' in page
    assert "due January 10, 2026, in 26 days" in page


def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(shop, case):
    sent = shop.counsellor.post(page_of(case), contact(happened_on="10/31/2025", content="Long talk"))
    assert sent.status_code == 422
    page = sent.content.decode()
    assert "The Ticket was not assigned to you on that day." in page
    assert "Long talk" in page
    assert page.count('<div class="usa-alert usa-alert--error') == 1
    assert not notes().exists()
    sent = shop.counsellor.post(page_of(case), {"once": str(uuid4()), "happened_on": "12/16/2025"})
    page = text(sent)
    for words in (
        "December 15, 2025 or an earlier date",
        "Choose how",
        "took part",
        "Write why you made contact",
    ):
        assert words in page


def test_a_form_sent_twice_counts_once(shop, case):
    data = contact()
    assert shop.counsellor.post(page_of(case), data).status_code == 303
    assert shop.counsellor.post(page_of(case), data).status_code == 303
    assert notes().count() == 1


def test_an_attempt_starts_the_clock_and_the_picture_says_so(shop, case):
    shop.counsellor.post(page_of(case), contact(answered="no"))
    page = text(shop.counsellor.get(page_of(case)))
    assert "1 of 3 attempts made without an answer. Make 2 more by January 10, 2026." in page
    assert "Unassign the Ticket by February 8, 2026, in 55 days, unless the Ticketholder answers." in page
    assert "Last day to unassign the Ticket February 8, 2026 in 55 days" in page
    record = text(shop.counsellor.get(page_of(case, "")))
    assert "1 of 3 attempts made" in record


def test_save_and_next_leads_to_the_one_whose_contact_is_due_next(shop, case):
    other = case_of(shop, shop.holder("Bo Chen", on=date(2025, 10, 1), dollars=0, ssn="900019002"))
    for one in (case, other):
        shop.counsellor.post(page_of(one), contact(happened_on="11/20/2025"))
    sent = shop.counsellor.post(page_of(case), contact(action="next"))
    assert sent.headers["Location"] == page_of(other)
    sent = shop.counsellor.post(page_of(other), contact(action="next"))
    assert sent.headers["Location"] == page_of(case)


@pytest.mark.row("B6")
def test_evidence_is_received_even_where_the_rest_is_wrong(shop, case, slip):
    files = {"upload": slip("letter.pdf")}
    sent = shop.counsellor.post(page_of(case), contact(purpose="") | files)
    assert sent.status_code == 422
    number = re.search(r'name="file" value="(FL-[0-9A-Z-]+)"', sent.content.decode())[1]
    assert shop.counsellor.post(page_of(case), contact(file=number)).status_code == 303
    assert notes().get().file.number == number
    wrong = shop.counsellor.post(page_of(case), contact() | {"upload": slip("a.pdf", "secret")})
    assert "locked with a password" in wrong.content.decode()


@pytest.mark.row("D8")
def test_before_the_assignment_there_is_no_form_and_it_says_why(shop):
    person = shop.world.person("Cy Dahl")
    early = shop.world.case(person, shop.ours)
    page = shop.counsellor.get(page_of(early)).content.decode()
    assert "The Ticket is not assigned to you yet" in page
    assert "<textarea" not in page
    assert shop.counsellor.post(page_of(early), contact()).status_code == 422


class TestCorrecting:
    def test_it_begins_with_what_was_written_and_keeps_both(self, shop, case):
        shop.counsellor.post(page_of(case), contact(content="He is well."))
        old = notes().get()
        where = page_of(case, f"contacts/{old.pk}/")
        page = shop.counsellor.get(where).content.decode()
        assert "He is well." in page
        assert 'value="12/10/2025"' in page
        sent = shop.counsellor.post(where, contact(content="She is well."), follow=True)
        assert "The note is corrected" in sent.content.decode()
        assert "He is well." not in sent.content.decode()
        both = shop.counsellor.get(page_of(case) + "?all=1").content.decode()
        assert "He is well." in both
        assert "No longer stands" in both
        assert shop.counsellor.get(where).status_code == 303

    def test_who_was_slower_is_told_and_keeps_what_was_typed(self, shop, case):
        shop.counsellor.post(page_of(case), contact())
        where = page_of(case, f"contacts/{notes().get().pk}/")
        shop.counsellor.post(where, contact(purpose="First correction"))
        late = shop.counsellor.post(where, contact(purpose="Second correction"))
        assert late.status_code == 409
        assert "Noor Counsellor corrected this note" in text(late)
        assert "Second correction" in late.content.decode()

    def test_a_note_in_error_is_struck_out(self, shop, case):
        shop.counsellor.post(page_of(case), contact())
        where = page_of(case, f"contacts/{notes().get().pk}/strike/")
        sent = shop.counsellor.post(where, follow=True)
        assert "The note is struck out" in sent.content.decode()
        assert "Interview" not in sent.content.decode().partition("Contacts so far")[2]

    def test_a_note_of_another_case_is_not_found(self, shop, case):
        shop.counsellor.post(page_of(case), contact())
        other = case_of(shop, shop.holder("Bo Chen", dollars=0))
        for rest in ("", "strike/"):
            assert (
                shop.counsellor.post(
                    page_of(other, f"contacts/{notes().get().pk}/{rest}"), contact()
                ).status_code
                == 404
            )


class TestLists:
    def test_due_this_month_this_week_and_overdue(self, shop):
        days = ("11/01/2025", "11/20/2025", "12/05/2025", "12/12/2025")
        made = [case_of(shop, shop.holder(f"Holder {day}", on=date(2025, 10, 1), dollars=0)) for day in days]
        for one, day in zip(made, days, strict=True):
            shop.counsellor.post(page_of(one), contact(happened_on=day))
        numbers = [one.number for one in made]
        assert listed(shop, "/contacts/due/") == numbers
        assert listed(shop, "/contacts/due/?part=week") == numbers[:2]
        assert listed(shop, "/contacts/due/?part=overdue") == numbers[:1]
        home = text(shop.counsellor.get("/"))
        assert "Contacts due this month 4 open, 1 past the due date." in home

    def test_attempts_and_tickets_to_unassign(self, shop, case):
        shop.counsellor.post(page_of(case), contact(happened_on="11/20/2025", answered="no"))
        assert listed(shop, "/contacts/attempts/") == [case.number]
        assert "1, 2 missing" in text(shop.counsellor.get("/contacts/attempts/"))
        assert listed(shop, "/contacts/unassign/") == []
        Duty.objects.using("loader").filter(kind=UNASSIGN_BY).update(due_on=date(2025, 12, 22))
        assert listed(shop, "/contacts/unassign/") == [case.number]
        Duty.objects.using("loader").filter(kind=UNASSIGN_BY).update(due_on=date(2025, 12, 23))
        assert listed(shop, "/contacts/unassign/") == []

    @pytest.mark.row("J10")
    def test_a_ticket_without_a_payment_for_three_years_is_stale(self, shop):
        days = (date(2022, 12, 15), date(2022, 12, 16))
        made = [case_of(shop, shop.holder(f"Holder {day}", on=day, dollars=0)) for day in days]
        for one in made:
            shop.counsellor.post(page_of(one), contact())
        assert listed(shop, "/contacts/stale/") == [made[0].number]

    @pytest.mark.row("L11")
    def test_the_whole_list_as_a_file(self, shop, case):
        shop.counsellor.post(page_of(case), contact(happened_on="11/20/2025"))
        answer = shop.counsellor.get("/contacts/contacts-due/export.csv")
        assert case.number in answer.content.decode()
        assert shop.counsellor.get("/contacts/no-such-list/export.csv").status_code == 404


@pytest.mark.row("D11")
class TestGoals:
    ANSWERS = {
        "held_on": "12/10/2025",
        "still_appropriate": "yes",
        "more_services": "no",
        "new_goals": "no",
        "wants_to_work_toward_goals": "yes",
        "said": "He goes on.",
    }

    @pytest.mark.parametrize(
        ("changed", "follows"),
        [
            ({}, "go on with the plan"),
            ({"more_services": "yes"}, "amend the services and supports"),
            ({"new_goals": "yes"}, "amend the goals"),
            (
                {"still_appropriate": "no", "more_services": "yes"},
                "amend the goals, and the services and supports",
            ),
            ({"wants_to_work_toward_goals": "no"}, "unassign the Ticket"),
        ],
    )
    def test_the_four_answers_and_what_follows(self, shop, case, changed, follows):
        sent = shop.counsellor.post(page_of(case, "goals/"), {**self.ANSWERS, **changed}, follow=True)
        page = text(sent)
        assert f"What follows: {follows}." in page
        assert "He goes on." in page
        assert GoalsDiscussion.objects.using("loader").count() == 1

    @pytest.mark.parametrize("name", ANSWERS)
    def test_every_question_is_asked(self, shop, case, name):
        sent = shop.counsellor.post(page_of(case, "goals/"), {**self.ANSWERS, name: ""})
        assert sent.status_code == 422
        assert not GoalsDiscussion.objects.using("loader").exists()

    def test_a_talk_before_the_assignment_is_none_of_this_plan(self, shop, case):
        sent = shop.counsellor.post(page_of(case, "goals/"), {**self.ANSWERS, "held_on": "10/31/2025"})
        assert sent.status_code == 422
        assert "not assigned to you on that day" in text(sent)


def test_another_provider_and_the_clerk_see_nothing(shop, case):
    stranger = shop.sign_in(shop.world.account(shop.theirs, ["en-counsellor"], name="Sal Stranger"))
    for rest in ("contacts/", "goals/"):
        assert stranger.get(page_of(case, rest)).status_code == 404
        assert stranger.post(page_of(case, rest), contact()).status_code == 404
        assert shop.clerk.get(page_of(case, rest)).status_code == 403
    assert listed(shop, "/contacts/due/", stranger) == []


def listed(shop, where, client=None):
    page = (client or shop.counsellor).get(where)
    assert page.status_code == 200
    return re.findall(
        r'<th scope="row"[^>]*><a class="usa-link" href="/cases/([^/]+)/', page.content.decode()
    )
