"""What ended while a page was open counts at the next request: clearance, agreement, employment (rows A4, B5)."""

from datetime import timedelta

import pytest

from portal.kernel.models import Draft, Submission
from portal.payments.models import PaymentRequest
from portal.people.models import Account, Clearance, Employment
from portal.providers.models import Agreement
from tests.races.starting import at_once
from tests.world import TODAY, World

pytestmark = [pytest.mark.row("A4", "B5")]
BASIS = {"basis": "proven", "other-TOTAL_FORMS": "0", "other-INITIAL_FORMS": "0", "claims": ["P1M1 2025-02"]}
SERVICES = {"earnings-TOTAL_FORMS": "0", "earnings-INITIAL_FORMS": "0", "services_described": "on"}


def revoked(account):
    Clearance.objects.using("loader").filter(account=account).update(favourable=False)


def lapsed(account):
    Clearance.objects.using("loader").filter(account=account).update(expires_on=TODAY - timedelta(days=1))


def agreement_ended_yesterday(account):
    # `until_on` is the first day without an agreement.
    employed = Employment.objects.using("loader").filter(account=account).values("organisation")
    Agreement.objects.using("loader").filter(provider__in=employed).update(until_on=TODAY)


def employment_ended_yesterday(account):
    Employment.objects.using("loader").filter(account=account).update(ended_on=TODAY)


@pytest.fixture
def ready(desk, sign_in):
    """The page to check everything is open; only Submit is left."""
    account = _account(desk)
    clerk = sign_in(account)
    holder = desk.holder(earned={"2025-02": 1200})
    start = clerk.post(f"/ticketholders/{holder.person.number}/request/")
    url = start.headers["Location"]
    assert clerk.post(url, {**BASIS, "revision": "0"}).status_code == 303
    assert clerk.post(f"{url}work/", {**SERVICES, "revision": "1"}).status_code == 303
    assert clerk.get(f"{url}check/").status_code == 200
    return account, clerk, f"{url}check/"


def _account(desk):
    return Account.objects.using("loader").get(pk=desk.clerk.account)


@pytest.mark.parametrize(
    "ends", [revoked, lapsed, agreement_ended_yesterday, employment_ended_yesterday], ids=lambda f: f.__name__
)
def test_what_ended_while_the_page_was_open_stops_the_submission(ready, ends):
    account, clerk, url = ready
    ends(account)
    answer = clerk.post(url, {"revision": "2"})
    assert answer.status_code == 403
    assert not Submission.objects.using("loader").exists()
    assert not PaymentRequest.objects.using("loader").exists()
    assert Draft.objects.using("loader").get().state == "open"


def test_a_revocation_and_a_submission_at_once_are_one_after_the_other(ready):
    account, clerk, url = ready

    def revoke():
        World()  # names this thread's connection to the trigger that asks who writes
        revoked(account)

    done, answer = at_once([revoke, lambda: clerk.post(url, {"revision": "2"})])
    assert done is None
    submitted = Submission.objects.using("loader").count()
    assert (answer.status_code, submitted) in {(303, 1), (403, 0)}
    assert clerk.post(url, {"revision": "2"}).status_code == 403
    assert Submission.objects.using("loader").count() == submitted
