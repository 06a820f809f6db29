"""Reconsideration by pages: the provider asks beside what it was told, another analyst decides (row L6)."""

import pytest

from portal.payments.models import PaymentRequest, RequestStep
from tests.web.staff.office import address

pytestmark = pytest.mark.row("L6")
NOTE = "The second job is missing."
NOTHING_ADDED = {
    **{f"earnings-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS")},
    **{f"papers-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS")},
}


def asking(request):
    return f"/requests/{request.number}/reconsider/"


@pytest.fixture
def denied(office):
    request = office.asks()
    office.client("analyst").post(
        address(request, "deny"),
        {"version": request.version, "action": "confirm", "code": "DEN-04", "note": ""},
    )
    return office.request(request.number)


def test_from_the_denial_to_the_decision_of_a_colleague(office, denied):
    clerk = office.client("clerk")
    record = clerk.get(f"/requests/{denied.number}/").content.decode()
    assert asking(denied) in record and "You can ask until February 13, 2026" in record
    form = clerk.get(asking(denied)).content.decode()
    assert "Why it was denied" in form and "Why should we decide otherwise?" in form
    empty = clerk.post(asking(denied), {"version": denied.version, "note": "", **NOTHING_ADDED})
    assert (empty.status_code, "Write why we should decide otherwise." in empty.content.decode()) == (
        422,
        True,
    )
    sent = clerk.post(asking(denied), {"version": denied.version, "note": NOTE, **NOTHING_ADDED})
    assert sent.status_code == 303
    asked = office.request(denied.number)
    assert asked.state == "reconsideration"
    own = office.client("analyst")
    page = own.get(address(asked)).content.decode()
    assert "Being reconsidered" in page and "Approve after all" not in page
    taken = own.post(address(asked, "take"), {"version": "0"}, follow=True).content.decode()
    assert "does not reconsider it" in taken
    office.earned_after_all(asked)
    colleague = office.client("colleague")
    page = colleague.get(address(asked)).content.decode()
    assert NOTE in page and "Approve after all" in page and "Uphold the denial" in page
    confirm = {"version": asked.version, "action": "confirm", "note": "Both jobs count."}
    assert colleague.post(address(asked, "approve-after-all"), confirm).status_code == 303
    after = clerk.get(f"/requests/{denied.number}/").content.decode()
    assert "Both jobs count." in after and NOTE in after and asking(denied) not in after


def test_upheld_it_says_so_and_is_not_asked_again(office, denied):
    clerk = office.client("clerk")
    clerk.post(asking(denied), {"version": denied.version, "note": NOTE, **NOTHING_ADDED})
    asked = office.request(denied.number)
    colleague = office.client("colleague")
    form = colleague.get(address(asked, "uphold")).content.decode()
    assert 'value="DEN-04" selected' in form
    confirm = {"version": asked.version, "action": "confirm", "code": "DEN-04", "note": "It is no work."}
    assert colleague.post(address(asked, "uphold"), confirm).status_code == 303
    record = clerk.get(f"/requests/{denied.number}/").content.decode()
    assert "cannot be reconsidered" in record and "It is no work." in record
    assert clerk.get(f"/requests/{denied.number}/decision.pdf").status_code == 200
    again = clerk.post(asking(denied), {"version": asked.version + 1, "note": "Once more.", **NOTHING_ADDED})
    assert again.status_code == 409 and "Once more." in again.content.decode()
    assert RequestStep.objects.using("loader").filter(to_state="reconsideration").count() == 1
    assert PaymentRequest.objects.using("loader").get(pk=denied.pk).state == "denied"
