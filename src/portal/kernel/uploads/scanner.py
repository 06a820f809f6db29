"""Asks a ClamAV daemon whether a file is infected. No answer is never taken for "clean"."""

import socket as sockets
import struct
from dataclasses import dataclass
from typing import Final

CHUNK: Final = 64 * 1024
MAX_ANSWER: Final = 4096


@dataclass(frozen=True, slots=True)
class Clean:
    """The scanner read the whole file and found nothing."""


@dataclass(frozen=True, slots=True)
class Infected:
    """The scanner found malware called `name`."""

    name: str


@dataclass(frozen=True, slots=True)
class Unavailable:
    """The file was not scanned; it stays where it is and is tried again. `reason` is for the log."""

    reason: str


type Verdict = Clean | Infected | Unavailable


def scan(content: bytes, *, socket: str, timeout: float = 30.0) -> Verdict:
    """The scanner's verdict on `content`.

    `socket` is the path of a unix socket, or `host:port` (`[::1]:3310` for IPv6); `timeout`, in seconds,
    holds for each step. Never raises for a scanner that is missing, slow, or says what we do not understand.
    """
    try:
        with _connect(socket, timeout) as connection:
            answer = _ask(connection, content)
    except (OSError, ValueError) as error:
        return Unavailable(f"{type(error).__name__}: {error}")
    return _read(answer)


def _connect(address: str, timeout: float) -> sockets.socket:
    if "/" not in address and ":" in address:
        host, _, port = address.rpartition(":")
        return sockets.create_connection((host.strip("[]"), int(port)), timeout)
    connection = sockets.socket(sockets.AF_UNIX, sockets.SOCK_STREAM)
    connection.settimeout(timeout)
    try:
        connection.connect(address)
    except OSError:
        connection.close()
        raise
    return connection


def _ask(connection: sockets.socket, content: bytes) -> bytes:
    try:
        connection.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), CHUNK):
            chunk = content[start : start + CHUNK]
            connection.sendall(struct.pack("!L", len(chunk)) + chunk)
        connection.sendall(struct.pack("!L", 0))
    except (BrokenPipeError, ConnectionResetError):
        # The daemon closes the stream when its own size limit is reached; its answer says so.
        pass
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < MAX_ANSWER:
        received = connection.recv(MAX_ANSWER)
        if not received:
            break
        answer += received
    return answer


def _read(answer: bytes) -> Verdict:
    text = answer.rstrip(b"\0").decode("ascii", "replace").strip()
    if not answer.endswith(b"\0"):
        return Unavailable(f"the scanner's answer ended early: {text!r}")
    if text == "stream: OK":
        return Clean()
    if text.startswith("stream: ") and text.endswith(" FOUND"):
        return Infected(text.removeprefix("stream: ").removesuffix(" FOUND"))
    return Unavailable(f"the scanner said {text!r}")
