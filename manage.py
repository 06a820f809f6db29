"""Django's command line, on the project's settings."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault(
        "DJANGO_SETTINGS_MODULE", os.environ.get("PORTAL_SETTINGS", "portal.config.settings.demo")
    )
    execute_from_command_line(sys.argv)
