"""The line to Social Security: an interface any file transfer can serve, and a folder that does.

Names are the kind, a hyphen and the number in eight digits; the other side puts a file there whole, by renaming it.
"""

import os
import re
import tempfile
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO, Protocol

from django.conf import settings

NAME = re.compile(r"[A-Z]{2}-[0-9]{8}")
_ACKNOWLEDGED = ".ack"


class SsaLine(Protocol):
    """Files that wait, by name; answers to them; files that go out, and what was said of those."""

    def waiting(self) -> list[str]: ...

    def open(self, name: str) -> BinaryIO: ...

    def answer(self, name: str, parts: Iterable[bytes]) -> None: ...

    def done(self, name: str) -> None: ...

    def send(self, name: str, content: bytes) -> None: ...

    def acknowledged(self) -> list[tuple[str, bytes]]: ...

    def heard(self, name: str) -> None: ...


class Folder:
    """A line in a folder: `in` and `read` for what comes, `answers`, `out` for what goes, `acknowledged`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for name in ("in", "read", "answers", "out", "acknowledged"):
            (root / name).mkdir(parents=True, exist_ok=True, mode=0o700)

    def waiting(self) -> list[str]:
        return sorted(path.name for path in (self.root / "in").iterdir() if NAME.fullmatch(path.name))

    def open(self, name: str) -> BinaryIO:
        return (self.root / "in" / name).open("rb")

    def answer(self, name: str, parts: Iterable[bytes]) -> None:
        self._put(self.root / "answers" / name, parts)

    def done(self, name: str) -> None:
        waiting = self.root / "in" / name
        if waiting.exists():
            waiting.replace(self.root / "read" / name)

    def send(self, name: str, content: bytes) -> None:
        self._put(self.root / "out" / name, [content])

    def acknowledged(self) -> list[tuple[str, bytes]]:
        paths = sorted((self.root / "acknowledged").glob(f"*{_ACKNOWLEDGED}"))
        return [(path.name.removesuffix(_ACKNOWLEDGED), path.read_bytes()[:200]) for path in paths]

    def heard(self, name: str) -> None:
        (self.root / "acknowledged" / f"{name}{_ACKNOWLEDGED}").unlink(missing_ok=True)

    def _put(self, path: Path, parts: Iterable[bytes]) -> None:
        """Whole or absent, also when the machine stops in the middle."""
        handle, temporary = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.writelines(parts)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)


@lru_cache(maxsize=4)
def _folder(root: Path) -> Folder:
    return Folder(root)


def line() -> SsaLine:
    """The deployment's line to Social Security."""
    return _folder(Path(settings.PORTAL_SSA_LINE_DIR))
