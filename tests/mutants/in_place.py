"""Changes inside functions: the code of the living function is exchanged, and only tests that reach it are run.

The tests are collected once. One run without any change notes which test reaches which line of the law; each change
is then made in a fork of the collected session, so that it costs a few milliseconds.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import pytest

from tests.mutants import session
from tests.mutants.changes import Change, changed
from tests.mutants.law import modules

TOOL = sys.monitoring.PROFILER_ID
type Line = tuple[str, str, int]
type Reached = dict[str, set[Line]]
type Report = Callable[[Change, str, bool], None]


class InPlace:
    """A pytest plugin that, instead of running the tests, runs them once for each change."""

    def __init__(self, changes: list[Change], hints: dict[str, str], report: Report) -> None:
        self.changes = changes
        self.hints = hints
        self.report = report
        self.watch = session.Watch()
        self.at_load: set[CodeType] = set()
        self.sound: set[str] = set()

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        at_load = _stop_noting_functions(self.at_load)
        session.config.pluginmanager.register(self.watch)
        items = {item.nodeid: item for item in session.items}
        reached = self._reached(items)
        sources = {name: path.read_text(encoding="utf-8") for name, path in modules()}
        for change in self.changes:
            chosen = self._chosen(change, items, reached)
            killer = self._killer(change, sources[change.module], chosen)
            self.report(change, killer, bool(killer) or (change.module, change.scope) not in at_load)
        return True

    def _reached(self, items: dict[str, pytest.Item]) -> Reached:
        """Which lines of the law each test reaches; raises RuntimeError if a test fails without any change."""
        answer = json.loads(session.apart(lambda: json.dumps(self._note_lines(items)), limited=False))
        if answer["failed"]:
            raise RuntimeError(f"{answer['failed']} fails without any change")
        return {name: {tuple(line) for line in lines} for name, lines in answer["reached"].items()}

    def _note_lines(self, items: dict[str, pytest.Item]) -> dict[str, Any]:
        where = dict(_functions(name for name, _ in modules()))
        lines: set[Line] = set()

        def note(code: CodeType, line: int) -> object:
            lines.add((*where[code], line))
            return sys.monitoring.DISABLE

        sys.monitoring.use_tool_id(TOOL, "mutants")
        sys.monitoring.register_callback(TOOL, sys.monitoring.events.LINE, note)
        for code in where:
            sys.monitoring.set_local_events(TOOL, code, sys.monitoring.events.LINE)
        reached = {}
        for name, item in items.items():
            lines.clear()
            sys.monitoring.restart_events()
            self._run([item])
            reached[name] = sorted(lines)
        return {"failed": self.watch.failed, "reached": reached}

    def _chosen(self, change: Change, items: dict[str, pytest.Item], reached: Reached) -> list[pytest.Item]:
        """The tests that reach the line, else the function (a part of a constant has no line of its own).

        The last killer stands first, and properties, which take long, stand last.
        """
        function = (change.module, change.scope)
        hint = self.hints.get(change.key)
        names = [name for name in items if (*function, change.line) in reached[name]]
        names = names or [name for name in items if any(one[:2] == function for one in reached[name])]
        names.sort(key=lambda name: (name != hint, _draws(items[name])))
        return [items[name] for name in names]

    def _killer(self, change: Change, source: str, chosen: list[pytest.Item]) -> str:
        """The first test that fails with the change, or "" if none does.

        Raises RuntimeError if that test, alone, fails without the change too: it rests on what other tests left.
        """

        def work(exchanged: bool, items: list[pytest.Item]) -> str:
            if exchanged:
                exchange(change, source)
            self._run(items)
            return self.watch.failed or ""

        found = session.apart(lambda: work(True, chosen)) if chosen else ""
        alone = [item for item in chosen if item.nodeid == found and found not in self.sound]
        if alone and session.apart(lambda: work(False, alone)):
            raise RuntimeError(f"{found} fails alone without any change")
        self.sound.add(found)
        return found

    def _run(self, items: list[pytest.Item]) -> None:
        for item, following in pairwise([*items, None]):
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if self.watch.failed:
                return


def _note_functions(into: set[CodeType]) -> None:
    """Note which functions run while the law and its tests are loaded: what they gave then stays as it was."""

    def note(code: CodeType, offset: int) -> object:
        into.add(code)
        return sys.monitoring.DISABLE

    sys.monitoring.use_tool_id(TOOL, "mutants")
    sys.monitoring.register_callback(TOOL, sys.monitoring.events.PY_START, note)
    sys.monitoring.set_events(TOOL, sys.monitoring.events.PY_START)


def _stop_noting_functions(noted: set[CodeType]) -> set[tuple[str, str]]:
    sys.monitoring.set_events(TOOL, sys.monitoring.events.NO_EVENTS)
    sys.monitoring.free_tool_id(TOOL)
    by_file = {str(path): name for name, path in modules()}
    return {
        (by_file[code.co_filename], code.co_qualname.partition(".<locals>")[0])
        for code in noted
        if code.co_filename in by_file
    }


def _draws(item: pytest.Item) -> bool:
    """A property, tried on many examples."""
    return bool(getattr(getattr(item, "obj", None), "is_hypothesis_test", False))


def exchange(change: Change, source: str) -> None:
    """Give the living function the code of the changed one."""
    whole = compile(changed(change, source), change.module, "exec")
    living = function_at(change.module, change.scope)
    living.__code__ = next(code for code in nested(whole) if code.co_qualname == change.scope)


def function_at(module: str, scope: str) -> FunctionType:
    """The function a scope like `Month.parse` names; methods, class methods, properties and kept ones are unwrapped."""
    found: Any = sys.modules[module]
    for part in scope.split("."):
        found = vars(found)[part]
    found = _unwrapped(found)
    if not isinstance(found, FunctionType):
        raise TypeError(f"{module}.{scope} is no function")
    return found


def _unwrapped(value: Any) -> Any:
    """The function inside a property, a method of the class, or one whose answers are kept."""
    inside = getattr(value, "fget", None) or getattr(value, "__func__", value)
    return getattr(inside, "__wrapped__", inside)


def nested(code: CodeType) -> Iterator[CodeType]:
    """The code and all code inside it."""
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from nested(constant)


def _functions(names: Iterable[str]) -> Iterator[tuple[CodeType, tuple[str, str]]]:
    """All code of the modules' functions, with the module and the outermost function it belongs to."""
    for name in names:
        if name not in sys.modules:
            continue
        owners = [(name, "", sys.modules[name])]
        classes = [one for one in vars(sys.modules[name]).values() if isinstance(one, type)]
        owners += [(name, f"{one.__name__}.", one) for one in classes if one.__module__ == name]
        for module, prefix, owner in owners:
            for attribute, value in vars(owner).items():
                plain = _unwrapped(value)
                if isinstance(plain, FunctionType) and plain.__module__ == module:
                    yield from ((code, (module, f"{prefix}{attribute}")) for code in nested(plain.__code__))


def by_scope(changes: Iterable[Change]) -> tuple[list[Change], list[Change]]:
    """Changes that can be made in a living function, and those that act while the law is loaded."""
    sorted_out: dict[bool, list[Change]] = defaultdict(list)
    for change in changes:
        sorted_out[bool(change.scope) and ".tables." not in change.module].append(change)
    return sorted_out[True], sorted_out[False]


def run(changes: list[Change], hints: dict[str, str], report: Report, output: Path, tests: str) -> None:
    """Try these changes; `report` is called with each, the test that killed it, or "", and whether that is final.

    It is not where the function also runs while the law is loaded, which a change here comes too late for.
    """
    if not changes:
        return
    plugin = InPlace(changes, hints, report)

    def work() -> str:
        _note_functions(plugin.at_load)
        code = session.run([tests], [plugin])
        if code not in (0, 1):
            raise RuntimeError(f"pytest ended with {code}")
        return ""

    session.apart(work, output, limited=False)
