"""Opening and closing cost-reimbursement cases by file: tried, brought in, refused rows back (rows C6, E9, I7)."""

import csv
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.casework import jobs
from portal.casework.models import Case, VrFile, VrRow
from portal.kernel.models import Duty
from portal.policy.roles import Role
from portal.tickets.models import TicketStep, VrCase, VrClosure
from tests.casework.agency_work import AgencyWork
from tests.policy.casework import day

pytestmark = pytest.mark.row("C6", "E9", "I7")
FRONT = "/vr-cases/files/"


@pytest.fixture
def work(world, unit_as) -> AgencyWork:
    return AgencyWork(world, unit_as)


@pytest.fixture
def client(work, sign_in):
    return sign_in(work.accounts[0])


def rows(model, **which):
    return model.objects.using("loader").filter(**which)


def text(response) -> str:
    return " ".join(response.content.decode().split())


def sent(client, kind, *lines):
    content = "\n".join(
        [{"vr-openings": "case,ipe_signed_on", "vr-closings": "vr_case,closed_on,status"}[kind], *lines]
    )
    sheet = SimpleUploadedFile("cases.csv", content.encode(), content_type="text/csv")
    return client.post(FRONT, {"kind": kind, "sheet": sheet})


def brought(client, kind, *lines) -> str:
    """The address of a file that was brought in."""
    address = sent(client, kind, *lines).url
    assert client.post(f"{address}start/").status_code == 303
    file = rows(VrFile, number=address.split("/")[3]).get()
    jobs.bring_in_vr_cases(str(file.pk), str(file.sent_by))
    return address


def test_cases_are_opened_each_row_with_its_verdict(client, work):
    other, _ = work.somebody("Bo Lund")
    taken, ticket = work.somebody("Cy Mann")
    en = work.world.organisation("Faster EN")
    work.world.assignment(ticket, en, on=day("01-10"))
    files = [work.case, work.world.case(other, work.agency), work.world.case(taken, work.agency)]
    lines = [
        f"{files[0].number},2025-12-01",
        f"{files[1].number},2025-12-16",
        f"{files[2].number},12/01/2025",
        "CS-0000-0000,2025-12-01",
        f"{files[0].number},2025-12-02",
    ]
    page = text(client.get(sent(client, "vr-openings", *lines).url))
    assert "1 row can be opened, 0 are there already, 4 are refused" in page
    for told in (
        "agreed and signed by today",
        "not assigned to a provider on the day of the IPE",
        "no open case with this number",
        "Line 2 is about the same case",
    ):
        assert told in page
    assert "Faster EN" not in page and not rows(VrCase).exists()
    address = brought(client, "vr-openings", *lines)
    row = rows(VrCase).get()
    assert (row.case, row.opened_on, row.by_name) == (work.case.pk, day("12-01"), "Vera User")
    assert rows(VrRow, vr_case=row.pk).exists()
    step = rows(TicketStep).get()
    assert (step.move, step.by_account) == ("open-case", work.user.account)
    assert rows(Duty, kind="vr-window-ends", closed_at=None).get().subject == work.case.pk
    back = client.get(f"{address}refused.csv").content.decode("utf-8-sig")
    assert [one["case"] for one in csv.DictReader(StringIO(back))] == [
        files[1].number,
        files[2].number,
        "CS-0000-0000",
        files[0].number,
    ]
    again = text(client.get(sent(client, "vr-openings", lines[0]).url))
    assert "Already there" in again and "Open the cases</button>" not in again


def test_cases_are_closed_and_the_same_file_again_changes_nothing(client, work):
    work.submitted()
    number = work.now().number
    other = work.world.organisation(kind="SVRA")
    theirs = work.world.vr_case(work.somebody()[0], other, opened_on=day("06-02"))
    lines = [
        f"{number},2025-12-10,Employed",
        f"{theirs.number},2025-12-10,not employed",
        f"{number.lower()},x,maybe",
    ]
    page = text(client.get(sent(client, "vr-closings", *lines).url))
    assert "1 row can be closed" in page
    assert "Your agency has no case with this number" in page
    assert "neither employed nor not employed" in page
    brought(client, "vr-closings", lines[0])
    row = rows(VrCase, superseded_at=None, number=number).get()
    assert (row.closed_on, row.employed, row.by_name) == (day("12-10"), True, "Vera User")
    assert rows(VrClosure).get().successful
    assert rows(Case, pk=work.case.pk).get().closed_why == "vr-closed"
    assert not rows(Duty, kind="vr-window-ends", closed_at=None).exists()
    brought_again = text(client.get(sent(client, "vr-closings", lines[0]).url))
    assert "Already there" in brought_again
    differs = text(client.get(sent(client, "vr-closings", f"{number},2025-12-11,employed").url))
    assert "The case is open." in differs and "correct it" in differs
    assert rows(VrClosure).count() == 1


def test_what_happened_since_the_trial_is_judged_again(client, work):
    address = sent(client, "vr-openings", f"{work.case.number},2025-12-01").url
    client.post(f"{address}start/")
    other = work.world.organisation(kind="SVRA")
    work.world.vr_case(work.person, other, opened_on=day("12-02"))
    file = rows(VrFile).get()
    jobs.bring_in_vr_cases(str(file.pk), str(file.sent_by))
    assert "No cost-reimbursement case is open" in text(client.get(address))
    assert rows(VrCase).count() == 1


def test_the_templates_and_a_file_with_ssns(client, work):
    for kind in ("openings", "closings"):
        assert client.get(f"{FRONT}{kind}.csv").status_code == 200
        assert client.get(f"{FRONT}{kind}.xlsx").content[:2] == b"PK"
    answer = sent(client, "vr-openings", "900-01-7001,2025-12-01")
    assert answer.status_code == 422 and not rows(VrFile).exists()
    nothing = client.post(FRONT, {})
    assert nothing.status_code == 422 and "Say whether the file opens or closes" in text(nothing)


def test_another_agency_and_a_network_get_nothing(client, work, sign_in):
    address = sent(client, "vr-openings", f"{work.case.number},2025-12-01").url
    other = work.world.organisation(kind="SVRA")
    stranger = sign_in(work.world.account(other, [Role.SVRA_USER]))
    network = sign_in(work.world.account(work.world.organisation(), [Role.EN_COUNSELLOR]))
    assert stranger.get(address).status_code == stranger.post(f"{address}start/").status_code == 404
    assert network.get(address).status_code == network.get(FRONT).status_code == 403
