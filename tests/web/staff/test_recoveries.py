"""A check or wire for a recovery, recorded from its page (PAY-19)."""

from datetime import UTC, date, datetime

import pytest

from portal.kernel.ids import new_id
from portal.payments.models import Award, CanceledRepayment, Recovery, Repayment
from tests.web.staff.office import ABOVE_TWL

pytestmark = pytest.mark.row("E5")
LIST = "/staff/payments/recoveries/"


@pytest.fixture
def recovery(office):
    request = office.asks(ABOVE_TWL)
    award = Award.objects.using("loader").get(request=request)
    day = date(2025, 12, 1)
    Award.objects.using("loader").filter(pk=award.pk).update(paid_on=day, reversed_on=day)
    return office.world.add(
        Recovery(
            number="RC-7K4M-2Q9X",
            organisation=office.provider,
            award=award,
            cents=award.amount_cents,
            cause="wrong-provider",
            reason="Another provider held the Ticket.",
            opened_on=day,
            opened_at=datetime(2025, 12, 1, tzinfo=UTC),
            opened_by=str(new_id()),
            opened_by_name="Lea Lead",
        )
    )


def test_what_came_in_is_recorded_and_too_much_is_refused(office, recovery):
    analyst, url = office.client("analyst"), f"{LIST}{recovery.number}/"
    assert url in analyst.get(LIST).content.decode()
    assert url not in office.client("auditor").get(LIST).content.decode()
    assert "Another provider held the Ticket." in analyst.get(url).content.decode()
    typed = {"how": "check", "reference": "1001", "received_on": "12/10/2025", "cents": "2,000.00"}
    more = analyst.post(url, typed)
    page = more.content.decode()
    assert more.status_code == 409 and "Still open is $1,850.00." in page and 'value="1001"' in page
    assert f'href="{LIST}">Cancel</a>' in page
    empty = analyst.post(url, {"how": "check"})
    assert empty.status_code == 422 and "Enter the number of the check or wire." in empty.content.decode()
    page = analyst.post(url, {**typed, "cents": "850"}, follow=True).content.decode()
    assert "in the ledger" in page and "$1,000.00" in page and "1001" in page
    assert Repayment.objects.using("loader").get().cents == 850_00
    page = analyst.post(url, {**typed, "reference": "1002", "cents": "1,000"}, follow=True).content.decode()
    assert "Record a check or wire" not in page
    assert "settled" in office.client("auditor").get(LIST).content.decode()
    for name in ("auditor", "clerk", "authoriser"):
        assert office.client(name).get(url).status_code == 403
    assert analyst.get(f"{LIST}RC-0000-0000/").status_code == 404


def test_a_check_that_bounced_is_canceled_by_a_colleague(office, recovery):
    analyst, lead, url = office.client("analyst"), office.client("lead"), f"{LIST}{recovery.number}/"
    analyst.post(url, {"how": "check", "reference": "1001", "received_on": "12/10/2025", "cents": "850"})
    cancel = f"{url}repayments/{Repayment.objects.using('loader').get().pk}/"
    assert f'href="{cancel}">Cancel 1001</a>' in analyst.get(url).content.decode()
    own = analyst.get(cancel).content.decode()
    assert "so a colleague has to cancel it" in own and "<textarea" not in own
    empty = lead.post(cancel, {})
    assert empty.status_code == 422 and "Say why." in empty.content.decode()
    reason = "The bank did not honor it: no money on the account."
    refused = analyst.post(cancel, {"reason": reason})
    assert refused.status_code == 409 and reason in refused.content.decode()
    page = lead.post(cancel, {"reason": reason}, follow=True).content.decode()
    assert "What it had settled is open again." in page and reason in page and "$1,850.00" in page
    assert CanceledRepayment.objects.using("loader").get().reason == reason
    assert "Canceled by" in lead.get(cancel).content.decode()
    late = lead.post(cancel, {"reason": "Once more"})
    assert late.status_code == 409 and "Once more" in late.content.decode()
    for name in ("auditor", "clerk", "authoriser"):
        assert office.client(name).get(cancel).status_code == 403
    assert lead.get(cancel.replace(recovery.number, "RC-0000-0000")).status_code == 404


@pytest.mark.row("E7")
def test_the_provider_reads_why_and_what_has_settled_it(office, recovery):
    analyst, lead, clerk = office.client("analyst"), office.client("lead"), office.client("clerk")
    url, own = f"{LIST}{recovery.number}/", f"/remittances/recoveries/{recovery.number}/"
    for reference, cents in (("1001", "850"), ("1002", "100")):
        typed = {"how": "check", "reference": reference, "received_on": "12/10/2025", "cents": cents}
        analyst.post(url, typed)
    bounced = Repayment.objects.using("loader").get(reference="1002")
    lead.post(f"{url}repayments/{bounced.pk}/", {"reason": "The bank did not honor it."})
    assert 'href="/remittances/recoveries/"' in clerk.get("/remittances/").content.decode()
    page = clerk.get("/remittances/recoveries/").content.decode()
    assert f'href="{own}"' in page and "$1,000.00" in page
    page = clerk.get(own).content.decode()
    for said in ("Another provider held the Ticket.", "Check 1001", "$850.00", "Still open", "$1,000.00"):
        assert said in page
    assert "Does not count: The bank did not honor it." in page and "Andy" not in page
    stranger = office.sign_in(
        office.world.account(office.world.organisation("Another EN"), ["en-payments-clerk"])
    )
    assert recovery.number not in stranger.get("/remittances/recoveries/").content.decode()
    assert stranger.get(own).status_code == 404
