"""Production starts with keys that protect, talks to its database as told, and writes no number into a log."""

import logging
import os
import subprocess
import sys
from base64 import b64encode

import pytest
from django.conf import settings
from psycopg.conninfo import conninfo_to_dict

from portal.config.databases import admin_conninfo, databases
from portal.kernel.logs import WithoutNumbers

pytestmark = [pytest.mark.row("I1")]

NAMES = ("PORTAL_SECRET_KEY", "PORTAL_MASTER_KEY", "PORTAL_SSN_KEY", "PORTAL_TRAIL_KEY")
GOOD = {name: b64encode(bytes([place]) * 32).decode() for place, name in enumerate(NAMES)}


def starts(**changes: str) -> str:
    """What Python says of the production settings; "" when they are taken."""
    keys = {name: value for name, value in {**GOOD, **changes}.items() if value}
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import portal.config.settings.production as p; assert not p.PORTAL_SYNTHETIC",
        ],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(sys.path), **keys},
        capture_output=True,
        text=True,
    )
    return done.stderr.strip().rpartition("\n")[2] if done.returncode else ""


def test_production_takes_four_keys_of_32_bytes():
    assert starts() == ""


@pytest.mark.parametrize("name", NAMES)
def test_production_does_not_start_without_a_key(name):
    assert f"production needs {name}" in starts(**{name: ""})


@pytest.mark.parametrize("key", [b64encode(bytes(16)).decode(), b64encode(bytes(31)).decode(), "not base64!"])
def test_production_does_not_start_with_a_key_that_is_too_short(key):
    assert "PORTAL_MASTER_KEY must be the base64 of 32 bytes" in starts(PORTAL_MASTER_KEY=key)


def test_production_does_not_start_with_one_key_for_two_things():
    assert "must differ" in starts(PORTAL_SSN_KEY=GOOD["PORTAL_MASTER_KEY"])


def test_what_the_address_says_of_encryption_holds_for_every_connection(monkeypatch):
    monkeypatch.setenv(
        "DATABASE_URL", "postgresql://root:p%40ss@db.example/portal?sslmode=verify-full&sslrootcert=/ca.pem"
    )
    for alias, connection in databases("secret").items():
        asked = {"sslmode": "verify-full", "sslrootcert": "/ca.pem"}
        assert asked.items() <= connection["OPTIONS"].items(), alias
        assert connection["USER"] != "root"
        assert connection["PASSWORD"] != "p@ss"
    told = conninfo_to_dict(admin_conninfo())
    assert (told["sslmode"], told["sslrootcert"], told["password"]) == ("verify-full", "/ca.pem", "p@ss")


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Not Found: /ticketholders/900-01-0001/", "Not Found: /ticketholders/[number]/"),
        ("invalid literal for int(): '900010001'", "invalid literal for int(): '[number]'"),
        ("900 01 0001 was typed", "[number] was typed"),
        ("PR-7K4M-2Q9X at 1763850000", "PR-7K4M-2Q9X at 1763850000"),
        ("01a2059d-7fdf-7c65-9d88-509600000091", "01a2059d-7fdf-7c65-9d88-509600000091"),
    ],
)
def test_no_number_reaches_a_log(written, kept):
    assert settings.LOGGING["formatters"]["line"]["()"] == "portal.kernel.logs.WithoutNumbers"
    record = logging.LogRecord("x", logging.ERROR, "f", 1, "%s", (written,), None)
    assert WithoutNumbers("%(message)s").format(record) == kept
    try:
        raise ValueError(written)
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, "f", 1, "failed", (), sys.exc_info())
    assert WithoutNumbers("%(message)s").format(record).endswith(f"ValueError: {kept}")
