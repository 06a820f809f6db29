"""The demo on one machine, over plain HTTP on the loopback address."""

from portal.config.settings.synthetic import *  # noqa: F403

ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
