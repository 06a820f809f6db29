"""The runner of changes itself: which changes it makes, and that it tells a noticed one from an unnoticed one."""

import ast
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from tests.mutants import parameters
from tests.mutants.changes import changed, changes
from tests.mutants.every import all_changes
from tests.mutants.journal import Journal, Result
from tests.mutants.law import REPOSITORY
from tests.mutants.report import equivalents, report

SOURCE = '''
LIMIT = 4
FACTOR = "0.36"
CODE = Test("a sentence", "DEN-09")
KINDS = frozenset({"wages"})


class Span:
    def covers(self, day, until=0):
        """Not changed: 1 < 2."""
        return self.start <= day < self.end and day is not None

    def pays(self, kind):
        return kind == "P2", "a word for people"
'''


def found() -> list[tuple[str, str]]:
    return [(one.scope, one.change) for one in changes("toy", SOURCE)]


def test_every_comparator_constant_and_conjunction_is_changed() -> None:
    assert found() == [
        ("", "4 -> 5"),
        ("", "4 -> 3"),
        ("", "'0.36' -> '0.37'"),
        ("", "'DEN-09' -> 'DEN-10'"),
        ("", "'wages' -> 'wages-other'"),
        ("", "0 -> 1"),
        ("", "0 -> -1"),
        ("Span.covers", "and -> or"),
        ("Span.covers", "<= -> < (1 of 2)"),
        ("Span.covers", "<= -> > (1 of 2)"),
        ("Span.covers", "< -> <= (2 of 2)"),
        ("Span.covers", "< -> >= (2 of 2)"),
        ("Span.covers", "is not -> is"),
        ("Span.pays", "== -> !="),
        ("Span.pays", "'P2' -> 'P2-other'"),
    ]


def test_a_change_changes_one_place_only() -> None:
    plain = ast.unparse(ast.parse(SOURCE)).splitlines()
    for change in changes("toy", SOURCE):
        lines = ast.unparse(changed(change, SOURCE)).splitlines()
        assert sum(old != new for old, new in zip(plain, lines, strict=True)) == 1


def test_parameters_are_changed_by_one_or_turned_round() -> None:
    found = {(one.expression, one.change) for one in parameters.changes()}
    assert ("claim_limit_months", "24 -> 25") in found
    assert ("vr_closure_rule_from", "2020-02-01 -> 2020-01-31") in found
    assert ("phase_2_requires_phase_1", "yes -> no") in found
    change = next(one for one in parameters.changes() if one.change == "24 -> 23")
    made = ast.unparse(parameters.changed(change, "PARAMETERS = read_parameters()"))
    assert "one._replace(value='23') if one.name == 'claim_limit_months' else one" in made


def test_changes_have_names_of_their_own() -> None:
    names = [change.key for change in all_changes()]
    assert len(set(names)) == len(names)


def test_every_equivalent_change_exists_and_has_a_reason() -> None:
    listed = equivalents()
    assert set(listed) <= {change.key for change in all_changes()}
    assert all(listed.values())


def test_the_rate_leaves_out_what_is_equivalent() -> None:
    three = changes("portal.policy.core", "LIMIT = 4\nOPEN = True")
    keys = [change.key for change in three]
    results = {key: Result(killer, True) for key, killer in zip(keys, ("a test", "", ""), strict=True)}
    text, enough = report(three, results, {keys[2]: "why"}, 0)
    assert "1 of 2 killed: 50.0 %" in text
    assert not enough
    assert report(three, results, {keys[1]: "why", keys[2]: "why"}, 0)[1]
    text, enough = report(three, results, dict.fromkeys(keys, "why"), 0)
    assert "Listed as equivalent, but killed" in text
    assert not enough


def test_a_result_is_good_for_the_same_files_only(tmp_path: Path) -> None:
    change = changes("toy", SOURCE)[0]
    file = tmp_path / "journal.jsonl"
    Journal(file, "old").note(change, "tests/a.py::test", final=True)
    with file.open("a") as opened:
        opened.write('{"key": "cut o')
    assert Journal(file, "old").results == {change.key: Result("tests/a.py::test", True)}
    later = Journal(file, "new")
    assert later.results == {}
    assert later.hints == {change.key: "tests/a.py::test"}


def test_where_a_change_was_noticed_or_others_of_its_module_is_looked_first(tmp_path: Path) -> None:
    one, two, *_ = changes("toy", SOURCE)
    journal = Journal(tmp_path / "journal.jsonl", "old")
    assert journal.likely(one) == []
    own = "tests/mutants/test_mutants.py"
    for change, killer in ((one, f"{own}::test"), (two, "tests/gone.py::test"), (two, "ran without an end")):
        journal.note(change, killer, final=True)
    later = Journal(tmp_path / "journal.jsonl", "new")
    assert later.likely(one) == [own]
    assert later.likely(two) == []
    assert later.likely(replace(one, change="another")) == [own]


SAMPLE = """
from dataclasses import replace
from pathlib import Path
from tests.mutants import in_place, reloaded, session
from tests.mutants.every import all_changes

def note(one, killer, final=True):
    with open(OUT, "a") as file:
        print(one.change, "by", killer.rpartition("::")[2], file=file)

chosen = [one for one in all_changes() if one.key.startswith("portal.policy.core | dollars | cents < 0 | <")]
session.prepare()
in_place.run(chosen, {}, note, Path(OUT + ".txt"), TEST)
reloaded.check(["portal.policy.tables.figures"], TEST)
for one in chosen:
    note(one, reloaded.killer(one, [], TEST))
"""

TOY_TEST = """
from portal.policy.core import dollars

def test_one() -> None:
    assert dollars(105) == "1.05"
"""


def test_a_change_of_the_law_is_noticed_both_ways(tmp_path: Path) -> None:
    """In the living function, and by loading the changed module. What the toy does not test survives both."""
    test, out = tmp_path / "test_toy.py", tmp_path / "out"
    test.write_text(TOY_TEST)
    code = SAMPLE.replace("OUT", repr(str(out))).replace("TEST", repr(str(test)))
    shown = subprocess.run(
        [sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    assert shown.returncode == 0, shown.stderr
    assert out.read_text().splitlines() == ["< -> <= by ", "< -> >= by test_one"] * 2
