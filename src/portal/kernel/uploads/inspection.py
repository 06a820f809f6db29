"""Is this file what it says, and may we take it? Judged by its content alone."""

import hashlib
from pathlib import Path
from typing import BinaryIO

from portal.kernel.uploads import kinds
from portal.kernel.uploads.apart import read_apart
from portal.kernel.uploads.kinds import Kind
from portal.kernel.uploads.names import extension_of, safe_name
from portal.kernel.uploads.results import MEBIBYTE, Accepted, Limits, Reason, Refused

ACCEPTED_WORDS = "We take PDF, JPEG, PNG and TIFF files."
SENTENCES = {
    Reason.LOCKED: (
        "This PDF is locked with a password. We could not read it, so it would have been lost. "
        "Save a copy without a password and upload that."
    ),
    Reason.DAMAGED: (
        "This file is damaged or incomplete. We could not read it to the end. "
        "Open it on your computer, save or print it as a new PDF, and upload that."
    ),
    Reason.ACTIVE: (
        "This PDF contains a program or an action that runs when it is opened. For safety we do not take it. "
        "Print it as a new PDF and upload that."
    ),
    Reason.ATTACHMENTS: (
        "This PDF has other files inside it. They would not be checked or read. "
        "Print it as a new PDF, and upload the other files one by one."
    ),
    Reason.TWO_IN_ONE: (
        "This file holds a second file of another kind. For safety we do not take it. "
        "Print or scan the page as a new PDF and upload that."
    ),
    Reason.TOO_COMPLEX: (
        "This file is built in a way that we cannot check safely. Print it as a new PDF and upload that."
    ),
}
_READER = Path(__file__).with_name("reader.py")


def inspect(name: str, content: bytes | BinaryIO, limits: Limits | None = None) -> Accepted | Refused:
    """What the file `name` with `content` is, or why it is refused, in a sentence for who sent it.

    A stream is read to one byte past the limit at most. The malware scan is another question: see `scanner`.
    """
    limits = limits or Limits()
    whole = content if isinstance(content, bytes) else content.read(limits.max_bytes + 1)
    refused = _refuse_by_size(whole, limits) or _refuse_by_kind(name, whole)
    if refused is not None:
        return refused
    kind = kinds.kind_of(whole)
    if kinds.is_two_in_one(whole, kind):
        return Refused(Reason.TWO_IN_ONE, SENTENCES[Reason.TWO_IN_ONE])
    pages = _read_to_the_end(kind, whole, limits)
    if isinstance(pages, Reason):
        return Refused(pages, _sentence(pages, limits))
    return Accepted(
        media_type=kind.media_type,
        pages=pages,
        sha256=hashlib.sha256(whole).hexdigest(),
        size=len(whole),
        safe_name=safe_name(name, kind.extensions),
    )


def _refuse_by_size(content: bytes, limits: Limits) -> Refused | None:
    if not content:
        return Refused(
            Reason.EMPTY, "This file is empty. Open it on your computer, save it again, and upload that."
        )
    if len(content) > limits.max_bytes:
        most = f"{limits.max_bytes / MEBIBYTE:.3g} MB"
        return Refused(
            Reason.TOO_LARGE,
            f"This file is larger than {most}, which is the most we take. "
            "Scan it with fewer dots per inch, or upload it in parts.",
        )
    return None


def _refuse_by_kind(name: str, content: bytes) -> Refused | None:
    kind = kinds.kind_of(content)
    extension = extension_of(name)
    agrees = not extension or extension in kind.extensions
    if kind.media_type:
        if agrees:
            return None
        return Refused(
            Reason.WRONG_EXTENSION,
            f"The name ends in .{extension}, but the content is {kind.words}. "
            f"Check that this is the right file. If it is, change the end of its name "
            f"to .{kind.extensions[0]}.",
        )
    claimed = any(extension in accepted.extensions for accepted in kinds.ACCEPTED)
    found = (
        f"The name ends in .{extension}, but the content is {kind.words}."
        if claimed
        else f"This file is {kind.words}."
    )
    return Refused(
        Reason.NOT_ACCEPTED, f"{found} {ACCEPTED_WORDS} Save or print it as a PDF and upload that."
    )


def _read_to_the_end(kind: Kind, content: bytes, limits: Limits) -> int | Reason:
    """Pages, or why the file cannot be taken. A reader that dies or takes too long refuses the file."""
    short = kind.media_type.rpartition("/")[2]
    numbers = (limits.max_pages, limits.max_pixels, limits.max_memory)
    found = read_apart(_READER, (short, *numbers), content, limits.max_seconds)
    if found is None:
        return Reason.TOO_COMPLEX
    return Reason(str(found["refused"])) if "refused" in found else int(found["pages"])


def _sentence(reason: Reason, limits: Limits) -> str:
    if reason is Reason.TOO_MANY_PAGES:
        return (
            f"This file has more than {limits.max_pages} pages, which is the most we take. "
            "Upload only the pages that matter, or upload it in parts."
        )
    if reason is Reason.TOO_MANY_PIXELS:
        return (
            f"This picture has more than {limits.max_pixels // 1_000_000} million pixels, "
            "which is the most we take. Save it smaller, or scan it with fewer dots per inch."
        )
    return SENTENCES[reason]
