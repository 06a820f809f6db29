"""Deciding a request: form, check page, done; wrong input; somebody else faster."""

import pytest

from portal.payments.models import Award, LedgerEntry
from tests.web.staff.office import address

NOTE = "Please send the pay slips of February."


def post(client, request, move, action="confirm", **typed):
    version = typed.pop("version", request.version)
    return client.post(address(request, move), {"version": version, "action": action, **typed})


@pytest.mark.row("E4")
def test_denying_offers_the_failed_code_first_checks_and_denies(office):
    request = office.asks()
    client = office.client("analyst")
    form = client.get(address(request, "deny")).content.decode()
    assert '<optgroup label="Checks that failed">' in form
    assert 'value="DEN-04" selected' in form
    check = post(client, request, "deny", "check", code="DEN-04", note="See the slips.")
    assert check.status_code == 200
    assert b"Check before you decide" in check.content and b"See the slips." in check.content
    assert office.request(request.number).state == "with-analyst"
    done = post(client, request, "deny", code="DEN-04", note="See the slips.")
    assert (done.status_code, done.headers["Location"]) == (303, address(request))
    after = office.request(request.number)
    assert (after.state, after.denial_code) == ("denied", "DEN-04")
    record = client.get(address(request)).content.decode()
    assert "The request is denied." in record and "See the slips." in record


@pytest.mark.row("E1", "E5")
def test_what_the_rules_grant_by_now_is_approved_and_posted(office):
    request = office.asks()
    office.earned_after_all(request)
    client = office.client("analyst")
    check = post(client, request, "approve", "check", note="")
    assert b"$1,850.00" in check.content
    assert post(client, request, "approve", note="").status_code == 303
    assert office.request(request.number).state == "approved"
    assert Award.objects.using("loader").get(request=request.pk).amount_cents == 185_000
    assert sum(LedgerEntry.objects.using("loader").values_list("cents", flat=True)) == 0


@pytest.mark.row("E1")
def test_what_the_rules_refuse_cannot_be_approved_and_the_note_is_kept(office):
    request = office.asks()
    response = post(office.client("analyst"), request, "approve", note="I know them.")
    assert response.status_code == 422
    text = response.content.decode()
    assert "The rules refuse this payment" in text and "I know them." in text
    assert office.request(request.number).state == "with-analyst"


@pytest.mark.row("L13")
def test_returning_says_what_is_missing_and_by_when(office):
    request = office.asks()
    client = office.client("analyst")
    assert b"01/14/2026" in client.get(address(request, "return")).content
    assert post(client, request, "return", note=NOTE, due_on="01/05/2026").status_code == 303
    assert office.request(request.number).state == "waiting-for-information"
    assert NOTE.encode() in client.get(address(request)).content


@pytest.mark.row("L13")
def test_a_note_template_is_put_into_the_note_and_keeps_what_was_typed(office):
    request = office.asks()
    page = post(
        office.client("analyst"),
        request,
        "return",
        "template",
        template="services",
        note="Hello.",
        due_on="tomorrow",
    )
    text = page.content.decode()
    assert page.status_code == 200
    assert "Hello.\n\nPlease say which services" in text
    assert "tomorrow" in text and "usa-error-message" not in text


@pytest.mark.row("E2")
def test_referring_sends_the_case_with_its_reason_to_social_security(office):
    request = office.asks()
    reason = "The agreement had ended."
    assert post(office.client("analyst"), request, "refer-to-ssa", reason=reason).status_code == 303
    page = office.client("authoriser").get("/staff/ssa/").content.decode()
    assert request.number in page and reason in page and "The analyst" in page and "Not met: " in page


@pytest.mark.parametrize(
    ("move", "typed", "sentence"),
    [
        ("deny", {"code": ""}, "Choose the code of the reason."),
        ("deny", {"code": "DEN-99"}, "Select a valid choice"),
        ("deny", {"code": "DEN-01", "note": ""}, "No check failed with DEN-01"),
        ("return", {"note": "", "due_on": "01/05/2026"}, "Write what the provider has to send."),
        ("return", {"note": "x", "due_on": "12/15/2025"}, "Enter December 16, 2025 or a later date."),
        ("return", {"note": "x", "due_on": "soon"}, "Enter a date as month/day/year"),
        ("refer-to-ssa", {"reason": "  "}, "Write why Social Security has to decide."),
        ("approve", {"note": "x" * 2001}, "at most 2000 characters"),
        ("approve", {"version": "one"}, "Enter a whole number."),
    ],
)
def test_wrong_input_is_said_beside_its_field_and_nothing_is_done(office, move, typed, sentence):
    request = office.asks()
    response = post(office.client("analyst"), request, move, **typed)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert office.request(request.number).version == request.version


@pytest.mark.row("L13")
def test_the_second_of_two_is_told_who_was_faster_and_keeps_the_text(office):
    request = office.asks()
    post(office.client("colleague"), request, "return", note=NOTE, due_on="01/05/2026")
    response = post(office.client("analyst"), request, "deny", code="DEN-04", note="My long reasoning.")
    text = response.content.decode()
    assert response.status_code == 409
    assert "The colleague changed this at December 15, 2025" in text
    assert "waiting for information" in text and "My long reasoning." in text
    assert office.request(request.number).state == "waiting-for-information"


@pytest.mark.row("L13")
def test_a_changed_request_that_can_still_be_decided_takes_the_text_again(office, entries):
    request = office.asks()
    response = post(
        office.client("analyst"), request, "deny", code="DEN-04", note="Kept.", version=request.version + 1
    )
    assert response.status_code == 409
    text = response.content.decode()
    assert "changed this" in text and "Kept." in text
    assert f'name="version" value="{request.version}"' in text
    (entry,) = entries("request-move-refused")
    assert entry.detail["check"] == "version"


@pytest.mark.row("E4")
def test_a_move_that_is_not_open_any_more_says_so(office):
    request = office.asks()
    client = office.client("analyst")
    post(client, request, "deny", code="DEN-04", note="")
    for response in (
        client.get(address(request, "approve")),
        post(client, request, "approve", "check", note=""),
    ):
        assert response.status_code == 409
        assert b"This request is now: denied." in response.content
