"""The figures of section 2 of the payments document, copied by hand, and the formulas of PAY-04."""

from decimal import ROUND_HALF_UP, Decimal

# year: (TWL, SGA, SGA blind, PCB of title II, PCB of title XVI), in dollars; None where none is published.
BY_YEAR: dict[int, tuple[int | None, int | None, int | None, str | None, str | None]] = {
    2008: (670, 940, 1570, "981.17", "563.35"),
    2009: (700, 980, 1640, "1009.21", "576.24"),
    2010: (720, 1000, 1640, "1062.56", "611.19"),
    2011: (720, 1000, 1640, "1065.70", "613.24"),
    2012: (720, 1010, 1690, "1073.04", "614.81"),
    2013: (750, 1040, 1740, "1112.76", "638.43"),
    2014: (770, 1070, 1800, "1130.89", "650.44"),
    2015: (780, 1090, 1820, "1147.30", "661.29"),
    2016: (810, 1130, 1820, "1165.22", "672.75"),
    2017: (840, 1170, 1950, "1166.79", "672.13"),
    2018: (850, 1180, 1970, "1173.98", "673.51"),
    2019: (880, 1220, 2040, "1201.27", "686.96"),
    2020: (910, 1260, 2110, "1237.62", "705.36"),
    2021: (940, 1310, 2190, "1260.52", "717.24"),
    2022: (970, 1350, 2260, "1286.78", "728.24"),
    2023: (1050, 1470, 2460, "1371.55", "770.68"),
    2024: (1110, 1550, 2590, "1490.07", "836.01"),
    2025: (1160, 1620, 2700, None, None),
    2026: (None, 1690, 2830, None, None),
}
# Of 2025 the payments themselves are known, the base is not: Phase 1, then T2 and T16 of the others.
OF_2025 = {"P1": (1850, 1850), "P2": (555, 310), "OUTCOME": (555, 310), "OUTCOME-ONLY": (1033, None)}
FACTORS = {"P1": "1.20", "P2": "0.36", "OUTCOME": "0.36", "OUTCOME-ONLY": "0.67"}


def twl(month: int) -> int | None:
    """The trial work level of a month, in cents."""
    return _cents(BY_YEAR.get(month // 12, (None,) * 5)[0])


def sga(month: int, blind: bool) -> int | None:
    """Substantial gainful activity of a month, in cents."""
    return _cents(BY_YEAR.get(month // 12, (None,) * 5)[2 if blind else 1])


def payment(what: str, month: int, title_2: bool) -> int | None:
    """One payment at the figures of a month's year, in cents. Phase 1 is paid at the base of title II to all."""
    year = month // 12
    if year == 2025:
        return _cents(OF_2025[what][0 if title_2 else 1])
    base = BY_YEAR.get(year, (None,) * 5)[3 if title_2 or what == "P1" else 4]
    if base is None:
        return None
    exact = Decimal(base) * Decimal(FACTORS[what])
    return _cents(int(exact.quantize(Decimal(1), ROUND_HALF_UP)))


def _cents(dollars: int | None) -> int | None:
    return None if dollars is None else dollars * 100
