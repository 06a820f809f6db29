"""Files on the line: each one that waits is checked, entered, taken batch by batch, and answered.

Whatever is killed in between is done again: the file stays on the line until its answer lies there.
"""

from collections.abc import Callable

from portal.exchange.answers import answer, refused_whole
from portal.exchange.checking import check
from portal.exchange.layouts import LAYOUTS
from portal.exchange.models import RecordFile
from portal.exchange.services import receive
from portal.exchange.ssa_line import SsaLine
from portal.kernel.actor import SYSTEM
from portal.kernel.clock import now
from portal.kernel.unit import open_unit

TAKE = "exchange.take"
_PURPOSE = "files of Social Security's records"
Progress = Callable[[RecordFile], None]


def take_waiting(line: SsaLine, progress: Progress | None = None) -> list[RecordFile]:
    """Take every file that waits, kinds in the order of the layouts, each kind by its numbers; each as it stands now."""
    return [take(line, name, progress) for name in sorted(line.waiting(), key=_turn)]


def take(line: SsaLine, name: str, progress: Progress | None = None) -> RecordFile:
    """Take the file of this name that waits on the line; `progress` is called after each batch."""
    with line.open(name) as content:
        checked = check(name[:2], int(name[3:]), content, now().on)
        with open_unit(SYSTEM, now(), reading=False, page=TAKE, purpose=_PURPOSE):
            file = receive.enter(name, checked)
        more = file.state == RecordFile.State.RUNNING
        while more:
            with open_unit(SYSTEM, now(), reading=False, page=TAKE, purpose=_PURPOSE):
                more = receive.step(file=file.pk, content=content)
                file = RecordFile.objects.get(pk=file.pk)
            if progress is not None:
                progress(file)
        with open_unit(SYSTEM, now(), reading=True, page=TAKE, purpose=_PURPOSE):
            content.seek(0)
            if file.state == RecordFile.State.REFUSED:
                line.answer(f"{name}.refused", [refused_whole(file)])
            else:
                line.answer(f"{name}.answer", answer(file, content))
    line.done(name)
    return file


def _turn(name: str) -> tuple[int, str]:
    order = list(LAYOUTS)
    return (order.index(name[:2]) if name[:2] in LAYOUTS else len(order), name)
