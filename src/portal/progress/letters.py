"""What the letters of a progress review say (TPR-06), and the letter as a PDF. The wording is our own."""

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, NamedTuple

from portal.kernel import documents
from portal.kernel.documents.words import long_date
from portal.policy.core import in_dollars
from portal.policy.dates import DAY
from portal.policy.progress import Review
from portal.policy.progress_facts import Completion
from portal.policy.progress_notices import NOTICES
from portal.policy.progress_reentry import Reentry
from portal.policy.progress_requirements import Requirement, levels_of
from portal.policy.tables.parameters import PROGRESS

HELP = "If you have questions, call the Ticket to Work Help Line at 1-866-968-7842 (TTY 1-866-833-2967)."
GO_ON = (
    "Your Ticket stays assigned. You can go on with your provider, and your provider can still be paid."
    " A medical review is not begun because of this letter: it comes when it is due anyway."
)
_NO_LETTER = "If the work or study you report is enough, you get no other letter about this review."
_COMPLETED = {
    Completion.DIPLOMA: "a high school diploma",
    Completion.GED: "a GED",
    Completion.TECHNICAL: "a two-year technical, trade or vocational program",
    Completion.TWO_YEAR: "a two-year college program",
    Completion.FOUR_YEAR: "a four-year college program",
}


class Letter(NamedTuple):
    """What one letter says, without a name. `last_day`: of a reply, or for a review of the decision."""

    code: str
    facts: tuple[tuple[str, str], ...]
    texts: tuple[str, ...]
    last_day: date | None = None

    def to_json(self) -> dict[str, Any]:
        return {"facts": [list(one) for one in self.facts], "texts": list(self.texts)}


def asking(code: str, stands: Review, on: date) -> Letter:
    """A letter that asks what was done in the period: to the Ticketholder (Q-2, F-1), or to the provider (Qp2)."""
    last = on + timedelta(days=PROGRESS.progress_reply_days)
    first = {
        "Q-2": "While your Ticket is in use, Social Security begins no medical review. In return we look once a year at"
        " how your work or study goes. What is on record does not show it yet. Please tell us.",
        "Qp2": "This person's progress review is due, and the person did not answer our request. Please certify what you"
        " know of the person's work and study in the months of this review.",
        "F-1": "We still need to know about your work or study. What we have does not show enough yet. This is our last"
        " request before we decide.",
    }[code]
    then = (
        ("Answer in the Ticket Portal, under Progress reviews to answer.",)
        if code == "Qp2"
        else (
            "Answer in the Ticket Portal, under Your progress, or write to the Ticket Program Manager.",
            _NO_LETTER,
            HELP,
        )
    )
    answer_by = f"Please answer by {long_date(last)}. A later answer still counts until we have decided."
    return Letter(code, _about(stands), (first, asks_for(stands.requirement), answer_by, *then), last)


def failed(stands: Review, on: date) -> Letter:
    """The fail notice: why, from when, what stays, how to have it reviewed (20 CFR 411.200(d), 411.205)."""
    effective = on + timedelta(days=PROGRESS.progress_effective_days)
    return Letter(
        "F-2",
        (*_about(stands), ("In effect from", long_date(effective))),
        (
            "We decided that you did not make timely progress in the months of this review.",
            f"{asks_for(stands.requirement)} {_found(stands)}",
            f"From {long_date(effective)} on, your Ticket does not protect you from a medical review.",
            GO_ON,
            "If you do not agree, you can ask Social Security to review this decision. If you ask by"
            f" {long_date(effective)}, nothing changes until Social Security has decided.",
            "You can be back in use later: when you have done what this review asked for, write to us and send what"
            " shows it.",
            HELP,
        ),
        effective,
    )


def reviewed(stands: Review, on: date, *, favorable: bool, in_effect_from: date | None) -> Letter:
    """What Social Security decided about the decision."""
    if favorable:
        text = "Social Security reviewed our decision and changed it. You are in timely progress."
        return Letter("H-1", (*_about(stands), ("Decided on", long_date(on))), (text, HELP))
    effect = (
        f"From {long_date(in_effect_from)} on, your Ticket does not protect you from a medical review."
        if in_effect_from
        else ""
    )
    texts = ("Social Security reviewed our decision and did not change it.", effect, GO_ON, HELP)
    return Letter("H-2", (*_about(stands), ("Decided on", long_date(on))), tuple(filter(None, texts)))


def back(stands: Review, found: Reentry) -> Letter:
    """The Ticketholder met what was missed; whether the Ticket is in use depends on its being assigned."""
    facts = (*_about(stands), ("From", long_date(found.effective_on)))
    if found.notice == "I-1":
        texts = (
            "You have met what your last progress review asked for. Your Ticket is back in use.",
            f"Your Ticket protects you from a medical review again from {long_date(found.effective_on)}, and your next"
            f" progress review does not come before {long_date(found.free_until)}.",
        )
    else:
        texts = (
            "You have met what your last progress review asked for.",
            "Your Ticket is not assigned now. It protects you again from the day you assign it.",
        )
    return Letter(found.notice, facts, (*texts, HELP))


def printed(
    code: str, number: str, name: str, ticket: str, content: dict[str, Any], sent_on: date
) -> tuple[bytes, str]:
    """The PDF of a letter, the same for the same letter, and its file name."""
    kind = NOTICES[code]
    about: list[documents.Fact] = [{"name": one, "value": value} for one, value in content["facts"]]
    data: documents.Letter = {
        "title": kind.title,
        "number": number,
        "code": "",
        "facts": [
            {"name": "Date", "value": sent_on},
            {"name": "About", "value": name},
            {"name": "Ticket", "value": ticket},
            *about,
        ],
        "texts": list(content["texts"]),
    }
    return documents.render("letter", data, on=sent_on), f"{number}-{code}.pdf"


def asks_for(needed: Requirement) -> str:
    """What a period asks for, in plain words."""
    return "This review asks for " + ", or ".join(_ways(needed)) + "."


def _ways(needed: Requirement) -> Iterator[str]:
    cash = " without a cash benefit for those months" if needed.no_cash else ""
    yield f"at least {needed.months} months of work at or above the amounts named here{cash}"
    if needed.study is not None:
        yield _study(needed.study)
    yield from (_COMPLETED[one] for one in sorted(needed.completions))
    if needed.combines:
        yield "part of the work and part of the study that together make the whole"


def _study(share: Fraction) -> str:
    if share == 1:
        return "one more full-time school year of college or job training"
    return f"{share * 100} percent of a full-time school year of college or job training"


def _about(stands: Review) -> tuple[tuple[str, str], ...]:
    months = stands.period.months
    through = (months[-1].plus(1).first - DAY) if months else None
    levels = levels_of(stands.requirement, months)
    amounts = "; ".join(
        f"{year}: " + ("not known yet" if cents is None else f"{in_dollars(cents)} a month")
        for year, cents in levels
    )
    return (
        ("Review", str(stands.period.number)),
        ("Months of this review", f"{long_date(months[0].first)} to {long_date(through)}" if through else ""),
        ("Amounts", amounts),
    )


def _found(stands: Review) -> str:
    """What the records and the answers show, in months and shares."""
    parts = [f"We found {len(stands.measure.work.reached)} months of work"]
    if stands.measure.study_share is not None:
        parts.append(f"{int(stands.measure.study_share * 100)} percent of the study")
    return " and ".join(parts) + "."
