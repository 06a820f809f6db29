"""Files as Social Security would send them, made by the layouts themselves."""

import io
from datetime import date

from portal.exchange.checking import Totals
from portal.exchange.layouts import LAYOUTS

AS_OF = date(2025, 12, 1)


def made(kind, rows, number=1, as_of=AS_OF):
    """The bytes of a file with these rows."""
    layout = LAYOUTS[kind]
    totals = Totals(layout)
    body = b"".join(layout.row.written(row) for row in rows)
    if body:
        totals.add(body)
    head = {"file_kind": kind, "file_number": number, "created_on": as_of, "as_of": as_of}
    return layout.header.written(head) + body + layout.trailer.written(totals.values(number))


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
