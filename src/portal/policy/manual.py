"""The policy manual, made from the rules themselves: `manual()` for a page, `markdown()` for the document."""

import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from portal.policy import (
    allocation,
    amendment,
    assignability,
    assignment,
    contact,
    corrections,
    cos,
    election,
    inquiry,
    inquiry_answer,
    intake,
    payment,
    plan_goals,
    plan_parts,
    plan_services,
    posting,
    progress,
    progress_reentry,
    protection,
    quality,
    reconsideration,
    repayment,
    signatures,
    tar,
    ticket_guards,
    unassignment,
    validity,
    vr_case,
    whole_file,
)
from portal.policy.core import Json, Outcome, State, Test, in_dollars
from portal.policy.denials import DENIALS, Denial
from portal.policy.tables import figures
from portal.policy.tables.parameters import PARAMETERS, Parameter

_EXAMPLES = Path(__file__).with_name("examples")
SUBJECTS = (
    "payment",
    "progress",
    "protection",
    "assignability",
    "assignment",
    "unassignment",
    "validity",
    "contact",
    "election",
)
"""What worked examples are about: each a subject of `portal decide`."""
_ORDER = ("P1M1", "P1M2", "P2", "OUTCOME", "RECONCILIATION")
_TITLES = {
    "P1M1": "Phase 1 first milestone",
    "P1M2": "Phase 1 later milestones",
    "P2": "Phase 2 milestones",
    "OUTCOME": "Outcome payments",
    "RECONCILIATION": "Reconciliation payment",
}
_LEADS = {
    Outcome.REFUSE: "The payment is denied.",
    Outcome.REFER: "A person decides.",
    Outcome.ASK: "The request waits, or comes back for what is missing.",
    Outcome.GRANT: "",
}

_OTHERS = (
    ("Change of the payment system", election.ELECTION_TESTS),
    ("State VR agency", election.AGENCY_TESTS),
    ("Allocation among providers", allocation.TESTS),
    ("Withdrawing an allocation", allocation.WITHDRAWAL_TESTS),
    ("Money that a provider pays back itself", repayment.TESTS),
    ("Canceling such a repayment", repayment.CANCELLATION_TESTS),
    ("Recovery", corrections.TESTS),
)
_CASEWORK = (
    ("Intake", intake.TESTS),
    ("Assignability", assignability.TESTS),
    ("Moves of a Ticket", ticket_guards.TESTS),
    ("Validity of a Ticket", validity.TESTS),
    ("Contacts, discussion, work history and terms of a plan", plan_parts.TESTS),
    ("Goals of a plan", plan_goals.TESTS),
    ("Services of a plan", plan_services.TESTS),
    ("Signatures", signatures.TESTS),
    ("Entry of an assignment", assignment.TESTS),
    ("Amendments and goals not met", amendment.TESTS),
    ("Unassignment", unassignment.TESTS),
    ("Form SSA-1365", vr_case.FORM_TESTS),
    ("Closing a cost-reimbursement case", vr_case.CLOSING_TESTS),
    ("Correcting a closing", vr_case.CORRECTION_TESTS),
    ("Contacts with the Ticketholder", contact.TESTS),
    ("A Ticketholder's file", whole_file.TESTS),
    ("Ticket Assignment Review", tar.TESTS),
    ("Earnings inquiries", inquiry.TESTS),
    ("Answers to earnings inquiries", inquiry_answer.TESTS),
    ("Posting of earnings", posting.TESTS),
    ("Certification of services", cos.TESTS),
    ("Reconsideration of a denied request", reconsideration.TESTS),
    ("Quality reviews of determinations", quality.TESTS),
    ("Progress reviews", progress.TESTS),
    ("Going back in use, and review of a decision", progress_reentry.TESTS),
    ("Protection from medical reviews", protection.TESTS),
)
_CASEWORK_LEADS = {
    Outcome.REFUSE: "It is refused, with what has to be mended.",
    Outcome.REFER: "A person decides.",
    Outcome.ASK: "It waits for what is missing.",
    Outcome.GRANT: "",
}


class RuleEntry(NamedTuple):
    """One test as the manual shows it, with the kinds of payment it belongs to."""

    test: Test
    kinds: tuple[str, ...]
    on_fail: str
    on_unknown: str


class FigureYear(NamedTuple):
    """One year's figures in the order of the columns: dollars with the standing, or a dash where it is blank."""

    year: int
    cells: tuple[str, ...]


class Example(NamedTuple):
    """A worked example: facts written by hand from the documents, and what must come out of `portal decide`."""

    subject: str
    name: str
    about: str
    source: str
    facts: dict[str, Json]
    expected: dict[str, Json]


class Manual(NamedTuple):
    """The whole manual, for a page to render."""

    rules: tuple[RuleEntry, ...]
    denials: tuple[Denial, ...]
    parameters: tuple[Parameter, ...]
    figure_names: tuple[tuple[str, str], ...]
    figures: tuple[FigureYear, ...]
    examples: tuple[Example, ...]


