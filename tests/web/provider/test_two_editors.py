"""Two people on one request: told what the other changed, and nothing is lost."""

import pytest

BASIS = {"basis": "evidence", "other-TOTAL_FORMS": "0", "other-INITIAL_FORMS": "0"}


@pytest.mark.row("B5")
def test_the_second_is_shown_both_and_may_use_either(shop, as_sent):
    url = shop.draft(shop.holder("Ana Ruiz"))
    shop.colleague.post(url, {**BASIS, "revision": "0", "claims": ["P1M1 2025-03"]})
    mine = shop.clerk.post(url, {**BASIS, "revision": "0", "claims": ["P1M1 2025-02"]})
    page = mine.content.decode()
    assert mine.status_code == 409
    assert "Casey Colleague" in page
    assert "P1M1 February 2025" in page
    assert "P1M1 March 2025" in page
    assert shop.draft_row(url).revision == 1
    again = shop.clerk.post(url, as_sent(mine))
    assert again.status_code == 303
    assert shop.draft_row(url).revision == 2
    assert 'value="P1M1 2025-02" checked' in shop.clerk.get(url).content.decode()


def test_the_same_answers_twice_are_no_conflict(shop):
    url = shop.draft(shop.holder("Ana Ruiz"))
    sent = {**BASIS, "revision": "0", "claims": ["P1M1 2025-02"]}
    first, second = shop.clerk.post(url, sent), shop.clerk.post(url, sent)
    assert (first.status_code, second.status_code) == (303, 303)
    assert shop.draft_row(url).revision == 1


def test_what_was_typed_on_an_earlier_page_is_kept_when_a_colleague_is_on_another(shop):
    url = shop.draft(shop.holder("Ana Ruiz"))
    shop.clerk.post(url, {**BASIS, "revision": "0", "claims": ["P1M1 2025-02"]})
    work = {"earnings-TOTAL_FORMS": "0", "earnings-INITIAL_FORMS": "0", "services_text": "Coaching"}
    shop.colleague.post(f"{url}work/", {**work, "services_described": "on", "revision": "1"})
    late = shop.clerk.post(f"{url}work/", {**work, "services_text": "Placement", "revision": "1"})
    page = late.content.decode()
    assert late.status_code == 409
    assert "Coaching" in page
    assert "Placement" in page


@pytest.mark.row("B5")
def test_submitting_what_somebody_changed_meanwhile_is_stopped(shop):
    url = shop.draft(shop.holder("Ana Ruiz"))
    shop.clerk.post(url, {**BASIS, "revision": "0", "claims": ["P1M1 2025-02"]})
    shop.colleague.post(url, {**BASIS, "revision": "1", "claims": ["P1M1 2025-03"]})
    answer = shop.clerk.post(f"{url}check/", {"revision": "1"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Casey Colleague changed it" in page
    assert "March 2025" in page
    assert shop.draft_row(url).state == "open"


@pytest.mark.parametrize("revision", ["", "x", "-1", "99999999999999999999"])
def test_a_revision_that_never_was_keeps_nothing(shop, revision):
    url = shop.draft(shop.holder("Ana Ruiz"))
    answer = shop.clerk.post(url, {**BASIS, "revision": revision, "claims": ["P1M1 2025-02"]})
    assert answer.status_code == 409
    assert shop.draft_row(url).revision == 0
