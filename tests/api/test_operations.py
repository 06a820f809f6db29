"""A payment asked for by another system: once, judged as a page would, explained, in the organisation's own scope."""

import json
from datetime import date

import pytest

from portal.kernel.models import Draft, OnceKey, Submission, TrailEntry
from portal.payments.models import PaymentRequest
from portal.payments.receipts import submitted_form
from portal.people.models import Account
from tests.races.starting import at_once

pytestmark = pytest.mark.row("I5")


def rows(model, **where):
    return model.objects.using("loader").filter(**where)


def once(key):
    return {"headers": {"idempotency-key": key}}


class TestAsking:
    def test_a_payment_is_asked_for_judged_and_read_back_with_its_decision(self, systems):
        sent = systems.system.post("/payment-requests", systems.asking(), **once("a-1"))
        assert sent.status_code == 201, sent.content
        receipt = sent.json()
        [line] = receipt["requests"]
        assert (line["payment"], line["claim_month"], line["state"]) == ("P1M1", "2025-02", "approved")
        read = systems.system.get(f"/payment-requests/{line['number']}").json()
        assert read["decision"]["outcome"] == "grant" and read["decision"]["checks"]
        assert read["amount_cents"] == line["amount_cents"] > 0
        assert rows(Submission).get().submitted_by == systems.account.pk
        assert [one["number"] for one in systems.system.get("/payment-requests").json()["requests"]] == [
            line["number"]
        ]

    def test_the_submission_keeps_every_answer_in_words(self, systems):
        receipt = systems.system.post("/payment-requests", systems.asking(), **once("a-1")).json()
        with systems.unit_as(systems.world.actor(systems.account), reading=True):
            kept = submitted_form(receipt["number"])
        said = dict(pair for section in kept.sections for pair in section.rows)
        assert said["Payment 1"] == "Phase 1 Milestone 1 for February 2025"
        assert said["How the earnings are shown"] == "Already proven"
        assert (said["Name"], said["Sent through"]) == (
            "Ana Ruiz",
            "the portal's interface for case systems",
        )

    def test_the_same_key_repeats_the_first_receipt_and_another_request_is_refused(self, systems):
        first = systems.system.post("/payment-requests", systems.asking(), **once("a-1"))
        second = systems.system.post("/payment-requests", systems.asking(), **once("a-1"))
        assert (first.status_code, second.status_code) == (201, 200)
        assert second.json()["number"] == first.json()["number"]
        other = systems.system.post("/payment-requests", systems.asking(basis="evidence"), **once("a-1"))
        assert other.status_code == 422 and "another request" in other.json()["detail"]
        assert rows(PaymentRequest).count() == rows(OnceKey).count() == 1

    def test_eight_at_once_under_one_key_are_one_request(self, systems):
        answers = at_once(
            [
                lambda: systems.system.post("/payment-requests", systems.asking(), **once("a-1"))
                for _ in range(8)
            ]
        )
        assert sorted(one.status_code for one in answers) == [200] * 7 + [201]
        assert len({one.json()["number"] for one in answers}) == 1
        assert rows(PaymentRequest).count() == 1

    def test_the_key_of_one_organisation_is_not_another_s(self, systems):
        systems.system.post("/payment-requests", systems.asking(), **once("a-1"))
        theirs = systems.held_by(systems.theirs, "Bo Chen")
        from_there = type(systems.system)(systems.key(systems.stranger).secret)
        assert from_there.post("/payment-requests", systems.asking(theirs), **once("a-1")).status_code == 201

    def test_a_denial_is_an_answer_with_its_reasons(self, systems):
        poor = systems.held_by(systems.ours, "Bo Chen")
        asked = systems.asking(poor, claims=[{"payment": "OUTCOME", "claim_month": "2025-02"}])
        sent = systems.system.post("/payment-requests", asked, **once("a-2"))
        assert sent.status_code == 201
        [line] = sent.json()["requests"]
        read = systems.system.get(f"/payment-requests/{line['number']}").json()
        assert line["state"] != "approved"
        assert any(check["state"] != "held" for check in read["decision"]["checks"])

    def test_trying_says_what_would_come_of_it_and_writes_nothing(self, systems):
        tried = systems.system.post("/payment-requests/try", systems.asking())
        assert tried.status_code == 200 and tried.json()["decisions"][0]["outcome"] == "grant"
        assert not rows(PaymentRequest).exists() and not rows(Draft).exists()

    def test_what_a_service_refuses_is_a_problem_and_can_be_sent_again(self, systems):
        claims = [{"payment": "P1M1", "claim_month": "2025-02"}] * 2
        sent = systems.system.post("/payment-requests", systems.asking(claims=claims), **once("a-1"))
        assert sent.status_code == 422 and "asked for twice" in sent.json()["detail"]
        assert sent.headers["Content-Type"] == "application/problem+json"
        assert systems.system.post("/payment-requests", systems.asking(), **once("a-1")).status_code == 201

    def test_a_request_is_withdrawn_by_who_has_read_it_last(self, systems):
        pay = [{"month": "2025-02", "gross_cents": 150_000, "employer": "Acme Bakery"}]
        new = systems.held_by(systems.ours, "Bo Chen", earned=())
        asked = systems.asking(new, basis="evidence", earnings=pay)
        [line] = systems.system.post("/payment-requests", asked, **once("a-1")).json()["requests"]
        read = systems.system.get(f"/payment-requests/{line['number']}").json()
        old = systems.system.post(f"/payment-requests/{line['number']}/withdraw", {"version": 0})
        assert old.status_code == 409
        done = systems.system.post(
            f"/payment-requests/{line['number']}/withdraw", {"version": read["version"]}
        )
        assert done.json()["state"] == "withdrawn"


