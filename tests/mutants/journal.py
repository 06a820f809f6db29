"""What was tried: kept on disk after each change, so that an interrupted run goes on where it stopped."""

import hashlib
import json
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from tests.mutants.changes import Change
from tests.mutants.law import POLICY, REPOSITORY, TESTS

MOST_LIKELY = 3
FILE = REPOSITORY / "var" / "mutants" / "journal.jsonl"


class Result(NamedTuple):
    """`killer` is the test that failed, "" where none did; `final` that nothing is left to be tried."""

    killer: str
    final: bool


def fingerprint() -> str:
    """Of the law, its tests and this runner: a result is good only for these."""
    digest = hashlib.sha256()
    for folder in (POLICY, *TESTS, Path(__file__).parent):
        for path in sorted(folder.rglob("*")):
            if path.suffix in (".py", ".csv", ".json", ".gz"):
                digest.update(str(path.relative_to(REPOSITORY)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


class Journal:
    """Results of this state of the files, and killers of earlier ones as hints."""

    def __init__(self, file: Path, print_of_files: str) -> None:
        self.file = file
        self.print_of_files = print_of_files
        self.results: dict[str, Result] = {}
        self.hints: dict[str, str] = {}
        self.reread()

    def reread(self) -> None:
        """Take in what another process has written. A line cut off by a crash is passed over."""
        lines = self.file.read_text(encoding="utf-8").splitlines() if self.file.exists() else []
        for line in lines:
            try:
                row = json.loads(line)
            except ValueError:
                continue
            if row["killer"]:
                self.hints[row["key"]] = row["killer"]
            if row["files"] == self.print_of_files:
                self.results[row["key"]] = Result(row["killer"], row["final"])

    def likely(self, change: Change) -> list[str]:
        """Files of tests to try first: its own last killer's, else those that noticed most of its module's changes."""
        own = self.hints.get(change.key)
        noticed = [name for key, name in self.hints.items() if key.startswith(f"{change.module} |")]
        files = Counter(name.partition("::")[0] for name in ([own] if own else noticed))
        return [file for file, _ in files.most_common(MOST_LIKELY) if (REPOSITORY / file).is_file()]

    def note(self, change: Change, killer: str, *, final: bool) -> None:
        self.results[change.key] = Result(killer, final)
        row = {"key": change.key, "killer": killer, "final": final, "files": self.print_of_files}
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with self.file.open("a", encoding="utf-8") as file:
            file.write(json.dumps(row) + "\n")
