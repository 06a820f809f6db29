"""What Ticketholders read: grade 8 or below, and the same keys in both languages (mission row H3)."""

import re
import string
from collections.abc import Iterator

import pytest

from portal.web.holder.texts import CONTENT, texts
from portal.web.ui.phrases import SPANISH

pytestmark = pytest.mark.row("H3")

GRADE = 8.0
# Words of the program's own law that have no place on these pages.
JARGON = (
    "TWL",
    "SGA",
    "IWP",
    "CDR",
    "TPR",
    "SSDI",
    "SSI",
    "EN ",
    "VR ",
    "unassign",
    "milestone",
    "beneficiary",
)
FILLED = {
    "provider": "Bright Path Employment",
    "through": "March 15, 2026",
    "on": "March 15, 2026",
    "number": "PL-7K4M-2Q9X",
    "ordinal": "2",
    "tries": "5",
    "last": "March 15, 2026",
    "first": "May 2025",
    "count": "3",
    "amounts": "$1,110 a month in 2024",
    "amount": "$1,110",
    "year": "2024",
    "percent": "60",
    "done": "2",
    "window": "6",
}


def entries(language: str) -> Iterator[tuple[str, str]]:
    for page, named in texts(language).items():
        for name, text in named.items():
            yield f"{page}.{name}", text


def syllables(word: str) -> int:
    """Groups of vowels, without a silent e at the end; at least one."""
    word = word.lower()
    groups = len(re.findall(r"[aeiouy]+", word))
    silent = word.endswith("e") and not word.endswith(("le", "ee")) and groups > 1
    return max(groups - silent, 1)


def grade(text: str) -> float:
    """Flesch-Kincaid grade level: 0.39 words per sentence + 11.8 syllables per word - 15.59."""
    sentences = [one for one in re.split(r"[.!?:]+(?:\s|$)", text) if re.search(r"[A-Za-z]", one)]
    words = re.findall(r"[A-Za-z][A-Za-z']*", text)
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def test_the_measure_tells_plain_words_from_heavy_ones() -> None:
    assert grade("You can stop now. You can come back later. Call us.") < 3
    heavy = "Notwithstanding the aforementioned determination, administrative reconsideration of eligibility remains."
    assert grade(heavy) > 15


@pytest.mark.parametrize("page", sorted(texts("en")))
def test_each_page_reads_at_grade_8_or_below(page: str) -> None:
    whole = " ".join(text.rstrip(".") + "." for text in texts("en")[page].values()).format(**FILLED)
    assert grade(whole) <= GRADE, round(grade(whole), 1)


@pytest.mark.parametrize(("key", "text"), [one for one in entries("en") if len(one[1].split()) > 12])
def test_no_long_text_reads_above_grade_8(key: str, text: str) -> None:
    assert grade(text.format(**FILLED)) <= GRADE, (key, round(grade(text.format(**FILLED)), 1))


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_jargon(language: str) -> None:
    found = [(key, word) for key, text in entries(language) for word in JARGON if word in f"{text} "]
    assert found == []


def test_both_languages_have_the_same_texts_with_the_same_places_to_fill_in() -> None:
    def shape(language: str) -> dict[str, set[str | None]]:
        return {
            key: {part for _, part, _, _ in string.Formatter().parse(text) if part}
            for key, text in entries(language)
        }

    assert shape("en") == shape("es")
    assert {path.stem for path in CONTENT.glob("*.toml")} == {"en", "es"}


def test_no_spanish_text_was_left_in_english() -> None:
    english = dict(entries("en"))
    same = {key for key, text in entries("es") if text == english[key]}
    assert same == {"response.no"}  # the word is the same
    assert {text for text, other in SPANISH.items() if text == other} == {"Error:"}


def test_every_text_is_said_somewhere() -> None:
    """A text that no page says is one nobody keeps right."""
    source = CONTENT.parents[1] / "src" / "portal" / "web"
    code = "\n".join(
        path.read_text()
        for kind in ("*.py", "*.html")
        for path in source.rglob(kind)
        if "holder" in str(path)
    )
    code += (source / "context.py").read_text()
    chosen = (
        "progress_state.",
        "response.",
        "standing.",
        "plans.to-sign",
        "plans.ended",
        "prove.stopped",
        "prove.closed",
    )
    by_page = {key for key, _ in entries("en") if f"{{page}}.{key.partition('.')[2]}" in code}
    missing = [key for key, _ in entries("en") if f'"{key}"' not in code and not key.startswith(chosen)]
    assert [key for key in missing if key not in by_page] == []
