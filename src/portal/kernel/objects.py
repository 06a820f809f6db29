"""Where sealed file contents lie: an interface any object store can serve, and a folder that does."""

import os
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import Protocol
from uuid import UUID

from django.conf import settings


class ObjectStore(Protocol):
    """Write once, read, remove. Contents are sealed before they come here."""

    def put(self, key: UUID, content: bytes) -> None: ...

    def get(self, key: UUID) -> bytes: ...

    def remove(self, key: UUID) -> None: ...


class Folder:
    """An object store in a folder: whole or absent, also when the machine stops in the middle."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, key: UUID, content: bytes) -> None:
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, temporary = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)

    def get(self, key: UUID) -> bytes:
        return self._path(key).read_bytes()

    def remove(self, key: UUID) -> None:
        self._path(key).unlink(missing_ok=True)

    def _path(self, key: UUID) -> Path:
        # The last digits are random; the first are the time and would fill one folder at a time.
        return self.root / key.hex[-2:] / str(key)


@lru_cache(maxsize=4)
def _folder(root: Path) -> Folder:
    return Folder(root)


def store() -> ObjectStore:
    """The deployment's object store."""
    return _folder(Path(settings.PORTAL_FILES_DIR))
