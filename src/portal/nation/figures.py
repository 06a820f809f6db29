"""The two levels the synthetic wages are drawn around, in whole cents, from the figures the law is decided by."""

from portal.policy.core import Month

_TWL = {2017: 840, 2018: 850, 2019: 880, 2020: 910, 2021: 940, 2022: 970, 2023: 1050, 2024: 1110, 2025: 1160}
_SGA = {2017: 1170, 2018: 1180, 2019: 1220, 2020: 1260, 2021: 1310, 2022: 1350, 2023: 1470, 2024: 1550, 2025: 1620}
_BLIND = {2017: 1950, 2018: 1970, 2019: 2040, 2020: 2110, 2021: 2190, 2022: 2260, 2023: 2460, 2024: 2590, 2025: 2700}


def trial_work_level(month: Month) -> int:
    return _TWL[month.year] * 100


def substantial(month: Month, blind: bool) -> int:
    return (_BLIND if blind else _SGA)[month.year] * 100
