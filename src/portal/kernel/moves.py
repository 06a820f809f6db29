"""Tables of moves: one shape, from which guards, buttons, diagrams and tests of a room follow.

A Ticket's moves have a shape of their own in `policy/ticket_moves`: its state is two columns, and its guard is the law.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from portal.kernel.actor import Actor, Wall
from portal.policy.roles import Role

# Who makes a move that the rules make themselves.
SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Move:
    """One row. `by` is the party that makes it; `second_person`: not by who did what it rests on."""

    name: str
    words: str
    from_states: frozenset[str]
    to: str
    by: str
    second_person: bool = False


def move(
    name: str, words: str, before: Collection[str], to: str, by: str, *, second_person: bool = False
) -> Move:
    """A row, its states as plain text."""
    return Move(name, words, frozenset(str(state) for state in before), str(to), by, second_person)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a move is not open: the check that failed, and a sentence."""

    check: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Moves:
    """A room's table. `what` is the thing that moves, `begins` its state before the first row of the database.

    `parties` says which roles make up each party; the system has none.
    """

    what: str
    words: Mapping[str, str]
    begins: str
    parties: Mapping[str, frozenset[Role]]
    rows: Sequence[Move]

    def named(self, name: str) -> Move:
        """The row of this name. Raises KeyError for a name that is in no row."""
        for row in self.rows:
            if row.name == name:
                return row
        raise KeyError(name)

    def roles(self, row: Move) -> frozenset[Role]:
        """Who may make this move; nobody where the system does."""
        return self.parties.get(row.by, frozenset())

    def refusal(self, state: str, row: Move, actor: Actor) -> Refusal | None:
        """Why `actor` may not make this move from `state`, by state and role; None when it may."""
        if state not in row.from_states:
            now = self.words.get(state, state)
            return Refusal(
                "state", f"This {self.what} is now: {now}. “{row.words}” is not possible from there."
            )
        if row.by == SYSTEM:
            if actor.wall is not Wall.WORKER:
                return Refusal("role", f"“{row.words}” is done by the system only.")
            return None
        if actor.roles.isdisjoint(self.roles(row)):
            return Refusal("role", f"Your role does not include “{row.words}”.")
        return None

    def may(self, state: str, row: Move, actor: Actor, last_person: str | None = None) -> Refusal | None:
        """As `refusal`, with four eyes: `last_person` is the label of who made the last move of a person."""
        refused = self.refusal(state, row, actor)
        if refused is None and row.second_person and last_person in (None, actor.label):
            return Refusal("second-person", f"“{row.words}” needs a second person: the last step was yours.")
        return refused

    def open(self, state: str, actor: Actor, last_person: str | None = None) -> list[Move]:
        """The moves open to this person: the buttons of the page."""
        return [
            row for row in self.rows if row.by != SYSTEM and self.may(state, row, actor, last_person) is None
        ]

    def mermaid(self, second_person: str = "second person") -> Iterator[str]:
        """The diagram's lines, for the guide."""
        yield "stateDiagram-v2"
        for state, words in self.words.items():
            yield f"    {_drawn(state)} : {words}"
        yield f"    [*] --> {_drawn(self.begins)}"
        for row in self.rows:
            eyes = f", {second_person}" if row.second_person else ""
            for state in sorted(row.from_states):
                yield f"    {_drawn(state)} --> {_drawn(row.to)} : {row.words} ({row.by}{eyes})"


def _drawn(state: str) -> str:
    return state.replace("-", "_")
