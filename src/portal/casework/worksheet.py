"""The intake worksheet as it was filled in, in the shape it is kept in, and as the law judges it (row D2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from portal.policy.intake import IntakeFacts, Match


@dataclass(frozen=True, slots=True)
class Worksheet:
    """What was said in the intake discussion; text "" and None are "not asked yet".

    The fields of IN-01 to IN-15, in the order of the pages. `shown` are the questions and answers as they were
    shown, by page, which is what is kept and read again.
    """

    held_on: date | None = None
    informed_on: date | None = None
    how: Sequence[str] = ()
    reach: str = ""
    considered_goals: bool | None = None
    goals: str = ""
    wants_self_sufficiency: bool | None = None
    skills: str = ""
    worked: str = ""
    likely: str = ""
    services_match: bool | None = None
    limitations: str = ""
    strengths: str = ""
    fears: str = ""
    match: str = ""
    shown: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()

    def facts(self, *, handed_off: bool) -> IntakeFacts:
        """As the law sees it. `handed_off`: a hand-off of this case is on record."""
        return IntakeFacts(
            self.held_on,
            self.informed_on,
            (
                ("employment goals considered", self.considered_goals is not None),
                ("wants to become self-sufficient", self.wants_self_sufficiency is not None),
                ("skills and education", bool(self.skills)),
                ("work and earnings so far", bool(self.worked)),
                ("likely to reach the earnings levels", bool(self.likely)),
                ("your services match", self.services_match is not None),
            ),
            (
                ("limitations and barriers", bool(self.limitations)),
                ("strengths", bool(self.strengths)),
                ("fears about benefits", bool(self.fears)),
            ),
            self.wants_self_sufficiency,
            Match(self.match) if self.match else None,
            handed_off,
        )
