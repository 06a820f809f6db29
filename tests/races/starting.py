"""Many calls at once, each in a thread with connections of its own."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connections

from portal.kernel.actor import Actor
from portal.kernel.clock import now
from portal.kernel.unit import Unit, open_unit

WAIT = 60


def at_once(calls: Sequence[Callable[[], Any]]) -> list[Any]:
    """Start all together; their answers in order, an exception as its value."""
    gate = threading.Barrier(len(calls))
    answers: list[Any] = [TimeoutError("no answer")] * len(calls)

    def run(place: int, call: Callable[[], Any]) -> None:
        try:
            gate.wait()
            answers[place] = call()
        except Exception as error:
            answers[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair, daemon=True) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(WAIT)
    return answers


@contextmanager
def unit(actor: Actor) -> Iterator[Unit]:
    """A writing unit of this thread."""
    with open_unit(actor, now(), reading=False, page="race", purpose="test") as opened:
        yield opened


def kinds(answers: Sequence[Any]) -> list[str]:
    """The answers' types by name, in alphabetical order."""
    return sorted(type(answer).__name__ for answer in answers)
