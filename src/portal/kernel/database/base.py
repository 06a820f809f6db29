"""Django's PostgreSQL backend, with fewer round trips.

It asks the socket instead of the server whether a kept connection still lives: a request uses three connections, and
asking each with a statement is three round trips before the first of its own. And what only sets the stage for a
statement (who asks, in which role) is sent together with it.
"""

import select
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import psycopg
from django.db.backends.postgresql import base

# Large values (decisions with their facts) are compressed in a tenth of the time, where the server was built for it.
_COMPRESSION = """
select set_config('default_toast_compression', 'lz4', false) from pg_settings
    where name = 'default_toast_compression' and 'lz4' = any(enumvals)
"""
# Where a connection keeps what it has yet to say.
_FIRST = "portal_says_first"


class DatabaseWrapper(base.DatabaseWrapper):
    """The `ENGINE` named `portal.kernel.database`."""

    connection: Any

    def get_connection_params(self) -> dict[str, Any]:
        return {**super().get_connection_params(), "cursor_factory": Cursor}

    def init_connection_state(self) -> None:
        super().init_connection_state()
        self.connection.execute(_COMPRESSION)
        if not self.get_autocommit():
            self.connection.commit()

    def say_first(self, statement: str, parameters: list[Any]) -> None:
        """Send this in one round trip with the next statement, whichever it is, instead of what was to be said."""
        self.ensure_connection()
        self.connection.__dict__[_FIRST] = (statement, parameters)

    def say_nothing_first(self) -> None:
        """Forget what was to be said: its transaction ends without another statement."""
        if self.connection is not None:
            self.connection.__dict__.pop(_FIRST, None)

    def is_usable(self) -> bool:
        """Nothing waits to be read from a connection nobody asked anything: a server that ends says so or hangs up.

        What did arrive may be harmless (a notice, a changed setting), so then the server is asked.
        """
        if self.connection is None or self.connection.closed:
            return False
        waiting = select.poll()
        waiting.register(self.connection.fileno(), select.POLLIN)
        return not waiting.poll(0) or super().is_usable()


class Cursor(base.ServerBindingCursor, psycopg.Cursor[Any]):
    """Every cursor of every connection: none can ask before what its connection has to say first."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        if _FIRST not in self.connection.__dict__:
            return super().execute(query, params, **options)
        with self._together():
            self._say_first()
            return super().execute(query, params, **options)

    def executemany(self, *arguments: Any, **options: Any) -> Any:
        self._say_first()
        return super().executemany(*arguments, **options)

    def stream(self, *arguments: Any, **options: Any) -> Any:
        self._say_first()
        return super().stream(*arguments, **options)

    def copy(self, *arguments: Any, **options: Any) -> Any:
        self._say_first()
        return super().copy(*arguments, **options)

    def _say_first(self) -> None:
        first = self.connection.__dict__.pop(_FIRST, None)
        if first is not None:
            self.connection.execute(*first)

    def _together(self) -> AbstractContextManager[Any]:
        """One round trip; ending a pipeline within a pipeline would be one more."""
        return nullcontext() if self.connection.pgconn.pipeline_status else self.connection.pipeline()
