"""How large the synthetic program is. Size 1.0 is about a thousandth of the country.

Each figure says where it comes from; one without a source is an assumption and says so. `script/demo` runs
at 1.0, tests at 0.02; the cast of organisations, people at work and scenarios is there at every size.
"""

from dataclasses import dataclass
from typing import NamedTuple

REQUIREMENT = 'requirement: "The main job, end to end", the synthetic program'
GAO = "GAO-11-324 (May 2011): ENs 1,514 to 1,603, about 1,600"
ASSUMPTION = "assumption"
LEAST_EMPLOYERS = 12


class Size(NamedTuple):
    """One figure at size 1.0, the country's figure it stands for (None: not known), and the source."""

    name: str
    at_one: float
    country: int | None
    least: int
    source: str


TABLE: tuple[Size, ...] = (
    Size("people", 12_000, 12_000_000, 1, REQUIREMENT),
    Size("tickets in use", 340, 340_000, 1, REQUIREMENT),
    Size("claims a year", 1_000, 1_000_000, 1, REQUIREMENT),
    Size("ENs", 12, None, 12, f"{REQUIREMENT}; the country has more for its size: {GAO}"),
    Size("State VR agencies", 3, None, 3, REQUIREMENT),
    Size("tickets once in use", 260, None, 1, ASSUMPTION),
    Size("employers", 120, None, LEAST_EMPLOYERS, ASSUMPTION),
)
_BY_NAME = {size.name: size for size in TABLE}

# The years that have earnings and payments (assumption: enough for 36 outcome months and a look-back).
FIRST_YEAR = 2019
# From here on every claim has its request, steps and stored decision; older ones came over as awards.
REQUESTS_SINCE = (2024, 1)
# Shares of people by class of benefit, and of blind people (assumptions).
SHARE_T2, SHARE_T16, SHARE_BLIND = 0.62, 0.26, 0.02


@dataclass(frozen=True, slots=True)
class Sizes:
    """What one run makes."""

    people: int
    in_use: int
    formerly: int
    ens: int
    svras: int
    employers: int
    claims_a_year: int


def sizes(size: float) -> Sizes:
    """The counts for a size above 0. Raises ValueError for another."""
    if size <= 0:
        raise ValueError("the size must be above 0; 1.0 is about a thousandth of the country")
    in_use, formerly = _count("tickets in use", size), _count("tickets once in use", size)
    return Sizes(
        people=max(_count("people", size), in_use + formerly),
        in_use=in_use,
        formerly=formerly,
        ens=_count("ENs", size**0.5),
        svras=_count("State VR agencies", size**0.5),
        employers=_count("employers", size**0.5),
        claims_a_year=_count("claims a year", size),
    )


def _count(name: str, size: float) -> int:
    row = _BY_NAME[name]
    return max(row.least, round(row.at_one * size))
