"""Changes of what runs while the law is loaded: each in a fresh process that loads the changed module."""

import ast
import importlib.abc
import importlib.util
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType

from tests.mutants import session
from tests.mutants.changes import Change
from tests.mutants.every import changed
from tests.mutants.law import REPOSITORY, modules


class ChangedLoader(SourceFileLoader):
    """Loads a tree instead of the file's text."""

    def __init__(self, name: str, path: str, tree: ast.Module) -> None:
        super().__init__(name, path)
        self.tree = tree

    def get_code(self, fullname: str) -> CodeType:
        return compile(self.tree, self.path, "exec")


class ChangedFinder(importlib.abc.MetaPathFinder):
    """Finds the one changed module before anybody else does."""

    def __init__(self, name: str, file: Path, tree: ast.Module) -> None:
        self.name = name
        self.file = file
        self.tree = tree

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname != self.name:
            return None
        loader = ChangedLoader(fullname, str(self.file), self.tree)
        return importlib.util.spec_from_file_location(fullname, self.file, loader=loader)


def install(module: str, change: Change | None) -> None:
    """Make the next import of the module load the changed one (the same one, where there is no change)."""
    file = dict(modules())[module]
    source = file.read_text(encoding="utf-8")
    tree = ast.parse(source) if change is None else changed(change, source)
    sys.meta_path.insert(0, ChangedFinder(module, file, tree))


def check(module: str, tests: str) -> None:
    """Raise RuntimeError where loading the module by this way fails the tests even without a change."""
    found = _run(module, None, [tests])
    if found:
        raise RuntimeError(f"{found} without any change of {module}")


def killer(change: Change, hint: str | None, tests: str) -> str:
    """The first test that fails with the change, or "" if none does. The file of the last killer goes first."""
    file = (hint or "").partition("::")[0]
    if file.endswith(".py") and (REPOSITORY / file).is_file():
        found = _run(change.module, change, [file])
        if found:
            return found
    return _run(change.module, change, [tests])


def _run(module: str, change: Change | None, paths: list[str]) -> str:
    def work() -> str:
        install(module, change)
        watch = session.Watch()
        code = session.run(paths, [watch], "-x")
        return watch.failed or (session.NOT_LOADED if code > 1 else "")

    return session.apart(work)
