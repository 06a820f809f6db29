"""The terms: 15 in each language, readable at grade 8, refused where they are broken; the words of a plan."""

from datetime import date
from pathlib import Path

import pytest

from portal.casework.plan import content, words
from portal.casework.plan.terms import TermsError, every, in_force, terms
from portal.policy.plan_facts import PlanFacts
from portal.policy.plan_services import KINDS
from portal.policy.tables.parameters import CASEWORK
from tests.people.test_training_content import grade
from tests.policy.casework import TRAINING, goal, plan, service

ALL = list(every().values())


@pytest.mark.row("D3")
@pytest.mark.parametrize("one", ALL, ids=lambda one: f"{one.version}-{one.language}")
def test_there_are_15_numbered_terms_that_say_whose_words_they_are(one):
    assert [term.number for term in one.terms] == list(range(1, CASEWORK.terms_count + 1))
    assert all(term.title and term.text for term in one.terms)
    assert one.language != "en" or "Replace with the Agreement's text before use" in one.standing


@pytest.mark.row("H3")
def test_english_terms_are_readable_at_grade_8():
    for one in ALL:
        if one.language == "en":
            assert grade("\n".join(f"{term.title}. {term.text}" for term in one.terms)) <= 8


def test_every_version_is_in_english_and_one_is_in_force():
    assert {version for version, language in every() if language == "en"} == {one.version for one in ALL}
    assert in_force(date(2025, 12, 15)) == "1"
    with pytest.raises(LookupError):
        in_force(date(2000, 1, 1))
    assert terms("1", "fr") == terms("1", "en")
    assert terms("1", "es").language == "es"


def test_languages_that_differ_are_refused(tmp_path: Path):
    head = "---\ntitle: T\nstanding: S\nin_force_from: 2025-01-01\n---\n"
    (tmp_path / "9").mkdir()
    (tmp_path / "9" / "en.md").write_text(f"{head}[term] One\nText\n[term] Two\nText\n")
    (tmp_path / "9" / "es.md").write_text(f"{head}[term] Uno\nTexto\n")
    with pytest.raises(TermsError, match="differ"):
        every(tmp_path)


@pytest.mark.parametrize("text", ["no front matter", "---\ntitle: T\n---\n[term] One\nText"])
def test_a_broken_file_is_named(tmp_path: Path, text):
    (tmp_path / "9").mkdir()
    (tmp_path / "9" / "en.md").write_text(text)
    with pytest.raises(TermsError, match=r"en\.md"):
        every(tmp_path)


@pytest.mark.row("D3")
def test_every_service_of_the_form_has_its_words():
    assert tuple(words.SERVICES) == KINDS


@pytest.mark.row("D3", "C11")
def test_the_whole_plan_is_shown_and_read_back_as_it_was():
    facts = plan(
        services=(*(service(kind, places=("work",)) for kind in KINDS),),
        short_term=goal(1200, "2026-12-15", training=TRAINING),
        additional_terms="We meet at the library.",
        terms=plan().terms._replace(version="1"),
    )
    text = content.plan_written(facts, {"outcome": "grant"})
    found = content.read(text)
    assert found.plan == facts._replace(signatures=found.plan.signatures, copy_given_on=None)
    assert found.plan.signatures.holder is None
    assert found.decision == {"outcome": "grant"}
    assert found.shown == words.sections(facts)
    whole = "\n".join(f"{question}\n{answer}" for section in found.shown for question, answer in section.rows)
    for said in (
        "Robin Roe",
        "P123",
        "$1,200.00",
        "December 15, 2029",
        "Shop",
        "15. Other terms",
        "the library",
    ):
        assert said in whole
    assert words.NOT_SAID not in whole
    assert content.digest(text) == content.digest(content.plan_written(facts, {"outcome": "grant"}))
    assert content.digest(text) != content.digest(content.plan_written(facts._replace(pid="P124")))


def test_a_plan_that_is_hardly_begun_can_be_shown():
    shown = words.sections(PlanFacts())
    assert len(shown) == 8
    assert all(words.NOT_SAID in answer for section in shown for _, answer in section.rows)


@pytest.mark.row("D3", "H3")
def test_the_suggested_statement_is_in_the_ticketholder_s_voice():
    said = words.suggested_statement(plan())
    assert "I " in said
    assert "Clerk" in said
    assert grade(said) <= 9
