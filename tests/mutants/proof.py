"""The proof `mutants` of `script/prove`: not collected by a run of all tests, because it takes minutes."""

import os
import subprocess
import sys

from tests.mutants.law import REPOSITORY


def test_the_laws_tests_notice_changes() -> None:
    """At least 95 % of all changes of the law are killed; prints the report."""
    command = ["nice", "-n", "19", sys.executable, "-m", "tests.mutants"]
    done = subprocess.run(command, cwd=REPOSITORY, env=dict(os.environ), stdout=subprocess.PIPE, text=True)
    print(f"\n{done.stdout}")
    assert done.returncode == 0
