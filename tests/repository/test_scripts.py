"""The two commands and what they stand on: scripts, the embedded PostgreSQL, the scanner, child processes."""

import ast
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from portal.cluster import demo, machine, postmaster, processes, scanner, static, web
from portal.cluster.environment import child_environment, python
from portal.cluster.errors import ClusterError
from portal.cluster.places import REPOSITORY, default_socket_dir
from portal.cluster.server import Cluster, cluster, remove_leftovers

SCRIPTS = ["demo", "test", "prove", "lint", "setup", "assets"]
# A socket's path may have 107 bytes; the file's own name takes the rest.
LONGEST_SOCKET_DIR = 107 - len("/.s.PGSQL.5432.lock")


@pytest.fixture
def state(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A state folder of the test's own, which a server's user can pass to."""
    with tempfile.TemporaryDirectory(prefix="portal-state-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        monkeypatch.setenv("PORTAL_STATE_DIR", name)
        yield folder


@pytest.fixture
def server(state: Path) -> Iterator[Cluster]:
    """A throw-away server, not started."""
    made = cluster("try", throw_away=True)
    yield made
    made.stop()


@pytest.mark.parametrize("name", SCRIPTS)
def test_script_runs_by_itself(name: str) -> None:
    script = REPOSITORY / "script" / name
    assert os.access(script, os.X_OK)
    first, *_ = script.read_text().splitlines()
    assert first in {"#!/bin/bash", "#!/usr/bin/env python3"}
    if "bash" in first:
        subprocess.run(["bash", "-n", str(script)], check=True)
    else:
        # Setup meets whatever Python the machine has.
        ast.parse(script.read_text(), feature_version=(3, 9))


def test_processes_keep_what_they_compiled_even_where_the_machine_forbids_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    asked = [python(), "-c", "import sys; print(sys.dont_write_bytecode)"]
    answer = subprocess.run(asked, env=child_environment("try"), capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "False"


def test_ci_does_what_a_developer_does() -> None:
    assert "exec script/test" in (REPOSITORY / ".ci" / "run").read_text()


def test_lock_file_of_the_design_system_names_no_address() -> None:
    packages = json.loads((REPOSITORY / "package-lock.json").read_text())["packages"].values()
    # Where a package asks for money is the package's own word, not an address anything is fetched from.
    said = [{name: value for name, value in one.items() if name != "funding"} for one in packages]
    assert "://" not in json.dumps(said)


def test_style_sheet_refers_only_to_files_that_are_copied() -> None:
    style = REPOSITORY / "assets" / "uswds" / "css" / "uswds.min.css"
    text = style.read_text()
    names = {name.split("?")[0].split("#")[0] for name in re.findall(r"url\(([^)]+)\)", text)}
    missing = [name for name in names if not name.startswith("data:") and not (style.parent / name).is_file()]
    assert len(names) > 20
    assert not missing
    assert "sourceMappingURL" not in text


def test_server_keeps_its_data_over_a_stop_and_a_kill(state: Path) -> None:
    server = cluster("try")
    assert server.start()
    try:
        with psycopg.connect(server.admin_url(), autocommit=True) as connection:
            connection.execute("create table t as select 1 as a")
        killed = postmaster.find(server.data)
        assert killed
        os.kill(killed.pid, signal.SIGKILL)
        assert server.start()
        assert server.stop()
        assert not server.running()
        assert server.start()
        with psycopg.connect(server.admin_url()) as connection:
            assert connection.execute("select a from t").fetchall() == [(1,)]
    finally:
        server.stop()


def test_many_who_start_at_once_share_one_server(server: Cluster) -> None:
    with ThreadPoolExecutor(4) as pool:
        started = list(pool.map(lambda _: server.start(), range(4)))
    assert sorted(started) == [False, False, False, True]
    assert server.running()


def test_server_takes_no_network_connection_and_lets_no_other_user_in(server: Cluster) -> None:
    server.start()
    with psycopg.connect(server.admin_url()) as connection:
        assert connection.execute("show listen_addresses").fetchone() == ("",)
    assert server.socket_dir.stat().st_mode & 0o777 == 0o700
    assert server.data.stat().st_mode & 0o777 == 0o700


def test_server_whose_socket_was_cleaned_away_comes_back(server: Cluster) -> None:
    server.start()
    for path in server.socket_dir.iterdir():
        path.unlink()
    assert not server.running()
    assert server.start()
    assert server.running()


def test_throw_away_server_leaves_nothing(server: Cluster) -> None:
    server.start()
    server.stop()
    assert not server.home.exists()
    assert not server.socket_dir.exists()


def test_throw_away_server_of_a_dead_run_is_removed(state: Path) -> None:
    dead = subprocess.Popen(["true"])
    dead.wait()
    left = cluster(f"gone-{dead.pid}", throw_away=True)
    left.start()
    remove_leftovers("gone")
    assert not left.home.exists()
    assert not left.running()


def test_socket_path_is_short_however_deep_the_state_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_STATE_DIR", "/very/deep" * 40)
    assert len(str(default_socket_dir("test-4194304"))) < LONGEST_SOCKET_DIR


def test_somebody_elses_socket_folder_is_refused(server: Cluster) -> None:
    with tempfile.TemporaryDirectory() as elsewhere:
        server.socket_dir.symlink_to(elsewhere)
        try:
            with pytest.raises(ClusterError, match="belongs to somebody else"):
                server.start()
        finally:
            server.socket_dir.unlink()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root hands the server to another user")
def test_state_folder_that_the_servers_user_cannot_pass_is_not_used(state: Path) -> None:
    state.chmod(0o700)
    server = cluster("try", throw_away=True)
    try:
        assert not server.home.is_relative_to(state)
        assert server.start()
    finally:
        server.stop()
        for folder in (server.home.parent, server.home.parent.parent):
            subprocess.run(["rm", "-rf", "--", str(folder)], check=True)


def test_children_of_a_killed_run_are_found_and_ended(state: Path) -> None:
    program = [sys.executable, "-c", "import time; time.sleep(600)"]
    child = processes.Child("sleeper", program, {**os.environ, **processes.mark("try")}, state / "log")
    child.start()
    assert child.process
    until = time.monotonic() + 10
    while child.process.pid not in list(processes.leftovers("try")) and time.monotonic() < until:
        time.sleep(0.02)
    assert list(processes.leftovers("other")) == []
    assert processes.end_leftovers("try") == 1
    assert child.process.wait(timeout=10) == -signal.SIGTERM


def test_failed_child_says_why(state: Path) -> None:
    child = processes.Child("the step", [sys.executable, "-c", "exit('no such thing')"], {}, state / "log")
    child.start()
    with pytest.raises(ClusterError, match="the step failed:\nno such thing"):
        child.wait()


def test_second_demo_is_told_where_the_first_one_is(state: Path) -> None:
    first = demo.Holder()
    first.take()
    first.write("http://127.0.0.1:8000")
    with pytest.raises(demo.AlreadyRunning, match="8000") as refused:
        demo.Holder().take()
    assert refused.value.pid == os.getpid()


def test_taken_port_is_named_unless_another_will_do() -> None:
    taken = web.choose_port(None, 0, any_other=True)
    with web.socket.create_server((web.HOST, taken)):
        with pytest.raises(ClusterError, match=f"Port {taken} is taken"):
            web.choose_port(None, taken, any_other=False)
        assert web.choose_port(None, taken, any_other=True) != taken


def test_static_files_are_collected_again_only_when_one_changed(state: Path) -> None:
    (state / "run").mkdir()
    static.remember()
    assert static.start_collecting({}) is None


@pytest.mark.skipif(scanner.program() is None, reason="script/setup --test installs clamd")
def test_scanner_starts_and_leaves_nothing() -> None:
    malware = scanner.Scanner("try")
    malware.start()
    assert malware.address.is_socket()
    malware.stop()
    assert not malware.folder.exists()


def test_machine_facts_name_no_machine() -> None:
    text = "\n".join(machine.facts())
    assert re.search(r"^cores: \d+ \(.+\)$", text, re.MULTILINE)
    assert os.uname().nodename not in text
    assert "/" not in text.replace("GNU/Linux", "")
