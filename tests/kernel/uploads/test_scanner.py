"""The scanner's client, against a real daemon and against one that misbehaves."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from portal.kernel.uploads.scanner import Clean, Infected, Unavailable, scan


def test_clean_and_infected(clamd_socket: str, eicar: bytes, marker: bytes) -> None:
    assert scan(b"a harmless pay stub", socket=clamd_socket) == Clean()
    assert scan(b"", socket=clamd_socket) == Clean()
    assert scan(eicar, socket=clamd_socket) == Infected("Portal.Eicar.Test.UNOFFICIAL")
    assert scan(b"x" * 200_000 + marker, socket=clamd_socket) == Infected("Portal.Marker.Test.UNOFFICIAL")


def test_finds_what_hides_in_an_archive(clamd_socket: str, marker: bytes) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("stub.txt", marker)
    assert isinstance(scan(target.getvalue(), socket=clamd_socket), Infected)


def test_the_largest_upload_is_scanned_and_a_larger_one_is_not_called_clean(
    clamd_socket: str, marker: bytes
) -> None:
    largest = bytes(10 * 1024 * 1024 - len(marker)) + marker
    assert isinstance(scan(largest, socket=clamd_socket), Infected)
    assert isinstance(scan(bytes(13 * 1024 * 1024), socket=clamd_socket), Unavailable)


def test_no_scanner(tmp_path: Path) -> None:
    for address in (str(tmp_path / "none.sock"), "127.0.0.1:1", "127.0.0.1:http", "/" + "long" * 40):
        assert isinstance(scan(b"x", socket=address, timeout=2), Unavailable)


@pytest.mark.parametrize(
    "answer",
    [b"", b"stream: OK", b"stream: OK ERROR\0", b"INSTREAM size limit exceeded. ERROR\0", b"OK\0", b"\0"],
)
def test_an_answer_that_is_not_clear_is_not_clean(answering: Callable[[bytes], str], answer: bytes) -> None:
    assert isinstance(scan(b"x", socket=answering(answer), timeout=5), Unavailable)


def test_clear_answers_over_tcp(answering: Callable[[bytes], str]) -> None:
    assert scan(b"x", socket=answering(b"stream: OK\0")) == Clean()
    assert scan(b"x", socket=answering(b"stream: Some.Virus-1 FOUND\0")) == Infected("Some.Virus-1")


def test_a_silent_scanner_is_left(answering: Callable[[bytes], str]) -> None:
    verdict = scan(b"x", socket=answering(b"(silence)"), timeout=0.2)
    assert verdict == Unavailable("TimeoutError: timed out")
