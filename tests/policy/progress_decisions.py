"""Decisions about progress, protection and certifications in which every test is seen in every state it can have."""

from collections.abc import Iterator

from portal.policy.core import Decision, State
from portal.policy.cos import certify
from portal.policy.cos_facts import CertificationFacts, Contacts, Purpose, ServiceRow
from portal.policy.progress import decide
from portal.policy.progress_facts import ReentryRequest
from portal.policy.progress_reentry import appeal, may_reenter
from portal.policy.protection import medical_review, protected
from tests.policy.progress import ASKED, day, earned, facts, failure, held, inactive, month, used

RECORDED = "the Ticket's history is all there is: nothing found is an answer"
STATED = "the certification itself says it, so it is known"
IMPOSSIBLE: dict[tuple[str, State], str] = {
    ("ticket-valid-on-the-day", State.UNKNOWN): RECORDED,
    ("ticket-not-inactive-on-the-day", State.UNKNOWN): RECORDED,
    ("no-failed-progress-review-in-effect", State.UNKNOWN): RECORDED,
    ("failed-review-of-this-period-is-in-effect", State.UNKNOWN): RECORDED,
    ("review-of-the-decision-asked-for-by-day-30", State.UNKNOWN): RECORDED,
    ("plan-version-is-named", State.UNKNOWN): STATED,
    ("each-certified-service-is-complete", State.UNKNOWN): STATED,
    ("certified-services-lie-in-the-days-covered", State.UNKNOWN): STATED,
    ("signer-opened-each-certified-service", State.UNKNOWN): STATED,
}


def progress_decisions() -> Iterator[Decision]:
    yield from _protections()
    yield from _reviews()
    yield from _reentries()
    yield from _certifications()


def _protections() -> Iterator[Decision]:
    yield protected(used(), day("2025-01-01"))
    worst = used(
        inactivities=(inactive("2025-02-10"),),
        failures=(failure("2025-03-01"),),
        terminated_in=month("2025-05"),
    )
    yield protected(worst, day("2025-06-01"))
    yield protected(used(), day("2023-01-01"))
    silent = used(held("2024-01-15", "2025-03-01")._replace(reason=None))
    yield protected(silent, day("2025-03-02"))
    for begun in (None, day("2023-01-01"), day("2025-01-01")):
        yield medical_review(used(), begun)


def _reviews() -> Iterator[Decision]:
    yield decide(facts(earnings=earned("2024-02", 3, "1110")))
    yield decide(facts())
    yield decide(facts(1, "2025-01-01", ()))
    yield decide(facts(1, "2025-03-06", ASKED[:1], use=used(held("2024-01-15", kind="VREN"))))
    silent = used(held("2024-01-15", "2024-07-10")._replace(reason=None))
    yield decide(facts(1, "2025-03-06", (), use=silent))


def _reentries() -> Iterator[Decision]:
    failed = used(failures=(failure("2024-09-01"),))
    request = ReentryRequest(day("2025-02-05"), True)
    yield may_reenter(facts(use=failed, reentry=request, earnings=earned("2024-02", 3, "1110")))
    yield may_reenter(facts(reentry=request._replace(written=False)))
    yield may_reenter(facts(5, use=failed, earnings=earned("2024-06", 6, "1700")))
    for on in ("2024-10-01", "2024-10-02"):
        yield appeal(failure("2024-09-01"), day(on))


def _certifications() -> Iterator[Decision]:
    row = ServiceRow(
        "Coaching", day("2025-02-01"), "telephone", "J. Rivera", "Talked about the new job.", True
    )
    none = CertificationFacts(
        Purpose.AFTER_UNASSIGNMENT,
        day("2025-09-15"),
        None,
        None,
        day("2024-06-10"),
        day("2025-05-10"),
        None,
        None,
        (),
        Contacts(1, 0),
        None,
        (month("2025-06"),),
        certified=True,
        signed_on=day("2025-09-01"),
    )
    yield certify(none)
    yield certify(none._replace(signed_on=None))
    good = none._replace(
        assigned_on=day("2024-06-10"),
        ended_on=day("2025-05-10"),
        plan_version="IWP",
        plan_services=frozenset({"Coaching"}),
        rows=(row,),
        notes=Contacts(1, 0),
        provided=True,
        contributed=True,
        signer_cleared=True,
    )
    yield certify(good)
    wrong = row._replace(service="Tutoring", on=day("2020-01-01"), by="", opened=False)
    yield certify(
        good._replace(
            from_=day("2024-06-11"),
            until=day("2025-12-01"),
            rows=(wrong,),
            notes=Contacts(0, 0),
            claim_months=(),
            contributed=False,
            signer_cleared=False,
        )
    )
