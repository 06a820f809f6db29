"""A certification of services page by page: from the notes, each service opened, signed, read again (row C9)."""

import re
from io import BytesIO

import pikepdf
import pytest

from portal.casework.models import Certification
from portal.kernel.models import TrailEntry
from portal.people.models import Account
from portal.policy.roles import Role
from tests.casework.certifying import Certifying

pytestmark = pytest.mark.row("C9", "B4")


@pytest.fixture
def office(world, unit_as, sign_in, tmp_path, settings) -> Certifying:
    settings.PORTAL_FILES_DIR = tmp_path
    made = Certifying(world, unit_as)
    made.client = sign_in(_account(made.counsellor))
    return made


def _account(actor):
    return Account.objects.using("loader").get(pk=actor.account)


def revision(page: str) -> str:
    found = re.search(r'name="revision" value="(\d+)"', page)
    assert found
    return found[1]


def seen(page: str) -> str:
    found = re.search(r'name="seen" value="([0-9a-f]+)"', page)
    assert found
    return found[1]


def post(client, url: str, **typed: str):
    """Sent from the page as it stands."""
    return client.post(url, {"revision": revision(client.get(url).content.decode()), **typed})


def test_from_the_notes_to_the_signed_form(office):
    client = office.client
    listed = f"/cases/{office.case.number}/certifications/"
    assert "No services were certified" in client.get(listed).content.decode()
    url = client.post(f"{listed}begin/").headers["Location"]
    base = url.removesuffix("purpose/")
    wrong = post(client, url, purpose="claims-after-unassignment", claim_months="07/2025, July")
    assert wrong.status_code == 422 and "“July” is not a month" in wrong.content.decode()
    answer = post(client, url, purpose="claims-after-unassignment", claim_months="07/2025")
    assert answer.headers["Location"] == f"{base}services/"
    page = client.get(f"{base}services/").content.decode()
    assert page.count("Not opened by you") == 3
    assert "January 10, 2025 through May 9, 2025" in page
    assert "opened each service before signing" in client.get(f"{base}check/").content.decode()
    step = re.search(rf'href="({base}services/[^"]+)"', page)[1]
    left_out = post(client, step, left_out="on", why="")
    assert left_out.status_code == 422 and "Say why you leave this service out." in left_out.content.decode()
    while "services/" in step:
        page = client.get(step).content.decode()
        assert "Went through the openings of the week" in page
        step = post(
            client, step, by="Cora Counsellor", description="Wrote to two employers together."
        ).headers["Location"]
    page = client.get(step).content.decode()
    assert 'name="two_way" value="2"' in page and 'name="attempts" value="1"' in page
    said = {"two_way": "2", "attempts": "1", "provided": "yes", "contributed": "yes"}
    assert post(client, step, **said, how="").status_code == 422
    assert post(client, step, **said, how="The search led to the job.").headers["Location"] == f"{base}check/"
    page = client.get(f"{base}check/").content.decode()
    unsigned = post(client, f"{base}check/", seen=seen(page))
    assert unsigned.status_code == 422 and "Tick this to sign" in unsigned.content.decode()
    other = post(client, f"{base}check/", certified="on", seen="00")
    assert other.status_code == 409 and "changed since this page was made" in other.content.decode()
    assert not Certification.objects.using("loader").exists()
    done = post(client, f"{base}check/", certified="on", seen=seen(page))
    assert done.status_code == 303
    receipt = client.get(done.headers["Location"]).content.decode()
    signed = Certification.objects.using("loader").get()
    assert signed.number in receipt and "Wrote to two employers together." in receipt
    assert client.post(f"{base}check/").headers["Location"] == done.headers["Location"]
    paper = client.get(f"{done.headers['Location']}form.pdf")
    with pikepdf.open(BytesIO(paper.content)) as document:
        assert document.Root.MarkInfo.Marked
    assert signed.number in client.get(listed).content.decode()


def test_others_find_nothing_and_reading_is_a_look_that_writes_nothing(office, sign_in):
    signed = office.certified()
    stranger = sign_in(_account(office.stranger))
    for url in (f"/certifications/{signed.number}/", f"/certifications/{signed.number}/form.pdf"):
        assert stranger.get(url).status_code == 404
    assert stranger.get(f"/cases/{office.case.number}/certifications/").status_code == 404
    analyst = sign_in(
        office.world.account(office.world.organisation("TPM", "TPM"), [Role.TPM_PAYMENTS_ANALYST])
    )
    page = analyst.get(f"/staff/certifications/{signed.number}/").content.decode()
    assert "claims after the Ticket was unassigned" in page
    look = TrailEntry.objects.using("loader").filter(kind="look").latest("id")
    assert office.beneficiary.pk in look.people
    assert analyst.get("/staff/certifications/CT-0000-0000/").status_code == 404


def test_one_given_up_is_gone_and_another_can_be_begun(office):
    client, listed = office.client, f"/cases/{office.case.number}/certifications/"
    url = client.post(f"{listed}begin/").headers["Location"]
    assert "Go on with the certification" in client.get(listed).content.decode()
    base = url.removesuffix("purpose/")
    assert post(client, f"{base}cancel/").headers["Location"] == listed
    assert client.get(url).headers["Location"] == listed
    assert client.post(f"{listed}begin/").headers["Location"] != url
