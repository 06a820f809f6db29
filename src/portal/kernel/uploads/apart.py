"""Reading a hostile file in a process of its own, so that a crash, a loop or a bomb ends that process only."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any


def read_apart(
    reader: Path, arguments: Sequence[object], content: bytes, seconds: int
) -> dict[str, Any] | None:
    """What the script `reader` prints (one JSON object) for the file; None when it dies or takes too long."""
    command = [sys.executable, "-I", str(reader), *map(str, arguments)]
    try:
        # Without our environment, which holds every key: a hostile file may take the reader over.
        done = subprocess.run(
            command,
            input=content,
            capture_output=True,
            check=False,
            timeout=seconds,
            env={"LC_ALL": "C.UTF-8"},
            cwd="/",
        )
    except subprocess.TimeoutExpired:
        return None
    if done.returncode != 0:
        return None
    found: dict[str, Any] = json.loads(done.stdout)
    return found
