"""`portal manual > docs/generated/policy-manual.md`: the policy manual as Markdown."""

import argparse
import sys

from portal.policy.manual import markdown


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The manual takes none."""


def run(arguments: argparse.Namespace) -> int:
    sys.stdout.write(markdown())
    return 0
