"""Files of Social Security's records are read, two of their rows refused, and the day's files go out."""

from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from django.urls import reverse

from portal.exchange.layouts import STATUS
from portal.exchange.services.send import send, write_day
from portal.exchange.ssa_line import Folder
from portal.exchange.working import take_waiting
from portal.kernel.actor import SYSTEM
from portal.kernel.clock import now
from portal.kernel.unit import open_unit
from portal.nation.as_files import write_files
from tests.canaries.visits import Watched
from tests.world import TODAY


def records_exchanged(administrator: Watched) -> None:
    """The whole program comes in as it is on record, so nothing changes; who runs the portal reads what is refused."""
    with TemporaryDirectory() as root:
        line = Folder(Path(root))
        for path in write_files(Path(root) / "in", TODAY):
            if path.name.startswith(STATUS.kind):
                _spoil(path)
        read = take_waiting(line)
        if sum(file.rows_changed for file in read) or sum(file.rows_refused for file in read) != 2:
            raise AssertionError("what was read is not what is on record, but for two rows")
        with open_unit(SYSTEM, now(), reading=False, page="exchange.write"):
            written = write_day(on=TODAY - timedelta(days=1))
        for file in written:
            with open_unit(SYSTEM, now(), reading=False, page="exchange.send"):
                send(file=file.pk, line=line)
    spoiled = next(file for file in read if file.rows_refused)
    administrator.get(reverse("staff-record-file", args=[spoiled.number]))
    administrator.get(reverse("staff-record-file-refused", args=[spoiled.number, "csv"]))


def _spoil(path: Path) -> None:
    content = bytearray(path.read_bytes())
    for line in (1, 2):
        at = line * STATUS.stride + STATUS.row.starts[3] - 1
        content[at : at + 2] = b"XX"
    path.write_bytes(content)
