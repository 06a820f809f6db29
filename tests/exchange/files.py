"""Files as Social Security would send them, made by the layouts themselves."""

import io
from datetime import date, timedelta

from portal.exchange.checking import Totals
from portal.exchange.layouts import LAYOUTS
from portal.exchange.models import RecordFile, RefusedRow
from portal.exchange.writing import lines
from portal.kernel.numbers import new_number
from tests.world import LONG_AGO

AS_OF = date(2025, 12, 1)


def made(kind, rows, number=1, as_of=AS_OF):
    """The bytes of a file with these rows."""
    return b"".join(lines(Totals(LAYOUTS[kind]), number, as_of, as_of, rows))


def name(kind, number=1):
    return f"{kind}-{number:08d}"


class Line:
    """A line in memory."""

    def __init__(self):
        self.files, self.answers, self.sent, self.acks = {}, {}, {}, {}

    def waiting(self):
        return sorted(self.files)

    def open(self, name):
        return io.BytesIO(self.files[name])

    def answer(self, name, parts):
        self.answers[name] = b"".join(parts)

    def done(self, name):
        self.files.pop(name, None)

    def send(self, name, content):
        self.sent.setdefault(name, []).append(content)

    def acknowledged(self):
        return list(self.acks.items())

    def heard(self, name):
        self.acks.pop(name)

    def put(self, kind, rows, number=1, as_of=AS_OF):
        self.files[name(kind, number)] = made(kind, rows, number, as_of)


def a_record_file(number=1, kind="PY", direction="out", state="sent"):
    """A file as a row: one that was sent to Social Security, unless told otherwise."""
    return RecordFile(
        number=new_number("SF"),
        direction=direction,
        kind=kind,
        name=name(kind, number),
        file_number=number,
        created_on=AS_OF,
        as_of=AS_OF + timedelta(days=number),
        sha256="0" * 64,
        state=state,
        received_at=LONG_AGO,
        stepped_at=LONG_AGO,
        by_name="system",
    )


def a_refused_row(file, line):
    return RefusedRow(
        file=file, line=line, field="status", problem="None of these.", what_to_do="Send one of them."
    )
