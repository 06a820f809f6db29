"""A file that is stopped between any two steps goes on where it stood; two readers do not take a row twice."""

import io
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from portal.exchange.checking import check
from portal.exchange.models import RecordFile, RefusedRow
from portal.exchange.services import receive
from portal.exchange.working import take
from portal.kernel.actor import SYSTEM
from portal.kernel.clock import now
from portal.kernel.unit import open_unit
from portal.tickets.models import BenefitPeriod
from tests.exchange.files import Line, made, name
from tests.exchange.test_reading import status

pytestmark = [pytest.mark.row("L1", "I7")]
PEOPLE, ROWS = 5, 20


def number(nth):
    return f"90001{nth + 1:04d}"


@pytest.fixture
def sent(world):
    for nth in range(PEOPLE):
        world.person(ssn=number(nth))
    rows = [
        status(number(nth % (PEOPLE + 1)), f"20{10 + nth // 6}-01", f"20{11 + nth // 6}-01")
        for nth in range(ROWS)
    ]
    line = Line()
    line.put("BS", rows)
    return line


def entered(content):
    with open_unit(SYSTEM, now(), reading=False, page="test"):
        return receive.enter(name("BS"), check("BS", 1, io.BytesIO(content), now().on))


def stepped(file, content, size):
    with open_unit(SYSTEM, now(), reading=False, page="test"):
        return receive.step(file=file, content=io.BytesIO(content), size=size)


def outcome():
    file = RecordFile.objects.using("loader").get()
    rows = sorted(
        BenefitPeriod.objects.using("loader").values_list(
            "person", "from_month", "until_month", "superseded_at"
        )
    )
    refused = list(RefusedRow.objects.using("loader").order_by("line").values_list("line", flat=True))
    return (file.state, file.rows_changed, file.rows_refused, len(rows), refused)


def test_a_lost_batch_is_done_again_and_no_row_twice(sent):
    content = sent.files[name("BS")]
    file = entered(content).pk
    stepped(file, content, 7)
    with pytest.raises(RuntimeError), open_unit(SYSTEM, now(), reading=False, page="test"):
        receive.step(file=file, content=io.BytesIO(content), size=7)
        raise RuntimeError("killed before the commit")
    half = RecordFile.objects.using("loader").get()
    assert (half.state, half.rows_done) == ("running", 7)
    done = take(sent, name("BS"))
    assert (done.pk, done.state, done.rows_done) == (file, "read", ROWS)
    assert outcome() == ("read", 17, 3, 17, [7, 13, 19])
    assert sent.answers["BS-00000001.answer"].count(b"\n") == 5
    assert sent.files == {}


def test_two_readers_take_each_row_once(sent):
    content = sent.files[name("BS")]
    file = entered(content).pk

    def read(_):
        try:
            while stepped(file, content, 3):
                pass
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(read, range(2)))
    assert outcome() == ("read", 17, 3, 17, [7, 13, 19])


def test_a_file_without_rows_is_read(world):
    line = Line()
    line.files[name("EA")] = made("EA", [])
    assert take(line, name("EA")).state == "read"
