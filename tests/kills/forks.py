"""`python -m tests.kills.forks`: loads the portal once, then forks a process of it for each line that asks for one.

A process of the portal loads 1,900 modules before it works; one that is forked is there at once, with no connection
of another's. A line names an act of `tests.kills.acts` and what it is given; answered are the process's ID and, once
it has ended, how.
"""

import json
import os
import sys
import traceback

import django

django.setup()

from tests.kills import acts  # noqa: E402 (its models need the settings)


def main() -> None:
    acts.make_small()
    for line in sys.stdin:
        name, *given = json.loads(line)
        pid = os.fork()
        if not pid:
            _act(name, given)
        print(pid, flush=True)
        _, status = os.waitpid(pid, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _act(name: str, given: list[object]) -> None:
    try:
        getattr(acts, name)(*given)
        os._exit(0)
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)


if __name__ == "__main__":
    main()
