"""A letter with a pay slip, from the envelope to the payment: the request that asked for it is decided (L3, C2, J4)."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.casework.models import Case
from portal.kernel.actor import SYSTEM
from portal.kernel.models import StoredFile
from portal.payments.models import PaymentRequest
from portal.payments.services.judge_again import judge_again
from portal.policy.roles import Role
from portal.support.models import PaperItem
from tests.payments.desk import Desk, earned
from tests.support.room import pdf

ROOM = "/staff/mail-room/"


@pytest.mark.row("L3", "C2", "J4")
def test_from_the_envelope_to_the_decision(world, unit_as, sign_in):
    desk = Desk(world, unit_as)
    holder = desk.holder()
    case = Case.objects.using("loader").get(pk=holder.pk)
    [request] = desk.submitted(
        holder, ("P1M1", "2025-02"), form="evidentiary", earnings=(earned("2025-02", 1200),)
    )
    assert request.state == "waiting-for-information", "the rules ask for evidence"
    room = sign_in(world.account(desk.tpm, [Role.TPM_BENEFICIARY_SUPPORT], name="Mia Mailroom"))
    scan = SimpleUploadedFile("slip.pdf", pdf())
    came = {"once": str(uuid4()), "received_on": "12/12/2025", "channel": "mail", "kind": "evidence"}
    assert room.post(f"{ROOM}record/", {**came, "upload": scan}).status_code == 303
    paper = PaperItem.objects.using("loader").get()
    found = {"version": 0, "person": holder.person.number, "case": case.number, "kind": "evidence"}
    assert room.post(f"{ROOM}{paper.number}/case/", {"action": "index", **found}).status_code == 303
    StoredFile.objects.using("loader").update(state="clean")
    url = f"{ROOM}{paper.number}/enter/"
    assert request.number in room.get(url).content.decode()
    shows = {"shows": ["name", "gross", "pay_date", "pay_period"], "months": ["2025-02"], "legible": "on"}
    typed = {"version": 1, "kind": "original-pay-slip", "issuer": "Acme Bakery", "request": request.number}
    assert room.post(url, {**typed, **shows}).status_code == 303
    with unit_as(SYSTEM):
        assert judge_again(request=request.pk) == "approved"
    clerk = sign_in(world.account(desk.en, [Role.EN_PAYMENTS_CLERK]))
    page = clerk.get(f"/requests/{request.number}/").content.decode()
    assert "Approved" in page
    assert PaymentRequest.objects.using("loader").get().state == "approved"
