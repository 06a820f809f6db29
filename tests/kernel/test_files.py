"""Files: judged before, sealed at rest, scanned, served only clean and only in scope (rows B6, C2, J7)."""

import io
import shutil
import subprocess
import time

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.kernel import files
from portal.kernel.actor import SYSTEM
from portal.kernel.files import Content, Inspected, NotClean
from portal.kernel.ids import new_id
from portal.kernel.models import StoredFile
from portal.kernel.objects import Folder, store
from portal.kernel.uploads import Refused
from portal.policy.roles import Role

pytestmark = pytest.mark.row("B6")
MARKER = b"portal-test-malware-marker"


def pdf(text=b"", password=""):
    document = pikepdf.new()
    document.add_blank_page()
    if text:
        document.docinfo["/Title"] = text.decode()
    out = io.BytesIO()
    encryption = pikepdf.Encryption(owner=password, user=password) if password else None
    document.save(out, encryption=encryption, compress_streams=False)
    return out.getvalue()


@pytest.fixture
def folder(tmp_path, settings):
    settings.PORTAL_FILES_DIR = tmp_path
    return tmp_path


@pytest.fixture
def case(world, folder):
    one, other = world.organisation(), world.organisation()
    person, _, assignment = world.holder(one)
    ann = world.actor(world.account(one, [Role.EN_PAYMENTS_CLERK]))
    eve = world.actor(world.account(other, [Role.EN_PAYMENTS_CLERK]))
    return person, assignment, ann, eve


def receive(unit_as, case, content=None, subject=None):
    person, assignment, ann, _ = case
    inspected = files.inspected(SimpleUploadedFile("slip.pdf", content or pdf()))
    assert isinstance(inspected, Inspected)
    with unit_as(ann):
        return files.receive(
            inspected=inspected,
            person=person.id,
            organisation=ann.organisation,
            assignment=assignment.id,
            subject=subject or new_id(),
        )


@pytest.mark.row("J7")
def test_a_locked_file_gets_a_reason_and_no_number():
    refused = files.inspected(SimpleUploadedFile("slip.pdf", pdf(password="secret")))
    assert isinstance(refused, Refused)
    assert "password" in refused.sentence


def test_too_large_is_refused_by_the_setting(settings):
    settings.PORTAL_UPLOAD_LIMIT = 100
    assert isinstance(files.inspected(SimpleUploadedFile("slip.pdf", pdf())), Refused)


def test_what_lies_in_the_store_is_sealed(unit_as, case, folder):
    content = pdf(b"canary in a file")
    line = receive(unit_as, case, content)
    assert b"canary" in content
    stored = store().get(line.id)
    assert b"canary" not in stored
    assert b"%PDF" not in stored
    assert (line.state, line.name) == ("waiting-for-scanner", "slip.pdf")


def test_without_a_scanner_a_file_waits_and_is_not_served(unit_as, case, settings):
    settings.PORTAL_CLAMD_SOCKET = ""
    line = receive(unit_as, case)
    with unit_as(SYSTEM):
        assert files.scan_now(line.id) is None
        assert files.waiting() == [line.id]
    with unit_as(case[2], reading=True) as unit:
        assert isinstance(files.content(line.number), NotClean)
        assert unit.looked_at == set()


def test_a_clean_file_is_served_in_scope_and_is_a_look(unit_as, case, clamd, settings):
    settings.PORTAL_CLAMD_SOCKET = clamd
    content, subject = pdf(), new_id()
    line = receive(unit_as, case, content, subject)
    with unit_as(SYSTEM) as unit:
        assert files.scan_now(line.id) == StoredFile.State.CLEAN
        assert unit.looked_at == set()
    person, _, ann, eve = case
    with unit_as(ann, reading=True) as unit:
        assert files.content(line.number) == Content("slip.pdf", "application/pdf", content)
        assert unit.looked_at == {person.id}
        assert [one.state for one in files.of(subject)] == ["clean"]
    with unit_as(eve, reading=True):
        assert files.content(line.number) is None
        assert files.of(subject) == []


def test_an_infected_file_is_never_served(unit_as, case, clamd, settings):
    settings.PORTAL_CLAMD_SOCKET = clamd
    line = receive(unit_as, case, pdf(MARKER))
    with unit_as(SYSTEM):
        assert files.scan_now(line.id) == StoredFile.State.INFECTED
    with unit_as(case[2], reading=True):
        answer = files.content(line.number)
        assert isinstance(answer, NotClean)
        assert "malware" in answer.sentence


def test_the_folder_puts_gets_and_removes(tmp_path):
    folder, key = Folder(tmp_path), new_id()
    folder.put(key, b"one")
    folder.put(key, b"two")
    assert folder.get(key) == b"two"
    folder.remove(key)
    folder.remove(key)
    with pytest.raises(FileNotFoundError):
        folder.get(key)


@pytest.fixture(scope="module")
def clamd(tmp_path_factory):
    """A real ClamAV daemon with a signature of our own; skipped where none is installed."""
    program = shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin")
    if program is None:
        pytest.skip("no clamd on this machine")
    root = tmp_path_factory.mktemp("clamd")
    (root / "db").mkdir()
    (root / "db" / "portal.ndb").write_text(f"Portal.Marker.Test:0:*:{MARKER.hex()}\n")
    (root / "clamd.conf").write_text(
        f"DatabaseDirectory {root}/db\nLocalSocket {root}/c.sock\nForeground yes\nMaxThreads 2\n"
    )
    daemon = subprocess.Popen(
        [program, "--config-file", str(root / "clamd.conf")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    for _ in range(200):
        if (root / "c.sock").exists():
            break
        time.sleep(0.05)
    yield str(root / "c.sock")
    daemon.terminate()
    daemon.wait()
