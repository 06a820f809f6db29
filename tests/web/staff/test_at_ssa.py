"""Social Security's desk in its pages: the case with its reason first, an answer, a question, two at once."""

import pytest

from portal.kernel.models import Duty
from tests.web.staff.office import BELOW_TWL, address

pytestmark = pytest.mark.row("E2")
WHY = "The agreement had ended."


def post(client, request, move, action="confirm", **typed):
    version = typed.pop("version", request.version)
    return client.post(address(request, move), {"version": version, "action": action, **typed})


@pytest.fixture
def referred(office):
    request = office.asks(BELOW_TWL)
    assert post(office.client("analyst"), request, "refer-to-ssa", reason=WHY).status_code == 303
    return office.request(request.number)


def main(page):
    return page.content.decode().split("<main")[1].split("</main>")[0]


@pytest.mark.row("L13")
def test_the_desk_gives_the_next_case_and_the_case_says_why_it_is_there(office, referred):
    client = office.client("authoriser")
    assert referred.number in main(client.get("/staff/ssa/"))
    taken = client.post("/staff/ssa/next/")
    assert (taken.status_code, taken.headers["Location"]) == (303, address(referred))
    text = main(client.get(address(referred)))
    assert text.index("Why Social Security decides") < text.index("Timeline")
    assert WHY in text and "The analyst" in text and "Not met: " in text and "DEN-04" in text
    assert "you have it" in text
    for move in ("approve-at-ssa", "deny-at-ssa", "send-back"):
        assert address(referred, move) in text
    assert address(referred, "approve") + '"' not in text
    off = f"/staff/ssa/{referred.number}/put-off/"
    put = client.post(off, {"version": 1, "until": "12/22/2025", "reason": "The field office answers."})
    assert put.status_code == 303
    assert "field office" in main(client.get(address(referred)))
    assert referred.number not in main(client.get("/staff/ssa/")), "what is put off is not free"
    assert referred.number in main(client.get("/staff/ssa/?show=put-off"))


@pytest.mark.row("E7", "J5")
def test_it_denies_and_analyst_and_provider_see_the_answer(office, referred):
    provider = office.client("clerk")
    page = provider.get(f"/requests/{referred.number}/").content.decode()
    assert "aiting for Social Security" in page and "You do not have to do anything." in page
    client = office.client("authoriser")
    assert 'value="DEN-04" selected' in client.get(address(referred, "deny-at-ssa")).content.decode()
    check = post(client, referred, "deny-at-ssa", "check", code="DEN-04", note="See the slips.")
    assert b"Check before you decide" in check.content
    assert post(client, referred, "deny-at-ssa", code="DEN-04", note="See the slips.").status_code == 303
    after = office.request(referred.number)
    assert (after.state, after.denial_code) == ("denied", "DEN-04")
    for reader, where in (
        (office.client("analyst"), address(after)),
        (provider, f"/requests/{after.number}/"),
    ):
        assert "See the slips." in reader.get(where).content.decode()


def test_a_question_lands_in_the_analysts_queue(office, referred):
    client = office.client("authoriser")
    empty = post(client, referred, "send-back", question=" ")
    assert empty.status_code == 422 and "Write what the analyst has to answer" in empty.content.decode()
    assert post(client, referred, "send-back", question="Which employer is it?").status_code == 303
    analyst = office.client("analyst")
    assert referred.number in main(analyst.get("/staff/queue/"))
    assert "Which employer is it?" in main(analyst.get(address(referred)))


@pytest.mark.row("B5")
def test_the_second_of_two_is_told_and_keeps_the_text(office, referred):
    client = office.client("authoriser")
    assert post(client, referred, "send-back", question="First question?").status_code == 303
    late = post(client, referred, "send-back", question="Second question?")
    assert late.status_code == 409
    text = late.content.decode()
    assert "Second question?" in text and "The authoriser" in text


def test_what_nobody_may_override_is_said_before_it_is_typed(office, referred):
    client = office.client("authoriser")
    assert "not only for what Social Security may override" in main(
        client.get(address(referred, "approve-at-ssa"))
    )
    refused = post(client, referred, "approve-at-ssa", note="I know them.")
    assert refused.status_code == 422 and "I know them." in refused.content.decode()
    assert Duty.objects.using("loader").get(subject=referred.pk, closed_at=None).kind == "decide-at-ssa"
