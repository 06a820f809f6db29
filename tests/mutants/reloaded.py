"""Changes of what runs while the law is loaded: each in a fresh process that loads the changed module."""

import ast
import importlib.abc
import importlib.util
import sys
from collections.abc import Iterable, Sequence
from importlib.machinery import ModuleSpec, SourceFileLoader
from types import CodeType, ModuleType

from tests.mutants import session
from tests.mutants.changes import Change
from tests.mutants.every import changed
from tests.mutants.law import modules


class ChangedLoader(SourceFileLoader):
    """Loads a tree instead of the file's text."""

    def __init__(self, name: str, path: str, tree: ast.Module) -> None:
        super().__init__(name, path)
        self.tree = tree

    def get_code(self, fullname: str) -> CodeType:
        return compile(self.tree, self.path, "exec")


class ChangedFinder(importlib.abc.MetaPathFinder):
    """Finds the modules that it has a tree of before anybody else does."""

    def __init__(self, trees: dict[str, ast.Module]) -> None:
        self.trees = trees
        self.files = dict(modules())

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname not in self.trees:
            return None
        file = self.files[fullname]
        loader = ChangedLoader(fullname, str(file), self.trees[fullname])
        return importlib.util.spec_from_file_location(fullname, file, loader=loader)


def check(names: Iterable[str], tests: str) -> None:
    """Raise RuntimeError where loading these modules by this way fails the tests even without a change."""
    files = dict(modules())
    found = _run({name: ast.parse(files[name].read_text(encoding="utf-8")) for name in names}, [tests])
    if found:
        raise RuntimeError(f"{found} without any change")


def killer(change: Change, likely: list[str], tests: str) -> str:
    """The first test that fails with the change, or "" if none does. The likely files of tests go first."""
    source = dict(modules())[change.module].read_text(encoding="utf-8")
    tree = {change.module: changed(change, source)}
    return (likely and _run(tree, likely)) or _run(tree, [tests])


def _run(trees: dict[str, ast.Module], paths: list[str]) -> str:
    def work() -> str:
        sys.meta_path.insert(0, ChangedFinder(trees))
        watch = session.Watch()
        code = session.run(paths, [watch], "-x")
        return watch.failed or (session.NOT_LOADED if code > 1 else "")

    return session.apart(work)
