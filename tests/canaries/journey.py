"""A day's work in the synthetic program, done by typing people's names and numbers wherever one can type."""

import json
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import pikepdf
from django.db import connections
from procrastinate.contrib.django import app

from portal.kernel.models import StoredFile
from portal.nation import at_work
from portal.nation.main_job import ssn_of
from portal.nation.scenarios import BY_KEY
from portal.payments.models import PaymentRequest, QualitySample
from portal.tickets.models import Ticket
from tests.authorization.reconsidered import enter_judged_again
from tests.canaries.access_day import announced, brought_over, desk_worked, key_made, people_named
from tests.canaries.agency_day import costs_claimed, reported
from tests.canaries.amend_day import amended
from tests.canaries.certify_day import services_certified
from tests.canaries.file_day import asked_by_file
from tests.canaries.holder_day import looked_after, signed
from tests.canaries.inquiry_day import answered, asked
from tests.canaries.mail_day import papers_worked, plan_typed, reviews_taken
from tests.canaries.progress_day import answered_own, certified, decided
from tests.canaries.record_day import records_exchanged
from tests.canaries.review_day import sent_in
from tests.canaries.run_day import paid_out
from tests.canaries.sweep_day import swept
from tests.canaries.visits import Visit, Watched
from tests.canaries.watch import Canaries
from tests.world import World

PERSONAS = (
    *("clerk", "counsellor", "administrator", "other-clerk", "vr-agency", "registration-lapsed"),
    *("analyst", "lead", "authoriser", "specialist", "auditor", "tpm-administrator", "vr-administrator"),
    *("beneficiary-support", "integrity", "ticketholder", "assigned-ticketholder"),
)
FOREIGN = "outcome-only"  # another provider's Ticketholder


