"""Uploads are judged by what they are: accepted with facts, or refused in words that help."""

import hashlib
import io
import zipfile
import zlib
from collections.abc import Callable

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.kernel.uploads import Accepted, Limits, Reason, Refused, inspect
from portal.kernel.uploads.names import MAX_LENGTH, safe_name

Pdf = Callable[..., bytes]
Picture = Callable[..., bytes]
LOCKED = (
    "This PDF is locked with a password. We could not read it, so it would have been lost. "
    "Save a copy without a password and upload that."
)


def refusal(name: str, content: bytes, limits: Limits | None = None) -> Refused:
    result = inspect(name, content, limits)
    assert isinstance(result, Refused), result
    return result


def test_pdf_is_accepted_with_its_facts(pdf: Pdf) -> None:
    content = pdf(pages=3)
    expected = Accepted("application/pdf", 3, hashlib.sha256(content).hexdigest(), len(content), "stub.pdf")
    assert inspect("stub.pdf", content) == expected
    assert inspect("stub.pdf", io.BytesIO(content)) == expected
    assert inspect("stub", content) == expected


def test_pdf_with_object_streams_and_links_is_accepted(pdf: Pdf) -> None:
    def link(document: pikepdf.Pdf) -> None:
        action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://example.org")
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, A=action, Rect=[0, 0, 9, 9]
        )
        document.pages[0].Annots = pikepdf.Array([note])

    content = pdf(change=link, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert isinstance(inspect("a.pdf", content), Accepted)


@pytest.mark.parametrize(
    ("kind", "name", "media_type"),
    [("JPEG", "a.JPEG", "image/jpeg"), ("PNG", "a.png", "image/png"), ("TIFF", "a.tif", "image/tiff")],
)
def test_pictures_are_accepted(picture: Picture, kind: str, name: str, media_type: str) -> None:
    result = inspect(name, picture(kind))
    assert isinstance(result, Accepted)
    assert (result.media_type, result.pages, result.safe_name) == (media_type, 1, name.lower())


def test_tiff_pages_are_counted_and_limited(picture: Picture) -> None:
    fax = picture("TIFF", frames=3)
    result = inspect("fax.tiff", fax)
    assert isinstance(result, Accepted)
    assert result.pages == 3
    assert refusal("fax.tiff", fax, Limits(max_pages=2)).reason_code is Reason.TOO_MANY_PAGES


@pytest.mark.parametrize("passwords", [("open", "owner"), ("", "owner")])
def test_locked_pdf_is_refused_with_the_reason(pdf: Pdf, passwords: tuple[str, str]) -> None:
    user, owner = passwords
    locked = pdf(encryption=pikepdf.Encryption(user=user, owner=owner))
    assert refusal("stub.pdf", locked) == Refused(Reason.LOCKED, LOCKED)


def test_damaged_files_are_refused(pdf: Pdf, picture: Picture) -> None:
    for name, whole in (("a.pdf", pdf(pages=2)), ("a.jpg", picture("JPEG")), ("a.png", picture("PNG"))):
        for part in (whole[: len(whole) // 2], whole[: len(whole) - len(whole) // 5]):
            assert refusal(name, part).reason_code is Reason.DAMAGED
    assert refusal("a.pdf", b"%PDF-1.7\nnothing").reason_code is Reason.DAMAGED
    assert refusal("a.pdf", pdf(pages=0)).reason_code is Reason.DAMAGED


def open_action(document: pikepdf.Pdf) -> None:
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def named_script(document: pikepdf.Pdf) -> None:
    script = document.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="1"))
    document.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=["a", script]))


def launch_on_click(document: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="calc.exe")
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, A=action, Rect=[0, 0, 9, 9])
    document.pages[0].Annots = pikepdf.Array([note])


def form_program(document: pikepdf.Pdf) -> None:
    document.Root.AcroForm = pikepdf.Dictionary(XFA=document.make_stream(b"<xdp/>"), Fields=[])


