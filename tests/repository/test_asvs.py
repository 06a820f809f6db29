"""The register of OWASP ASVS 5.0.0: every requirement once, every test that it names, and the figures it rests on."""

import ast
import csv
import re
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings

from portal.people import passwords
from portal.people.services import mobile
from portal.policy.tables.parameters import ACCESS_IN_FORCE
from tests.security.controls.test_controls import CONTROLS

ROOT = Path(__file__).resolve().parents[2]
SECURITY = ROOT / "docs" / "security"
ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| ([123]) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
STANDINGS = {"tested", "deployment", "not applicable", "not met"}
pytestmark = [pytest.mark.row("A3", "A10")]


def rows() -> list[tuple[str, ...]]:
    return ROW.findall((SECURITY / "asvs.md").read_text())


def functions(*folders: str) -> set[str]:
    return {
        node.name
        for folder in folders
        for path in (ROOT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef)
    }


def document(name: str) -> str:
    return " ".join((SECURITY / name).read_text().split())


def test_every_requirement_stands_in_the_register_once() -> None:
    with (SECURITY / "asvs-5.0.0.csv").open() as file:
        wanted = {(row["number"], row["level"]) for row in csv.DictReader(file)}
    found = rows()
    assert Counter(row[0] for row in found).most_common(1)[0][1] == 1
    assert {(row[0], row[1]) for row in found} == wanted
    assert {row[3] for row in found} <= STANDINGS


def test_every_test_that_the_register_names_exists() -> None:
    known = functions("tests") | {control.name for control in CONTROLS}
    for number, _, _, standing, where in rows():
        named = re.findall(r"`(test_\w+)`|control “([^”]+)”", where)
        assert {one for names in named for one in names if one} - known == set(), number
        assert named or standing != "tested", number
        assert where.strip(), number


def test_every_control_that_is_proven_is_of_a_requirement() -> None:
    chapters = {row[0].split(".")[0] for row in rows()}
    numbers = {row[0] for row in rows()}
    for control in CONTROLS:
        assert control.asvs.split(".")[0] not in chapters or control.asvs in numbers, control.name


def test_the_documents_say_the_figures_of_the_settings() -> None:
    said = document("sign-in.md")
    assert settings.ACCOUNT_RATE_LIMITS["login_failed"] == "5/5m/key,20/5m/ip"
    assert "5 wrong tries on one address in 5 minutes" in said
    assert "20 from one network address in 5 minutes" in said
    lengths = [one["OPTIONS"]["min_length"] for one in settings.AUTH_PASSWORD_VALIDATORS if "OPTIONS" in one]
    assert f"at least {lengths[0]} signs" in said
    assert set(re.findall(r"\w+", said.split("The words of the portal:")[1].split(".")[0])) == (
        passwords.OF_THE_PORTAL
    )
    assert f"{mobile.TRIES} tries, {mobile.TEXTS_AN_HOUR} texts an hour" in said
    assert f"{mobile.GOOD_SECONDS // 60} minutes" in said
    assert f"good once, for {ACCESS_IN_FORCE.invitation_days} days" in said
    told = document("sessions.md")
    assert f"{settings.PORTAL_SESSION_IDLE_SECONDS // 60} minutes without use" in told
    assert f"{settings.PORTAL_SESSION_LIMIT_SECONDS // 3600} hours in all" in told
    assert f"{settings.ACCOUNT_REAUTHENTICATION_TIMEOUT // 60} minutes" in told


@pytest.mark.parametrize(
    ("name", "headings"),
    [
        ("sign-in.md", {"Ways in", "Limits", "Passwords", "Browsers", "Losing a way in", "Ticketholders"}),
        (
            "sessions.md",
            {"How long", "One at a time", "The identity provider", "Everybody out", "Asking again"},
        ),
        (
            "authorization.md",
            {"Functions", "Data", "Fields", "Circumstances", "Closing one function"},
        ),
    ],
)
def test_the_documents_name_what_they_must(name: str, headings: set[str]) -> None:
    parts = re.split(r"^## ", (SECURITY / name).read_text(), flags=re.MULTILINE)[1:]
    assert {part.split("\n", 1)[0] for part in parts} == headings
    assert all(len(part.split()) > 25 for part in parts)


def test_our_scripts_write_text_only() -> None:
    scripts = list((ROOT / "src").rglob("*.js"))
    assert scripts
    writes = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function")
    assert [str(path.relative_to(ROOT)) for path in scripts if writes.search(path.read_text())] == []


def test_our_scripts_ask_the_platform_and_leave_no_names() -> None:
    """Ids and names of fields become properties of the document and of forms; scripts go round them (3.2.3)."""
    own = [path for path in (ROOT / "src").rglob("*.js") if "vendor" not in path.parts]
    misled = re.compile(
        r"document\.(?!prototype|addEventListener)[a-z]\w*|\bform\.\w+|getElementById"
        r"|window\.\w+ = |^(?:var|let|const|function) ",
        re.MULTILINE,
    )
    for path in own:
        text = path.read_text()
        assert '"use strict";' in text, path.name
        assert misled.findall(text) == [], path.name


def test_no_secret_comes_from_a_predictable_source() -> None:
    """Chance that can be foretold is for the synthetic nation only."""
    source = ROOT / "src" / "portal"
    found = [
        str(path.relative_to(source))
        for path in source.rglob("*.py")
        if path.relative_to(source).parts[0] != "nation"
        for node in ast.walk(ast.parse(path.read_text()))
        if path.name != "check_main_job.py"
        and (
            (isinstance(node, ast.Import) and any(name.name == "random" for name in node.names))
            or (isinstance(node, ast.ImportFrom) and node.module == "random")
        )
    ]
    assert found == []
