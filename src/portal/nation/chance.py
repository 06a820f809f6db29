"""What is random in the synthetic program: one seed gives the same IDs, numbers, names and amounts."""

from random import Random
from uuid import UUID

from portal.kernel.numbers import number_from

# Never issued as an SSN: area 900-999 with group 01-49 (area, group, serial 0001-9999).
AREAS, GROUPS, SERIALS = 100, 49, 9999
SSNS = AREAS * GROUPS * SERIALS
_NUMBERS = 32**7
# Numbers below are for what must have the same number at every seed (scenarios).
RESERVED = 1_000
# Both steps share no factor with the size of their circle, so a serial number maps to a place and back.
_SSN_STEP = 30_402_457
_NUMBER_STEP = 20_996_011_337
# 1 January 2019, in milliseconds: where the time part of the synthetic IDs begins.
_FIRST_MILLISECOND = 1_546_300_800_000


class Chance:
    """A seeded source for one part of the program; parts do not disturb each other."""

    def __init__(self, seed: int, part: str) -> None:
        self.random = Random(f"{seed}/{part}")
        self._milliseconds = _FIRST_MILLISECOND

    def id(self) -> UUID:
        """A UUID of version 7 from the seed; rising, so that an index grows at its end."""
        self._milliseconds += 1
        value = self._milliseconds << 80 | self.random.getrandbits(80)
        value = value & ~(0xF << 76) | 0x7 << 76
        value = value & ~(0x3 << 62) | 0x2 << 62
        return UUID(int=value)


class Numbers:
    """Public numbers of the seed: never the same twice within a prefix."""

    def __init__(self, seed: int) -> None:
        self._start = Random(f"{seed}/numbers").randrange(_NUMBERS)
        self._given: dict[str, int] = {}

    def next(self, prefix: str) -> str:
        value = 0
        while value < RESERVED:
            serial = self._given.get(prefix, 0)
            self._given[prefix] = serial + 1
            value = (self._start + serial * _NUMBER_STEP) % _NUMBERS
        return number_from(prefix, value)


class Ssns:
    """Nine digits for the n-th person; different people have different numbers."""

    def __init__(self, seed: int) -> None:
        self._start = Random(f"{seed}/ssns").randrange(SSNS)

    def of(self, serial: int) -> str:
        """Digits without dashes. Raises ValueError beyond the 48,995,100 numbers there are."""
        if not 0 <= serial < SSNS:
            raise ValueError("there are not that many never-issued SSNs")
        place = (self._start + serial * _SSN_STEP) % SSNS
        place, number = divmod(place, SERIALS)
        area, group = divmod(place, GROUPS)
        return f"{900 + area}{group + 1:02d}{number + 1:04d}"
