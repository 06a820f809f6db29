"""Payment runs page by page: gathered, proposed, released by a second person, sent, answered, read by the provider."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.kernel.actor import SYSTEM
from portal.kernel.sent_files.services import stepping
from portal.payments.models import AnswerFile, Deposit, PaymentRun
from portal.payments.services import sending
from portal.policy.roles import Role
from portal.providers.models import Hold

pytestmark = [pytest.mark.row("E10"), pytest.mark.row("E7"), pytest.mark.row("L11")]

LIST = "/staff/payments/runs/"


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.PORTAL_FILES_DIR = tmp_path


def text(response: Any) -> str:
    return str(response.content.decode())


def test_from_what_is_owed_to_the_providers_remittance(office, unit_as):
    request = office.asks(1500)
    analyst, colleague, clerk = (office.client(name) for name in ("analyst", "colleague", "clerk"))
    page = text(analyst.get(LIST))
    assert "Gather what is owed" in page and "$1,850.00" in page and "No run was made yet." in page
    base = analyst.post(f"{LIST}gather/").headers["Location"]
    run = PaymentRun.objects.using("loader").get()
    assert base == f"{LIST}{run.number}/"
    page = text(analyst.get(base))
    assert "Propose for release" in page and "Bright Path" in page and "Release the money" not in page
    assert analyst.post(f"{base}propose/", {"version": "0"}).status_code == 303
    assert "Another person releases the money" in text(analyst.get(base))
    assert "second person" in text(analyst.post(f"{base}release/", {"version": "1"}, follow=True))
    assert "Release the money: $1,850.00 to 1 provider" in text(colleague.get(base))
    assert colleague.post(f"{base}release/", {"version": "1"}).status_code == 303
    assert "released for payment" in text(clerk.get(f"/requests/{request.number}/")).lower()
    assert analyst.get(f"{base}file.txt").status_code == 404
    with unit_as(SYSTEM):
        sending.send(run=run.pk)
    sent = analyst.get(f"{base}file.txt")
    assert (
        sent.content.startswith(b"H01" + run.number.encode()) and "attachment" in sent["Content-Disposition"]
    )
    _answered(analyst, unit_as, "paid", "")
    assert "acknowledged" in text(analyst.get(base)).lower()
    deposit = Deposit.objects.using("loader").get()
    page = text(clerk.get("/remittances/"))
    assert deposit.number in page and "Paid December 15, 2025" in page
    page = text(clerk.get(f"/remittances/{deposit.number}/"))
    assert request.number in page and "$1,850.00" in page and "091000019" in page
    page = text(clerk.get(f"/requests/{request.number}/"))
    assert deposit.number in page and f"/remittances/{deposit.number}/" in page
    lines = clerk.get("/remittances/export.csv", {"deposit": deposit.number}).content.decode("utf-8-sig")
    assert [line.split(",")[0] for line in lines.splitlines()] == ["Deposit", deposit.number]
    assert f",{request.number}," in lines and ",1850.0" in lines
    assert len(clerk.get("/remittances/export.csv", {"deposit": "DP-0000-0000"}).content.splitlines()) == 1


def test_a_deposit_that_came_back_says_why(office, unit_as):
    office.asks(1500)
    run = _sent(office, unit_as)
    _answered(office.client("analyst"), unit_as, "returned", "R02 account closed")
    deposit = Deposit.objects.using("loader").get()
    page = text(office.client("clerk").get(f"/remittances/{deposit.number}/"))
    assert "The bank did not take this deposit" in page and "R02 account closed" in page
    assert "R02 account closed" in text(office.client("auditor").get(f"{LIST}{run.number}/"))
    page = text(office.client("auditor").get(LIST))
    assert "$1,850.00" in page and "Gather what is owed" not in page


def test_what_the_bank_gave_back_is_booked_by_hand(office, unit_as):
    office.asks(1500)
    run = _sent(office, unit_as)
    analyst, deposit = office.client("analyst"), Deposit.objects.using("loader").get()
    url = f"{LIST}{run.number}/deposits/{deposit.number}/"
    assert url in text(analyst.get(f"{LIST}{run.number}/"))
    assert url not in text(office.client("auditor").get(f"{LIST}{run.number}/"))
    assert "$1,850.00" in text(analyst.get(url))
    wrong = analyst.post(url, {"on": "12/16/2025", "reason": "R02 account closed"})
    assert wrong.status_code == 409 and "still to come" in text(wrong) and 'value="R02 account' in text(wrong)
    empty = analyst.post(url, {"on": "12/15/2025"})
    assert empty.status_code == 422 and "Say why the bank did not keep it." in text(empty)
    page = analyst.post(url, {"on": "12/15/2025", "reason": "R02 account closed"}, follow=True)
    assert "owed again" in text(page) and "R02 account closed" in text(page) and url not in text(page)
    assert analyst.get(f"{LIST}{run.number}/deposits/DP-0000-0000/").status_code == 404


def test_what_waits_says_for_what(office):
    office.asks(1500)
    office.world.add(
        Hold(provider_id=office.provider.pk, from_on=date(2025, 12, 1), reason="A review is not finished.")
    )
    analyst = office.client("analyst")
    page = text(analyst.get(LIST))
    assert "Payments are on hold. Reason: A review is not finished." in page
    page = text(analyst.post(f"{LIST}gather/", follow=True))
    assert "Nothing is owed now that may be paid out." in page


def test_a_run_is_canceled_with_a_reason_and_nothing_typed_is_lost(office):
    office.asks(1500)
    analyst = office.client("analyst")
    base = analyst.post(f"{LIST}gather/").headers["Location"]
    refused = analyst.post(f"{base}cancel/", {"version": "0", "why": ""})
    assert (refused.status_code, "Say why." in text(refused)) == (422, True)
    refused = analyst.post(f"{base}cancel/", {"version": "7", "why": "Wrong day."})
    assert (refused.status_code, "Wrong day." in text(refused)) == (409, True)
    assert analyst.post(f"{base}cancel/", {"version": "0", "why": "Wrong day."}).status_code == 303
    page = text(analyst.get(base))
    assert "Canceled" in page and "Wrong day." in page and "Propose" not in page
    assert analyst.post(f"{base}lose/", {"version": "1"}).status_code == 404
    assert analyst.post(f"{base}release/", {"version": "x"}).status_code == 303


def test_a_deposit_of_another_provider_is_not_there(office, unit_as, sign_in):
    office.asks(1500)
    _sent(office, unit_as)
    _answered(office.client("analyst"), unit_as, "paid", "")
    deposit = Deposit.objects.using("loader").get()
    other = office.world.organisation("Elsewhere Works")
    stranger = sign_in(office.world.account(other, [Role.EN_PAYMENTS_CLERK]))
    assert stranger.get(f"/remittances/{deposit.number}/").status_code == 404
    assert deposit.number not in text(stranger.get("/remittances/"))
    assert len(stranger.get("/remittances/export.csv").content.splitlines()) == 1


def _sent(office: Any, unit_as: Any) -> PaymentRun:
    """A run that was sent."""
    analyst = office.client("analyst")
    base = analyst.post(f"{LIST}gather/").headers["Location"]
    analyst.post(f"{base}propose/", {"version": "0"})
    office.client("lead").post(f"{base}release/", {"version": "1"})
    run = PaymentRun.objects.using("loader").get()
    with unit_as(SYSTEM):
        sending.send(run=run.pk)
    return run


def _answered(analyst: Any, unit_as: Any, result: str, reason: str) -> None:
    """The Treasury's answer about the one deposit, sent and booked over the pages."""
    deposit = Deposit.objects.using("loader").select_related("run").get()
    amount = f"{deposit.net_cents / 100:.2f}"
    row = f"{deposit.run.number},{deposit.number},{amount},{result},2025-12-15,{reason},091000019"
    sheet = SimpleUploadedFile("a.csv", f"run,deposit,amount,result,on,reason,trace\n{row}".encode())
    page = analyst.post("/staff/payments/answers/send/", {"sheet": sheet}).headers["Location"]
    assert deposit.number in text(analyst.get(page))
    assert analyst.post(f"{page}start/").status_code == 303
    more = True
    while more:
        with unit_as(SYSTEM):
            more = stepping.step(files=AnswerFile, file=AnswerFile.objects.using("loader").get().pk)
    assert "Booked" in text(analyst.get(page))
