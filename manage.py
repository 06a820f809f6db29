"""Django's command line, on the project's settings."""

import sys

from django.core.management import execute_from_command_line

from portal.config.loading import load

if __name__ == "__main__":
    load()
    execute_from_command_line(sys.argv)
