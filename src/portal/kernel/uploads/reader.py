"""Reads a PDF or picture to the end, in a process of its own: `python reader.py KIND PAGES PIXELS MEMORY`.

Takes the file on standard input and prints `{"pages": n}` or `{"refused": "reason"}`. It stands alone
(nothing of the portal is imported): a crash, a loop or a decompression bomb ends this process only.
"""

import io
import json
import resource
import sys
import warnings

import pikepdf
from PIL import Image

MAX_DEPTH = 60
ACTIONS = {
    "/JavaScript",
    "/Launch",
    "/ImportData",
    "/SubmitForm",
    "/Rendition",
    "/RichMediaExecute",
    "/GoToE",
}
MOVING_PARTS = {"/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"}
FORMATS = {"jpeg": ["JPEG", "MPO"], "png": ["PNG"], "tiff": ["TIFF"]}


class RefusedError(Exception):
    """The file is refused; the message is the reason's code."""


def read_pdf(content: bytes, max_pages: int) -> int:
    try:
        pdf = pikepdf.open(io.BytesIO(content), attempt_recovery=False)
    except pikepdf.PasswordError:
        raise RefusedError("locked") from None
    with pdf:
        if pdf.is_encrypted:
            raise RefusedError("locked")
        pages = len(pdf.pages)
        if pages == 0:
            raise RefusedError("damaged")
        if pages > max_pages:
            raise RefusedError("too-many-pages")
        for each in pdf.objects:
            refuse_active(each, MAX_DEPTH)
        for page in pdf.pages:
            page.contents_coalesce()
            page.obj.get("/Contents", pikepdf.Stream(pdf, b"")).read_bytes()
    return pages


def refuse_active(value: object, depth: int) -> None:
    """Refuse what acts or carries files. Indirect objects are visited by the caller, so none is followed."""
    if depth == 0:
        raise RefusedError("too-complex")
    if isinstance(value, pikepdf.Array):
        inner = list(value)
    elif isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
        names = set(value.keys())
        kinds = {
            str(value[key]) for key in ("/S", "/Subtype", "/Type") if isinstance(value.get(key), pikepdf.Name)
        }
        if names & {"/JS", "/JavaScript", "/XFA"} or kinds & (ACTIONS | MOVING_PARTS):
            raise RefusedError("active-content")
        if names & {"/EF", "/EmbeddedFiles"} or kinds & {"/EmbeddedFile", "/FileAttachment"}:
            raise RefusedError("attachments")
        inner = [value[key] for key in names]
    else:
        return
    for each in inner:
        if isinstance(each, pikepdf.Object) and not each.is_indirect:
            refuse_active(each, depth - 1)


def read_picture(content: bytes, kind: str, max_pages: int, max_pixels: int) -> int:
    Image.MAX_IMAGE_PIXELS = max_pixels
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    with Image.open(io.BytesIO(content), formats=FORMATS[kind]) as picture:
        picture.verify()
    with Image.open(io.BytesIO(content), formats=FORMATS[kind]) as picture:
        frames = getattr(picture, "n_frames", 1)
        if frames > max_pages:
            raise RefusedError("too-many-pages")
        for frame in range(frames):
            picture.seek(frame)
            if picture.width * picture.height > max_pixels:
                raise RefusedError("too-many-pixels")
            picture.load()
    return frames if kind == "tiff" else 1


def answer(kind: str, max_pages: int, max_pixels: int) -> dict[str, int | str]:
    content = sys.stdin.buffer.read()
    try:
        pages = (
            read_pdf(content, max_pages)
            if kind == "pdf"
            else read_picture(content, kind, max_pages, max_pixels)
        )
    except RefusedError as refused:
        return {"refused": str(refused)}
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return {"refused": "too-many-pixels"}
    except (MemoryError, RecursionError):
        return {"refused": "too-complex"}
    except Exception as error:
        # Whatever a parser raises, the file cannot be read. qpdf wraps running out of memory in an error.
        return {"refused": "too-complex" if "bad_alloc" in str(error) else "damaged"}
    return {"pages": pages}


if __name__ == "__main__":
    kind, *numbers = sys.argv[1:]
    pages, pixels, memory = map(int, numbers)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    print(json.dumps(answer(kind, pages, pixels)))