def manual() -> Manual:
    """The manual as it follows from the code and tables in force."""
    return Manual(
        tuple(_rules()),
        tuple(DENIALS.values()),
        PARAMETERS,
        tuple((series.name, series.says) for series in figures.ALL),
        tuple(
            FigureYear(year, tuple(_cell(series, year) for series in figures.ALL)) for year in figures.YEARS
        ),
        tuple(one for subject in SUBJECTS for one in examples(subject)),
    )


def examples(subject: str = "payment") -> tuple[Example, ...]:
    """The worked examples of a subject, by file name. Each file holds what its facts change in the base case."""
    base = json.loads((_EXAMPLES / subject / "base.json").read_text(encoding="utf-8"))
    found = []
    for path in sorted((_EXAMPLES / subject).glob("*.json")):
        if path.name == "base.json":
            continue
        for raw in json.loads(path.read_text(encoding="utf-8")):
            facts = merged(base, raw["facts"])
            found.append(Example(subject, raw["name"], raw["about"], raw["source"], facts, raw["expected"]))
    return tuple(found)


def merged(base: dict[str, Json], changes: dict[str, Json]) -> dict[str, Json]:
    """The base with the changes: objects are merged key by key, everything else is replaced."""
    result = dict(base)
    for key, value in changes.items():
        old = result.get(key)
        result[key] = merged(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return result


def _rules() -> Iterator[RuleEntry]:
    by_kind = {kind: payment.checked_for(kind) for kind in _ORDER}
    subjects = [
        (test, tuple(_TITLES[kind] for kind in _ORDER if test in by_kind[kind])) for test in payment.TESTS
    ]
    subjects += [(test, (title,)) for title, tests in _OTHERS for test in tests]
    yield from (_entry(test, kinds, _LEADS) for test, kinds in subjects)
    for title, tests in _CASEWORK:
        yield from (_entry(test, (title,), _CASEWORK_LEADS) for test in tests)


def _entry(test: Test, kinds: tuple[str, ...], leads: dict[Outcome, str]) -> RuleEntry:
    return RuleEntry(
        test,
        kinds,
        leads[test.on_fail] if State.FAILED in test.states else "Never fails.",
        leads[test.on_unknown] if State.UNKNOWN in test.states else "Is always known.",
    )


def _cell(series: figures.Series, year: int) -> str:
    figure = series.by_year.get(year)
    if figure is None:
        return "—"
    return in_dollars(figure.cents) + ("" if figure.standing == "published" else " (derived)")


def amount_in_words(amount: Json) -> str:
    """An example's amount, in dollars as text or in whole cents, as people write it."""
    return in_dollars(round(Decimal(amount) * 100) if isinstance(amount, str) else int(str(amount)))


def markdown() -> str:
    """The manual as Markdown."""
    whole = manual()
    lines = [
        "# Policy manual: payments, casework and progress reviews",
        "",
        "Made from the rules by `portal manual`. A rule is changed in `src/portal/policy`, never here.",
        "",
        "Every check is made for every case. The reason of a denial is the first failed check in this order.",
        "",
        *_rule_lines(whole),
        *_table("Denial codes", ("Code", "Reason", "What can be done"), whole.denials),
        *_table(
            "Parameters in force",
            ("Name", "Value", "Since", "Source", "Meaning"),
            [(one.name, one.value or "(blank)", one.since, one.source, one.says) for one in whole.parameters],
        ),
        *_table(
            "Figures by year",
            ("Year", *(says for _, says in whole.figure_names)),
            [(year.year, *year.cells) for year in whole.figures],
        ),
        "A dash is a figure that is not loaded: a check that needs it is unknown, and no other year's stands in.",
        "",
        *_example_lines(whole),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _rule_lines(whole: Manual) -> Iterator[str]:
    yield from ("## Checks", "")
    for test, kinds, on_fail, on_unknown in whole.rules:
        yield from (f"### {test.name}", "", test.says, "")
        yield f"- Rule: {test.rule}"
        yield f"- Law: {test.citation}"
        yield f"- For: {', '.join(kinds)}"
        yield f"- If not: {on_fail}" + (f" Code {test.denial}." if test.denial else "")
        yield f"- If not known: {on_unknown}"
        yield from (f"- What to do: {test.remedy}", "")


def _table(title: str, heads: tuple[str, ...], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    yield from (f"## {title}", "", "| " + " | ".join(heads) + " |", "| --- " * len(heads) + "|")
    for row in rows:
        yield "| " + " | ".join(str(cell).replace("|", "\\|") for cell in row) + " |"
    yield ""


def _example_lines(whole: Manual) -> Iterator[str]:
    yield from ("## Worked examples", "")
    for example in whole.examples:
        yield f"- **{example.name}** ({example.source}): {example.about} Result: {_result(example.expected)}."


def _result(expected: dict[str, Json]) -> str:
    words = [str(expected["outcome"])]
    if expected.get("amount"):
        words.append(amount_in_words(expected["amount"]))
    if expected.get("denial"):
        words.append(str(expected["denial"]))
    if expected.get("primary"):
        words.append(f"because of `{expected['primary']}`")
    return ", ".join(words)
