"""No name and no SSN of a Ticketholder is anywhere but where somebody was shown it, and then the trail has it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import connections

from portal.kernel.ids import new_id
from portal.kernel.models import Duty, Mail, TrailEntry
from portal.support.models import PaperItem
from portal.tickets.models import RefusedLookUp
from tests.canaries.conftest import Watch
from tests.canaries.journey import jobs
from tests.canaries.visits import Visit
from tests.canaries.watch import clear_text

pytestmark = [pytest.mark.row("I1", "K7", "L7")]

# Every page of the work area that can be read, by hand; each must have been opened by somebody.
PAGES = {
    *("home", "manual", "gallery", "ticketholders", "ticketholders-former", "ticketholder"),
    "ticketholder-estimate",
    *("ticketholders-export", "ticketholders-former-export", "requests", "requests-export"),
    *("payments-to-answer", "request-new", "draft-payments", "draft-work", "draft-evidence", "draft-check"),
    *("draft-cancel", "draft-ended", "receipt", "receipt-pdf", "request", "request-decision"),
    *(
        "request-answer",
        "request-reconsider",
        "request-withdraw",
        "file",
        "payments-to-decide",
        "payments-to-decide-export",
    ),
    *("staff-supervise", "payments-at-ssa", "staff-requests", "staff-requests-export", "staff-request"),
    *("staff-approve-at-ssa", "staff-deny-at-ssa", "staff-send-back", "at-ssa-hand-over", "at-ssa-put-off"),
    *("staff-earnings", "staff-ticket-earnings", "staff-what-if", "staff-share"),
    *("staff-ticket-costs", "staff-cost-claims", "staff-cost-claim"),
    *("vr-costs", "vr-case-claim", "vr-cost-withdraw"),
    *("staff-identity", "staff-hand-over", "staff-put-off", "staff-approve", "staff-deny", "staff-return"),
    *("staff-uphold", "payments-judged-again", "payment-again"),
    *("staff-quality-review", "staff-quality-measured", "staff-quality-ssa", "staff-quality-ssa-export"),
    *("staff-sweeps", "staff-sweep", "staff-sweep-export"),
    *("staff-refer-to-ssa", "staff-file", "staff-ledger", "staff-balances", "staff-quality"),
    *("staff-providers", "staff-trail", "staff-tickets", "staff-ticket", "staff-ticket-progress"),
    "staff-ticket-make-inactive",
    *("request-files", "request-file", "request-file-refused"),
    *("certifications", "certification-part", "certification-services", "certification-service"),
    *("certification-check", "certification-cancel", "certification", "certification-pdf"),
    "staff-certification",
    *("payment-runs", "payment-run", "payment-run-file", "payment-answers", "payment-answer-file"),
    *("payment-deposit-given-back", "payment-recoveries", "payment-recovery", "payment-repayment"),
    *("payment-answer-refused", "remittances", "remittance", "remittances-export", "staff-reverse"),
    *("recoveries", "recovery"),
    *("inquiries", "inquiry-people", "inquiry-check", "inquiry-cancel", "inquiry", "inquiry-pdf"),
    *("earnings-inquiries", "earnings-inquiries-all", "earnings-inquiry", "earnings-inquiry-row"),
    *("earnings-inquiry-hand-over", "earnings-inquiry-put-off", "earnings-inquiry-supervise"),
    *("cases", "cases-closed", "cases-export", "cases-closed-export", "case", "case-new"),
    *("case-intake", "case-hand-off", "hand-offs"),
    *("integrity-plans", "integrity-plan", "integrity-rights", "integrity-right"),
    *("integrity-plan-supervise", "integrity-plan-hand-over", "integrity-plan-put-off"),
    *(
        "mail-room",
        "papers",
        "paper",
        "paper-record",
        "paper-index",
        "paper-enter",
        "paper-keep",
        "paper-letter",
    ),
    *(
        "paper-send-back",
        "paper-scan",
        "paper-hand-over",
        "paper-put-off",
        "paper-supervise",
        "case-cover-sheet",
    ),
    *("plan-reviews", "plan-review", "plan-review-pdf"),
    *("plan-record", "plan-pdf", "plans-to-sign", "plans-not-entered", "case-file-pdf"),
    *("amendment", "amendment-start", "amendment-part", "amendment-check", "amendment-cancel"),
    *("notices", "notices-earlier", "notice", "staff-announcements", "staff-announcement-new"),
    *("staff-announcement", "staff-announcement-edit", "staff-functions", "staff-function-close"),
    *("people", "people-export", "people-name", "people-named", "people-named-done"),
    *(
        "api-keys",
        "api-key-end",
        "people-named-withdraw",
        "person",
        "person-roles",
        "person-left",
        "people-renewals",
    ),
    *("access-designations", "access-people", "access-person", "access-departures"),
    *("access-no-administrator", "access-second-sign-ins", "access-designation"),
    *("access-verify-employment", "access-ask-for-clearance", "access-record-clearance", "access-grant"),
    *("access-record-without-access", "access-refuse", "access-person-clearance"),
    *("access-person-training", "access-person-left", "access-person-factors", "access-person-revoke"),
    *("staff-providers-export", "staff-provider", "staff-provider-earlier", "staff-provider-keep"),
    *("staff-provider-add", "staff-provider-change", "staff-roll-out", "staff-bring-over"),
    *("staff-bring-over-file", "staff-bring-over-verdicts", "staff-bring-over-refused", "earlier"),
    *(
        "holder-home",
        "holder-earn",
        "holder-plans",
        "holder-plan",
        "holder-plan-pdf",
        "holder-sign",
        "holder-leave",
        "staff-holders",
    ),
    *("holder-account", "holder-account-invite", "holder-account-take-back", "holder-account-end"),
    *("case-account", "case-account-invite", "case-account-take-back"),
    *("vr-cases", "vr-cases-export", "vr-case-find", "vr-windows", "vr-case", "vr-case-close", "vr-files"),
    *("progress-reviews", "progress-review", "progress-letter", "progress-answer", "progress-check"),
    *("progress-submitted", "progress-receipt-pdf", "progress-to-decide", "progress-appeals"),
    *("staff-progress", "staff-progress-fail", "staff-progress-reply", "staff-progress-appeal"),
    *("staff-progress-back", "staff-progress-reentry", "staff-progress-reviewed", "staff-progress-letter"),
    *("staff-progress-hand-over", "staff-progress-put-off", "staff-progress-supervise"),
    *("holder-progress", "holder-progress-letter", "holder-progress-answer"),
    *("staff-record-files", "staff-record-file", "staff-record-file-refused"),
    *("vr-case-correct", "ssa-1365", "ssa-1365-pdf", "ssa-1365-part", "ssa-1365-check", "ssa-1365-cancel"),
}
ABOUT_STAFF = (
    *(
        "people",
        "api-key",
        "person",
        "access-",
        "staff-provider",
        "staff-roll-out",
        "staff-bring-over",
        "earlier",
    ),
    *("staff-announcement", "staff-function", "notice", "home"),
)
# About one person whom they do not name: letters leave the portal, and a file says what it says.
UNNAMED = {"request-decision", "draft-ended", "file", "staff-file", "paper-scan"}
# These say back what the person typed, whoever it is about, or nobody: a refused look-up, and text with a number in
# it that may not be kept.
LOOK_UP = ("request-new", "POST", 422)
CLEAR_TEXT = {
    (name, "POST", 422)
    for name in (
        *("people-name", "access-refuse", "staff-bring-over-send"),
        *("staff-announcement-new", "staff-function-close"),
    )
}
TYPED_BACK = {LOOK_UP, *CLEAR_TEXT}


def test_every_page_was_opened_by_somebody(watch: Watch) -> None:
    opened = {visit.name for visit in watch.day.visits if visit.method == "GET" and visit.status == 200}
    assert sorted(PAGES - opened) == []


def test_every_link_that_somebody_is_offered_opens(watch: Watch) -> None:
    """Only what the day's work types on purpose gets an answer that says no."""
    refused = {(visit.name, visit.method, visit.status) for visit in watch.day.visits if visit.status >= 400}
    assert refused == TYPED_BACK


