"""`python -m portal.cluster.prepare nation "portal_database"`: several Django commands in one process.

Loading the application costs more than a second; a warm start that loads it for each step is slow.
"""

import shlex
import sys

import django
from django.core.management import CommandError, call_command

from portal.cluster.progress import say


def main(commands: list[str]) -> None:
    """Run each command line in turn; the first error ends the process."""
    django.setup()
    for line in commands:
        name, *arguments = shlex.split(line)
        say(f"  {name}")
        try:
            call_command(name, *arguments)
        except CommandError as error:
            sys.exit(f"{name}: {error}")


if __name__ == "__main__":
    main(sys.argv[1:])
