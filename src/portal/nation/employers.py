"""Made-up businesses that pay the wages."""

from collections.abc import Iterable
from uuid import UUID

from portal.earnings.models import Employer
from portal.nation.chance import Chance
from portal.nation.rows import Rows


class Employers:
    """Made-up businesses by name."""

    def __init__(self, rows: Rows, seed: int, count: int) -> None:
        chance = Chance(seed, "employers")
        self.ids: dict[str, UUID] = {}
        for name in _businesses(count):
            self.ids[name] = chance.id()
            rows.add(Employer, id=self.ids[name], name=name)
        self.names = list(self.ids)


_TRADES = (
    "Bakery", "Freight", "Garden Supply", "Print Shop", "Laundry", "Call Center", "Hardware", "Dental Office",
    "Catering", "Warehouse", "Software", "Landscaping", "Care Home", "Grocery",
)  # fmt: skip
_PLACES = ("Blue Heron", "Copper Hill", "Evergreen", "Fox Hollow", "Golden Mile", "Iron Bridge", "Maplewood",
           "North Star", "Old Mill", "Pine Street", "Red Barn", "Silver Lake")  # fmt: skip


def _businesses(count: int) -> Iterable[str]:
    for serial in range(count):
        again, place = divmod(serial, len(_TRADES) * len(_PLACES))
        name = f"{_PLACES[place % len(_PLACES)]} {_TRADES[place // len(_PLACES)]}"
        yield f"{name} {again + 1}" if again else name
