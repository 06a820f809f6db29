"""Facts as they would be with what a form gives: for trying claims before anything is written."""

from typing import Any

from portal.earnings.disclosure import Disclosure
from portal.payments.facts import Facts, dollars
from portal.payments.form import EarningsGiven, PaperGiven, RequestForm

UNCOUNTED = (
    "Other earnings of {months} are on record and not shown to you. This answer leaves them out; "
    "they are counted when you submit."
)


def with_given(facts: Facts, form: RequestForm) -> Facts:
    """The facts with the form's earnings and papers added as the services would add them.

    In a month that the form gives earnings for, what is hidden from its provider does not count: from the amount at
    which the answer changes, tried out on a draft, anybody could work out what is hidden (row L7).
    """
    given = [_earnings(row) for row in form.earnings]
    hidden = hidden_beside(facts, form)
    kept = [
        row
        for row in facts["earnings"]
        if not _replaced(row, given) and not (_is_hidden(row) and row["month"] in hidden)
    ]
    papers = [_paper(number, paper) for number, paper in enumerate(form.papers, start=1)]
    return {**facts, "earnings": [*kept, *given], "evidence": [*facts["evidence"], *papers]}


def hidden_beside(facts: Facts, form: RequestForm) -> list[str]:
    """The months that the form gives earnings for and that have earnings on record hidden from its provider."""
    given = {str(row.month) for row in form.earnings}
    return sorted({row["month"] for row in facts["earnings"] if _is_hidden(row) and row["month"] in given})


def _is_hidden(row: dict[str, Any]) -> bool:
    return bool(row["disclosure"] != Disclosure.GIVEN)


def _replaced(row: dict[str, Any], given: list[dict[str, Any]]) -> bool:
    """What this provider gave before for the same month, employer and source, unless it has been proven."""
    if row["disclosure"] != Disclosure.GIVEN or row["proven"]:
        return False
    return any(_key(row) == _key(one) for one in given)


def _key(row: dict[str, Any]) -> tuple[str, str, str]:
    return row["month"], (row["employer"] or "").casefold(), row["source"]


def _earnings(row: EarningsGiven) -> dict[str, Any]:
    return {
        "month": str(row.month),
        "gross": dollars(row.gross_cents),
        "kind": row.kind,
        "employer": " ".join(row.employer.split()) or None,
        "source": row.source,
        "disclosure": str(Disclosure.GIVEN),
        "proven": False,
    }


def _paper(number: int, paper: PaperGiven) -> dict[str, Any]:
    return {
        "id": paper.file_number or f"paper {number}",
        "kind": paper.kind,
        "issuer": " ".join(paper.issuer.split()) or None,
        "months": [str(month) for month in paper.months],
        "shows": {
            "name": paper.shows_name,
            "gross": paper.shows_gross,
            "pay_date": paper.shows_pay_date,
            "pay_period": paper.shows_pay_period,
            "legible": paper.legible,
        },
    }
