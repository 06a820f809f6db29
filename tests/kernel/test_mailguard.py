"""The mail guard: personal data in any usual writing is found, and our own mails pass."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.kernel.mailguard import Kind, check_outgoing
from portal.kernel.numbers import number_from

ssns = st.tuples(st.integers(900, 999), st.integers(1, 49), st.integers(1, 9999))
parts = st.tuples(
    ssns, st.sampled_from(["", "-", " ", ".", "/", " - ", "\u2013", "\u2011", "\u00a0", "_", "\n"])
)
WORDS = ["", "about ", "SSN:", "in 2025 ", "(", "PR-7K4M-2Q9X ", "call 800-772-1213, ", "x"]
ENDS = ["", ".", ")", " was sent", ", thank you", "\n"]


def kinds(body: str, *known: str) -> set[Kind]:
    return {finding.kind for finding in check_outgoing("Your request", body, known=known)}


@settings(max_examples=300, deadline=None)
@given(part=parts, before=st.sampled_from(WORDS), after=st.sampled_from(ENDS))
def test_every_separator_is_seen_through(
    part: tuple[tuple[int, int, int], str], before: str, after: str
) -> None:
    (area, group, serial), mark = part
    assert Kind.SSN in kinds(f"{before}{area}{mark}{group:02}{mark}{serial:04}{after}")


DISGUISES = {
    "full width": lambda text: text.translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)}),
    "arabic digits": lambda text: text.translate({ord(str(n)): chr(0x0660 + n) for n in range(10)}),
    "zero width": "\u200b".join,
    "soft hyphen": "\u00ad".join,
    "keycap": lambda text: "".join(f"{c}\ufe0f\u20e3" if c.isdigit() else c for c in text),
    "entities": lambda text: "".join(f"&#{ord(c)};" for c in text),
    "entities twice": lambda text: "".join(f"&amp;#x{ord(c):x};" for c in text),
    "tags": lambda text: "".join(f"<b>{c}</b>" for c in text),
    "in an address": lambda text: "https://example.org/?q=" + text.replace("-", "%2D"),
    "dots": lambda text: ".".join(c for c in text if c.isdigit()),
    "spaced": lambda text: " ".join(c for c in text if c.isdigit()),
    "hyphen and space": lambda text: text.replace("-", " ", 1),
}


@pytest.mark.parametrize("disguise", DISGUISES)
@settings(max_examples=25, deadline=None)
@given(ssn=ssns)
def test_disguises_are_seen_through(disguise: str, ssn: tuple[int, int, int]) -> None:
    area, group, serial = ssn
    written = DISGUISES[disguise](f"{area}-{group:02}-{serial:04}")
    assert Kind.SSN in kinds(f"The number {written} was sent.")


@pytest.mark.parametrize(
    "text",
    [
        "123-45-6789",
        "123 45 6789",
        "SSN123456789",
        "12345-6789",
        "123-456789",
        "123-456-789",
        "2025 123-45-6789",
        "EIN 123456789",
        "12-3456789",
        "nine one two, three four five, six seven eight",
    ],
)
def test_nine_digits_are_taken_for_an_ssn(text: str) -> None:
    assert Kind.SSN in kinds(text)
    assert [finding.part for finding in check_outgoing(text, "")] == ["subject"] * len(
        check_outgoing(text, "")
    )


@pytest.mark.parametrize(
    "text",
    [
        "the last four 6789",
        "Last 4 digits of the number: 6789",
        "the number ending in 6789",
        "XXX-XX-6789",
        "***-**-6789",
        "SSN: 6789",
        "Social Security number is 6789",
    ],
)
def test_the_end_of_an_ssn_is_found(text: str) -> None:
    assert kinds(text) == {Kind.PART_OF_SSN}


@pytest.mark.parametrize(
    "text",
    [
        "born 02/03/1980",
        "DOB 1980-02-03",
        "D.O.B.: 2/3/80",
        "Date of birth: February 3, 1980",
        "birthday is 3 Feb 1980",
        "fecha de nacimiento: 3 de febrero de 1980",
        "born in 1980",
        "DOB 02031980",
    ],
)
def test_dates_of_birth_are_found(text: str) -> None:
    assert Kind.BIRTH_DATE in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "$1,234.56 in wages",
        "Earnings for June were $1,159.99",
        "she earned 1,200 dollars",
        "gross pay: $900",
    ],
)
def test_earnings_are_found(text: str) -> None:
    assert kinds(text) == {Kind.EARNINGS}


@pytest.mark.parametrize(
    "text",
    [
        "about ROBIN VÁLE.",
        "Vale, Robin",
        "robin\nvale",
        "Ro\u200bbin Vale",
        "<b>Robin</b> Vale",
        "robin.vale@example.org",
        "R\u00f3bin  Vale",
    ],
)
def test_known_names_are_found(text: str) -> None:
    assert kinds(text, "Robin Vale") == {Kind.KNOWN}


def test_known_names_are_whole_words() -> None:
    assert kinds("The robins of Valencia fly.", "Robin Vale", "Ro", "", "A") == set()
    assert kinds("Łukasz waits", "lukasz") == {Kind.KNOWN}
    assert kinds("lukasz waits", "Łukasz") == {Kind.KNOWN}


OWN_MAILS = [
    (
        "Payment request PR-7K4M-2Q9X was received",
        "Harbor Works sent payment request PR-7K4M-2Q9X on December 15, 2025 at 3:04 p.m. Eastern Time.\n"
        "You get an answer by January 14, 2026. Sign in to see it: https://portal.example.org/r/PR-7K4M-2Q9X\n",
    ),
    (
        "We need more for request PR-1234-5678",
        "Send evidence for 06/2025 and 07/2025 by 2026-01-14. The rule is 20 CFR 411.575(b)(1)(i).\n"
        "Questions? Call 1-866-968-7842 (TTY 1-866-833-2967), Monday to Friday, 8 a.m. to 8 p.m.\n",
    ),
    (
        "Payment approved",
        "Request PR-0000-0000 was approved for $1,850.00. It goes out in payment run 2025-12.",
    ),
    (
        "Your organization",
        "EIN 12-3456789, 6401 Security Blvd, Baltimore, MD 21235-6401. We never ask for an SSN.",
    ),
    (
        "Sign-in code",
        "<p>Your code is <b>482913</b>. It works for 10 minutes.</p><p>We never ask for your date of birth, "
        "Social Security number or wages by e-mail.</p>",
    ),
    (
        "Requests this week",
        "Received: 12\nApproved: 120\nDenied: 3\nWaiting since 2025-12-01: 45\nIn all: 1,180",
    ),
]


@pytest.mark.parametrize(("subject", "body"), OWN_MAILS)
def test_our_own_mails_pass(subject: str, body: str) -> None:
    assert check_outgoing(subject, body, known=["Robin Vale"]) == []


@given(value=st.integers(0, 32**7 - 1), prefix=st.sampled_from(["PR", "TK", "EN"]))
def test_every_public_number_passes(value: int, prefix: str) -> None:
    number = number_from(prefix, value)
    assert (
        check_outgoing(f"Request {number}", f"See {number}. Also <{number}>, https://example.org/r/{number}/")
        == []
    )


def test_a_finding_explains_itself_without_repeating_the_data() -> None:
    body = "Hello,\n\nRobin Vale, 987-12-3456, born 02/03/1980"
    found = check_outgoing("News", body, known=["Robin Vale"])
    assert {(each.part, each.line) for each in found} == {("body", 3)}
    assert {each.kind for each in found} == {Kind.SSN, Kind.BIRTH_DATE, Kind.KNOWN}
    for each in found:
        assert each.sentence.startswith("Line 3 of the body ")
        assert each.sentence.endswith(".")
        assert not re.search(r"987|Robin|1980", repr(each))
