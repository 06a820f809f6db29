"""Make the yardstick's tables, 2,000 rows, and somebody who is signed in; prints the session's key."""

from datetime import date, timedelta

import django
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.management import call_command

django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402

from bench.bare.models import Case, Office  # noqa: E402

ROWS, OFFICES = 2_000, 20


def main() -> None:
    call_command("migrate", run_syncdb=True, verbosity=0)
    offices = Office.objects.bulk_create(Office(name=f"Office {n} of the county") for n in range(OFFICES))
    Case.objects.bulk_create(
        Case(
            number=f"CA-{n:06d}",
            name=f"Given{n % 97} Family{n % 89}",
            office=offices[n % OFFICES],
            amount=1000 + n,
            state=("open", "closed", "waiting")[n % 3],
            opened_on=date(2025, 12, 15) - timedelta(days=n // 3),
        )
        for n in range(ROWS)
    )
    user = User.objects.create_user("clerk")
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    print(session.session_key)


if __name__ == "__main__":
    main()
