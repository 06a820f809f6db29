"""The pages about files of Social Security's records: what is missing, why rows were refused, sending again (L1)."""

import pytest
from django.urls import reverse

from portal.exchange.working import take
from portal.kernel.models import TrailEntry
from portal.policy.roles import Role
from tests.exchange.files import Line, a_record_file, a_refused_row, name
from tests.exchange.test_reading import status

pytestmark = [pytest.mark.row("L1", "I7")]


@pytest.fixture
def administrator(world, sign_in):
    return sign_in(world.account(world.organisation("Program Manager", "TPM"), [Role.TPM_ADMINISTRATOR]))


def text(client, page, *args):
    answer = client.get(reverse(page, args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_file_is_told_with_its_refused_rows_and_without_a_person(world, administrator):
    world.person(ssn="900010001", name="Ada Zuñiga")
    line = Line()
    line.put("BS", [status(), status("900010002")], 3)
    file = take(line, name("BS", 3))
    listed = text(administrator, "staff-record-files")
    assert "Eligibility and benefit status by month (BS): numbers 1 to 2" in listed
    assert file.number in listed
    shown = text(administrator, "staff-record-file", file.number)
    for said in (
        "Rows refused",
        "Nobody with this number is on record.",
        "Send the person in a file of kind PE",
    ):
        assert said in shown
    assert "900010002" not in shown
    assert "Send it again" not in shown
    answer = administrator.get(reverse("staff-record-file-refused", args=[file.number, "csv"]))
    assert answer.content.decode("utf-8-sig").splitlines()[1].startswith("3,ssn,Nobody with this number")
    assert not TrailEntry.objects.using("loader").filter(kind="look").exists()
    for kind in ("pdf", "x"):
        assert administrator.get(f"/staff/record-files/{file.number}/refused/{kind}/").status_code == 404
    assert administrator.get("/staff/record-files/SF-0000-0000/").status_code == 404


def test_a_file_refused_whole_says_why(world, administrator):
    line = Line()
    line.files[name("QQ")] = b"nothing\n"
    file = take(line, name("QQ"))
    shown = text(administrator, "staff-record-file", file.number)
    assert "There is no kind of file QQ." in shown
    assert "Refused rows" not in shown
    assert "Of no known kind" in text(administrator, "staff-record-files")


def test_it_is_sent_again_once_and_not_after_the_answer(world, administrator):
    sent, answered = world.add(a_record_file(1)), world.add(a_record_file(2, state="acknowledged"))
    address = reverse("staff-record-file-send", args=[sent.number])
    assert "Send it again" in text(administrator, "staff-record-file", sent.number)
    assert "Send it again" not in text(administrator, "staff-record-file", answered.number)
    assert administrator.post(address, {"version": "0"}).status_code == 303
    assert "is being sent again" in text(administrator, "staff-record-file", sent.number)
    administrator.post(address, {"version": "0"})
    assert "Somebody changed this" in text(administrator, "staff-record-file", sent.number)
    for version in ("", "x", "-1"):
        assert administrator.post(address, {"version": version}).status_code == 404
    administrator.post(reverse("staff-record-file-send", args=[answered.number]), {"version": "0"})
    assert "was acknowledged" in text(administrator, "staff-record-file", answered.number)


def test_many_refused_rows_come_in_pages(world, administrator):
    file = world.add(a_record_file(1, "EA", "in", "read"))
    for line in range(2, 32):
        world.add(a_refused_row(file, line))
    assert "1 to 25 of 30" in text(administrator, "staff-record-file", file.number)