class Day:
    """What was seen and done."""

    def __init__(self) -> None:
        self.visits: list[Visit] = []
        self.canaries = Canaries()
        self.people = {key: Watched(key, self.visits) for key in PERSONAS}

    def work(self) -> None:
        """Refused look-up, a request asked for, returned, answered and denied, one approved, one withdrawn, drafts."""
        clerk, analyst = self.people["clerk"], self.people["analyst"]
        self._refused_look_up(clerk)
        number = self._asked_with_papers(clerk, "below-trial-work-level")
        self._returned_and_answered(clerk, analyst, number)
        self._denied(analyst, number)
        self._reconsidered(clerk, self.people["lead"], number)
        self._approved(clerk, "first-milestone")
        self._referred(analyst)
        self._withdrawn(clerk)
        self._drafts(clerk)
        asked_by_file(clerk)
        asked(clerk)
        answered(analyst)
        self._access()
        signed(self.people["ticketholder"], self.canaries)
        looked_after(self.people["beneficiary-support"], self.people["counsellor"])
        sent_in(self.people["counsellor"])
        amended(self.people["counsellor"])
        papers_worked(self.people["beneficiary-support"], self.people["counsellor"])
        plan_typed(self.people["beneficiary-support"], self.people["counsellor"])
        reviews_taken(self.people["integrity"])
        certified(self.people["counsellor"])
        services_certified(self.people["counsellor"], analyst)
        costs_claimed(analyst)
        decided(self.people["integrity"], self.people["beneficiary-support"], self.people["specialist"])
        answered_own(self.people["assigned-ticketholder"])
        reported(self.people["vr-agency"], self.typed_about)
        ticket_read(self.people["beneficiary-support"], "first-milestone")
        records_exchanged(self.people["tpm-administrator"])
        paid_out(self.people["analyst"], self.people["lead"], clerk)
        swept(self.people["lead"])
        run_jobs()
        # No scanner runs here; a file opens only once one has found nothing.
        StoredFile.objects.using("loader").update(state=StoredFile.State.CLEAN)
        self._paper_read(self.people["auditor"], number)

    def _access(self) -> None:
        about = self.typed_about(self.canaries.all[3].person)
        people_named(self.people["administrator"], about)
        key_made(self.people["administrator"])
        desk_worked(self.people["specialist"], about)
        brought_over(self.people["specialist"], about)
        announced(self.people["tpm-administrator"], about)

    def walk(self) -> None:
        """Everybody opens everything they are offered."""
        for one in self.people.values():
            one.everywhere()

    def typed_about(self, person: UUID) -> str:
        """What somebody types who gives no thought to it."""
        known = self.canaries.by_id[person]
        return f"About {known.names[0].title()}, SSN {known.numbers[1]}: please look again."

    def _refused_look_up(self, clerk: Watched) -> None:
        page = clerk.get("/requests/new/")
        clerk.send(page, page.form_with("ssn"), {"ssn": ssn_of(BY_KEY[FOREIGN].ticket)})

    def _asked_with_papers(self, clerk: Watched, key: str) -> str:
        scenario = BY_KEY[key]
        person = person_of(scenario.ticket)
        claims = [f"{scenario.asks} {scenario.month}"]
        page = at_work.find(clerk, ssn_of(scenario.ticket), scenario.ticket)
        base = urlsplit(page.url).path
        chosen: dict[str, Any] = {"claims": claims, "insist": claims, "basis": "evidence"}
        clerk.send(page, page.form_with("revision"), chosen, button="Continue")
        page = clerk.get(f"{base}work/")
        said = {"services_described": "on", "services_text": self.typed_about(person)}
        clerk.send(page, page.form_with("revision"), said, button="Continue")
        page = clerk.get(f"{base}evidence/")
        paper = [("upload", f"{self.typed_about(person)[:60]}.pdf", pdf())]
        page = clerk.send(page, page.form_with("revision"), button="Upload", files=paper)
        described: dict[str, Any] = {
            "papers-0-kind": "original-pay-slip",
            "papers-0-issuer": "Acme Bakery",
            "papers-0-months": [scenario.month],
        }
        clerk.send(page, page.form_with("revision"), described, button="Continue")
        shown = at_work.submit(clerk, clerk.get(f"{base}check/"))
        clerk.get(f"/requests/submitted/{shown.submission}/form.pdf")
        return shown.requests[0]

    def _returned_and_answered(self, clerk: Watched, analyst: Watched, number: str) -> None:
        person = person_of_request(number)
        at_work.take(analyst, number)
        put_off = f"/staff/requests/{number}/put-off/"
        page = analyst.get(put_off)
        analyst.send(page, page.form_with("until"), {"until": "12/22/2025", "reason": "The bank answers."})
        about = self.typed_about(person)
        at_work.decide(analyst, number, "return", {"note": about})
        clerk.get(f"/requests/{number}/")
        page = clerk.get(f"/requests/{number}/answer/")
        done = clerk.send(page, page.form_with("note"), {"note": about})
        if done.status != 200 or not done.url.endswith(f"/requests/{number}/"):
            raise at_work.Unexpected("The answer should have been taken", done)

    def _denied(self, analyst: Watched, number: str) -> None:
        at_work.take(analyst, number)
        analyst.get(f"/staff/requests/{number}/identity/")
        analyst.get(f"/staff/requests/{number}/earnings/")
        ticket = PaymentRequest.objects.using("loader").select_related("ticket").get(number=number).ticket
        analyst.get(f"/staff/tickets/{ticket.number}/earnings/")
        analyst.get(f"/staff/requests/{number}/what-if/?earned_from=02/2025&earned_cents=1160")
        about = self.typed_about(person_of_request(number))
        at_work.decide(analyst, number, "deny", {"code": "DEN-04", "note": about})
        self.people["clerk"].get(f"/requests/{number}/decision.pdf")

    def _reconsidered(self, clerk: Watched, lead: Watched, number: str) -> None:
        about = self.typed_about(person_of_request(number))
        page = clerk.get(f"/requests/{number}/reconsider/")
        done = clerk.send(page, page.form_with("note"), {"note": about})
        if not done.url.endswith(f"/requests/{number}/"):
            raise at_work.Unexpected("The reconsideration should have been taken", done)
        at_work.take(lead, number)
        at_work.decide(lead, number, "uphold", {"code": "DEN-04", "note": about})
        enter_judged_again(World(), PaymentRequest.objects.using("loader").get(number=number))
        lead.get("/staff/again/")
        lead.get(f"/staff/again/{number}/")
        sampled = QualitySample.objects.using("loader").filter(determination__request__number=number).first()
        # Nobody reviews an own determination.
        own = sampled.determination.by_name == at_work.persona("lead").name
        reviewer = self.people["analyst"] if own else lead
        page = reviewer.get(f"/staff/quality/{sampled.pk}/")
        answer = {"determined": "approve", "reason": "Both jobs count."}
        reviewer.send(page, page.form_with("reason"), answer)

    def _paper_read(self, auditor: Watched, number: str) -> None:
        page = at_work.opened(auditor, number)
        auditor.get(next(href for _, href in page.links if href.startswith("/staff/files/")))

    def _approved(self, clerk: Watched, key: str) -> None:
        scenario = BY_KEY[key]
        page = at_work.find(clerk, ssn_of(scenario.ticket), scenario.ticket)
        shown = at_work.submit(clerk, at_work.fill_in(clerk, page, [f"{scenario.asks} {scenario.month}"]))
        clerk.get(f"/requests/{shown.requests[0]}/decision.pdf")

    def _referred(self, analyst: Watched) -> None:
        number = waiting("with-analyst")
        about = self.typed_about(person_of_request(number))
        at_work.take(analyst, number)
        at_work.decide(analyst, number, "refer-to-ssa", {"reason": about})
        authoriser = self.people["authoriser"]
        at_work.take(authoriser, number)
        for part in ("hand-over", "put-off"):
            authoriser.get(f"/staff/ssa/{number}/{part}/")
        for move in ("approve-at-ssa", "deny-at-ssa"):
            authoriser.get(f"/staff/requests/{number}/{move}/")
        about = self.typed_about(person_of_request(number))
        at_work.decide(authoriser, number, "send-back", {"question": about})

    def _withdrawn(self, clerk: Watched) -> None:
        number = waiting("with-analyst")
        page = clerk.get(f"/requests/{number}/withdraw/")
        about = self.typed_about(person_of_request(number))
        done = clerk.send(page, page.form_with("reason"), {"reason": about})
        if "withdrawn" not in done.text.casefold():
            raise at_work.Unexpected("The request should be withdrawn", done)

    def _drafts(self, clerk: Watched) -> None:
        """One is left open with all its pages seen, one is cancelled."""
        for key, ending in (("second-milestone", "cancel/"), ("phase-2", "")):
            scenario = BY_KEY[key]
            page = at_work.find(clerk, ssn_of(scenario.ticket), scenario.ticket)
            base = urlsplit(page.url).path
            at_work.fill_in(clerk, page, [f"{scenario.asks} {scenario.month}"])
            for part in ("", "work/", "evidence/", "check/", "cancel/"):
                page = clerk.get(f"{base}{part}")
            if ending:
                clerk.send(page, page.form_with("revision"))
            clerk.get(f"{base}ended/")


