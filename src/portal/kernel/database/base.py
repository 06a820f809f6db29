"""Django's PostgreSQL backend, asking the socket instead of the server whether a kept connection still lives.

A request uses three connections; asking each with a statement is three round trips before the first of its own.
"""

import select
from typing import Any

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """The `ENGINE` named `portal.kernel.database`."""

    connection: Any

    def is_usable(self) -> bool:
        """Nothing waits to be read from a connection nobody asked anything: a server that ends says so or hangs up.

        What did arrive may be harmless (a notice, a changed setting), so then the server is asked.
        """
        if self.connection is None or self.connection.closed:
            return False
        waiting = select.poll()
        waiting.register(self.connection.fileno(), select.POLLIN)
        return not waiting.poll(0) or super().is_usable()
