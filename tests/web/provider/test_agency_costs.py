"""The pages of an agency's claims of costs: filled in, checked, sent, listed, withdrawn (rows C6 and E9)."""

from datetime import date

import pytest

from portal.payments.models import CostClaim
from tests.casework.agency_work import AgencyWork

pytestmark = pytest.mark.row("C6", "E9")
TYPED = {"from_month": "02/2025", "last_month": "04/2025", "amount_cents": "4,500.00"}


@pytest.fixture
def work(world, unit_as, tmp_path, settings) -> AgencyWork:
    settings.PORTAL_FILES_DIR = tmp_path
    return AgencyWork(world, unit_as)


@pytest.fixture
def case(work):
    person = work.world.person()
    work.world.ticket(person)
    return work.world.vr_case(person, work.agency, opened_on=date(2025, 1, 6))


@pytest.fixture
def client(work, sign_in):
    return sign_in(work.accounts[0])


def rows():
    return CostClaim.objects.using("loader")


def text(answer):
    return answer.content.decode()


def test_a_claim_is_checked_before_it_is_sent_and_shown_afterwards(client, case):
    here = f"/vr-cases/{case.number}/"
    assert f"{here}claim/" in text(client.get(here))
    checked = client.post(f"{here}claim/", TYPED | {"action": "check"})
    page = text(checked)
    assert checked.status_code == 200 and "February 2025 to April 2025" in page and "$4,500.00" in page
    assert not rows().exists()
    changed = text(client.post(f"{here}claim/", TYPED | {"action": "change"}))
    assert 'value="02/2025"' in changed and "4,500.00" in changed and not rows().exists()
    done = client.post(f"{here}claim/", TYPED | {"action": "confirm"})
    assert (done.status_code, done.url) == (303, here)
    row = rows().get()
    page = text(client.get(here))
    assert row.number in page and f"Your claim of costs {row.number} is on record." in page
    assert row.number in text(client.get("/vr-cases/costs/"))
    assert row.number not in text(client.get("/vr-cases/costs/?state=paid"))


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("from_month", "", "Enter the first month claimed."),
        ("amount_cents", "much", "dollars"),
        ("last_month", "01/2025", "not before the first"),
        ("from_month", "12/2024", "open by the first month"),
        ("last_month", "01/2026", "claimed ahead"),
    ],
)
@pytest.mark.parametrize("action", ["check", "confirm"])
def test_what_cannot_be_claimed_is_said_and_nothing_typed_is_lost(client, case, action, field, value, said):
    answer = client.post(f"/vr-cases/{case.number}/claim/", TYPED | {field: value, "action": action})
    page = text(answer)
    assert answer.status_code == 422 and said in page and "Error: " in page
    assert not rows().exists()
    kept = {"from_month": "02/2025", "amount_cents": "4,500.00"}
    kept.pop(field, None)
    assert all(one in page for one in kept.values())


def test_a_claim_is_withdrawn_after_it_was_asked_about(client, case):
    client.post(f"/vr-cases/{case.number}/claim/", TYPED | {"action": "confirm"})
    number = rows().get().number
    url = f"/vr-cases/costs/{number}/withdraw/"
    page = text(client.get(url))
    assert "Withdraw this claim of costs?" in page and "$4,500.00" in page
    assert "changed this claim" in text(client.post(url, {"seen": "no"}, follow=True))
    assert rows().get().state == "claimed"
    done = client.post(url, {"seen": str(rows().get().pk)}, follow=True)
    assert f"Your claim of costs {number} is withdrawn." in text(done)
    assert rows().get(superseded_at=None).state == "withdrawn"
    assert "nothing to withdraw" in text(client.get(url, follow=True))
