"""Today's work: the lists of one's role with their counts, in one query, and what will lapse."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.kernel.ids import new_id
from portal.kernel.models import Duty
from portal.payments import duties as payment_duties
from portal.policy.roles import Role
from portal.providers.models import Provider
from tests.world import TODAY

pytestmark = [pytest.mark.row("L11")]

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


@pytest.fixture
def due(world):
    """`due(kind, on)` adds an open duty."""

    def added(kind: str, on: date = TOMORROW, organisation: UUID | None = None, **other: object) -> Duty:
        at = datetime(2025, 12, 1, tzinfo=UTC)
        return world.add(
            Duty(kind=kind, subject=new_id(), organisation=organisation, opened_at=at, due_on=on, **other)
        )

    return added


def busy(client) -> dict[str, tuple[int, int, int, int]]:
    """What waits, by title: open, overdue, put off, mine."""
    lines = [waiting.line for waiting in client.get("/").context["busy"]]
    return {line.title: (line.count, line.overdue, line.put_off, line.mine) for line in lines}


def test_an_ens_clerk_sees_what_was_returned_to_the_organisation_and_nothing_of_others(world, sign_in, due):
    mine, other = world.organisation(), world.organisation()
    due(payment_duties.ANSWER, YESTERDAY, mine.id)
    due(payment_duties.ANSWER, TOMORROW, mine.id)
    due(payment_duties.ANSWER, TOMORROW, other.id)
    due(payment_duties.DECIDE)
    client = sign_in(world.account(mine, [Role.EN_PAYMENTS_CLERK]))
    assert busy(client) == {payment_duties.RETURNED.title: (2, 1, 0, 0)}
    page = client.get("/").content.decode()
    assert "<strong>2</strong> open, <strong>1</strong> past the due date" in page


def test_an_analyst_sees_the_queue_what_is_claimed_and_what_is_put_off(world, sign_in, due):
    analyst = world.account(world.organisation(kind="TPM"), [Role.TPM_PAYMENTS_ANALYST])
    due(payment_duties.DECIDE, YESTERDAY, claimed_by=analyst.id, claimed_by_name=analyst.name)
    due(payment_duties.DECIDE, TODAY)
    due(payment_duties.DECIDE, diary_until=TOMORROW)
    due(payment_duties.DECIDE, diary_until=TODAY)
    due(payment_duties.DECIDE_AT_SSA)
    due(payment_duties.DECIDE, closed_at=datetime(2025, 12, 2, tzinfo=UTC))
    assert busy(sign_in(analyst)) == {payment_duties.ANALYST_QUEUE.title: (3, 1, 1, 1)}


def test_an_authoriser_sees_what_was_sent_to_social_security(world, sign_in, due):
    due(payment_duties.DECIDE)
    due(payment_duties.DECIDE_AT_SSA)
    client = sign_in(world.account(world.organisation(kind="SSA"), [Role.SSA_PAYMENT_AUTHORISER]))
    assert busy(client) == {payment_duties.SSA_QUEUE.title: (1, 0, 0, 0)}


def test_an_auditor_sees_every_queue_of_the_program(world, sign_in, due):
    due(payment_duties.DECIDE)
    due(payment_duties.DECIDE_AT_SSA)
    client = sign_in(world.account(world.organisation(kind="SSA"), [Role.AUDITOR]))
    titles = {payment_duties.SSA_QUEUE.title, payment_duties.ANALYST_QUEUE.title}
    assert set(busy(client)) == titles


def test_where_nothing_waits_the_page_says_so(world, sign_in):
    page = sign_in(world.account(world.organisation(), [Role.EN_PAYMENTS_CLERK])).get("/")
    assert page.context["busy"] == []
    assert payment_duties.RETURNED.empty in page.content.decode()


def test_who_has_no_list_is_told_where_to_look(world, sign_in):
    manager = world.organisation("Program Manager", "TPM")
    page = sign_in(world.account(manager, [Role.TPM_PROVIDER_SUPPORT])).get("/")
    assert "No list of work belongs to your role" in page.content.decode()


@pytest.mark.row("A4")
def test_what_will_lapse_is_said_in_time(world, sign_in):
    account = world.account(world.organisation(), [Role.EN_PAYMENTS_CLERK], trained_on=date(2025, 1, 4))
    page = sign_in(account).get("/").content.decode()
    assert "Your security awareness training is good through January 4, 2026, 20 days from now." in page


def test_the_counts_are_one_query_however_many_lists_there_are(world, sign_in, due):
    due(payment_duties.DECIDE)
    due(payment_duties.DECIDE_AT_SSA)
    client = sign_in(world.account(world.organisation(kind="SSA"), [Role.AUDITOR]))
    with CaptureQueriesContext(connection) as queries:
        client.get("/")
    assert len([query for query in queries if "kernel_duty" in query["sql"]]) == 1


def test_the_frame_says_who_where_and_which_day(world, sign_in):
    organisation = world.organisation("Bright Path Employment")
    account = world.account(organisation, [Role.EN_PAYMENTS_CLERK], name="Maya Example")
    frame = sign_in(account).get("/").context["frame"]
    assert (frame.person, frame.organisation) == ("Maya Example", "Bright Path Employment")
    assert (frame.synthetic, frame.today) == (True, TODAY)
    assert [link.label for link in frame.navigation[0].links if link.current] == ["Today's work"]


def test_the_account_area_keeps_the_menu_for_who_may_work(world, sign_in):
    account = world.account(world.organisation(), [Role.EN_PAYMENTS_CLERK])
    frame = sign_in(account).get("/account/factors/").context["frame"]
    assert [link.label for group in frame.navigation for link in group.links if link.current] == [
        "Extra security"
    ]
    shut_out = world.account(world.organisation(), [Role.EN_PAYMENTS_CLERK], trained_on=None)
    page = sign_in(shut_out).get("/account/factors/")
    assert page.status_code == 200
    assert page.context["frame"].navigation == ()


def test_a_visitor_has_no_menu(client, database):
    frame = client.get("/account/sign-in/").context["frame"]
    assert (frame.person, frame.navigation) == ("", ())


@pytest.mark.row("J9", "L2")
def test_an_administrator_is_told_what_of_the_organisation_ends_soon(world, sign_in):
    mine, other = world.organisation(), world.organisation()
    rows = Provider.objects.using("loader")
    rows.filter(pk=mine.pk).update(sam_registered_until=TODAY + timedelta(days=8), bank_verified_until=None)
    rows.filter(pk=other.pk).update(sam_registered_until=TODAY + timedelta(days=3))
    says = "Your organization&#x27;s SAM registration is good through December 22, 2025, 7 days from now."
    pages = {
        role: sign_in(world.account(mine, [role])).get("/").content.decode()
        for role in (Role.EN_ADMINISTRATOR, Role.EN_PAYMENTS_CLERK)
    }
    said = {role: "SAM registration" in page for role, page in pages.items()}
    assert said == {Role.EN_ADMINISTRATOR: True, Role.EN_PAYMENTS_CLERK: False}
    assert pages[Role.EN_ADMINISTRATOR].count("Your organization") == 1
    assert says.replace("&#x27;", "'") in pages[Role.EN_ADMINISTRATOR].replace("&#x27;", "'")
