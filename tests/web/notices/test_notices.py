"""Announcements and banners as people meet them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from portal.kernel.clock import now
from portal.kernel.ids import new_id
from portal.kernel.models import Announcement
from portal.policy.roles import Role
from tests.web.notices.conftest import BEGAN


def asked(client, url: str) -> int:
    """How many queries a page makes, on all connections."""
    captured = [CaptureQueriesContext(connections[alias]) for alias in connections]
    for one in captured:
        one.__enter__()
    try:
        assert client.get(url).status_code == 200
    finally:
        for one in captured:
            one.__exit__(None, None, None)
    return sum(len(one) for one in captured)


def typed(**other: str) -> dict[str, str]:
    return {
        "kind": "outage",
        "title": "No texts tonight",
        "body": "Use your app.\n\n- or a recovery code",
        "banner": "on",
        "from_day": "12/01/2025",
        "from_time": "9 a.m.",
        "until_day": "12/24/2025",
        "until_time": "6:30 PM",
        **other,
    }


@pytest.mark.row("L12")
def test_a_banner_stands_on_every_page_for_its_audience_and_costs_no_query(clerk, announced):
    clerk.get("/")
    before = asked(clerk, "/")
    announced("Down on Sunday", "outage", banner=True)
    announced("For ENs", banner=True, audience=["EN"])
    announced("For agencies", banner=True, audience=["SVRA"])
    announced("No banner")
    announced("To come", banner=True, from_at=now().at + timedelta(hours=1))
    announced("Over", banner=True, until_at=now().at - timedelta(hours=1))
    page = clerk.get("/")
    assert [(one.kind, one.title) for one in page.context["frame"].banners] == [
        ("outage", "Down on Sunday"),
        ("news", "For ENs"),
    ]
    assert "Down on Sunday" in page.content.decode()
    assert "Down on Sunday" in clerk.get("/account/factors/").content.decode()
    assert asked(clerk, "/") == before


@pytest.mark.row("L12")
def test_the_sign_in_page_shows_outages_for_everybody_only(client, announced, database):
    announced("Texts are late", "outage", banner=True)
    announced("Agencies only", "outage", banner=True, audience=["SVRA"])
    announced("News of the day", banner=True)
    page = client.get("/account/sign-in/")
    assert [one.title for one in page.context["frame"].banners] == ["Texts are late. More about it."]


@pytest.mark.row("L12")
def test_who_the_gate_keeps_out_sees_the_banner_without_a_link_that_is_closed(world, sign_in, announced):
    announced("Down on Sunday", "outage", banner=True)
    page = sign_in(world.account(world.organisation(), [Role.EN_PAYMENTS_CLERK], trained_on=None)).get("/")
    assert page.status_code == 403
    assert [(one.title, one.url) for one in page.context["frame"].banners] == [("Down on Sunday", "")]


@pytest.mark.row("L12")
def test_the_list_shows_what_stands_events_by_their_day_and_the_rest_is_in_the_archive(clerk, announced):
    late = announced("Class two", "event", happens_at=datetime(2026, 2, 1, 15, tzinfo=UTC), where="By phone")
    announced("Class one", "event", happens_at=datetime(2026, 1, 8, 15, tzinfo=UTC), where="By phone")
    old = announced("Old news", until_at=BEGAN + timedelta(days=1))
    announced("Not ours", audience=["SSA"])
    page = clerk.get("/notices/")
    assert [one.row.title for one in page.context["events"]] == ["Class one", "Class two"]
    assert (page.context["news"], page.context["outages"]) == ([], [])
    earlier = clerk.get("/notices/earlier/")
    assert [one.row.title for one in earlier.context["lines"].rows] == ["Old news"]
    text = clerk.get(f"/notices/{late.id}/").content.decode()
    assert "February 1, 2026, 10:00 a.m. ET" in text
    assert "By phone" in text
    assert "This announcement has ended." in clerk.get(f"/notices/{old.id}/").content.decode()


@pytest.mark.row("L12")
def test_what_is_for_others_or_to_come_is_not_there(clerk, announced):
    hidden = announced("Not ours", audience=["SSA"])
    coming = announced("To come", from_at=now().at + timedelta(days=1))
    for row in (hidden, coming):
        assert clerk.get(f"/notices/{row.id}/").status_code == 404


@pytest.mark.row("L12")
def test_the_desk_writes_changes_and_ends(administrator, clerk):
    assert administrator.post("/staff/announcements/new/", typed()).status_code == 303
    row = Announcement.objects.using("loader").get()
    assert (row.from_at, row.until_at) == (
        datetime(2025, 12, 1, 14, tzinfo=UTC),
        datetime(2025, 12, 24, 23, 30, tzinfo=UTC),
    )
    page = clerk.get(f"/notices/{row.id}/").content.decode()
    assert "<li>or a recovery code</li>" in page
    form = administrator.get(f"/staff/announcements/{row.id}/change/").content.decode()
    assert 'value="12/01/2025"' in form
    assert 'value="9:00 a.m."' in form
    changed = administrator.post(
        f"/staff/announcements/{row.id}/change/",
        typed(title="No texts this week", version="0", audience="EN"),
    )
    assert changed.status_code == 303
    assert administrator.post(f"/staff/announcements/{row.id}/end/", {"version": "1"}).status_code == 303
    assert clerk.get("/").context["frame"].banners == ()
    assert "ended" in administrator.get("/staff/announcements/").content.decode()


@pytest.mark.row("L12", "A10")
def test_the_auditor_reads_every_announcement_and_writes_none(administrator, auditor, announced):
    administrator.post("/staff/announcements/new/", typed(audience="EN"))
    row = Announcement.objects.using("loader").get()
    coming = announced("To come", from_at=now().at + timedelta(days=1))
    assert "To come" in auditor.get("/staff/announcements/").content.decode()
    page = auditor.get(f"/staff/announcements/{row.id}/").content.decode()
    assert "<li>or a recovery code</li>" in page
    assert "Employment Networks" in page
    assert "Announced" in page
    for text in (page, auditor.get(f"/staff/announcements/{coming.id}/").content.decode()):
        assert "<form" not in text.partition("<main")[2].partition("</main>")[0]
    assert auditor.get(f"/staff/announcements/{row.id}/change/").status_code == 403
    assert auditor.post(f"/staff/announcements/{row.id}/end/", {"version": "0"}).status_code == 403
    assert "End this announcement" in administrator.get(f"/staff/announcements/{row.id}/").content.decode()
    assert auditor.get(f"/staff/announcements/{new_id()}/").status_code == 404


@pytest.mark.row("L12", "B5")
def test_what_was_typed_is_not_lost(administrator, announced):
    row = announced("Good news", version=3)
    page = administrator.post(
        f"/staff/announcements/{row.id}/change/", typed(version="2", body="My long text")
    )
    assert page.status_code == 409
    text = page.content.decode()
    assert "My long text" in text
    assert 'name="version" value="3"' in text
    for wrong, words in (
        ({"from_time": "soon"}, "Enter a time, for example 9:30 a.m. or 2 p.m."),
        ({"until_day": ""}, "Enter the day of the end, or leave out its time."),
        ({"kind": "event"}, "A learning event needs its day"),
        ({"until_day": "11/30/2025"}, "The end is before the beginning."),
        ({"body": "Born 02/03/1980, date of birth 02/03/1980"}, "seems to hold personal data"),
    ):
        page = administrator.post("/staff/announcements/new/", typed(**wrong))
        assert page.status_code == 422, wrong
        assert words in page.content.decode(), wrong
        assert "No texts tonight" in page.content.decode()


@pytest.mark.row("L12")
def test_markup_is_text(administrator, clerk):
    administrator.post("/staff/announcements/new/", typed(title="<b>x</b>", body="<script>alert(1)</script>"))
    row = Announcement.objects.using("loader").get()
    text = clerk.get(f"/notices/{row.id}/").content.decode()
    assert "<script>alert" not in text
    assert "&lt;b&gt;x&lt;/b&gt;" in text
