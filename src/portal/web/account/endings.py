"""What becomes of a sign-in that is used, is over, or was ended by another; seen at the door."""

from django.http import HttpRequest

from portal.kernel.unit import Unit
from portal.people.models import SignIn
from portal.people.services.sign_in import note_over, note_seen
from portal.web.account.sessions import SIGN_IN, Ended

# When a later sign-in ended this one, for the sign-in page to say.
ENDED_AT = "portal_ended_at"


def keep_up(request: HttpRequest, unit: Unit) -> None:
    """Enter the use of the sign-in where its session's stamp has just been renewed."""
    if request.session.modified:
        note_seen(unit, str(request.session.get(SIGN_IN)))


def close(request: HttpRequest, unit: Unit, why: Ended | None) -> None:
    """Forget a session that no longer counts, and enter the end of its sign-in where nobody has yet."""
    sign_in = request.session.get(SIGN_IN)
    request.session.flush()
    if why is not None and sign_in:
        note_over(unit, str(sign_in), why)


def close_not_living(request: HttpRequest) -> Ended:
    """Forget a session whose sign-in was ended from elsewhere: by a later one of this person, or by the desk."""
    sign_in = request.session.get(SIGN_IN)
    row = SignIn.objects.filter(pk=sign_in).first() if sign_in else None
    request.session.flush()
    if row is None or row.ended_why != SignIn.Ended.ELSEWHERE or row.ended_at is None:
        return Ended.UNKNOWN
    request.session[ENDED_AT] = row.ended_at.isoformat()
    return Ended.ELSEWHERE