def ticket_read(support: Watched, key: str) -> None:
    """A caller's Ticket found by its number: where it stands, its progress, and what can be entered about it."""
    number = BY_KEY[key].ticket
    page = support.get("/staff/tickets/")
    page = support.send(page, page.form_with("wanted"), {"wanted": number})
    offered = {href for _, href in page.links if href.startswith(urlsplit(page.url).path)}
    if f"/staff/tickets/{number}/progress/" not in offered:
        raise at_work.Unexpected("The Ticket's page should lead to its progress", page)
    for href in sorted(offered):
        support.get(href)


def person_of(ticket: str) -> UUID:
    return Ticket.objects.using("loader").values_list("person_id", flat=True).get(number=ticket)


def person_of_request(number: str) -> UUID:
    return PaymentRequest.objects.using("loader").values_list("person_id", flat=True).get(number=number)


def waiting(state: str) -> str:
    """A request of the clerk's organisation in this state."""
    rows = PaymentRequest.objects.using("loader").filter(
        state=state, organisation__name="Bright Path Employment"
    )
    return str(rows.order_by("number").values_list("number", flat=True)[0])


def jobs() -> Iterator[tuple[str, dict[str, Any]]]:
    with connections["loader"].cursor() as cursor:
        cursor.execute("select task_name, args::text from procrastinate_jobs order by id")
        for task, arguments in cursor.fetchall():
            yield task, json.loads(arguments)


def run_jobs() -> None:
    """What the worker would do now, one job after the other."""
    for task, arguments in jobs():
        app.tasks[task].func(**arguments)


def pdf() -> bytes:
    content, made = BytesIO(), pikepdf.new()
    made.add_blank_page()
    made.save(content)
    return content.getvalue()
