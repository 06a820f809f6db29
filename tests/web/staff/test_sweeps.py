"""The pages of sweeps: started by the lead, watched, stopped, read by whoever reads payments (rows K6, I7)."""

import pytest
from django.test import Client
from django.urls import reverse

from portal.kernel.actor import Actor
from portal.payments import jobs
from portal.payments.models import PaymentRequest, Sweep
from portal.people.models import Account
from tests.payments import sweeps
from tests.payments.desk import Desk

pytestmark = [pytest.mark.row("K6")]


class Signing(Desk):
    """The payments desk, at browsers."""

    def __init__(self, world, unit_as, sign_in) -> None:
        super().__init__(world, unit_as)
        self._sign_in = sign_in

    def client(self, actor: Actor) -> Client:
        return self._sign_in(Account.objects.using("loader").get(pk=actor.account))


@pytest.fixture
def desk(world, unit_as, sign_in) -> Signing:
    return Signing(world, unit_as, sign_in)


def text(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.mark.row("I7")
def test_a_sweep_from_its_button_to_its_sums(desk):
    desk.holder(earned={"2025-02": 1200})
    desk.holder(earned={"2024-12": 1700, "2025-02": 1700})
    lead = desk.client(desk.lead)
    began = lead.post(reverse("staff-sweep-start"))
    run = Sweep.objects.using("loader").get()
    where = reverse("staff-sweep", args=[run.number])
    assert (began.status_code, began["Location"]) == (303, where)
    assert "It is being found whose Tickets are looked at" in text(lead.get(where))
    again = lead.post(reverse("staff-sweep-start"), follow=True)
    assert "A sweep is running already." in text(again)
    pieces = sweeps.found(run)
    shown = lead.get(where)
    assert "0 of 2 Tickets done" in text(shown)
    assert '<meta http-equiv="refresh"' in text(shown)
    stopped = lead.post(f"{where}stop/", {"version": shown.context["sweep"].version}, follow=True)
    assert "The sweep is stopped." in text(stopped) and "This sweep is stopped" in text(stopped)
    assert "Somebody changed this" in text(lead.post(f"{where}resume/", {"version": 0}, follow=True))
    assert "goes on" in text(lead.post(f"{where}resume/", {"version": 1}, follow=True))
    for piece in pieces:
        jobs.sweep_slice(str(piece.pk), "system")
    done = lead.get(where)
    sums = done.context["sums"]
    assert (sums.claimed, sums.approved, sums.with_person) == (3, 1, 2)
    assert "Stop the sweep" not in text(done) and 'meta http-equiv="refresh"' not in text(done)
    chosen = lead.get(where, {"became": "not-available"})
    assert {line.became for line in chosen.context["lines"].rows} == {"not-available"}
    listed = lead.get(reverse("staff-sweeps"))
    assert run.number in text(listed)


def test_the_export_names_nobody_and_has_every_finding(desk):
    desk.holder(earned={"2025-02": 1200})
    run = sweeps.done(desk)
    found = desk.client(desk.lead).get(reverse("staff-sweep-export", args=[run.number, "csv"]))
    header, row = found.content.decode("utf-8-sig").strip().splitlines()
    assert header.startswith("Sweep,As of,Provider,Ticketholder number,Payment,Month")
    [request] = sweeps.claimed()
    assert row.split(",")[0] == run.number and request.number in row and "claimed" in row


def test_the_provider_and_the_analyst_see_that_the_sweep_has_made_it(desk):
    desk.holder(earned={"2025-02": 1200})
    sweeps.done(desk)
    [request] = PaymentRequest.objects.using("loader").all()
    clerk = desk.client(desk.clerk)
    assert "found by the sweep" in text(clerk.get(reverse("requests")))
    record = text(clerk.get(reverse("request", args=[request.number])))
    assert "By nobody: found by the sweep" in record and "when you submitted" not in record
    staff = desk.client(desk.analyst)
    assert "Nobody asked for it" in text(staff.get(reverse("staff-request", args=[request.number])))


def test_an_analyst_reads_and_has_no_button(desk):
    run = sweeps.started(desk)
    analyst = desk.client(desk.analyst)
    assert "Start a sweep" not in text(analyst.get(reverse("staff-sweeps")))
    assert "Stop the sweep" not in text(analyst.get(reverse("staff-sweep", args=[run.number])))
    assert analyst.post(reverse("staff-sweep-stop", args=[run.number]), {"version": 0}).status_code == 403
    assert analyst.get(reverse("staff-sweep", args=["SW-0000-0000"])).status_code == 404