class TestScope:
    def test_another_organisation_s_are_not_there(self, systems):
        theirs = systems.held_by(systems.theirs, "Bo Chen")
        for path in (f"/ticketholders/{theirs.number}", f"/ticketholders/{theirs.number}/claims"):
            assert systems.system.get(path).status_code == 404
        sent = systems.system.post("/payment-requests", systems.asking(theirs), **once("a-1"))
        assert sent.status_code == 404
        from_there = type(systems.system)(systems.key(systems.stranger).secret)
        made = from_there.post("/payment-requests", systems.asking(theirs), **once("a-1")).json()
        assert systems.system.get(f"/payment-requests/{made['requests'][0]['number']}").status_code == 404

    def test_whom_one_reads_is_noted_with_the_key(self, systems):
        assert systems.system.get(f"/ticketholders/{systems.holder.number}").json()["name"] == "Ana Ruiz"
        [entry] = rows(TrailEntry, kind="look")
        assert entry.people == [systems.holder.pk] and entry.account == systems.account.pk
        assert "with key AK-" in entry.purpose

    def test_an_ssn_is_found_or_counted_as_on_the_pages(self, systems):
        found = systems.system.post("/ticketholders/find", {"ssn": "900-01-9999"})
        assert found.status_code == 404 and "does not have a Ticket assigned" in found.json()["detail"]
        own = systems.held_by(systems.ours, "Cy Young", ssn="900017321")
        assert systems.system.post("/ticketholders/find", {"ssn": "900017321"}).json()["number"] == own.number

    def test_what_could_be_claimed(self, systems):
        claims = systems.system.get(f"/ticketholders/{systems.holder.number}/claims").json()["claims"]
        first = next(one for one in claims if one["payment"] == "P1M1")
        assert first["payable_now"] and first["month"] == "2025-02"
        listed = systems.system.get("/ticketholders").json()
        assert [one["number"] for one in listed["ticketholders"]] == [systems.holder.number]

    def test_assignability_with_every_failed_rule(self, systems):
        theirs = systems.held_by(systems.theirs, "Bo Chen", ssn="900017322")
        answer = systems.system.post("/assignability", {"ssn": "900-01-7322"})
        assert answer.status_code == 201
        assert any(check["state"] == "failed" for check in answer.json()["decision"]["checks"])
        assert theirs.number not in answer.content.decode()


