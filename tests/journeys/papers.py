"""Papers that people upload: good ones, a locked one, one with malware."""

import hashlib
from io import BytesIO

import pikepdf
from PIL import Image

from portal.cluster.scanner import MARKER


def pdf(*, password: str = "", malware: bool = False, pages: int = 1) -> bytes:
    """A PDF of empty pages."""
    content, document = BytesIO(), pikepdf.new()
    for _ in range(pages):
        document.add_blank_page()
    if malware:
        document.Root.Marker = pikepdf.Stream(document, MARKER)
    if password:
        document.save(content, encryption=pikepdf.Encryption(owner=password, user=password))
    else:
        # The marker has to stay readable for the scanner.
        document.save(content, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return content.getvalue()


def photo() -> bytes:
    """A picture as a phone takes it."""
    content = BytesIO()
    # The same noise every time, so that it does not compress to nothing.
    noise = hashlib.shake_128(b"a pay slip").digest(320 * 240)
    Image.frombytes("L", (320, 240), noise).save(content, "JPEG")
    return content.getvalue()