@pytest.mark.parametrize("change", [open_action, named_script, launch_on_click, form_program])
def test_active_pdf_is_refused(pdf: Pdf, change: Callable[[pikepdf.Pdf], None]) -> None:
    packed = pdf(change=change, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    for content in (pdf(change=change), packed):
        assert refusal("a.pdf", content).reason_code is Reason.ACTIVE


def test_pdf_with_attachments_is_refused(pdf: Pdf) -> None:
    def attach(document: pikepdf.Pdf) -> None:
        document.attachments["pay.xlsx"] = b"content"

    assert refusal("a.pdf", pdf(change=attach)).reason_code is Reason.ATTACHMENTS


def test_page_limit(pdf: Pdf) -> None:
    assert isinstance(inspect("a.pdf", pdf(pages=5), Limits(max_pages=5)), Accepted)
    found = refusal("a.pdf", pdf(pages=6), Limits(max_pages=5))
    assert found.reason_code is Reason.TOO_MANY_PAGES
    assert "more than 5 pages" in found.sentence


def test_decompression_bombs_are_refused(pdf: Pdf, picture: Picture) -> None:
    assert (
        refusal("a.png", picture("PNG", (300, 200)), Limits(max_pixels=50_000)).reason_code
        is Reason.TOO_MANY_PIXELS
    )

    def bomb(document: pikepdf.Pdf) -> None:
        packer = zlib.compressobj(9)
        packed = b"".join(packer.compress(bytes(16 * 1024 * 1024)) for _ in range(40)) + packer.flush()
        stream = pikepdf.Stream(document, b"")
        stream.write(packed, filter=pikepdf.Name.FlateDecode)
        document.pages[0].Contents = stream

    content = pdf(change=bomb, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    limits = Limits(max_memory=400 * 1024 * 1024)
    assert len(content) < 1024 * 1024
    assert refusal("a.pdf", content, limits).reason_code is Reason.TOO_COMPLEX


def test_a_reader_that_takes_too_long_is_stopped(pdf: Pdf) -> None:
    assert refusal("a.pdf", pdf(), Limits(max_seconds=0)).reason_code is Reason.TOO_COMPLEX


def a_zip() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("word/document.xml", "<w:document/>")
    return target.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.docx", a_zip(), "a Word, Excel or zip file"),
        ("a.html", b"\n <!DOCTYPE html><p>hi", "a web page"),
        ("a.svg", b'<?xml version="1.0"?><svg onload="x()"/>', "an SVG drawing"),
        ("a.xml", b'<?xml version="1.0"?><a/>', "an XML file"),
        ("a.txt", b"just words", "a plain text file"),
        ("a.heic", b"\0\0\0\x18ftypheic\0\0\0\0", "a HEIC photo"),
        ("a.gif", b"GIF89a....", "a GIF picture"),
        ("a.exe", b"MZ\x90\0", "a Windows program"),
        ("a.bin", b"\x81\x82\x83\0\xff", "of a kind we do not know"),
    ],
)
def test_other_kinds_are_refused_by_their_name_in_words(name: str, content: bytes, words: str) -> None:
    found = refusal(name, content)
    assert found.reason_code is Reason.NOT_ACCEPTED
    assert found.sentence.startswith(f"This file is {words}. We take PDF, JPEG, PNG and TIFF files.")


def test_a_name_that_disagrees_gets_both_named(pdf: Pdf, picture: Picture) -> None:
    found = refusal("stub.pdf", picture("PNG"))
    assert found.reason_code is Reason.WRONG_EXTENSION
    assert "The name ends in .pdf, but the content is a PNG picture." in found.sentence
    assert refusal("stub.docx", pdf()).reason_code is Reason.WRONG_EXTENSION
    disguised = refusal("stub.pdf", a_zip())
    assert disguised.reason_code is Reason.NOT_ACCEPTED
    assert "The name ends in .pdf, but the content is a Word, Excel or zip file." in disguised.sentence
    assert refusal("cod\u202efdp.exe", pdf()).reason_code is Reason.WRONG_EXTENSION


def test_two_files_in_one_are_refused(pdf: Pdf, picture: Picture) -> None:
    page = b"<html><script>alert(1)</script></html>"
    for name, content in (
        ("a.pdf", pdf() + a_zip()),
        ("a.pdf", pdf() + page),
        ("a.pdf", b"%PDF-1.7\n" + page + pdf()[9:]),
        ("a.jpg", picture("JPEG") + a_zip()),
        ("a.jpg", picture("JPEG") + page),
        ("a.png", picture("PNG") + pdf()),
        ("a.tif", picture("TIFF") + page),
    ):
        assert refusal(name, content).reason_code is Reason.TWO_IN_ONE


def test_empty_and_too_large(pdf: Pdf) -> None:
    assert refusal("a.pdf", b"").reason_code is Reason.EMPTY
    content = pdf()
    assert isinstance(inspect("a.pdf", content, Limits(max_bytes=len(content))), Accepted)
    assert refusal("a.pdf", content, Limits(max_bytes=len(content) - 1)).reason_code is Reason.TOO_LARGE
    found = refusal("a.pdf", bytes(10 * 1024 * 1024 + 1))
    assert found.reason_code is Reason.TOO_LARGE
    assert "larger than 10 MB" in found.sentence


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\me\\stub.PDF", "stub.pdf"),
        ("fdp\u202e\u0000\u0007.pdf", "fdp.pdf"),
        ('a<b>:"|?*.pdf', "a_b_.pdf"),
        ("", "file.pdf"),
        ("...", "file.pdf"),
        (".pdf", "pdf.pdf"),
        ("con.pdf", "_con.pdf"),
        ("Nómina junio.pdf", "Nómina junio.pdf"),
        ("pay.2025", "pay.2025.pdf"),
        ("x" * 300 + ".pdf", "x" * 96 + ".pdf"),
    ],
)
def test_names_are_made_safe(given: str, safe: str) -> None:
    assert safe_name(given, ("pdf",)) == safe


@given(name=st.text(max_size=320))
def test_any_name_becomes_safe(name: str) -> None:
    safe = safe_name(name, ("jpg", "jpeg"))
    assert safe.endswith((".jpg", ".jpeg"))
    assert len(safe) <= MAX_LENGTH
    assert not set(safe) & set('/\\<>:"|?*\0\n\r\u202e')
    assert not safe.startswith(".")


@settings(max_examples=12, deadline=None)
@given(tail=st.binary(max_size=200), start=st.sampled_from([b"", b"%PDF-1.4\n", b"\xff\xd8\xff", b"II*\0"]))
def test_noise_is_always_refused_never_an_error(tail: bytes, start: bytes) -> None:
    found = refusal("noise", start + tail)
    assert found.sentence.endswith(".")
