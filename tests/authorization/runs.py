"""Payment runs in the table: of each provider a deposit that was paid, a recovery kept back of it. Written by hand."""

from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from portal.kernel.ids import new_id
from portal.kernel.numbers import new_number
from portal.kernel.objects import store
from portal.payments.models import (
    AnswerFile,
    Award,
    CanceledRepayment,
    Deposit,
    KeptBack,
    PaymentRequest,
    PaymentRun,
    Recovery,
    Repayment,
    RunLine,
    RunStep,
)
from portal.people.models import Organisation
from portal.policy.core import Month
from tests.world import LONG_AGO, World

DAY = date(2025, 12, 1)
OF_A_RUN = ("payment-run", "payment-run-move", "payment-run-file")
OF_ANSWERS = ("payment-answer-file", "payment-answer-start", "payment-answer-refused")


def enter_runs(world: World, *organisations: Organisation) -> None:
    """A run that was sent and answered, and one that is open; a file of answers."""
    PaymentRun.objects.using("loader").filter(state="open").update(state="cancelled")
    for to in ("sent", "open"):
        run = world.add(PaymentRun(number=new_number("RN"), made_on=DAY, made_at=LONG_AGO))
        world.add(
            RunStep(
                run=run,
                from_state="owed",
                to_state="open",
                version=0,
                at=LONG_AGO,
                by=str(new_id()),
                by_name="Andy Analyst",
            )
        )
        for place, organisation in enumerate(organisations, start=1):
            _deposit(world, run, organisation, place)
        if to == "sent":
            run.state, run.released_on, run.sent_on, run.file_sha256 = "sent", DAY, DAY, "0" * 64
            run.save(using="loader")
            store().put(run.pk, b"H")
            Deposit.objects.using("loader").filter(run=run).update(state="paid", answered_on=DAY)
    world.add(
        AnswerFile(
            kind="payment-run-answers",
            number=new_number("RA"),
            file_name="answers.csv",
            sha256="",
            sent_by=new_id(),
            sent_by_name="Andy Analyst",
            sent_at=LONG_AGO,
            rows_total=0,
        )
    )


def enter_granted(offices: Any) -> PaymentRequest:
    """A payment that the rules granted."""
    person, _ = offices.person("Granted")
    offices.world.earnings(person, "2025-02", 1500, employer="Another Bakery")
    assignment = offices.world.assignment(offices.world.ticket(person), offices.ours)
    requests, _ = offices.submitted(offices.clerk_of(offices.ours), assignment, ("2025-02",))
    return requests[0]


def arguments(papers: Any, name: str) -> dict[str, Any] | None:
    """What the address names; None for one of other pages."""
    if name in OF_A_RUN:
        state = "sent" if name == "payment-run-file" else "open"
        run = PaymentRun.objects.using("loader").filter(state=state).first()
        return {"number": run.number, **({"move": "propose"} if name == "payment-run-move" else {})}
    if name == "payment-deposit-given-back":
        sent = Deposit.objects.using("loader").filter(run__state="sent").select_related("run").first()
        return {"number": sent.run.number, "deposit": sent.number}
    if name == "payment-recovery":
        open_one = Recovery.objects.using("loader").order_by("-opened_at", "id").first()
        return {"number": open_one.number}
    if name == "payment-repayment":
        came = Repayment.objects.using("loader").filter(canceled=None).select_related("recovery").first()
        return {"number": came.recovery.number, "repayment": came.pk}
    if name in OF_ANSWERS:
        number = AnswerFile.objects.using("loader").first().number
        return {"number": number, **({"kind": "csv"} if name == "payment-answer-refused" else {})}
    if name == "payment-answer-template":
        return {"kind": "csv"}
    if name == "staff-reverse":
        return {"number": PaymentRequest.objects.using("loader").filter(state="approved").first().number}
    if name == "remittance":
        own = Deposit.objects.using("loader").filter(organisation=papers.open.organisation_id, state="paid")
        return {"number": own.first().number}
    if name == "recovery":
        taken = Recovery.objects.using("loader").filter(organisation=papers.open.organisation_id)
        return {"number": taken.order_by("id").first().number}
    return {"kind": "csv"} if name == "remittances-export" else None


def sent(name: str) -> dict[str, Any] | None:
    """A file whose one row nobody can read: it is tried all the same."""
    if name == "payment-answers-send":
        return {"sheet": SimpleUploadedFile("answers.csv", b"run,deposit,amount,result,on\n1,2,3,4,5")}
    if name == "staff-reverse":
        version = PaymentRequest.objects.using("loader").filter(state="approved").first().version
        typed = {"cause": "wrong-provider", "reason": "Another provider held the Ticket."}
        return {"version": str(version), "action": "confirm", **typed}
    if name == "payment-deposit-given-back":
        return {"on": "12/15/2025", "reason": "R02 account closed"}
    if name == "payment-recovery":
        return {"how": "check", "reference": "1002", "received_on": "12/15/2025", "cents": "0.01"}
    if name == "payment-repayment":
        return {"reason": "The bank did not honor it."}
    return {"version": "0"} if name == "payment-run-move" else None


def _deposit(world: World, run: PaymentRun, organisation: Organisation, place: int) -> None:
    _, ticket, _ = world.holder(organisation)
    paid, back = (
        world.add(
            Award(
                ticket=ticket,
                person_id=ticket.person_id,
                organisation=organisation,
                kind="P2",
                ordinal=ordinal,
                month=Month.parse(f"2025-0{ordinal}"),
                amount_cents=55500,
                awarded_on=DAY,
                paid_on=DAY if ordinal == 2 else None,
                reversed_on=DAY if ordinal == 2 else None,
            )
        )
        for ordinal in (1, 2)
    )
    recovery = world.add(
        Recovery(
            number=new_number("RC"),
            organisation=organisation,
            award=back,
            cents=55500,
            cause="wrong-provider",
            reason="Another provider held the Ticket.",
            opened_on=DAY,
            opened_at=LONG_AGO,
            opened_by=str(new_id()),
            opened_by_name="Lea Lead",
        )
    )
    of_it = {"recovery": recovery, "organisation": organisation, "how": "check", "received_on": DAY}
    of_it |= {"on": DAY, "at": LONG_AGO, "by": str(new_id()), "by_name": "Andy Analyst"}
    world.add(Repayment(cents=500, reference="1001", **of_it))
    bounced = world.add(Repayment(cents=100, reference="1000", **of_it))
    world.add(
        CanceledRepayment(
            repayment=bounced,
            organisation=organisation,
            reason="The bank did not honor it.",
            on=DAY,
            at=LONG_AGO,
            by=str(new_id()),
            by_name="Lea Lead",
        )
    )
    deposit = Deposit(
        number=new_number("DP"),
        run=run,
        organisation=organisation,
        place=place,
        ein=f"{place:09d}",
        uei=f"UEI{place:09d}",
        claims=1,
        owed_cents=55500,
        kept_cents=50000,
        net_cents=5500,
    )
    of_it = {"deposit": deposit, "run": run, "organisation": organisation}
    with transaction.atomic(using="loader"):
        world.add(deposit)
        world.add(RunLine(award=paid, cents=55500, **of_it))
        world.add(KeptBack(recovery=recovery, cents=50000, **of_it))