class TestBadInput:
    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({"ticketholder": "TK-1\u0000"}, "ticketholder"),
            ({"declared": False}, "declared"),
            ({"claims": []}, "claims"),
            ({"claims": [{"payment": "P9", "claim_month": "2025-02"}]}, "payment"),
            ({"claims": [{"payment": "P1M1", "claim_month": "2025-13"}]}, "claim_month"),
            ({"earnings": [{"month": "2025-02", "gross_cents": -1, "employer": "A"}]}, "gross_cents"),
            ({"something": 1}, "something"),
            ({"earnings": [{"month": "2025-02", "gross_cents": 1, "employer": "\ud800"}]}, "employer"),
        ],
    )
    def test_each_wrong_field_is_named(self, systems, body, field):
        sent = systems.system.post("/payment-requests", systems.asking(**body), **once("a-1"))
        assert sent.status_code in (400, 422), sent.content
        assert field in json.dumps(sent.json()) or sent.status_code == 400
        assert not rows(PaymentRequest).exists()

    def test_no_json_no_key_no_such_address_no_such_method(self, systems):
        assert systems.system.post("/payment-requests", "{", **once("a-1")).status_code == 400
        assert systems.system.post("/payment-requests", systems.asking()).status_code == 422
        assert systems.system.get("/nothing/here").json()["status"] == 404
        put = systems.system._send("PUT", "/payment-requests", {}, {})
        assert put.status_code == 405 and put.headers["Allow"] == "GET, POST"

    def test_more_than_is_read_at_once_is_a_problem_in_words(self, systems):
        sent = systems.system.post("/payment-requests", "[" * 12_000_000, **once("a-1"))
        assert sent.status_code == 413 and "as a file" in sent.json()["detail"]
        deep = systems.system.post("/payment-requests", "[" * 100_000, **once("a-1"))
        assert deep.status_code == 400 and deep.json()["status"] == 400

    def test_an_ssn_that_was_sent_is_not_said_again(self, systems):
        sent = systems.system.post("/ticketholders/find", {"ssn": "900-01-12345"})
        assert sent.status_code == 422 and "12345" not in sent.content.decode()


class TestKeys:
    def test_unknown_ended_and_expired_keys_open_nothing(self, systems, unit_as):
        from_nowhere = type(systems.system)("tp_nothing")
        answer = from_nowhere.get("/ticketholders")
        assert answer.status_code == 401 and answer.headers["WWW-Authenticate"] == "Bearer"
        assert rows(TrailEntry, kind="api-key-unknown").count() == 1

    def test_it_does_what_its_scopes_and_its_maker_may(self, systems):
        narrow = type(systems.system)(systems.key(scopes=["read-requests"]).secret)
        assert narrow.get("/payment-requests").status_code == 200
        refused = narrow.post("/payment-requests", systems.asking(), **once("a-1"))
        assert refused.status_code == 403 and refused.json()["scope"] == "request-payment"
        assert not rows(PaymentRequest).exists()

    def test_it_ends_with_its_maker_s_access(self, systems):
        rows(Account, pk=systems.account.pk).update(is_active=False)
        answer = systems.system.get("/ticketholders")
        assert answer.status_code == 403 and answer.json()["decision"]["outcome"] != "grant"

    def test_the_hundred_and_twenty_first_call_of_a_minute_waits(self, systems, monkeypatch):
        monkeypatch.setattr("portal.people.api_keys.CALLS_A_MINUTE", 3)
        answers = [systems.system.get("/payment-requests").status_code for _ in range(4)]
        assert answers == [200, 200, 200, 429]
        assert int(systems.system.get("/payment-requests").headers["Retry-After"]) > 0


def test_the_day_is_the_program_s_own(systems):
    assert date.fromisoformat(
        systems.system.post("/assignability", {"ssn": "900-01-0001"}).json()["on"]
    ) == date(2025, 12, 15)
