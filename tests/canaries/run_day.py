"""What was granted is paid out: a run is gathered, released by the lead, sent, answered, read by the provider."""

from typing import Any
from urllib.parse import urlsplit

from django.urls import reverse
from procrastinate.contrib.django import app

from portal.nation.visitor import Page
from portal.payments.models import AnswerFile, Deposit, PaymentRequest, PaymentRun, Recovery, Repayment
from portal.payments.services.answering import ANSWERS
from portal.payments.services.releasing import SEND_RUN
from portal.people.models import Employment
from portal.policy.roles import Role
from tests.canaries.access_day import expect
from tests.canaries.visits import Watched

# Whose people may not work here: the agreement has ended, or it moves to the portal later.
SHUT = ("Lantern Works", "Maple Street Ventures")


def paid_out(analyst: Watched, lead: Watched, clerk: Watched) -> None:
    """One deposit is answered and one row of the answer refused; the rest waits for its answer."""
    page = _press(analyst, analyst.get(reverse("payment-runs")), reverse("payment-run-gather"))
    run = PaymentRun.objects.using("loader").latest("made_at")
    base = reverse("payment-run", args=[run.number])
    _press(analyst, page, f"{base}propose/")
    _press(lead, lead.get(base), f"{base}release/")
    _job(SEND_RUN, run)
    expect(analyst.get(reverse("payment-run-file", args=[run.number])), 200)
    deposit = Deposit.objects.using("loader").get(run=run, organisation__name="Bright Path Employment")
    row = f"{run.number},{deposit.number},{deposit.net_cents / 100:.2f},paid,2025-12-15"
    content = f"run,deposit,amount,result,on\n{row}\n{run.number},DP-0000-0000,1.00,paid,2025-12-15".encode()
    page = analyst.get(reverse("payment-answers"))
    form = next(one for one in page.forms if one.multipart)
    page = analyst.send(page, form, files=[("sheet", "answers.csv", content)])
    answers = urlsplit(page.url).path
    analyst.get(f"{answers}refused.csv")
    _press(analyst, page, f"{answers}start/")
    _job(ANSWERS.task, AnswerFile.objects.using("loader").latest("sent_at"))
    expect(analyst.get(reverse("payment-deposit-given-back", args=[run.number, deposit.number])), 200)
    expect(clerk.get(reverse("remittance", args=[deposit.number])), 200)
    expect(clerk.get(reverse("remittances-export", args=["csv"])), 200)
    paid = PaymentRequest.objects.using("loader").exclude(organisation__name__in=SHUT)
    paid = paid.filter(state="paid", awards__lines=None).order_by("number")
    page = lead.get(reverse("staff-reverse", args=[paid[0].number]))
    typed = {"cause": "wrong-provider", "reason": "Another provider held the Ticket."}
    page = lead.send(page, page.form_with("reason"), typed, button="Continue")
    expect(lead.send(page, page.form_with("reason"), button="Take"), 200)
    expect(analyst.get(reverse("payment-recoveries")), 200)
    recovery = Recovery.objects.using("loader").latest("opened_at")
    page = analyst.get(reverse("payment-recovery", args=[recovery.number]))
    at_work = Employment.objects.using("loader").filter(organisation=recovery.organisation_id, ended_on=None)
    clerks = at_work.filter(roles__contains=[Role.EN_PAYMENTS_CLERK]).select_related("account")
    theirs = Watched("the clerk who gives back", clerk.kept, clerks[0].account)
    expect(theirs.get(reverse("recoveries")), 200)
    expect(theirs.get(reverse("recovery", args=[recovery.number])), 200)
    typed = {"how": "check", "reference": "1001", "received_on": "12/15/2025", "cents": "1.00"}
    expect(analyst.send(page, page.form_with("reference"), typed), 200)
    came = Repayment.objects.using("loader").get(recovery=recovery)
    page = lead.get(reverse("payment-repayment", args=[recovery.number, came.pk]))
    expect(lead.send(page, page.form_with("reason"), {"reason": "The bank did not honor it."}), 200)


def _press(who: Watched, page: Page, action: str) -> Page:
    """The button that leads there."""
    done = who.send(page, next(one for one in page.forms if one.action == action))
    expect(done, 200)
    return done


def _job(task: str, subject: Any) -> None:
    """What the worker does a moment later."""
    app.tasks[task].func(subject=str(subject.pk), asked_by="system")
