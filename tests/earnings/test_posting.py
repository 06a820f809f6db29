"""Posting a month of earnings: the rule, the facts added and superseded, what is judged again (rows E3, L6)."""

import pytest
from django.db import connections

from portal.earnings.answering import for_posting
from portal.earnings.models import EarningsMonth
from portal.earnings.services.posting import Posted, Posting, post_earnings
from portal.kernel.models import TrailEntry
from portal.kernel.results import NotAllowed, NotFound
from portal.payments.jobs import JUDGE_PERSON
from portal.payments.judging import judge_request
from tests.payments.desk import Desk
from tests.policy.postings import FEBRUARY
from tests.races.starting import at_once

pytestmark = pytest.mark.row("E3", "L6")


def rows(**which):
    return EarningsMonth.objects.using("loader").filter(**which)


class Posts:
    """The desk's analyst posting on the record of one Ticketholder."""

    def __init__(self, desk: Desk, unit_as) -> None:
        self.desk, self.unit_as = desk, unit_as
        self.holder = desk.holder()

    def wanted(self, **other) -> Posting:
        typed = Posting(
            self.holder.ticket_id,
            FEBRUARY,
            120_000,
            "wages",
            "pay-slip",
            "Acme Bakery",
            proven=True,
            shown_by="FL-1",
            given_by=self.desk.en.pk,
        )
        return typed._replace(**other)

    def post(self, actor=None, **other):
        with self.unit_as(actor or self.desk.analyst):
            return post_earnings(self.wanted(**other))


@pytest.fixture
def posts(world, unit_as, tmp_path, settings) -> Posts:
    settings.PORTAL_FILES_DIR = tmp_path
    return Posts(Desk(world, unit_as), unit_as)


def test_a_fact_is_added_and_a_later_one_takes_its_place(posts):
    first = posts.post()
    assert isinstance(first, Posted)
    again = posts.post(gross_cents=130_000, replaces=first.earnings, shown_by="FL-2")
    assert isinstance(again, Posted)
    kept = list(rows(person=posts.holder.person_id).order_by("recorded_at", "gross_cents"))
    assert [(one.gross_cents, one.superseded_at is None) for one in kept] == [
        (120_000, False),
        (130_000, True),
    ]
    assert kept[0].superseded_at == kept[1].recorded_at
    assert (kept[1].shown_by, kept[1].given_to_id, kept[1].proven) == ("FL-2", posts.desk.en.pk, True)
    entry = TrailEntry.objects.using("loader").filter(kind="earnings-posted-by-analyst").latest("id")
    assert entry.detail["replaces"] == str(first.earnings)
    assert posts.holder.person_id in entry.people
    stale = posts.post(gross_cents=140_000, replaces=first.earnings)
    assert isinstance(stale, NotAllowed) and "still stands" in stale.sentence


def test_what_stands_on_a_record_is_no_providers(posts):
    assert isinstance(posts.post(source="ssa-record", employer=""), Posted)
    assert rows(person=posts.holder.person_id).get().given_to_id is None


def test_posting_has_the_person_judged_again(posts):
    posts.post()
    with connections["loader"].cursor() as cursor:
        cursor.execute("select args->>'subject' from procrastinate_jobs where task_name = %s", [JUDGE_PERSON])
        assert cursor.fetchall() == [(str(posts.holder.person_id),)]


def test_only_who_decides_on_payments_posts(posts):
    assert isinstance(posts.post(posts.desk.clerk), NotFound)
    assert not rows(person=posts.holder.person_id).exists()


def test_two_analysts_who_post_the_same_at_once_post_it_once(posts):
    answers = at_once([lambda: posts.post(), lambda: posts.post(posts.desk.other_analyst)])
    assert sorted(type(one).__name__ for one in answers) == ["NotAllowed", "Posted"]
    assert rows(person=posts.holder.person_id).count() == 1


@pytest.mark.row("E4")
def test_a_pension_is_told_apart_in_the_decision(posts):
    """DEN-08: wages below the level, which the pension would lift above it."""
    posts.post(gross_cents=90_000)
    [request] = posts.desk.submitted(posts.holder, ("P1M1", "2025-02"))
    posts.post(gross_cents=60_000, kind="pension", employer="", source="tax-record", shown_by="1099-R")
    with posts.unit_as(posts.desk.analyst, reading=True):
        seen = for_posting(posts.holder.person_id)
        assert [one.kind_words for one in seen.months] == ["wages", "pension or retirement"]
        found = judge_request(request).decision
    assert "DEN-08" in {one.test.denial for one in found.checks if one.state == "failed"}


def test_conflicts_between_sources_are_named(posts):
    posts.post(proven=False)
    posts.post(proven=False, source="employer-statement", gross_cents=90_000)
    with posts.unit_as(posts.desk.analyst, reading=True):
        assert for_posting(posts.holder.person_id).disputed == (FEBRUARY,)
