"""What a form holds once it is locked for signing: the facts, and the words in which they were shown.

Kept as one text whose SHA-256 is what both parties sign. Page and PDF show the words that are kept, so they are the
same for ever, whatever becomes of the code that made them.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from portal.casework.plan import words
from portal.casework.plan.words import Section
from portal.policy.core import Json
from portal.policy.facts_json import from_json, to_json
from portal.policy.plan_facts import PlanFacts
from portal.policy.signatures import UNSIGNED


class Content(NamedTuple):
    """A locked form, opened. `facts` are in the JSON of the policy; `decision` is the answer it was locked on."""

    facts: Mapping[str, Any]
    shown: tuple[Section, ...]
    decision: Mapping[str, Any] | None

    @property
    def plan(self) -> PlanFacts:
        """The facts of a plan. Raises ValueError, KeyError or TypeError where it is another form."""
        return from_json(PlanFacts, self.facts)


def written(facts: Json, shown: Sequence[Section], decision: Mapping[str, Json] | None = None) -> str:
    """The one text of a content: the same content is the same text."""
    whole = {
        "facts": facts,
        "shown": [{"title": one.title, "rows": [list(row) for row in one.rows]} for one in shown],
        "decision": decision,
    }
    return json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def plan_written(facts: PlanFacts, decision: Mapping[str, Json] | None = None) -> str:
    """A plan's content, in the words of today. Signatures and the copy come after it is locked."""
    locked = facts._replace(signatures=UNSIGNED, copy_given_on=None)
    return written(to_json(locked), words.sections(locked), decision)


def digest(text: str) -> bytes:
    """What is signed: the SHA-256 of the text."""
    return hashlib.sha256(text.encode()).digest()


def read(text: str) -> Content:
    """The content from its text. Raises ValueError for a text that is none (a destroyed one)."""
    whole = json.loads(text)
    shown = tuple(
        Section(one["title"], tuple((row[0], row[1]) for row in one["rows"])) for one in whole["shown"]
    )
    return Content(whole["facts"], shown, whole["decision"])