def test_whoever_is_shown_was_looked_at_in_the_same_unit(watch: Watch) -> None:
    canaries, named = watch.day.canaries, 0
    for visit in watch.day.visits:
        shown = canaries.named_in(visit.text)
        named += len(shown)
        if (visit.name, visit.method, visit.status) not in TYPED_BACK:
            assert shown <= visit.looked_at, (str(visit), canaries.words(shown - visit.looked_at))
    assert named > 500


def test_a_refused_look_up_names_nobody(watch: Watch) -> None:
    (refused,) = [one for one in watch.day.visits if (one.name, one.method, one.status) == LOOK_UP]
    known = [watch.day.canaries.by_id[person] for person in watch.day.canaries.named_in(refused.text)]
    assert not [name for one in known for name in one.names if name in refused.text.casefold()]
    assert refused.looked_at == set()
    assert RefusedLookUp.objects.using("loader").count() == 1


def test_pages_about_staff_and_providers_show_no_ticketholder(watch: Watch) -> None:
    """What they were typed about in vain is the one exception."""
    seen = 0
    for visit in watch.day.visits:
        if not visit.name.startswith(ABOUT_STAFF) or (visit.name, visit.method, visit.status) in CLEAR_TEXT:
            continue
        seen += 1
        assert watch.day.canaries.named_in(visit.text) == set(), str(visit)
        assert visit.looked_at == set(), str(visit)
    assert seen > 100


