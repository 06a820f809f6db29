"""The EN Services specialist's day: a record kept, an organization moved, the earlier portal's people brought over."""

from itertools import count

import pytest

from portal.people.models import Account
from portal.policy.roles import Role
from portal.providers.bring_over.columns import HISTORY, USERS
from portal.providers.models import Enrolment, Provider

# Past the numbers that the synthetic program gave its own providers.
SERIAL = count(5000)


@pytest.fixture(autouse=True)
def numbered_apart(portal, monkeypatch):
    monkeypatch.setattr(portal.world, "serial", SERIAL)


@pytest.fixture
def specialist(portal, window):
    return window(portal.someone(Role.SSA_SERVICES_SPECIALIST, "Sofia Specialist"))


@pytest.mark.row("L2", "A9")
def test_an_agreement_ended_and_a_hold_placed(portal, window, specialist):
    provider = portal.world.organisation("Lantern Hill Works")
    specialist.open("/")
    specialist.go("Providers")
    specialist.write("Find", "Lantern Hill")
    specialist.press("Show")
    specialist.follow("Lantern Hill Works")
    specialist.follow("Place a hold")
    specialist.press("Save")
    assert "Write why payments have to wait." in specialist.text
    specialist.write("Reason", "Bank account changed")
    specialist.press("Save")
    assert "A hold is in force: payment requests wait." in specialist.text
    specialist.follow("Lift")
    specialist.write("Why payments can go again", "The bank confirmed the account")
    specialist.press("Save")
    for part in ("numbers", "registration", "bank", "business-models"):
        specialist.open(f"/staff/providers/{provider.number}/keep/{part}/")
    specialist.tick("Administrative")
    specialist.press("Save")
    specialist.follow("Add an affiliate")
    specialist.write("Name of the affiliate", "County Works")
    specialist.write("How payments are shared", "60 percent of each payment goes to County Works.")
    specialist.write("Affiliate from", "12/01/2025")
    specialist.press("Save")
    specialist.follow("Add a counselor")
    specialist.write("Name of the counselor", "Nora Counsel")
    specialist.write("Certificate", "CWIC 4411")
    specialist.write("Certified from", "12/01/2025")
    specialist.press("Save")
    specialist.follow("Extend or end")
    specialist.write("Agreement number", "TPA-2020-17")
    specialist.write("Last day in force", "12/14/2025")
    specialist.press("Save")
    assert "No agreement is in force" in specialist.text
    specialist.follow("Add an agreement")
    specialist.press("Save")
    specialist.open(f"/staff/providers/{provider.number}/")


@pytest.mark.row("A6", "A9")
def test_an_organization_is_told_the_day_it_moves(portal, window, specialist):
    provider = portal.world.organisation("Quiet Meadow Services")
    Enrolment.objects.using("loader").filter(provider=provider.pk).delete()
    account = portal.world.account(provider, [Role.EN_COUNSELLOR], name="Casey Counselor")
    counsellor = window(account)
    counsellor.open("/")
    assert "no day is set yet" in counsellor.text
    specialist.open("/")
    specialist.go("Roll-out")
    specialist.write("Find", "Quiet Meadow")
    specialist.press("Find")
    specialist.press("Set them")
    assert "Choose at least one organization" in specialist.text
    specialist.tick("Choose Quiet Meadow Services")
    specialist.choose("Move the chosen organizations to", "Pilot")
    specialist.write("From", "12/22/2025")
    specialist.press("Set them")
    assert "pilot from 12/22/2025" in specialist.text
    counsellor.again_here()
    assert "moves to this portal on December 22, 2025" in counsellor.text


@pytest.mark.row("A7", "A9")
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_people_and_submissions_come_from_the_earlier_portal(portal, window, scripts):
    provider = portal.world.organisation()
    account = portal.someone(Role.SSA_SERVICES_SPECIALIST, f"Sofia Specialist {scripts}")
    specialist = window(account, scripts=scripts)
    pid = Provider.objects.using("loader").get(pk=provider.pk).pid
    address = f"ana.{scripts}@example.org".lower()
    cells = {
        "organisation_pid": pid,
        "name": "Ana Ruiz",
        "email": address,
        "job_title": "Payments clerk",
        "roles": "en-payments-clerk",
        "first_day": "2022-03-01",
        "employment_verified_on": "2022-03-04",
        "status": "active",
    }
    specialist.open("/")
    specialist.go("Bring over")
    specialist.press("Send and try")
    assert "Choose the file." in specialist.text
    specialist.tick("People")
    attach(specialist, "people.csv", sheet(USERS, cells, {**cells, "name": "", "status": "x"}))
    specialist.press("Send and try")
    assert "1 row can be brought over, 0 are there already, 1 is refused" in specialist.text
    specialist.press("Bring over")
    specialist.until("State: brought over")
    assert Account.objects.using("loader").filter(email=address).exists()
    specialist.go("Bring over")
    specialist.tick("Earlier submissions")
    row = {
        "organisation_pid": pid,
        "reference": "SPP-2023-004411",
        "submitted_by": address,
        "form": "EN Payment Request",
        "submitted_on": "2023-09-14",
        "state": "Paid",
    }
    attach(specialist, "history.csv", sheet(HISTORY, row))
    specialist.press("Send and try")
    specialist.press("Bring over")
    specialist.until("State: brought over")
    reader = window(portal.world.account(provider, [Role.EN_COUNSELLOR]), scripts=scripts)
    reader.open("/")
    reader.go("From the earlier portal")
    assert "SPP-2023-004411" in reader.text
    specialist.open(f"/staff/providers/{provider.number}/earlier/")
    assert "Ana Ruiz" in specialist.text


def attach(specialist, name, content):
    """The design system gives the field another name where scripts run."""
    specialist.page.locator("main input[type=file]").set_input_files(
        [{"name": name, "mimeType": "text/csv", "buffer": content}]
    )


def sheet(columns, *rows):
    """A file of the earlier portal."""
    names = [column.name for column in columns]
    lines = [",".join(row.get(name, "") for name in names) for row in rows]
    return "\n".join([",".join(names), *lines, ""]).encode()
