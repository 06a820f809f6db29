"""Texts an analyst starts a note from; each is finished by hand before it is sent (row L13)."""

from typing import Any, NamedTuple

from portal.policy.denials import DENIALS

RETURN, DENY, REFER, UPHOLD = "return", "deny", "refer-to-ssa", "uphold"
DENY_AT_SSA = "deny-at-ssa"
# Moves that say a denial code.
DENIALS_SAID = (DENY, UPHOLD, DENY_AT_SSA)


class NoteTemplate(NamedTuple):
    """A text for one move. `slug` is its name in the form."""

    slug: str
    title: str
    move: str
    text: str


TEMPLATES: tuple[NoteTemplate, ...] = (
    NoteTemplate(
        "pay-slips",
        "Pay slips are missing",
        RETURN,
        "Please send the pay slips for the whole month that is claimed. Each has to show the Ticketholder's name, the"
        " gross pay, the pay date and the pay period.",
    ),
    NoteTemplate(
        "not-readable",
        "A file cannot be read",
        RETURN,
        "The file you sent cannot be read. Please scan it again, or send the original or a payroll report.",
    ),
    NoteTemplate(
        "sources-differ",
        "Two sources differ",
        RETURN,
        "The earnings you gave differ from other earnings on record for the same month and employer. Please check the"
        " amount and send a statement by the employer.",
    ),
    NoteTemplate(
        "services",
        "Services are not described",
        RETURN,
        "Please say which services and supports you gave in this time, and how they helped the Ticketholder to reach"
        " this payment.",
    ),
    NoteTemplate(
        "job-start",
        "First day of the job is missing",
        RETURN,
        "Please give the first day of the job and a paper that shows it.",
    ),
    NoteTemplate(
        "agreement-ended",
        "The agreement had ended",
        REFER,
        "The provider's agreement had ended when the payment was requested. The other checks hold. Please decide"
        " whether Social Security overrides this.",
    ),
    NoteTemplate(
        "record-differs",
        "Social Security's record looks wrong",
        REFER,
        "The benefit status on Social Security's record does not agree with what the provider sent. Please look at the"
        " record.",
    ),
    NoteTemplate(
        "vr-between",
        "A State VR closure between two providers",
        REFER,
        "A State VR agency closed a case between two assignments of this Ticket. Please decide what is excluded.",
    ),
)


def for_move(move: str) -> list[NoteTemplate]:
    """The texts for a move; a denial has one for each code."""
    if move in DENIALS_SAID:
        return [
            NoteTemplate(one.code, one.reason, move, f"{one.reason} {one.remedy}") for one in DENIALS.values()
        ]
    return [template for template in TEMPLATES if template.move == move]


def text_of(move: str, slug: str) -> str:
    """The text of a template; "" for one that does not exist."""
    return next((template.text for template in for_move(move) if template.slug == slug), "")


def what_is_missing(answer: dict[str, Any]) -> str:
    """A note to start a return from: what the rules say is needed, each once, with what to do."""
    needed = [
        f"- {_sentence(check['needs'])} {check['remedy']}"
        for check in answer["checks"]
        if check["state"] == "unknown" and check["needs"]
    ]
    return "\n".join(["Please send what is missing:", *dict.fromkeys(needed)]) if needed else ""


def _sentence(needs: Any) -> str:
    text = "; ".join(needs) if isinstance(needs, list) else str(needs)
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."
