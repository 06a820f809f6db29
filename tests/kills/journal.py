"""What clients were shown, on disk before they go on: the other side of the portal's promise."""

import json
import os
import threading
import time
from pathlib import Path
from typing import Any


class Journal:
    """A file of JSON lines, each flushed to the disk before `note` returns."""

    def __init__(self, path: Path) -> None:
        self.file = path.open("a+")
        self.path = path
        self.lock = threading.Lock()
        self.count = 0

    def note(self, kind: str, **what: Any) -> None:
        with self.lock:
            self.file.write(json.dumps({"kind": kind, "at": time.time(), **what}) + "\n")
            self.file.flush()
            os.fsync(self.file.fileno())
            self.count += 1

    def lines(self, kind: str) -> list[dict[str, Any]]:
        """What was noted of a kind, read back from the disk."""
        return [line for line in map(json.loads, self.path.read_text().splitlines()) if line["kind"] == kind]
