"""A submitted request: where it stands, why, the letters, and what the provider can still do."""

import pytest


def waiting(shop, name="Ana Ruiz"):
    """A request that came back: nobody said which services were given."""
    request = shop.asks(shop.holder(name), described=False)
    assert request.state == "waiting-for-information"
    return request


ANSWER = {
    "note": "We gave job coaching every week.",
    "earnings-TOTAL_FORMS": "2",
    "earnings-INITIAL_FORMS": "0",
    "papers-TOTAL_FORMS": "3",
    "papers-INITIAL_FORMS": "0",
}


@pytest.mark.row("J5", "K1", "J6")
def test_the_record_says_where_it_stands_and_why(shop):
    request = shop.asks(shop.holder("Ana Ruiz"))
    page = shop.clerk.get(f"/requests/{request.number}/").content.decode()
    assert "Approved" in page
    assert "$1,850.00" in page
    assert "A second person releases the payment." in page
    assert "PAY-07" in page
    assert "What the portal showed you when you submitted" in page
    assert "at or above $1,160.00 (trial work level 2025)" in page


@pytest.mark.row("E4")
def test_a_decision_can_be_printed_by_who_may_see_it(shop):
    request = shop.asks(shop.holder("Ana Ruiz"))
    url = f"/requests/{request.number}/decision.pdf"
    assert shop.clerk.get(url).content.startswith(b"%PDF-")
    assert shop.stranger.get(url).status_code == 404
    assert shop.clerk.get(f"/requests/{waiting(shop, 'Ben Ochoa').number}/decision.pdf").status_code == 404


@pytest.mark.row("E4", "J9")
def test_a_denial_notice_names_reason_rule_and_remedy(shop):
    ana = shop.holder("Ana Ruiz")
    shop.asks(ana)
    again = shop.asks(ana)
    assert (again.state, again.denial_code) == ("denied", "DEN-07")
    page = shop.clerk.get(f"/requests/{again.number}/").content.decode()
    assert "Denied" in page
    assert "DEN-07" in page
    assert shop.clerk.get(f"/requests/{again.number}/decision.pdf").content.startswith(b"%PDF-")


def test_another_providers_request_is_not_there(shop, entries):
    request = shop.asks(shop.holder("Ana Ruiz"))
    before = len(entries("look"))
    for page in ("", "answer/", "withdraw/"):
        assert shop.stranger.get(f"/requests/{request.number}/{page}").status_code == 404
    for page in ("answer/", "withdraw/"):
        answer = shop.stranger.post(
            f"/requests/{request.number}/{page}", {"version": "1", "reason": "x", **ANSWER}
        )
        assert answer.status_code == 404
    assert len(entries("look")) == before
    assert shop.request(request.number).version == request.version


def test_a_request_is_withdrawn_after_a_check(shop):
    request = waiting(shop)
    url = f"/requests/{request.number}/withdraw/"
    assert b"Withdraw this request?" in shop.clerk.get(url).content
    without = shop.clerk.post(url, {"version": str(request.version), "reason": ""})
    assert without.status_code == 422
    assert shop.request(request.number).state == "waiting-for-information"
    done = shop.clerk.post(url, {"version": str(request.version), "reason": "Wrong month"})
    assert done.status_code == 303
    page = shop.clerk.get(f"/requests/{request.number}/").content.decode()
    assert "Withdrawn" in page
    assert "Wrong month" in page
    assert shop.clerk.get(url).headers["Location"] == f"/requests/{request.number}/"


def test_a_counsellor_cannot_withdraw_or_answer(shop):
    request = waiting(shop)
    assert shop.counsellor.get(f"/requests/{request.number}/").status_code == 200
    assert shop.counsellor.get(f"/requests/{request.number}/withdraw/").status_code == 403
    assert shop.counsellor.post(f"/requests/{request.number}/answer/", ANSWER).status_code == 403


@pytest.mark.row("B5")
def test_who_was_too_slow_is_told_and_keeps_the_answer(shop):
    request = waiting(shop)
    seen = str(request.version)
    shop.colleague.post(f"/requests/{request.number}/withdraw/", {"version": seen, "reason": "Wrong month"})
    late = shop.clerk.post(f"/requests/{request.number}/answer/", {**ANSWER, "version": seen})
    page = late.content.decode()
    assert late.status_code == 409
    assert "Casey Colleague changed this while you had it open" in page
    assert "We gave job coaching every week." in page
    again = shop.clerk.post(f"/requests/{request.number}/withdraw/", {"version": seen, "reason": "Mine"})
    assert again.status_code == 409


@pytest.mark.row("J4")
def test_an_answer_with_a_paper_goes_back_and_is_judged_again(shop, slip):
    request = waiting(shop)
    assert request.number.encode() in shop.clerk.get("/requests/to-answer/").content
    url = f"/requests/{request.number}/answer/"
    assert b"What is missing" in shop.clerk.get(url).content
    paper = {
        "papers-0-upload": slip(),
        "papers-0-kind": "original-pay-slip",
        "papers-0-issuer": "Acme Bakery",
        "papers-0-months": ["2025-02"],
        "papers-0-shows": ["name", "gross", "pay_date", "pay_period"],
        "papers-0-legible": "on",
    }
    done = shop.clerk.post(url, {**ANSWER, **paper, "version": str(request.version)})
    assert done.status_code == 303
    page = shop.clerk.get(f"/requests/{request.number}/").content.decode()
    assert "We gave job coaching every week." in page
    assert "slip.pdf" in page
    assert shop.request(request.number).version > request.version


def test_saying_which_services_were_given_settles_what_was_asked(shop):
    request = waiting(shop)
    url = f"/requests/{request.number}/answer/"
    assert b'name="services_described"' in shop.clerk.get(url).content
    sent = {**ANSWER, "services_described": "on", "version": str(request.version)}
    assert shop.clerk.post(url, sent).status_code == 303
    assert shop.request(request.number).state == "approved"
    assert b"was judged again" in shop.clerk.get(f"/requests/{request.number}/").content
    assert request.number.encode() not in shop.clerk.get("/requests/to-answer/").content


@pytest.mark.row("J7")
def test_an_answer_with_a_locked_file_is_not_sent_and_stays(shop, slip):
    request = waiting(shop)
    sent = {**ANSWER, "version": str(request.version), "papers-0-upload": slip(password="secret")}
    answer = shop.clerk.post(f"/requests/{request.number}/answer/", sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "password" in page
    assert "We gave job coaching every week." in page
    assert shop.request(request.number).version == request.version


def test_a_file_taken_with_a_slip_elsewhere_need_not_be_chosen_again(shop, slip, as_sent):
    request = waiting(shop)
    url = f"/requests/{request.number}/answer/"
    sent = {**ANSWER, "note": "", "version": str(request.version), "papers-0-upload": slip()}
    answer = shop.clerk.post(url, sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Received:" in page
    assert "Write what you add or correct." in page


def test_the_record_asks_the_same_of_the_database_however_long_its_history(shop, counted):
    request = waiting(shop)
    url = f"/requests/{request.number}/"

    def answer():
        row = shop.request(request.number)
        shop.clerk.post(f"{url}answer/", {**ANSWER, "version": str(row.version)})

    answer()
    shop.clerk.get(url)
    with counted() as one:
        shop.clerk.get(url)
    answer()
    answer()
    shop.clerk.get(url)  # the message about the answer is shown once and taken out of the session
    with counted() as three:
        page = shop.clerk.get(url)
    assert page.content.count(b"We gave job coaching every week.") == 3
    assert (one(), three()) == (5, 5)
