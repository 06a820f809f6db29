"""`portal`: the command line. Each command is a module with `NAME`, `HELP`, `add_arguments` and `run`.

Commands are found by name and imported only when called, so that one that needs no framework starts at once.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import NamedTuple


class Command(NamedTuple):
    """A command's name, its line of help, and the module that holds `add_arguments` and `run`."""

    name: str
    help: str
    module: str


COMMANDS = (
    Command("decide", "decide a case from its facts, as JSON", "portal.cli.decide"),
    Command("replay", "make decisions again from their facts, and say which differ", "portal.cli.replay"),
    Command("manual", "write the policy manual, as Markdown", "portal.cli.manual"),
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; 0 when done, 2 with a sentence on the error output when the input was wrong."""
    given = list(sys.argv[1:] if argv is None else argv)
    parser = argparse.ArgumentParser(prog="portal", description="The Ticket Portal")
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    for command in COMMANDS:
        sub = commands.add_parser(command.name, help=command.help)
        if given[:1] == [command.name]:
            module = import_module(command.module)
            module.add_arguments(sub)
            sub.set_defaults(run=module.run)
    arguments = parser.parse_args(given)
    run: Callable[[argparse.Namespace], int] = arguments.run
    return run(arguments)


def refuse(sentence: str) -> int:
    """Say on the error output what is wrong with the input."""
    print(sentence, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