def test_whoever_was_looked_at_is_shown(watch: Watch) -> None:
    """On the page itself; a form that was sent opens what it changes, which the page before it had shown."""
    canaries = watch.day.canaries
    papers = set(PaperItem.objects.using("loader").values_list("pk", flat=True))
    for visit, shown_to_them in with_what_was_shown(watch):
        shown = canaries.named_in(visit.text)
        if visit.status == 303:
            shown = shown_to_them
        if visit.name in UNNAMED:
            assert len(visit.looked_at) == 1, str(visit)
            shown = shown_to_them
        # A paper that is put to no case is nobody's: to open it is a look at the paper itself.
        seen = visit.looked_at - papers
        assert seen <= shown, (str(visit), canaries.words(seen - shown))


def with_what_was_shown(watch: Watch) -> Iterator[tuple[Visit, set[UUID]]]:
    """Every visit with all whom the same person was shown by name in the course of the day."""
    by_name: dict[str, set[UUID]] = {}
    for visit in watch.day.visits:
        by_name.setdefault(visit.who, set()).update(watch.day.canaries.named_in(visit.text))
    for visit in watch.day.visits:
        yield visit, by_name[visit.who]


def test_no_address_and_no_header_names_anybody(watch: Watch) -> None:
    for visit in watch.day.visits:
        for text in (visit.url, visit.headers, *visit.addresses):
            assert watch.day.canaries.named_in(text) == set(), str(visit)
    assert sum(len(visit.addresses) for visit in watch.day.visits) > 5000


def test_nothing_in_clear_in_the_database(watch: Watch) -> None:
    columns = dict(clear_text())
    # Places where people type, or that leave the house; were they empty, this would show nothing.
    for column in (
        *("kernel_trailentry.detail", "kernel_mail.body", "procrastinate_jobs.args", "kernel_draft.answers"),
        *("payments_requeststep.note", "kernel_storedfile.name", "kernel_storeddecision.facts"),
        *(
            "kernel_duty.diary_reason",
            "payments_paymentrequest.shown_at_submit",
            "django_session.session_data",
        ),
    ):
        assert columns[column], column
    found = {column: watch.day.canaries.named_in(text) for column, text in columns.items()}
    assert {column: watch.day.canaries.words(people) for column, people in found.items() if people} == {}


def test_nothing_in_clear_in_the_files(watch: Watch) -> None:
    kept = [path for path in watch.files.rglob("*") if path.is_file()]
    assert kept
    for path in kept:
        assert watch.day.canaries.named_in(path.read_bytes().decode("utf-8", "replace")) == set()
        assert b"%PDF" not in path.read_bytes()


def test_nothing_in_logs_mails_and_jobs(watch: Watch) -> None:
    assert watch.logged
    assert len(watch.mailed) >= 4
    for line in watch.logged:
        assert watch.day.canaries.named_in(line) == set()
    for mail in watch.mailed:
        said = "\n".join([mail.subject, mail.body, *mail.to, str(mail.message())])
        assert watch.day.canaries.named_in(said) == set()
    for _, arguments in jobs():
        assert set(arguments) == {"subject", "asked_by"}


def test_every_look_says_who_where_and_why(watch: Watch) -> None:
    looks = TrailEntry.objects.using("loader").filter(kind="look")
    assert looks.count() > 100
    assert not looks.filter(actor="").exists()
    assert not looks.filter(page="").exists()
    assert not looks.filter(purpose="").exists()


@contextmanager
def planted(row: Mail | Duty) -> Iterator[None]:
    row.save(using="loader", force_insert=True)
    try:
        yield
    finally:
        with connections["loader"].cursor() as cursor:
            cursor.execute(f"delete from {row._meta.db_table} where id = %s", [row.pk])


@pytest.mark.parametrize("form", ["name", "family name first", "digits", "hyphens", "spaces"])
def test_a_canary_that_was_planted_is_found(watch: Watch, form: str) -> None:
    """The search itself: a name or number in a column, in each of its forms, among other words."""
    one = watch.day.canaries.all[17]
    said = dict(
        zip(
            ["name", "family name first", "digits", "hyphens", "spaces"],
            [*one.names, *one.numbers],
            strict=True,
        )
    )
    mail = Mail(
        id=new_id(),
        key="planted",
        account=new_id(),
        address="clerk@example.org",
        subject="Planted",
        body=f"Write to {said[form].upper()}, please.",
        written_at=datetime(2025, 12, 15, tzinfo=UTC),
    )
    with planted(mail):
        assert watch.day.canaries.named_in(dict(clear_text())["kernel_mail.body"]) == {one.person}


def test_digits_inside_a_longer_number_are_no_canary(watch: Watch) -> None:
    one = watch.day.canaries.all[17]
    for text in (f"1{one.numbers[0]}", f"{one.numbers[0]}0", f"ab{one.numbers[0]}"):
        assert watch.day.canaries.named_in(text) == set()
