"""Measuring two or more things in turn (A B A B), so that what slows the machine meanwhile slows all of them."""

import gc
import time
from collections.abc import Callable, Mapping
from statistics import median

from portal.kernel.management.commands.worker import SELDOM

Timed = Callable[[], float]


def as_the_worker() -> None:
    """Look for garbage as seldom as the worker does, in what is measured and in its yardstick."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*SELDOM)


def in_turn(things: Mapping[str, Timed], repeats: int, *, warm: int = 1) -> dict[str, list[float]]:
    """Seconds of each run of each thing; the first `warm` rounds are run and not counted."""
    taken: dict[str, list[float]] = {name: [] for name in things}
    for turn in range(warm + repeats):
        for name, thing in things.items():
            seconds = thing()
            if turn >= warm:
                taken[name].append(seconds)
    return taken


def wall(work: Callable[[], object]) -> Timed:
    """Times `work` by the clock on the wall."""

    def timed() -> float:
        began = time.perf_counter()
        work()
        return time.perf_counter() - began

    return timed


def processor(work: Callable[[], object]) -> Timed:
    """Times `work` by the processor time of this process: what one core would need with nothing beside it."""

    def timed() -> float:
        began = time.process_time()
        work()
        return time.process_time() - began

    return timed


def ratio(ours: list[float], theirs: list[float]) -> float:
    """Median of ours over median of theirs."""
    return median(ours) / median(theirs)


def spread(values: list[float]) -> float:
    """Half the distance between the quartiles, as a share of the median: how steady the repeats were."""
    ordered = sorted(values)
    quarter = len(ordered) // 4
    low, high = ordered[quarter], ordered[-1 - quarter]
    return (high - low) / 2 / median(ordered)
