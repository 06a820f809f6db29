"""What no page of ours would send: every answer is a page, never a server error, and no draft is lost by it."""

import pytest
from django.urls import URLResolver, get_resolver

from portal.kernel.models import Duty
from portal.payments.models import PaymentRequest

NUMBERED = "<str:number>"
MANY_DIGITS = "9" * 5000  # more than Python turns into a whole number
CLAIMS = {"basis": "proven", "other-TOTAL_FORMS": "0", "other-INITIAL_FORMS": "0"}
WORK = {"earnings-INITIAL_FORMS": "0", "services_described": "on"}


def addresses(patterns, before=""):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, before + str(pattern.pattern))
        else:
            yield before + str(pattern.pattern)


def test_a_nul_in_a_number_names_nothing(shop, office):
    numbered = [one for one in addresses(get_resolver().url_patterns) if NUMBERED in one]
    assert len(numbered) > 10
    lead = office.client("lead")
    for pattern in numbered:
        client = lead if pattern.startswith("staff/") else shop.clerk
        assert client.get("/" + pattern.replace(NUMBERED, "PR%00")).status_code == 404, pattern


def test_error_pages_are_kept_by_no_cache_either(shop):
    page = shop.clerk.get("/requests/PR-NONE-HERE/")
    assert page.status_code == 404
    assert b"Dana Clerk" in page.content
    assert page.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "claim", ["x", "", "\0", "P1M1 2025-02 x", "P1M1 ٢٠٢٥-٠٢", "P1M1 2025-13", "P9 2025-02"]
)
def test_a_claim_that_cannot_be_read_does_not_close_the_draft_to_everybody(shop, claim):
    draft = shop.draft(shop.holder())
    sent = shop.clerk.post(draft, {**CLAIMS, "revision": "0", "claims": [claim]})
    assert sent.status_code == 422
    assert shop.colleague.get(draft).status_code == 200


@pytest.mark.parametrize("count", ["abc", "-5", "²", MANY_DIGITS])
def test_a_count_of_rows_that_is_no_count_is_none(shop, count):
    draft = shop.draft(shop.holder())
    shop.clerk.post(draft, {**CLAIMS, "revision": "0", "claims": ["P1M1 2025-02"]})
    for step, prefix in (("work/", "earnings"), ("evidence/", "papers")):
        data = {**WORK, f"{prefix}-TOTAL_FORMS": count, f"{prefix}-INITIAL_FORMS": "0", "action": "add"}
        data["revision"] = shop.draft_row(draft).revision
        assert shop.clerk.post(draft + step, data).status_code in (303, 422), step
        assert shop.clerk.get(draft + step).status_code == 200, step


def test_a_field_named_like_no_row_is_told_apart_in_a_conflict(shop):
    draft = shop.draft(shop.holder())
    shop.clerk.post(draft, {**CLAIMS, "revision": "0", "claims": ["P1M1 2025-02"]})
    late = shop.colleague.post(draft, {"revision": "0", f"earnings-{'9' * 5000}-month": "x"})
    assert late.status_code in (400, 409)
    late = shop.colleague.post(draft, {"revision": "0", f"earnings-{'9' * 400}-month": "x"})
    assert late.status_code == 409


def test_a_version_in_other_digits_hands_over_nothing(office):
    duty = office.duty(office.asks())
    sent = office.client("lead").post(
        "/staff/queue/analysts/",
        {"to_account": str(office.accounts["colleague"].pk), "duty": f"{duty.pk}:²"},
    )
    assert sent.status_code == 422
    assert Duty.objects.using("loader").get(pk=duty.pk).claimed_by is None


def test_nobody_is_kept_waiting_by_one_request_for_hundreds_of_payments(shop):
    draft = shop.draft(shop.holder())
    claims = [f"OUTCOME {year}-{month:02d}" for year in range(2018, 2025) for month in range(1, 13)]
    begun = {**CLAIMS, "revision": "0", "claims": claims, "insist": claims}
    assert shop.clerk.post(draft, begun).status_code == 303
    shop.clerk.post(f"{draft}work/", {**WORK, "earnings-TOTAL_FORMS": "0", "revision": "1"})
    sent = shop.clerk.post(f"{draft}check/", {"revision": "2"})
    assert sent.status_code == 422
    assert "84 payments are asked for, and 60 are the most at once" in sent.content.decode()
    assert not PaymentRequest.objects.using("loader").exists()


def test_as_many_rows_of_earnings_as_the_form_takes_arrive(shop):
    draft = shop.draft(shop.holder())
    shop.clerk.post(draft, {**CLAIMS, "revision": "0", "claims": ["P1M1 2025-02"]})
    names = ("month", "employer", "gross", "kind", "source", "period_from", "period_until", "paid_on")
    rows = {f"earnings-{place}-{name}": "" for place in range(400) for name in names}
    sent = {**WORK, **rows, "earnings-TOTAL_FORMS": "400", "revision": "1"}
    assert shop.clerk.post(f"{draft}work/", sent).status_code == 303
