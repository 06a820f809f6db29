"""What the killed processes run with: the demo, with mail as files and static files as they lie."""

import faulthandler
import signal

from portal.config.settings.demo import *  # noqa: F403

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# A process that hangs can be asked where.
faulthandler.register(signal.SIGUSR1)
# The analyst has to prove again who it is while things are killed: in a long run that comes by itself.
ACCOUNT_REAUTHENTICATION_TIMEOUT = 75
