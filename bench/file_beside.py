"""A second worker for `bench.file_work`: says when it is ready, then works on the file it is told of."""

import sys

import django

django.setup()

from portal.payments import jobs  # noqa: E402

if __name__ == "__main__":
    print("ready", flush=True)
    file, account = sys.stdin.readline().split()
    jobs.ask_by_file(file, account)
