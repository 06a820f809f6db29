"""The synthetic program speaks Social Security's layouts: read back, its files give the same facts (row L1)."""

import pytest

from portal.exchange.ssa_line import Folder
from portal.exchange.working import take_waiting
from portal.nation.as_files import write_files
from tests import server
from tests.world import TODAY

pytestmark = [pytest.mark.row("L1")]


def said(paths):
    """What each file says, whatever the order of its rows; the trailers hold for all of them."""
    return {path.name: sorted(path.read_bytes().splitlines()) for path in paths}


def test_read_back_the_files_give_the_same_facts(loaded, database, tmp_path, django_db_blocker):
    databases, made = loaded
    with django_db_blocker.unblock():
        with server.looking_at(databases):
            sent = said(write_files(tmp_path / "line" / "in", TODAY))
        read = take_waiting(Folder(tmp_path / "line"))
        again = said(write_files(tmp_path / "again", TODAY))
    assert {file.kind: (file.state, file.rows_refused) for file in read} == dict.fromkeys(
        ("BL", "BS", "EA", "PE", "TE"), ("read", 0)
    )
    people = next(file for file in read if file.kind == "PE")
    assert people.rows_changed == made.counts["tickets_person"]
    assert again == sent
