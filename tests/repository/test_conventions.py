"""Tests that read the code base: what holds for all code, also the code not written yet."""

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "portal"
PYTHON = sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)
TEMPLATES = sorted(SOURCE.rglob("*.html"))
MAX_FILE, MAX_FUNCTION = 330, 55


@pytest.fixture(scope="module", autouse=True)
def trees_are_let_go() -> Iterator[None]:
    yield
    nodes.cache_clear()


def where(path: Path, line: int) -> str:
    return f"{path.relative_to(ROOT)}:{line}"


@cache
def nodes(path: Path) -> list[ast.AST]:
    return list(ast.walk(ast.parse(path.read_text())))


@cache
def calls(path: Path) -> list[tuple[int, str]]:
    return [(node.lineno, ast.unparse(node.func)) for node in nodes(path) if isinstance(node, ast.Call)]


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in nodes(path):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True)
    return [ROOT / name for name in listed.stdout.split("\0") if name]


def test_only_the_clock_reads_the_time():
    reads = {
        *(
            "datetime.now",
            "datetime.utcnow",
            "datetime.today",
            "date.today",
            "timezone.now",
            "timezone.localdate",
        ),
        *("time.time", "time.time_ns", "time.localtime", "time.gmtime", "localdate"),
    }
    allowed = {
        "kernel/clock.py",  # the clock
        "kernel/ids.py",  # the milliseconds in a key
    }
    found = [
        where(path, line)
        for path in PYTHON
        if str(path.relative_to(SOURCE)) not in allowed and path.relative_to(SOURCE).parts[0] != "cluster"
        for line, name in calls(path)
        if name in reads
    ]
    assert found == []


def test_facts_are_gathered_only_in_files_named_facts():
    using = [
        str(path.relative_to(SOURCE))
        for path in PYTHON
        for _, name in calls(path)
        if name.endswith("as_facts") and path.name != "facts.py"
    ]
    assert using == []


def test_only_services_write_as_the_system():
    using = {
        str(path.relative_to(SOURCE))
        for path in PYTHON
        for _, name in calls(path)
        if name.endswith("as_system")
    }
    assert {name for name in using if "services" not in Path(name).parts} == set()


def test_no_logic_hides_in_save_or_in_signals():
    overridden = [
        where(path, function.lineno)
        for path in PYTHON
        if "models" in path.parts
        for function in functions(path)
        if function.name in {"save", "delete"}
    ]
    receivers = [
        where(path, line)
        for path in PYTHON
        for line, name in calls(path)
        if name.endswith(("receiver", "post_save.connect"))
    ]
    assert (overridden, receivers) == ([], [])


def test_files_and_functions_stay_small():
    long_files = [
        f"{path.relative_to(ROOT)} {lines}"
        for path in [*PYTHON, *sorted((ROOT / "tests").rglob("*.py"))]
        if (lines := len(path.read_text().splitlines())) > MAX_FILE and "policy" not in path.parts[-2:-1]
    ]
    long_functions = [
        f"{where(path, function.lineno)} {function.name}"
        for path in PYTHON
        for function in functions(path)
        if (function.end_lineno or 0) - function.lineno > MAX_FUNCTION
    ]
    assert (long_files, long_functions) == ([], [])


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_templates_hold_no_inline_code_or_style(path):
    text = path.read_text()
    assert re.findall(r"<script(?![^>]*\bsrc=)", text) == []
    assert re.findall(r"<style\b|\sstyle=|\son[a-z]+=|javascript:", text) == []
    assert re.findall(r"\|\s*safe\b|autoescape off", text) == []


def test_the_project_speaks_of_itself_alone():
    hosts = re.compile(r"pypi\.org|npmjs|pythonhosted|/work/(main|shared|\.library)", re.IGNORECASE)
    own = Path(__file__)
    found = []
    for path in tracked():
        if path == own or path.name in {"uv.lock", "package-lock.json"} or not path.is_file():
            continue
        text = path.read_bytes().decode(errors="ignore")
        found += [f"{path.relative_to(ROOT)}: {match}" for match in hosts.findall(text)]
    assert found == []


def test_every_row_a_test_names_is_a_row_of_the_mission():
    rows = {
        "A": 10,
        "B": 6,
        "C": 11,
        "D": 14,
        "E": 10,
        "F": 4,
        "G": 6,
        "H": 3,
        "I": 7,
        "J": 11,
        "K": 8,
        "L": 13,
    }
    known = {f"{letter}{number}" for letter, last in rows.items() for number in range(1, last + 1)}
    named = {
        argument.value
        for path in sorted((ROOT / "tests").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.row"
        for argument in node.args
        if isinstance(argument, ast.Constant)
    }
    assert named
    assert named - known == set()


def test_no_import_stands_inside_a_function():
    found = [
        where(path, node.lineno)
        for path in PYTHON
        for function in functions(path)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert found == []


@pytest.mark.parametrize("number", range(1, 18))
def test_each_test_oracle_of_the_domain_documents_is_named_by_a_test(number: int) -> None:
    """T-01 to T-17 of "Test oracles ready to use"; a test that does one says so in its name or its words."""
    names = (f"T-{number:02}", f"_t_{number:02}_")
    others = (path for path in (ROOT / "tests").rglob("test_*.py") if path != Path(__file__))
    assert any(name in path.read_text(encoding="utf-8") for path in others for name in names)
