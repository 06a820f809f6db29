"""A file of 10,000 payment requests and one of 5,000 contact notes: received, every row judged, brought in; memory."""

import os

import django

django.setup()

from bench import ground  # noqa: E402
from bench.caseload import MORE, cast_and_workers, grow, open_cases  # noqa: E402

ROWS, OTHERS = 10_000, 100


def main() -> None:
    """The Ticketholders are made in this process; what is measured has one of its own, so that its memory counts."""
    cast, workers = cast_and_workers()
    # Another seed than that of the caseload, so that nobody is made twice.
    grow(max(0, ROWS - open_cases().count()), MORE + OTHERS, cast, workers)
    for line in ground.run(dict(os.environ), "bench.file_work"):
        print(line, flush=True)


if __name__ == "__main__":
    main()
