"""Sessions in the database, read by a statement whose text is made once: every request begins with it."""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.db import connections

from portal.kernel.clock import now

_READ = (
    "select session_data, expire_date from django_session where session_key = %s::text and expire_date > %s"
)


class SessionStore(DatabaseSessions):
    """Django's own, but for how a session is read."""

    def _get_session_from_db(self) -> Any:
        with connections["side"].cursor() as cursor:
            cursor.execute(_READ, [self.session_key, now().real])
            row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return None
        return self.model(session_key=self.session_key or "", session_data=row[0], expire_date=row[1])
