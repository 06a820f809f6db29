"""What the killed processes run with: the demo, with mail as files and static files as they lie."""

from portal.config.settings.demo import *  # noqa: F403

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
