"""Money of the synthetic program: runs that pay it out, what Social Security answered, what was judged again."""

from datetime import date

import pytest

from portal.casework.models import Certification
from portal.casework.plan import content
from portal.casework.sealing import sealed
from portal.kernel import vault
from portal.kernel.actor import SYSTEM
from portal.kernel.clock import now
from portal.kernel.models import StoredDecision
from portal.kernel.objects import store
from portal.kernel.unit import open_unit
from portal.nation.cast import BRIGHT_PATH
from portal.nation.load import Made
from portal.payments.claims import claim_of
from portal.payments.correcting import correction
from portal.payments.facts import gather
from portal.payments.judging import replay
from portal.payments.models import (
    AnswerRow,
    Award,
    Deposit,
    LedgerEntry,
    PaymentRequest,
    PaymentRun,
    Rejudged,
    RequestStep,
    RunLine,
    RunStep,
)
from portal.payments.owed import standings
from portal.payments.run_file.layout import content as file_content
from portal.policy.cos import certify
from portal.policy.cos_facts import CertificationFacts
from portal.policy.facts_json import from_json
from portal.policy.paying import may_be_paid
from portal.policy.rejudging import facts_now

pytestmark = pytest.mark.row("L13")
WEDNESDAYS = [date(2025, 11, 26), date(2025, 12, 3), date(2025, 12, 10)]
PAID_ON = [date(2025, 12, 2), date(2025, 12, 9), None]


def all_of(model):
    return model.objects.using("loader")


@pytest.mark.row("E5", "E10")
def test_two_runs_are_answered_and_the_last_one_waits_for_its_answer(nation: Made) -> None:
    runs = list(all_of(PaymentRun).order_by("made_on"))
    assert [run.made_on for run in runs] == WEDNESDAYS
    assert [run.state for run in runs] == ["acknowledged", "acknowledged", "sent"]
    for run, paid_on in zip(runs, PAID_ON, strict=True):
        deposits = list(all_of(Deposit).filter(run=run).order_by("place"))
        assert {one.answered_on for one in deposits} == {paid_on}
        assert [one.place for one in deposits] == list(range(1, len(deposits) + 1))
        assert store().get(run.pk) == file_content(run, deposits)
        steps = list(all_of(RunStep).filter(run=run).order_by("version"))
        assert [step.to_state for step in steps][-1] == run.state
        proposer, releaser = steps[1].by, steps[2].by
        lines = all_of(RunLine).filter(run=run)
        people = (
            all_of(RequestStep)
            .filter(request__awards__lines__in=lines, to_state="approved")
            .exclude(by="system")
            .values_list("by", flat=True)
        )
        assert releaser not in {proposer, *people}
        assert all_of(AnswerRow).filter(deposit__run=run).count() == (len(deposits) if paid_on else 0)


@pytest.mark.row("E5")
def test_what_stands_in_a_run_was_released_with_it_and_paid_with_its_answer(nation: Made) -> None:
    lines = list(all_of(RunLine).select_related("award__request", "run", "deposit"))
    assert {line.organisation.name for line in lines} >= {BRIGHT_PATH}
    for line in lines:
        request, paid = line.award.request, line.run.state == "acknowledged"
        released = all_of(RequestStep).get(request=request, to_state="released")
        assert (released.on, released.by_name) == (line.run.released_on, "Yolanda Brackenridgeley")
        assert request.state == ("paid" if paid else "released")
        assert line.award.paid_on == (line.deposit.answered_on if paid else None)
        assert request.decided_on < line.run.made_on


@pytest.mark.row("E5", "L11")
def test_nothing_that_could_be_paid_was_left_out_of_a_run(nation: Made) -> None:
    """What a run would have gathered on its day, it has: only the provider's standing keeps a payment out."""
    for run in all_of(PaymentRun).all():
        owed = all_of(PaymentRequest).filter(state="approved", decided_on__lt=run.made_on)
        providers = set(owed.values_list("organisation", flat=True))
        with open_unit(SYSTEM, now(), reading=True, page="test"):
            known = standings(providers, run.made_on)
        assert [key for key in providers if may_be_paid(known[key], run.made_on).outcome == "grant"] == []


@pytest.mark.row("E5")
def test_only_the_run_that_is_not_answered_has_money_on_the_way(nation: Made) -> None:
    on_the_way = sum(all_of(LedgerEntry).filter(account="on-the-way").values_list("cents", flat=True))
    sent = all_of(Deposit).filter(run__state="sent").values_list("net_cents", flat=True)
    assert -on_the_way == sum(sent) > 0
    keys = set(all_of(Award).filter(lines__isnull=False).values_list("transactions__key", flat=True))
    assert not [key for key in keys if key.startswith("payment/")]


@pytest.mark.row("E2")
def test_social_security_has_approved_one_and_denied_one_and_others_wait(nation: Made) -> None:
    steps = all_of(RequestStep).filter(from_state="waiting-for-ssa", by_name="Walter Quenneby")
    answered = dict(
        steps.filter(to_state__in=["approved", "denied"]).values_list("to_state", "request__denial_code")
    )
    assert answered == {"approved": "", "denied": "DEN-16"}
    assert all_of(PaymentRequest).filter(state="waiting-for-ssa").count() >= 3


@pytest.mark.row("L6")
def test_one_decision_judged_again_waits_and_the_portal_would_find_the_same(nation: Made) -> None:
    row = all_of(Rejudged).select_related("request", "decision", "determination__decision").get()
    assert (row.settled_as, row.found_on) == ("", date(2025, 12, 11))
    stands = row.determination.decision
    with open_unit(SYSTEM, now(), reading=True, page="test"):
        [facts] = gather([claim_of(row.request)], decided_on=stands.decided_on)
        found = correction(row)
    judged = replay(facts_now(stands.facts, facts))
    assert (judged.facts, judged.answer) == (row.decision.facts, row.decision.answer)
    assert (stands.outcome, row.decision.outcome) == ("grant", "refuse")
    assert found is not None
    assert (found.paid, found.due) == (185_000, 0)
    kept = all_of(StoredDecision).filter(subject=row.request_id)
    assert kept.count() == 2


@pytest.mark.row("C9")
def test_one_certification_of_services_is_signed_and_sound_by_the_law(nation: Made) -> None:
    row = all_of(Certification).select_related("organisation").get()
    assert (row.organisation.name, row.purpose) == (BRIGHT_PATH, "services-and-supports-review")
    assert (row.signed_on, row.signed_by_name) == (date(2025, 12, 12), "Priya Lanternby")
    with open_unit(SYSTEM, now(), reading=True, page="test"):
        [text] = vault.match([sealed(row, "content")])
    assert content.digest(text) == bytes(row.digest)
    facts = from_json(CertificationFacts, content.read(text).facts)
    assert certify(facts).outcome == "grant"
    assert len(facts.rows) == row.services > 0
