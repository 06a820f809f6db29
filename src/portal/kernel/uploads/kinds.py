"""What a file is, from its first bytes; its name and declared type are not asked."""

import re
import zipfile
from dataclasses import dataclass
from io import BytesIO


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file. `media_type` is empty for kinds that are not accepted."""

    words: str
    media_type: str = ""
    extensions: tuple[str, ...] = ()


PDF = Kind("a PDF", "application/pdf", ("pdf",))
JPEG = Kind("a JPEG picture", "image/jpeg", ("jpg", "jpeg", "jpe"))
PNG = Kind("a PNG picture", "image/png", ("png",))
TIFF = Kind("a TIFF picture", "image/tiff", ("tif", "tiff"))
UNKNOWN = Kind("of a kind we do not know")
ACCEPTED = (PDF, JPEG, PNG, TIFF)

_STARTS: tuple[tuple[bytes, Kind], ...] = (
    (b"%PDF-", PDF),
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"II*\0", TIFF),
    (b"MM\0*", TIFF),
    (b"PK", Kind("a Word, Excel or zip file")),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind("an older Word or Excel file, or a saved e-mail")),
    (b"{\\rtf", Kind("a rich text file")),
    (b"GIF8", Kind("a GIF picture")),
    (b"BM", Kind("a BMP picture")),
    (b"RIFF", Kind("a WebP picture, sound or video file")),
    (b"MZ", Kind("a Windows program")),
    (b"\x7fELF", Kind("a Linux program")),
    (b"#!", Kind("a script")),
    (b"\x1f\x8b", Kind("a compressed file")),
    (b"7z\xbc\xaf\x27\x1c", Kind("a compressed file")),
    (b"Rar!", Kind("a compressed file")),
)
_HEIC_BRANDS = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif"}
_HEAD = 1024
_WEB_PAGE = re.compile(rb"<\s*(!doctype\s+html|html|head|body|script|iframe)\b", re.IGNORECASE)
_DRAWING = re.compile(rb"<\s*svg\b", re.IGNORECASE)
# Seven bytes and more: short enough marks would turn up by chance in the middle of any photograph.
_HIDDEN_IN_PICTURE = re.compile(rb"<script|<!doctype html|%PDF-[12]\.", re.IGNORECASE)


def kind_of(content: bytes) -> Kind:
    """The kind that the first bytes name; `UNKNOWN` when they name none."""
    for start, kind in _STARTS:
        if content.startswith(start):
            return kind
    head = content[:_HEAD]
    if head[4:8] == b"ftyp":
        return Kind("a HEIC photo" if head[8:12] in _HEIC_BRANDS else "a video file")
    plain = head.replace(b"\0", b"")
    if _DRAWING.search(plain):
        return Kind("an SVG drawing")
    if _WEB_PAGE.search(plain):
        return Kind("a web page")
    if plain.lstrip().startswith(b"<?xml"):
        return Kind("an XML file")
    return Kind("a plain text file") if _is_text(content) else UNKNOWN


def is_two_in_one(content: bytes, kind: Kind) -> bool:
    """True when the file can also be read as another kind, which is how harmful content is smuggled in."""
    head = content[:_HEAD]
    if zipfile.is_zipfile(BytesIO(content)) or _WEB_PAGE.search(head) or _DRAWING.search(head):
        return True
    if kind is PDF:
        return (
            bool(content[content.rfind(b"%%EOF") + 5 :].strip(b"\0\t\n\f\r "))
            if b"%%EOF" in content
            else False
        )
    if kind is PNG and not content.endswith(b"IEND\xaeB\x60\x82"):
        return b"IEND\xaeB\x60\x82" in content
    return _HIDDEN_IN_PICTURE.search(content) is not None


def _is_text(content: bytes) -> bool:
    try:
        return "\0" not in content.decode()
    except UnicodeDecodeError:
        return False
